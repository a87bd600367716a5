"""The rows of a book by what other sheets call them, for the rules that compare sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook.book import Book
from workbook.rows import CandidateRow, IndicatorRow, InstrumentRow, Row, SeatRow, VacancyRow

PANEL, DATA = "PANSEL", "DATA"
PER_VACANCY = "JABATAN"


@dataclass(frozen=True, slots=True)
class Lookup:
    vacancies: Mapping[str, VacancyRow]
    candidates: Mapping[str, CandidateRow]
    seats: Mapping[str, SeatRow]
    instruments: Mapping[str, InstrumentRow]
    indicators: Mapping[str, Sequence[IndicatorRow]]  # by instrument
    criteria: Mapping[str, Mapping[str, None]]  # their codes, in the order of the file
    recused: frozenset[tuple[str, str]]  # e-mail and NIP

    @classmethod
    def of(cls, book: Book) -> "Lookup":
        indicators: dict[str, list[IndicatorRow]] = {}
        for row in book.indicators:
            indicators.setdefault(row.instrument, []).append(row)
        return cls(
            vacancies={row.code: row for row in book.vacancies},
            candidates={row.nip: row for row in book.candidates},
            seats={row.email: row for row in book.seats},
            instruments={row.code: row for row in book.instruments},
            indicators=indicators,
            criteria={
                code: {row.code: None for row in rows if row.code}
                for code, rows in indicators.items()
            },
            recused=frozenset(
                (row.email, row.nip) for row in book.conflicts if row.still_scores is False
            ),
        )


def is_read(row: Row, *fields: str) -> bool:
    """Whether these fields could be read; what could not is reported already."""
    return all(getattr(row, field) is not None for field in fields)
