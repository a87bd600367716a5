"""What the home page and a round's page show: states and counts, nothing out of a score."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policy import Action, Role
from accounts.wording import in_words
from candidates.models import Candidate, Verdict
from decisions.handing_over import correction_of
from decisions.models import Plenary, RoundClosure
from decisions.settling import result_in_force
from decisions.standing import newest_plenary
from panels.models import Seat, Slot
from panels.permissions import may, rights_in, roles_in
from reports.changes import Change, changes_of
from reports.turns import due_for
from reports.worklist import Facts, stages_of, tasks_of
from scoring.models import Result, Sheet
from selection.calendars import last_working_day_before, loaded_calendar
from selection.models import Instrument, Round, Vacancy
from selection.stages import Standing, idle_words
from selection.work import Row, arrange
from selection.working_days import Calendar, deadline_words

OVERSEEING = {Role.STAFF, Role.HEAD, Role.CHAIR, Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Card:
    """One round on the home page, and the one place to go to.

    `round_url`: the round's own page, where the member is led to something else first.
    `is_closed`: in the archive, because everything of it has come to its end.
    """

    round: Round
    url: str
    action: str
    note: str
    round_url: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A task on the page: `when` says how far its deadline is, `deadline` which day that is."""

    row: Row
    when: str
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Post:
    """A vacancy of the round: since how many days, if that is known, and how many candidates.

    `met` of the `judged` among them meet the requirements; both are 0 before these were settled.
    """

    vacancy: Vacancy
    days_vacant: int | None
    nominated: int
    met: int
    judged: int


@dataclass(slots=True)
class Overview:
    """A round's page. `rights`: what the viewer may do now, by the names of Action."""

    round: Round
    rights: set[str]
    posts: Sequence[Post]
    instruments: Sequence[Instrument]
    members: Sequence[Seat]
    candidates: Sequence[Candidate]
    sheets: int
    signed: int
    counts: dict[str, int] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    stages: Sequence[Standing] = ()
    next: Line | None = None
    others: Sequence[Line] = ()
    idle: str = ""
    changes: Sequence[Change] = ()
    plenary: Plenary | None = None
    result: Result | None = None
    closure: RoundClosure | None = None
    correction: Result | None = None

    @property
    def shows_verdicts(self) -> bool:
        """Whether the requirements were settled, and the viewer may read how."""
        return "READ_REQUIREMENTS" in self.rights and any(post.judged for post in self.posts)

    @property
    def longest_vacant(self) -> int | None:
        """Days that the post stands empty which stands empty longest."""
        return max(self._vacant, default=None)

    @property
    def mean_vacant(self) -> Fraction | None:
        """The mean of the days over the posts of which it is known."""
        days = self._vacant
        return Fraction(sum(days), len(days)) if days else None

    @property
    def _vacant(self) -> list[int]:
        return [post.days_vacant for post in self.posts if post.days_vacant is not None]

    @property
    def unsigned(self) -> int:
        return self.sheets - self.signed


def card_of(round_: Round, *, owes_declaration: bool = False) -> Card:
    """Where a round's card leads the viewer: the list to score, the shortlist, or the round."""
    if hasattr(round_, "closure"):
        url, action = _place(round_)
        note = f"Ditutup ke arsip {in_words(timezone.localdate(round_.closure.closed_at))}"
        return Card(round_, url, action, note, is_closed=True)
    return _card_of_open(round_, owes_declaration=owes_declaration)


def _card_of_open(round_: Round, *, owes_declaration: bool) -> Card:
    here = reverse("reports:round", args=[round_.code])
    if owes_declaration and not round_.is_scoring:
        url = reverse("panels:declaration", args=[round_.code])
        return Card(round_, url, "Isi pernyataan", "Pernyataan Anda ditunggu", here)
    roles = roles_in(round_)
    if Role.AUTHORITY in roles:
        return _card_of_authority(round_)
    if roles & {Role.MEMBER, Role.CHAIR} and round_.is_scoring:
        url = reverse("scoring:agenda")
        return Card(round_, url, "Buka jadwal menilai", "Penilaian berlangsung", here)
    url, action = _place(round_)
    return Card(round_, url, action, round_.get_phase_display())


def _place(round_: Round) -> tuple[str, str]:
    """Where to look around in a round, and under which words."""
    if may(round_, Action.READ_ROUND):
        return reverse("reports:round", args=[round_.code]), "Buka putaran"
    if may(round_, Action.READ_SHORTLIST):
        return reverse("decisions:shortlist", args=[round_.code]), "Buka jabatan"
    return "", ""


