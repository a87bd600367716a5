"""Rules of who competes and who judges."""

from collections.abc import Callable, Iterator

from accounts.nip import NIP
from panels.names import bare_name
from workbook.book import Book, Fault
from workbook.lookup import Lookup, is_read
from workbook.rows import CandidateRow, RoundRow, SeatRow

TALENT, CHAIR = "TALENTA", "KETUA"

NO_CHAIR = "Panitia belum memiliki KETUA. Isi KETUA pada tepat satu baris."
NO_NOMINATION = "Jabatan dituju wajib diisi untuk putaran berjenis TALENTA."
NOT_YET_APPOINTED = "Menurut NIP ini, TMT CPNS jatuh sesudah tanggal acuan putaran."
ENDS_BEFORE = "Tanggal selesai lebih awal daripada tanggal mulai."
ROUNDED = "Tiga angka terakhir NIP ini 000. Pastikan tidak berubah oleh Excel."
AFTER_REFERENCE = "TMT ini jatuh sesudah tanggal acuan putaran."


def panel_has_one_chair(book: Book, _: Lookup) -> Iterator[Fault]:
    chairs = [row for row in book.seats if row.part == CHAIR]
    for row in chairs[1:]:
        message = f"KETUA sudah ada di baris {chairs[0].number}. Hanya boleh satu KETUA."
        yield book.fault(row, "part", message)
    if book.seats and not chairs and all(is_read(row, "part") for row in book.seats):
        yield book.fault(book.seats[0], "part", NO_CHAIR)


def nobody_sits_twice(book: Book, _: Lookup) -> Iterator[Fault]:
    """The same name without titles, under two addresses, as the panel's page refuses it."""
    seated: dict[str, SeatRow] = {}
    for row in book.seats:
        if not is_read(row, "email", "name"):
            continue
        first = seated.setdefault(bare_name(row.name) or row.name, row)
        if first.email != row.email:
            message = (
                f"“{row.name}” tampaknya orang yang sama dengan “{first.name}” di baris"
                f" {first.number}, dengan email lain. Satu orang hanya satu kursi. Hapus salah satu"
                f" dari baris {first.number} dan baris {row.number}."
            )
            yield book.fault(row, "name", message)


def candidates_aim_at_vacancies(book: Book, _: Lookup) -> Iterator[Fault]:
    if book.round is None:
        return
    for row in book.candidates:
        if is_read(row, "nominations"):
            yield from _nominations(book, book.round, row)


def candidates_are_civil_servants_by_then(book: Book, _: Lookup) -> Iterator[Fault]:
    if book.round is None or not is_read(book.round, "reference_date"):
        return
    day = book.round.reference_date
    for row in book.candidates:
        if is_read(row, "nip") and NIP(row.nip).appointed_in > (day.year, day.month):
            yield book.fault(row, "nip", NOT_YET_APPOINTED)


def posts_end_after_they_begin(book: Book, _: Lookup) -> Iterator[Fault]:
    for row in book.posts:
        if is_read(row, "began") and row.ended is not None and row.ended < row.began:
            yield book.fault(row, "ended", ENDS_BEFORE)


def cautions(book: Book) -> Iterator[Fault]:
    """A NIP that may have been rounded, and dates that the round has not reached yet."""
    for row in book.candidates:
        if is_read(row, "nip") and NIP(row.nip).looks_rounded:
            yield book.fault(row, "nip", ROUNDED)
        if book.round is None or not is_read(book.round, "reference_date"):
            continue
        for field in ("grade_since", "post_since"):
            since = getattr(row, field)
            if since is not None and since > book.round.reference_date:
                yield book.fault(row, field, AFTER_REFERENCE)


def _nominations(book: Book, head: RoundRow, row: CandidateRow) -> Iterator[Fault]:
    if head.kind == TALENT and not row.nominations:
        yield book.fault(row, "nominations", NO_NOMINATION)
    if is_read(head, "max_nominations") and len(row.nominations) > head.max_nominations:
        message = (
            f"Kandidat ini menuju {len(row.nominations)} jabatan; paling banyak "
            f"{head.max_nominations} (maks_pilihan di lembar Seleksi)."
        )
        yield book.fault(row, "nominations", message)


RULES: tuple[Callable[[Book, Lookup], Iterator[Fault]], ...] = (
    panel_has_one_chair,
    nobody_sits_twice,
    candidates_aim_at_vacancies,
    candidates_are_civil_servants_by_then,
    posts_end_after_they_begin,
)
