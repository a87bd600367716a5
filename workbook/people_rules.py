"""Rules of who competes and who judges."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from accounts.nip import NIP
from accounts.spelling import bare_name
from workbook.book import Book, Fault
from workbook.lookup import Lookup, is_read
from workbook.rows import CandidateRow, PostRow, RoundRow, SeatRow

TALENT, CHAIR = "TALENTA", "KETUA"

NO_CHAIR = "Panitia belum memiliki KETUA. Isi KETUA pada tepat satu baris."
NO_NOMINATION = "Jabatan dituju wajib diisi untuk putaran berjenis TALENTA."
NOT_YET_APPOINTED = "Menurut NIP ini, TMT CPNS jatuh sesudah tanggal acuan putaran."
ENDS_BEFORE = "Tanggal selesai lebih awal daripada tanggal mulai."
ROUNDED = "Tiga angka terakhir NIP ini 000. Pastikan tidak berubah oleh Excel."
FUTURE = "Jabatan ini dimulai sesudah tanggal acuan putaran; masanya tidak dihitung."
OVERLAPS = "Masa ini tumpang tindih dengan {}; dihitung satu kali.{}"
OPEN_ENDED = " Isi tanggal selesai jabatan itu bila sudah berakhir."
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
    """What may be right and deserves a second look: numbers, dates and overlaps."""
    day = None
    if book.round is not None and is_read(book.round, "reference_date"):
        day = book.round.reference_date
    for row in book.candidates:
        if is_read(row, "nip") and NIP(row.nip).looks_rounded:
            yield book.fault(row, "nip", ROUNDED)
        for field in ("grade_since", "post_since"):
            since = getattr(row, field)
            if day and since is not None and since > day:
                yield book.fault(row, field, AFTER_REFERENCE)
    yield from _odd_posts(book, day)


def _odd_posts(book: Book, day: date | None) -> Iterator[Fault]:
    """Posts of one person that lie in the future, or beside each other."""
    of_person: dict[str, list[PostRow]] = defaultdict(list)
    for post in book.posts:
        if is_read(post, "nip", "began"):
            of_person[post.nip].append(post)
    for posts in of_person.values():
        ordered = sorted(posts, key=lambda post: (post.began, post.number))
        for post in ordered:
            if day and post.began > day:
                yield book.fault(post, "began", FUTURE)
        for post, after in pairwise(ordered):
            if after.began <= (post.ended or date.max):
                beside = f"{post.post} (baris {post.number})"
                ends = "" if post.ended else OPEN_ENDED
                yield book.fault(after, "began", OVERLAPS.format(beside, ends))


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