def _card_of_authority(round_: Round) -> Card:
    if not may(round_, Action.READ_SHORTLIST):
        return Card(round_, "", "", "Panitia belum menyerahkan hasil")
    url = reverse("decisions:shortlist", args=[round_.code])
    return Card(round_, url, "Buka jabatan", "Hasil sudah diserahkan panitia")


def overview_of(round_: Round, viewer: User) -> Overview:
    """Everything on the page of a round, for the viewer for whom it was fetched."""
    rights = {action.name for action in rights_in(round_)}
    if roles_in(round_) & {Role.MEMBER, Role.CHAIR}:
        rights.add(Action.SCORE.name)
    days = (
        Slot.objects.in_force().filter(round=round_).aggregate(first=Min("date"), last=Max("date"))
    )
    candidates = Candidate.objects.in_force().filter(round=round_).order_by("number")
    sheets = Sheet.objects.in_force().filter(seat__round=round_, seat__withdrawn_at=None)
    view = Overview(
        round=round_,
        rights=rights,
        posts=_posts(round_),
        instruments=list(
            Instrument.objects.in_force()
            .filter(round=round_)
            .annotate(criteria=Count("indicators", filter=Q(indicators__withdrawn_at=None)))
            .order_by("code")
        ),
        members=_members(round_, numbered="READ_SHEETS_BY_NAME" in rights),
        candidates=list(candidates) if "READ_CANDIDATES" in rights else [],
        **sheets.aggregate(
            sheets=Count("pk"), signed=Count("pk", filter=Q(signed_at__isnull=False))
        ),
        first_day=days["first"],
        last_day=days["last"],
    )
    view.counts = {
        "vacancies": len(view.posts),
        "candidates": candidates.count(),
        "members": len(view.members),
    }
    _ending(round_, view)
    _work(round_, view, viewer)
    return view


def _ending(round_: Round, view: Overview) -> None:
    """The plenary, the result, its hand-over and the archive; nothing is handed over twice."""
    if round_.is_unsealed:
        view.plenary, view.result = newest_plenary(round_), result_in_force(round_)
    view.correction = correction_of(round_)
    if round_.is_handed_over:
        closures = RoundClosure.objects.select_related("closed_by")
        view.closure = closures.filter(round=round_).first()
        if view.closure or not view.correction:
            view.rights.discard(Action.HAND_OVER.name)


def _posts(round_: Round) -> list[Post]:
    in_force = Q(nominations__withdrawn_at=None)
    counted = Vacancy.objects.in_force().annotate(
        nominated=Count("nominations", filter=in_force),
        met=Count("nominations", filter=in_force & Q(nominations__verdict=Verdict.MET)),
        judged=Count("nominations", filter=in_force & ~Q(nominations__verdict="")),
    )
    return [
        Post(vacancy, _days_vacant(vacancy), vacancy.nominated, vacancy.met, vacancy.judged)
        for vacancy in counted.filter(round=round_).order_by("code")
    ]


def _days_vacant(vacancy: Vacancy) -> int | None:
    """Nothing for a post of which it is not known, or that is going to be vacant."""
    since, today = vacancy.vacant_since, timezone.localdate()
    return (today - since).days if since and since <= today else None


def _members(round_: Round, *, numbered: bool) -> list[Seat]:
    """By number for those who may know whose sheet is whose; by name for everybody else."""
    seats = Seat.objects.in_force().filter(round=round_)
    return list(seats.order_by("number") if numbered else seats.order_by("name", "pk"))


def _work(round_: Round, view: Overview, viewer: User) -> None:
    """The tasks, the stages and the last changes."""
    roles = roles_in(round_)
    calendar = loaded_calendar()
    days = (view.first_day, view.last_day) if view.first_day and view.last_day else None
    facts = Facts(
        round=round_,
        viewer=roles,
        viewer_name=viewer.name,
        days=days,
        freeze_due=last_working_day_before(days[0], calendar) if days else None,
        sheets=view.sheets,
        unsigned=view.unsigned,
        to_sign=list(due_for(viewer).filter(document__round=round_)),
        is_corrected=view.correction is not None,
    )
    tasks, today = tasks_of(facts), timezone.localdate()
    work = arrange(tasks, today)
    view.stages = stages_of(facts, tasks)
    view.idle = idle_words(work, view.stages)
    view.next = _line(work.next, calendar) if work.next else None
    if roles & OVERSEEING:
        view.others = [_line(row, calendar) for row in work.others]
        view.changes = changes_of(round_)


def _line(row: Row, calendar: Calendar) -> Line:
    deadline = row.task.deadline
    when = (
        ""
        if row.is_done or deadline is None
        else deadline_words(timezone.localdate(), deadline, calendar)
    )
    return Line(row, when, row.task.done_on or deadline)
