"""Rules of the timetable, of given values, and of the score sheets of an archive."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import islice

from workbook.book import Book, Fault
from workbook.lookup import DATA, PANEL, PER_VACANCY, Lookup, is_read
from workbook.rows import GivenValueRow, ScoreRow, SlotRow
from workbook.wording import MOST_NAMED, enumeration, number, quoted

ENDS_BEFORE = "Jam selesai harus sesudah jam mulai."
NEEDS_VACANCY = "Jabatan wajib diisi karena lingkup instrumen ini JABATAN."
TAKES_NO_VACANCY = "Jabatan harus kosong karena lingkup instrumen ini PESERTA."
NOT_NOMINATED = "Kandidat ini tidak menuju jabatan itu."
NOT_DATA = "Nilai data hanya untuk instrumen dengan sumber DATA."
NOT_PANEL = "Nilai penilai hanya untuk instrumen dengan sumber PANSEL."
RECUSED = "Penilai ini mengundurkan diri dari menilai kandidat ini (lembar Benturan)."


def slots_end_after_they_start(book: Book, _: Lookup) -> Iterator[Fault]:
    for row in book.slots:
        if is_read(row, "starts", "ends") and row.ends <= row.starts:
            yield book.fault(row, "ends", ENDS_BEFORE)


def vacancies_follow_the_coverage(book: Book, lookup: Lookup) -> Iterator[Fault]:
    rows: list[SlotRow | GivenValueRow | ScoreRow]
    rows = [*book.slots, *book.given_values, *book.scores]
    for row in rows:
        message = _vacancy_fault(row, lookup)
        if message:
            yield book.fault(row, "vacancy", message)


def given_values_fit_their_instrument(book: Book, lookup: Lookup) -> Iterator[Fault]:
    for row in book.given_values:
        instrument = lookup.instruments.get(row.instrument)
        if instrument is not None and instrument.source == PANEL:
            yield book.fault(row, "instrument", NOT_DATA)
        yield from _beyond_the_scale(book, row, lookup)


def scores_fit_their_instrument(book: Book, lookup: Lookup) -> Iterator[Fault]:
    for row in book.scores:
        instrument = lookup.instruments.get(row.instrument)
        if instrument is None:
            continue
        codes = lookup.criteria.get(row.instrument, {})
        if instrument.source == DATA:
            yield book.fault(row, "instrument", NOT_PANEL)
        elif is_read(row, "indicator") and row.indicator not in codes:
            message = f"Kriteria {quoted(row.indicator)} tidak ada pada instrumen {row.instrument}."
            yield book.fault(row, "indicator", message)
        yield from _beyond_the_scale(book, row, lookup)


def recused_members_do_not_score(book: Book, lookup: Lookup) -> Iterator[Fault]:
    for row in book.scores:
        if (row.email, row.nip) in lookup.recused:
            yield book.fault(row, "email", RECUSED)


def score_sheets_are_complete(book: Book, lookup: Lookup) -> Iterator[Fault]:
    """Reported once a sheet, at its first row."""
    sheets: dict[tuple[str, str, str, str], list[ScoreRow]] = {}
    for row in book.scores:
        sheets.setdefault((row.email, row.nip, row.instrument, row.vacancy), []).append(row)
    for rows in sheets.values():
        given = {row.indicator for row in rows}
        wanted = lookup.criteria.get(rows[0].instrument, {})
        missing = len(wanted) - len(given & wanted.keys())
        if missing and all(is_read(row, "indicator") for row in rows):
            message = f"Lembar nilai ini belum memuat kriteria {_first(missing, wanted, given)}."
            yield book.fault(rows[0], "indicator", message)


def _first(missing: int, wanted: Mapping[str, None], given: AbstractSet[str]) -> str:
    """Looks no further than it names: every sheet of an archive may lack every criterion."""
    named = islice((code for code in wanted if code not in given), MOST_NAMED)
    rest = missing - MOST_NAMED
    return enumeration(named) + (f" dan {rest} lainnya" if rest > 0 else "")


def _vacancy_fault(row: SlotRow | GivenValueRow | ScoreRow, lookup: Lookup) -> str:
    instrument = lookup.instruments.get(row.instrument)
    if instrument is None or not is_read(instrument, "coverage") or not is_read(row, "vacancy"):
        return ""
    if instrument.coverage != PER_VACANCY:
        return TAKES_NO_VACANCY if row.vacancy else ""
    if not row.vacancy:
        return NEEDS_VACANCY
    candidate = lookup.candidates.get(row.nip)
    aims = candidate.nominations if candidate is not None else ()
    is_astray = row.vacancy in lookup.vacancies and aims and row.vacancy not in aims
    return NOT_NOMINATED if is_astray else ""


def _beyond_the_scale(book: Book, row: GivenValueRow | ScoreRow, lookup: Lookup) -> Iterator[Fault]:
    instrument = lookup.instruments.get(row.instrument)
    if instrument is None or not is_read(instrument, "scale_min", "scale_max"):
        return
    low, high = instrument.scale_min, instrument.scale_max
    if is_read(row, "value") and low < high and not low <= Decimal(row.value) <= high:
        message = f"Nilai harus {number(low)} sampai {number(high)}."
        yield book.fault(row, "value", message)


RULES: tuple[Callable[[Book, Lookup], Iterator[Fault]], ...] = (
    slots_end_after_they_start,
    vacancies_follow_the_coverage,
    given_values_fit_their_instrument,
    scores_fit_their_instrument,
    recused_members_do_not_score,
    score_sheets_are_complete,
)
