"""Sample rounds for a first look: loaded and played by the product's own actions, nothing else.

Only for a copy that runs on this machine (PRATAMA_LOCAL): everybody here has the same password.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions import appoint, ensure_agency, ensure_user
from accounts.models import Agency, Membership, User
from audit.actions import SYSTEM
from decisions.actions import hand_over
from panels.models import Seat
from reports.actions import order
from reports.models import Document
from scoring import actions as scoring
from scoring.duties import key_of
from scoring.freezing import Side, approve_freeze, request_freeze
from scoring.models import Sheet
from selection.models import Round
from workbook import archived
from workbook.book import Book
from workbook.loading import load
from workbook.reading import read
from workbook.requirement_samples import ask_for_an_exception, check_requirements
from workbook.sample_days import (
    collect_papers,
    note_first_hour,
    publish_drawn_timetable,
)
from workbook.sample_deciding import Cast, begin_deciding, few_posts
from workbook.sample_panel import file_letters, sign_declarations
from workbook.sample_plenary import resolve
from workbook.sample_sealing import open_seal
from workbook.talent_samples import UNHURRIED, load_talent_samples

PASSWORD = "contoh-seleksi-2025"  # noqa: S105  # printed at every start, good on this machine only
AGENCY = "Pemerintah Kota Pekalongan"
PEOPLE = {
    Membership.Role.STAFF: ("staf@pekalongan.example", "Wulansari Gita Mahardini, S.Kom."),
    Membership.Role.HEAD: ("kepala.bkpsdm@pekalongan.example", "Drs. Prabawa Sasmita Adi, M.M."),
    Membership.Role.AUTHORITY: ("walikota@pekalongan.example", "Wali Kota Pekalongan"),
    Membership.Role.AUDITOR: ("inspektorat@pekalongan.example", "Sekar Ayuningrum Danastri, S.H."),
    Membership.Role.SYSADMIN: ("admin@pekalongan.example", "Bagas Wiratama Pradana, S.T."),
}
# What stands on paper is typed by two.
COLLEAGUE = ("staf.kedua@pekalongan.example", "Kirana Lestari Wibowo, S.STP.")
SUFFIX, PREPARING, DECIDING = "-selesai", "-persiapan", "-putusan"
FOLLOW_UP = (
    "Setiap kandidat, juga yang tidak diusulkan, menerima umpan balik tertulis atas hasilnya paling"
    " lambat dua minggu sesudah pelantikan."
)
AHEAD = timedelta(days=21)  # at least; the tests of the round being prepared begin on a Monday


class NotEmpty(Exception):
    """There are rounds already; samples never touch them."""


class NotLocal(Exception):
    """This installation is not a local trial; it gets no accounts with a known password."""


def load_samples(folder: Path, first_day: date) -> list[Round]:
    """Load the sample round so that its tests begin on `first_day`, and three copies of it.

    Its timetable follows an order drawn, also where that is no working day; one that has begun
    already keeps the workbook's. One copy was played to the end and its tests ended the day before;
    so was a smaller one, of which the authority has begun to decide; one is still a draft, with
    work left for everybody.
    `folder` holds pekalongan-2025.xlsx,
    pekalongan-2025-arsip.xlsx and two SIMATA exports. Raises NotLocal, NotEmpty.
    """
    if not settings.LOCAL:
        raise NotLocal("Data contoh hanya untuk pemasangan percobaan di komputer ini.")
    if Round.objects.exists():
        raise NotEmpty("Basis data sudah memuat putaran; data contoh tidak dimuat.")
    live, scored = (
        read((folder / f"pekalongan-2025{suffix}.xlsx").read_bytes(), seconds=UNHURRIED)
        for suffix in ("", "-arsip")
    )
    with transaction.atomic():
        agency, staff = _people()
        load_talent_samples(folder, agency, first_day, by=staff)
        draft = _begun(live, agency, staff)
        past = first_day - timedelta(days=_days_of(live))
        books = (_in_decision(live), _finished(live), live)
        days = (past, past, first_day)
        shifted = [_shifted(book, day) for book, day in zip(books, days, strict=True)]
        deciding, done, ready = rounds = [_load(book, agency, staff) for book in shifted]
        _prepare(rounds, staff)
        _finish(deciding, done, scored)
        if first_day >= timezone.localdate():
            publish_drawn_timetable(ready, first_day, "canting menari di kain mori", by=staff)
        collect_papers(ready, by=staff)
        note_first_hour(scoring.open_scoring(_freeze(ready), by=_chair(ready)), by=staff)
    return [draft, *rounds]


def accounts() -> list[tuple[str, str, str]]:
    """(role, e-mail, name) of everybody with a sample account, in the order of the process."""
    addresses = {address for address, _ in (*PEOPLE.values(), COLLEAGUE)}
    members = Membership.objects.filter(user__email__in=addresses).select_related("user")
    rows = [(m.get_role_display(), m.user.email, m.user.name) for m in members.order_by("pk")]
    code = f"pekalongan-2025{SUFFIX}"
    seats = Seat.objects.filter(round__code=code).select_related("user").order_by("number")
    rows.extend(
        (f"Penilai {s.number} ({s.get_part_display()})", s.user.email, s.name) for s in seats
    )
    return rows


def _people() -> tuple[Agency, User]:
    agency = ensure_agency(AGENCY, by=SYSTEM)
    agency.office = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
    agency.address = "Jalan Contoh Nomor 1, Pekalongan 51100"
    agency.phone = "(0285) 555 0110, hari kerja pukul 07.30–16.00 WIB"
    agency.website, agency.email = "seleksi.pekalongan.example", "seleksi@pekalongan.example"
    agency.city = "Pekalongan"
    agency.save()
    for role, (address, name) in (*PEOPLE.items(), (Membership.Role.STAFF, COLLEAGUE)):
        user = ensure_user(address, name, by=SYSTEM)
        appoint(user, agency, role, by=SYSTEM)
        _give_password(user)
    return agency, _holder(Membership.Role.STAFF)


def _give_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def _load(book: Book, agency: Agency, staff: User) -> Round:
    loaded = load(book, by=staff, agencies=[agency])
    assert loaded.round is not None
    return loaded.round


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _days_of(book: Book) -> int:
    """From the first day of its tests to the last, both counted."""
    days = [slot.date for slot in book.slots]
    return (max(days) - min(days)).days + 1


def _shifted(book: Book, first_day: date) -> Book:
    """The same round with its tests beginning on `first_day`, its posts as long vacant."""
    assert book.round is not None
    delta = first_day - min(slot.date for slot in book.slots)
    head = replace(book.round, reference_date=book.round.reference_date + delta)
    slots = tuple(replace(slot, date=slot.date + delta) for slot in book.slots)
    posts = tuple(
        replace(post, vacant_since=post.vacant_since and post.vacant_since + delta)
        for post in book.vacancies
    )
    return replace(book, round=head, slots=slots, vacancies=posts)


def _finished(book: Book) -> Book:
    return _copy_of(book, SUFFIX, "contoh yang sudah selesai")


def _prepared(book: Book) -> Book:
    return _copy_of(book, PREPARING, "contoh yang sedang disiapkan")


def _in_decision(book: Book) -> Book:
    return _copy_of(few_posts(book), DECIDING, "contoh yang sedang diputuskan")


def _copy_of(book: Book, suffix: str, what: str) -> Book:
    assert book.round is not None
    head = book.round
    return replace(
        book, round=replace(head, code=head.code + suffix, title=f"{head.title} ({what})")
    )


def _begun(live: Book, agency: Agency, staff: User) -> Round:
    """Letters, most declarations, requirements of nine in ten, an exception, a drawn order."""
    monday = _monday_from(timezone.localdate() + AHEAD)
    round_ = _load(_shifted(_prepared(live), monday), agency, staff)
    file_letters(round_, timezone.localdate(), by=staff)
    sign_declarations(round_, unsigned=2)
    check_requirements(round_, staff=staff, open_percent=12)
    ask_for_an_exception(round_, by=staff)
    publish_drawn_timetable(round_, monday, "jlamprang mekar di tepi pantai", by=staff)
    return round_


def _prepare(rounds: Sequence[Round], staff: User) -> None:
    """Nothing is missing any more: accounts, letters, declarations and requirements."""
    for user in User.objects.filter(seats__round__in=rounds).distinct():
        _give_password(user)
    for round_ in rounds:
        file_letters(round_, round_.reference_date, by=staff)
        sign_declarations(round_)
        check_requirements(round_, staff=staff, all_meet=True)


def _finish(deciding: Round, done: Round, scored: Book) -> None:
    """Both lie with the authority; of one the report is made, of the other some is decided."""
    chair = _chair(done)
    begin_deciding(hand_over(_play(deciding, scored), by=chair), _cast(chair))
    resolved = _play(done, scored)
    order(resolved, paper=Document.Paper.F4, by=chair)
    hand_over(resolved, by=chair)


def _chair(round_: Round) -> User:
    chair: User = round_.seats.get(part="chair").user
    return chair


def _freeze(round_: Round) -> Round:
    """Staff ask; the head of BKPSDM and the chair agree."""
    roles = Membership.Role
    staff, head = (_holder(role) for role in (roles.STAFF, roles.HEAD))
    asked = request_freeze(round_, by=staff)
    for side, person in ((Side.HEAD, head), (Side.CHAIR, _chair(round_))):
        asked = approve_freeze(round_, side=side, sha256=asked.sha256, by=person)
    return asked.round


def _holder(role: Membership.Role) -> User:
    return User.objects.get(email=PEOPLE[role][0])


def _cast(chair: User) -> Cast:
    roles = Membership.Role
    return Cast(
        authority=_holder(roles.AUTHORITY),
        staff=_holder(roles.STAFF),
        head=_holder(roles.HEAD),
        auditor=_holder(roles.AUDITOR),
        chair=chair,
    )


def _play(round_: Round, scored: Book) -> Round:
    """Every member scores and signs; unsealed, and resolved by the plenary."""
    opened = scoring.open_scoring(_freeze(round_), by=_chair(round_))
    wanted = archived.sheets_of(scored)
    sheets = Sheet.objects.in_force().filter(seat__round=round_)
    for sheet in sheets.select_related("seat__user", "candidate", "instrument", "vacancy"):
        member: User = sheet.seat.user
        entries = wanted[key_of(sheet)]
        scoring.save(sheet, entries, base_version=0, mutation_id=uuid4(), by=member)
        scoring.sign(sheet, base_version=1, mutation_id=uuid4(), by=member)
    unsealed = open_seal(opened)
    resolve(unsealed, noted=FOLLOW_UP)
    return unsealed
