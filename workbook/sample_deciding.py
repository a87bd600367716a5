"""A sample round in the authority's hands: some posts set, some drafted, one approval under way.

By the product's own actions, as the people whose work it is; what they write is invented.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from candidates.input_actions import Given, receive
from candidates.input_secrecy import Identity, is_ready
from candidates.input_verifying import Step, take_step
from candidates.input_windows import WantedWindow, open_window, request_window
from candidates.models import InputState, InputWindow, Nomination, PublicInput
from decisions.announced import Wanted
from decisions.announcing import request_announcement, rules_for
from decisions.approving import advance_approval
from decisions.choosing import Picked, choices_of, put_forward, save_draft
from decisions.determining import determine, proposal_of
from decisions.happenings import Happening, Paper
from decisions.inquiring import answer_inquiry, ask_panel
from decisions.models import Announcement, ApprovalEvent, Choice, What
from decisions.region_facts import Term, record_term
from decisions.route_facts import route_for
from decisions.succession_rules import Look, set_look
from reports.actions import publish_announcement
from scoring.models import Confirmation
from selection.models import Round, Vacancy
from workbook.book import Book
from workbook.sample_pdf import page_of

SET, NAMES, DRAFTED = POSTS = ("DINDAGKOP", "DINDUKCAPIL", "DISHUB")  # ten people in all
REASON = (
    "Pengalaman dan gagasannya paling sesuai dengan prioritas jabatan ini, dan ia sudah memimpin"
    " urusan yang serupa."
)
OF_NAMES = "Ketiganya memahami urusan ini dan layak dipertimbangkan Kementerian Dalam Negeri."
ANNOUNCEMENT = "800.1.2/1402-contoh"
TELLING = (
    "Pada rapat warga bulan Maret pejabat ini menjanjikan pembagian lapak yang baru, dan daftarnya"
    " sampai sekarang belum diumumkan di kantor kelurahan.",
    "Pada tahun lalu pejabat ini membuka layanan pengaduan di kantornya setiap Jumat pagi; keluhan"
    " kami tentang pungutan parkir ditindaklanjuti dalam tiga hari.",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in it."""

    authority: User
    staff: User
    head: User
    auditor: User
    chair: User


def few_posts(book: Book, codes: Collection[str] = POSTS) -> Book:
    """The same round with these posts alone, and who competes for them."""
    assert book.round is not None
    title = book.round.title.replace(f"{len(book.vacancies)} Jabatan", f"{len(codes)} Jabatan")
    people = {one.nip for one in book.candidates if not set(codes).isdisjoint(one.nominations)}
    return replace(
        book,
        round=replace(book.round, title=title),
        vacancies=tuple(one for one in book.vacancies if one.code in codes),
        candidates=tuple(
            replace(one, nominations=tuple(code for code in one.nominations if code in codes))
            for one in book.candidates
            if one.nip in people
        ),
        posts=tuple(
            replace(one, related_to=_among(one.related_to, codes))
            for one in book.posts
            if one.nip in people
        ),
        conflicts=tuple(one for one in book.conflicts if one.nip in people),
        slots=tuple(one for one in book.slots if one.nip in people),
        given_values=tuple(
            one for one in book.given_values if one.nip in people and one.vacancy in ("", *codes)
        ),
    )


def begin_deciding(round_: Round, cast: Cast) -> None:
    """Of a round just handed over: one choice set, two drafted, a question, an approval, input.

    What the panel put forward is announced; the city looks for successors down to the supervisors.
    """
    term = Term(
        office="Wali Kota",
        is_acting=False,
        inaugurated_on=timezone.localdate() - timedelta(days=400),
        ends_on=None,
        source="Keputusan pengangkatan (contoh)",
    )
    record_term(round_.agency, term, by=cast.head)
    look = Look(lowest=Vacancy.Echelon.IVA, boxes=(7, 8, 9), steps=1, same_unit=False)
    set_look(round_.agency, look, reason="Pengganti disiapkan sampai pengawas.", by=cast.head)
    posts = {vacancy.code: vacancy for vacancy in round_.vacancies.select_related("round__agency")}
    _draft(posts[SET], cast)
    proposal = proposal_of(round_)
    proof = Confirmation.Proof.PASSWORD
    determine(round_, seen=proposal.seen, reason="", proof=proof, by=cast.authority)
    save_draft(posts[NAMES], Picked(What.NAMES), OF_NAMES, seen_version=0, by=cast.authority)
    _draft(posts[DRAFTED], cast)
    question = "Mengapa nilai wawancara dua nama teratas berselisih tipis?"
    answer = (
        "Keduanya menjawab sama baik; selisihnya ada pada rencana kerja seratus hari, lihat rincian"
        " nilai tiap kriteria."
    )
    answer_inquiry(ask_panel(posts[DRAFTED], question, by=cast.authority), answer, by=cast.chair)
    _ask_bkn(choices_of(round_)[0], by=cast.staff)
    _tell_the_public(round_, cast)
    if is_ready():
        _hear_the_public(round_, posts, cast)


