"""What the home page and a round's page show: states and counts, nothing out of a score."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.policy import Action, Role
from candidates.models import Candidate
from panels.models import Conflict, Seat, Slot
from panels.permissions import may, roles_in
from scoring.models import Sheet
from selection.models import Instrument, Round, Vacancy
from selection.phases import Phase


@dataclass(frozen=True, slots=True)
class Card:
    """One round on the home page, and the one place to go to."""

    round: Round
    url: str
    action: str
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a round: `state` is done, now or wait."""

    number: int
    title: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True)
class MemberProgress:
    """A member of the panel: how many of the sheets are signed; states only, never values."""

    seat: Seat
    signed: int
    total: int
    recused: int


@dataclass(slots=True)
class Overview:
    """A round's page. `rights`: what the viewer may do now, by the names of Action."""

    round: Round
    rights: set[str]
    steps: Sequence[Step]
    vacancies: Sequence[Vacancy]
    instruments: Sequence[Instrument]
    members: Sequence[MemberProgress]
    candidates: Sequence[Candidate]
    counts: dict[str, int] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None

    @property
    def signed(self) -> int:
        return sum(member.signed for member in self.members)

    @property
    def sheets(self) -> int:
        return sum(member.total for member in self.members)

    @property
    def unsigned(self) -> int:
        return self.sheets - self.signed


def card_of(round_: Round) -> Card:
    """Where a round's card leads the viewer: the list to score, the shortlist, or the round."""
    roles = roles_in(round_)
    here = reverse("reports:round", args=[round_.code])
    if Role.AUTHORITY in roles:
        if may(round_, Action.READ_SHORTLIST):
            url = reverse("decisions:shortlist", args=[round_.code])
            return Card(round_, url, "Buka nama yang diusulkan", "Hasil sudah diserahkan panitia")
        return Card(round_, "", "", "Panitia belum menyerahkan hasil")
    if roles & {Role.MEMBER, Role.CHAIR} and round_.is_scoring:
        return Card(
            round_, reverse("scoring:agenda"), "Buka jadwal menilai", "Penilaian berlangsung"
        )
    if not may(round_, Action.READ_ROUND):
        return Card(round_, "", "", round_.get_phase_display())
    return Card(round_, here, "Buka putaran", round_.get_phase_display())


def overview_of(round_: Round) -> Overview:
    """Everything on the page of a round, for the viewer for whom it was fetched."""
    rights = {action.name for action in Action if may(round_, action)}
    if roles_in(round_) & {Role.MEMBER, Role.CHAIR}:
        rights.add(Action.SCORE.name)
    days = (
        Slot.objects.in_force().filter(round=round_).aggregate(first=Min("date"), last=Max("date"))
    )
    vacancies = Vacancy.objects.in_force().filter(round=round_)
    nominated = Count("nominations", filter=Q(nominations__withdrawn_at=None))
    candidates = Candidate.objects.in_force().filter(round=round_).order_by("number")
    view = Overview(
        round=round_,
        rights=rights,
        steps=(),
        vacancies=[
            _with_days(vacancy)
            for vacancy in vacancies.annotate(nominated=nominated).order_by("code")
        ],
        instruments=list(
            Instrument.objects.in_force()
            .filter(round=round_)
            .annotate(criteria=Count("indicators", filter=Q(indicators__withdrawn_at=None)))
            .order_by("code")
        ),
        members=_members(round_, numbered="READ_SHEETS_BY_NAME" in rights),
        candidates=list(candidates) if "READ_CANDIDATES" in rights else [],
        first_day=days["first"],
        last_day=days["last"],
    )
    view.counts = {
        "vacancies": len(view.vacancies),
        "candidates": candidates.count(),
        "members": len(view.members),
    }
    view.steps = _steps(view)
    return view


def _with_days(vacancy: Vacancy) -> Vacancy:
    since = vacancy.vacant_since
    vacancy.days_vacant = (timezone.localdate() - since).days if since else None  # type: ignore[attr-defined]
    return vacancy


def _members(round_: Round, *, numbered: bool) -> list[MemberProgress]:
    """By number for those who may know whose sheet is whose; by name for everybody else."""
    seats = Seat.objects.in_force().filter(round=round_)
    seats = seats.order_by("number") if numbered else seats.order_by("name", "pk")
    sheets = Sheet.objects.in_force().filter(seat__in=seats).values("seat_id")
    counts = {
        row["seat_id"]: (row["signed"], row["total"])
        for row in sheets.annotate(
            total=Count("pk"), signed=Count("pk", filter=Q(signed_at__isnull=False))
        ).order_by("seat_id")
    }
    conflicts = Conflict.objects.in_force().filter(seat__in=seats, still_scores=False)
    recused = dict(conflicts.values_list("seat_id").annotate(n=Count("pk")).order_by("seat_id"))
    return [
        MemberProgress(seat, *counts.get(seat.pk, (0, 0)), recused.get(seat.pk, 0))
        for seat in seats
    ]


def _steps(view: Overview) -> list[Step]:
    order = list(Phase)
    at = order.index(Phase(view.round.phase))
    details = {
        Phase.DRAFT: f"{view.counts['candidates']} kandidat, {view.counts['vacancies']} jabatan",
        Phase.FROZEN: "aturan tidak berubah lagi" if at else "disetujui Kepala BKPSDM dan ketua",
        Phase.SCORING: f"{view.signed} dari {view.sheets} lembar ditandatangani"
        if view.sheets
        else "belum dibuka",
        Phase.UNSEALED: "peringkat dapat dibaca"
        if at >= order.index(Phase.UNSEALED)
        else "menunggu segel dibuka ketua",
        Phase.HANDED_OVER: "Wali Kota membaca usulan"
        if view.round.is_handed_over
        else "menunggu diserahkan ketua",
    }
    titles = ("Persiapan", "Pembekuan", "Penilaian", "Hasil", "Wali Kota")
    return [
        Step(
            number + 1,
            titles[number],
            details[phase],
            "done" if number < at else "now" if number == at else "wait",
        )
        for number, phase in enumerate(order)
    ]
