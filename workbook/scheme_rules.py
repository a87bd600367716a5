"""Rules of what is scored and how it is counted: weights, scales, levels, ties, quorum."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from workbook.book import Book, Fault
from workbook.lookup import DATA, PANEL, Lookup, is_read
from workbook.round_columns import TIE_BREAKS
from workbook.rows import IndicatorRow, InstrumentRow
from workbook.wording import enumeration, number, quoted, some

WHOLE = Decimal(100)
THREE_ANCHORS = 3  # low, middle, high

RESERVED = "Kode ini dipakai untuk urutan seri. Pilih kode lain."
SCALE_FALLS = "Skala maks harus lebih besar daripada skala min."
SCALE_NOT_WHOLE = "Skala instrumen PANSEL harus bilangan bulat."
BANDS_FALL = "Batas pita harus naik dari yang terendah ke yang tertinggi."
NO_INDICATOR = "Instrumen PANSEL memerlukan paling sedikit satu kriteria di lembar Indikator."
NOT_FOR_PANEL = "Kriteria hanya untuk instrumen dengan sumber PANSEL."


def quorum_is_reachable(book: Book, _: Lookup) -> Iterator[Fault]:
    head, members = book.round, len(book.seats)
    if head is not None and head.quorum is not None and members and head.quorum > members:
        message = f"Kuorum harus 1 sampai {members}, sebanyak penilai di lembar Pansel."
        yield book.fault(head, "quorum", message)


def plenary_quorum_is_reachable(book: Book, _: Lookup) -> Iterator[Fault]:
    head, members = book.round, len(book.seats)
    least = head.plenary_quorum if head else None
    if head is not None and least is not None and members and least > members:
        message = f"Kuorum pleno harus 1 sampai {members}, sebanyak penilai di lembar Pansel."
        yield book.fault(head, "plenary_quorum", message)


def tie_breaks_are_known(book: Book, lookup: Lookup) -> Iterator[Fault]:
    if book.round is None or not is_read(book.round, "tie_breaks") or not book.instruments:
        return
    known = {*lookup.instruments, *TIE_BREAKS}
    unknown = [code for code in book.round.tie_breaks if code not in known]
    if unknown:
        message = (
            f"{some([quoted(code) for code in unknown])} bukan kode instrumen dan bukan "
            f"{enumeration(TIE_BREAKS)}."
        )
        yield book.fault(book.round, "tie_breaks", message)


def codes_are_not_reserved(book: Book, _: Lookup) -> Iterator[Fault]:
    for row in book.instruments:
        if row.code in TIE_BREAKS:
            yield book.fault(row, "code", RESERVED)


def scales_rise(book: Book, _: Lookup) -> Iterator[Fault]:
    for row in book.instruments:
        if is_read(row, "scale_min", "scale_max") and row.scale_min >= row.scale_max:
            yield book.fault(row, "scale_max", SCALE_FALLS)
        for field in ("scale_min", "scale_max"):
            limit: Decimal | None = getattr(row, field)
            if row.source == PANEL and limit is not None and limit != limit.to_integral_value():
                yield book.fault(row, field, SCALE_NOT_WHOLE)


def bands_rise(book: Book, _: Lookup) -> Iterator[Fault]:
    for row in book.instruments:
        if is_read(row, "bands") and any(low >= high for low, high in pairwise(row.bands)):
            yield book.fault(row, "bands", BANDS_FALL)


def weights_of_instruments_make_100(book: Book, _: Lookup) -> Iterator[Fault]:
    yield from _weights_make_100(book, book.instruments, "seluruh instrumen")


def weights_of_indicators_make_100(book: Book, lookup: Lookup) -> Iterator[Fault]:
    if _all_belong_somewhere(book):
        for code, rows in lookup.indicators.items():
            yield from _weights_make_100(book, rows, f"kriteria instrumen {code}")


def indicators_belong_to_panel_instruments(book: Book, lookup: Lookup) -> Iterator[Fault]:
    for indicator in book.indicators:
        instrument = lookup.instruments.get(indicator.instrument)
        if instrument is not None and instrument.source == DATA:
            yield book.fault(indicator, "instrument", NOT_FOR_PANEL)
    if not _all_belong_somewhere(book):
        return
    for row in book.instruments:
        if row.source == PANEL and row.code and row.code not in lookup.indicators:
            yield book.fault(row, "code", NO_INDICATOR)


def anchors_fit_the_levels(book: Book, lookup: Lookup) -> Iterator[Fault]:
    for row in book.indicators:
        instrument = lookup.instruments.get(row.instrument)
        if instrument is None or not is_read(instrument, "bands") or not row.anchors:
            continue
        levels = len(instrument.bands) + 1
        if len(row.anchors) not in {levels, THREE_ANCHORS}:
            message = (
                f"Jangkar memuat {len(row.anchors)} teks; harus {levels} (satu tiap tingkat) "
                f"atau {THREE_ANCHORS} (rendah, sedang, tinggi)."
            )
            yield book.fault(row, "anchors", message)


def _all_belong_somewhere(book: Book) -> bool:
    """Until every indicator says whose it is, no instrument can be said to lack one."""
    return all(is_read(row, "instrument") for row in book.indicators)


def _weights_make_100(
    book: Book, rows: Iterable[InstrumentRow | IndicatorRow], of_what: str
) -> Iterator[Fault]:
    """Reported at the first weight; silent while any weight of the group could not be read."""
    group = list(rows)
    if not group or not all(is_read(row, "weight") for row in group):
        return
    total = sum((row.weight for row in group), Decimal(0))
    if total != WHOLE:
        percent = " Tulis 20, bukan 20%." if total == 1 else ""
        message = f"Jumlah bobot {of_what} {number(total)}; harus tepat 100.{percent}"
        yield book.fault(group[0], "weight", message)


RULES: tuple[Callable[[Book, Lookup], Iterator[Fault]], ...] = (
    quorum_is_reachable,
    plenary_quorum_is_reachable,
    tie_breaks_are_known,
    codes_are_not_reserved,
    scales_rise,
    bands_rise,
    weights_of_instruments_make_100,
    weights_of_indicators_make_100,
    indicators_belong_to_panel_instruments,
    anchors_fit_the_levels,
)
