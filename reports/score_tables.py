"""The tables of a ranking as spreadsheets hold them: typed cells, and nothing about looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from django.utils import timezone

from accounts.wording import at_moment
from candidates.models import Candidate
from panels.models import Seat
from reports.standings import Outsider, Row, standings_of
from scoring.outcome import Outcome, VacancyOutcome
from scoring.printing import INSTRUMENT_PLACES, Printout
from scoring.ranking import Placed, Unplaced, round_half_up
from selection.models import Instrument

NOT_ASKED, UNSIGNED = "–", "×"
ARCHIVE = "Putaran arsip: nilai berasal dari buku kerja."
KEY = f"{NOT_ASKED} tidak menilai; {UNSIGNED} tidak ditandatangani, tidak dihitung."

Cell = str | int | Decimal | None


class Kind(Enum):
    """What a column holds, and so how its numbers are shown."""

    TEXT = "text"
    COUNT = "count"
    MARK = "mark"
    SCORE = "score"
    TOTAL = "total"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; neighbours with one `group` stand under a heading of that name."""

    title: str
    kind: Kind = Kind.TEXT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One worksheet: lines above the table, its columns and rows, lines below it."""

    name: str
    above: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    below: Sequence[str] = ()


def recapitulation_tables(printout: Printout, *, with_names: bool) -> list[Table]:
    """A summary, then every vacancy with the members' scores beside what they come to."""
    outcome = printout.outcome
    seats = _seats(outcome)
    return [
        _summary(printout, seats if with_names else []),
        *(_recapitulation(outcome, found, seats) for found in printout.vacancies),
    ]


def ranking_tables(printout: Printout) -> list[Table]:
    """Everybody of every vacancy in one table, a row each, and how far the members agree."""
    instruments = printout.outcome.instruments
    columns = [
        Column("Kode jabatan"),
        Column("Jabatan"),
        Column("Peringkat", Kind.COUNT),
        *PERSON,
        *(Column(instrument.title, Kind.SCORE) for instrument in instruments),
        Column("Nilai akhir", Kind.TOTAL),
        Column("Ket."),
    ]
    rows: list[list[Cell]] = []
    for found in printout.vacancies:
        post = [found.vacancy.code, found.vacancy.title]
        for person, row in _everybody(printout.outcome, found):
            rank = person.rank if isinstance(person, Placed) else None
            scores = [_score(person.instruments.get(i.code)) for i in instruments]
            rows.append([*post, rank, *_who(row), *scores, _total(person), _remarks(row)])
    return [
        Table("Peringkat", _heading(printout.outcome), columns, rows),
        _agreement(printout),
    ]


PERSON = (
    Column("Nomor peserta", Kind.COUNT),
    Column("Nama"),
    Column("NIP"),
    Column("Jabatan saat ini"),
)


def _summary(printout: Printout, named: Sequence[Seat]) -> Table:
    names = printout.outcome.scheme.names_put_forward
    columns = [
        Column("Kode"),
        Column("Jabatan"),
        Column("Berperingkat", Kind.COUNT),
        Column("Tanpa peringkat", Kind.COUNT),
        *(Column(f"Nama ke-{place}", group="Diusulkan") for place in range(1, names + 1)),
    ]
    rows: list[list[Cell]] = []
    for found in printout.vacancies:
        ranked = found.ranking.ranked
        forward = [found.candidates[p.nip].full_name for p in ranked if p.put_forward]
        counts = [len(ranked), len(found.ranking.unranked)]
        blank = [None] * (names - len(forward))
        rows.append([found.vacancy.code, found.vacancy.title, *counts, *forward, *blank])
    below = [f"{seat.label}: {seat.name}" for seat in named]
    return Table("Ringkasan", _heading(printout.outcome), columns, rows, below)