def _among(related: tuple[str, ...], codes: Collection[str]) -> tuple[str, ...]:
    """Not judged stays so; related to none of the posts that are left is said."""
    return related and (tuple(code for code in related if code in codes) or ("-",))


def _draft(vacancy: Vacancy, cast: Cast) -> None:
    """Of those put forward the best who needs BKN alone, and is chosen for no other post."""
    forward = [placed.nip for placed in put_forward(vacancy.round, vacancy)[vacancy.pk]]
    people = {one.nip: one for one in vacancy.round.candidates.all()}
    taken = {choice.candidate_id for choice in choices_of(vacancy.round)} | set(
        vacancy.round.vacancies.values_list("choice_draft__candidate", flat=True)
    )
    free = [people[nip] for nip in forward if people[nip].pk not in taken]
    plain = [one for one in free if len(route_for(vacancy, one).required) == 1]
    picked = Picked(What.PERSON, [*plain, *free][0])
    save_draft(vacancy, picked, REASON, seen_version=0, by=cast.authority)


def _ask_bkn(choice: Choice, *, by: User) -> None:
    today, kind = timezone.localdate(), ApprovalEvent.Kind
    advance_approval(choice, "BKN_PERTEK", Happening(kind=kind.PREPARED, on=today), by=by)
    letter = Paper(number="800.1.3/2207", dated=today, upload=_page("Usulan kepada BKN (contoh)"))
    sent = Happening(kind=kind.SENT, on=today, paper=letter)
    advance_approval(choice, "BKN_PERTEK", sent, by=by)


def _tell_the_public(round_: Round, cast: Cast) -> None:
    """The names put forward, in alphabetical order and without scores."""
    kind = Announcement.Kind.SHORTLIST
    wanted = Wanted(
        kind=kind,
        disclosure=rules_for(kind)[0],
        number=ANNOUNCEMENT,
        dated=timezone.localdate(),
        title=f"Kandidat Terbaik {round_.title}",
        contact="Sekretariat Panitia Seleksi, (0285) 555 0110",
    )
    publish_announcement(request_announcement(round_, wanted, by=cast.staff), by=cast.head)


def _hear_the_public(round_: Round, posts: Mapping[str, Vacancy], cast: Cast) -> None:
    """A window that is open; one input rests with its file, one was verified."""
    now = timezone.now()
    forward = [placed.nip for placed in put_forward(round_, posts[SET])[posts[SET].pk]]
    named = Nomination.objects.in_force().filter(candidate__nip__in=forward)
    nominations = named.filter(vacancy=posts[SET]).order_by("pk")
    wanted = WantedWindow(
        opens_at=now,
        closes_at=now + timedelta(days=7),
        announcement=ANNOUNCEMENT,
        nominations=list(nominations),
    )
    window = open_window(request_window(round_, wanted, by=cast.staff), by=cast.head)
    _send(window, 0, upload=_page("Foto pengumuman di kelurahan (contoh)"))
    praise = _send(window, 1)
    for step in _steps(timezone.localdate()):
        take_step(praise, step, by=cast.auditor)


def _send(
    window: InputWindow, place: int, *, upload: SimpleUploadedFile | None = None
) -> PublicInput:
    subjects = window.subjects.select_related("window__round").order_by("pk")
    given = Given(
        text=TELLING[place],
        identity=Identity(f"Warga Contoh {place + 1}", f"warga{place + 1}@contoh.example"),
        medium="",
        is_confidential=True,
        upload=upload,
        form=f"contoh-{window.pk}-{place}",
    )
    return PublicInput.objects.get(number=receive(subjects[place], given).number)


def _steps(today: date) -> tuple[Step, ...]:
    return (
        Step(InputState.VERIFYING, "Buku pengaduan kantor diperiksa."),
        Step(InputState.ASKED, "Pejabat diminta menjelaskan.", due_on=today + timedelta(days=7)),
        Step(
            InputState.REPLIED,
            "Jawaban diterima tertulis.",
            reply="Layanan itu dibuka sejak Januari; buku pengaduannya dapat diperiksa.",
        ),
        Step(
            InputState.VERIFIED,
            "Cocok dengan buku pengaduan.",
            summary="Membuka layanan pengaduan tiap Jumat; satu keluhan selesai dalam tiga hari.",
        ),
    )


def _page(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", page_of([text]), content_type="application/pdf")