def _recapitulation(outcome: Outcome, found: VacancyOutcome, seats: Sequence[Seat]) -> Table:
    columns = [
        Column("No", Kind.COUNT),
        *PERSON,
        *(column for i in outcome.instruments for column in _columns(outcome, i, seats)),
        Column("Nilai akhir", Kind.TOTAL),
        Column("Peringkat", Kind.COUNT),
        Column("Ket."),
    ]
    rows: list[list[Cell]] = []
    for number, (person, row) in enumerate(_everybody(outcome, found), start=1):
        cells: list[Cell] = [number, *_who(row)]
        for instrument in outcome.instruments:
            if instrument.is_panel:
                cells += _marks(outcome, found, row.candidate, instrument, seats)
            cells += [_score(person.instruments.get(instrument.code)), instrument.weight / 100]
        rank = person.rank if isinstance(person, Placed) else None
        rows.append([*cells, _total(person), rank, _remarks(row)])
    above = [f"{found.vacancy.title} ({found.vacancy.code})", *_heading(outcome)]
    return Table(found.vacancy.code, above, columns, rows, [KEY])


def _columns(outcome: Outcome, instrument: Instrument, seats: Sequence[Seat]) -> list[Column]:
    title, weight = instrument.title, Column("Bobot", Kind.SHARE, instrument.title)
    if not instrument.is_panel:
        return [Column("Nilai", Kind.SCORE, title), weight]
    members = [Column(seat.label, Kind.MARK, title) for seat in seats]
    return [*members, Column(outcome.round.get_aggregation_display(), Kind.SCORE, title), weight]


def _marks(
    outcome: Outcome,
    found: VacancyOutcome,
    candidate: Candidate,
    instrument: Instrument,
    seats: Iterable[Seat],
) -> list[Cell]:
    """What each member's sheet comes to, or why there is none."""
    sheets = outcome.sheets_for(candidate, instrument, found.vacancy)
    by_seat = {sheet.seat_id: sheet for sheet in sheets}
    marks: list[Cell] = []
    for seat in seats:
        sheet = by_seat.get(seat.pk)
        if sheet is None:
            marks.append(NOT_ASKED)
        else:
            marks.append(_score(outcome.score_of(sheet)) if sheet.is_signed else UNSIGNED)
    return marks


def _everybody(
    outcome: Outcome, found: VacancyOutcome
) -> list[tuple[Placed | Unplaced, Row | Outsider]]:
    """The ranked, the best first, then those without a rank, each with the words of the report."""
    [standing] = standings_of(outcome, [found])
    people: list[Placed | Unplaced] = [*found.ranking.ranked, *found.ranking.unranked]
    rows: list[Row | Outsider] = [*standing.rows, *standing.outsiders]
    return list(zip(people, rows, strict=True))


def _agreement(printout: Printout) -> Table:
    columns = [
        Column("Instrumen"),
        *(Column(title, Kind.TOTAL) for title in ("ICC(2,1)", "ICC(2,k)", "Kendall W")),
        Column("Kandidat", Kind.COUNT),
        Column("Penilai", Kind.COUNT),
    ]
    rows = [
        [code, found.icc_2_1, found.icc_2_k, found.kendall_w, found.candidates, found.members]
        for code, found in printout.reliability.items()
    ]
    return Table("Keandalan", _heading(printout.outcome), columns, rows)


def _heading(outcome: Outcome) -> list[str]:
    round_ = outcome.round
    opened = "Buku kerja dimuat" if round_.is_archive else "Segel dibuka"
    when = at_moment(timezone.localtime(round_.unsealed_at))
    lines = [f"{round_.title} ({round_.code})", round_.agency.name, f"{opened} {when}"]
    return [*lines, *([ARCHIVE] if round_.is_archive else [])]


def _seats(outcome: Outcome) -> list[Seat]:
    """Everybody who had a sheet, by number."""
    known = {sheet.seat_id: sheet.seat for sheet in outcome.sheets}
    return sorted(known.values(), key=lambda seat: seat.number)


def _who(row: Row | Outsider) -> list[Cell]:
    candidate = row.candidate
    return [candidate.number, candidate.full_name, candidate.nip, row.post]


def _remarks(row: Row | Outsider) -> str:
    return "; ".join(row.marks) if isinstance(row, Row) else " ".join(row.reasons)


def _score(score: Fraction | None) -> Decimal | None:
    return None if score is None else round_half_up(score, INSTRUMENT_PLACES)


def _total(person: Placed | Unplaced) -> Decimal | None:
    return person.total if isinstance(person, Placed) else None
