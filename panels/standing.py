"""Where a member's declaration stands: what it must speak about, and what is still open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import QuerySet

from accounts.models import User
from candidates.models import Candidate
from panels.composition_facts import Candidate as JudgedCandidate
from panels.composition_facts import Element, Member
from panels.conflict_proposals import Ground, Proposal, proposed_conflicts
from panels.models import Conflict, Declaration, Reminder, Seat
from selection.models import Round


class State(Enum):
    """What lists say about a declaration; a lapsed one was signed before something new came."""

    MISSING = "Belum ditandatangani"
    LAPSED = "Perlu diperbarui"
    SIGNED = "Ditandatangani"


@dataclass(frozen=True, slots=True)
class Question:
    """One candidate as a member sees him: what the data or the workbook say, and how it ended."""

    candidate: Candidate
    proposal: Proposal | None
    conflict: Conflict | None
    is_new: bool

    @property
    def is_known(self) -> bool:
        """Whether the data or the workbook name a relation, so that silence is no answer."""
        told = self.conflict is not None and self.conflict.origin == Conflict.Origin.WORKBOOK
        return told or self.proposal is not None

    @property
    def is_open(self) -> bool:
        """Whether the member has to say how a known relation ends."""
        if self.conflict:
            return not self.conflict.is_settled
        return self.proposal is not None


@dataclass(slots=True)
class Standing:
    """A member's declaration, everything it must speak about, and who asked for it."""

    seat: Seat
    declaration: Declaration | None
    questions: Sequence[Question]
    reminder: Reminder | None = None
    recused: list[Candidate] = field(default_factory=list)
    shares_agency: bool = False  # said once; it is no question about each candidate

    @property
    def state(self) -> State:
        if self.declaration is None:
            return State.MISSING
        lapsed = self.newcomers or self.open or self.is_renamed
        return State.LAPSED if lapsed else State.SIGNED

    @property
    def is_due(self) -> bool:
        return self.state is not State.SIGNED

    @property
    def open(self) -> list[Question]:
        return [question for question in self.questions if question.is_open]

    @property
    def newcomers(self) -> list[Candidate]:
        """Candidates of whom the signed declaration does not speak."""
        if self.declaration is None:
            return []
        return [question.candidate for question in self.questions if question.is_new]

    @property
    def is_renamed(self) -> bool:
        """Whether the seat's name is no longer the one that was signed."""
        signed = self.declaration
        return signed is not None and not signed.text.startswith(f"{self.seat.name},")

    @property
    def why_lapsed(self) -> str:
        """`2 kandidat baru; 1 hubungan belum Anda jawab`"""
        reasons = []
        if self.is_renamed:
            reasons.append("nama penilai diubah sesudah ditandatangani")
        if self.newcomers:
            reasons.append(f"{len(self.newcomers)} kandidat baru sesudah ditandatangani")
        if self.open:
            reasons.append(f"{len(self.open)} hubungan belum dijawab")
        return "; ".join(reasons)


def standings_of(round_: Round) -> list[Standing]:
    """The declarations of all the round's members, by their numbers; candidates by name."""
    seats = Seat.objects.in_force().filter(round=round_).select_related("user", "round__agency")
    return standings_of_seats(list(seats.order_by("number")))


def standing_of(seat: Seat) -> Standing:
    return standings_of_seats([seat])[0]


def dues_of(user: User) -> dict[int, Standing]:
    """The user's declarations that are due, by round; none once the scores are open."""
    seats = Seat.objects.in_force().filter(user=user, round__is_archive=False)
    seats = seats.filter(round__unsealed_at=None).select_related("round__agency", "user")
    standings = standings_of_seats(list(seats.order_by("-round__created_at", "-pk")))
    return {standing.seat.round_id: standing for standing in standings if standing.is_due}


def standings_of_seats(seats: Sequence[Seat]) -> list[Standing]:
    """One for each seat, in their order; four queries for any number of seats."""
    if not seats:
        return []
    by_round: dict[int, list[Candidate]] = defaultdict(list)
    candidates = Candidate.objects.in_force().filter(round__in={seat.round_id for seat in seats})
    for candidate in candidates.order_by("name", "pk"):  # numbers stay unknown to blind readers
        by_round[candidate.round_id].append(candidate)
    declarations = Declaration.objects.filter(seat__in=seats).order_by("number")
    declared = {declaration.seat_id: declaration for declaration in declarations}
    reminders = Reminder.objects.filter(seat__in=seats).order_by("asked_at", "pk")
    reminded = {r.seat_id: r for r in reminders.select_related("asked_by")}
    conflicts = {
        (conflict.seat_id, conflict.candidate_id): conflict
        for conflict in Conflict.objects.in_force().filter(seat__in=seats)
    }
    return [
        _standing(
            seat,
            by_round[seat.round_id],
            conflicts,
            declared.get(seat.pk),
            reminded.get(seat.pk),
        )
        for seat in seats
    ]


def settled_conflicts(round_: Round) -> QuerySet[Conflict]:
    """The conflicts in force of which the members themselves said how they end."""
    held = Conflict.objects.in_force().filter(seat__round=round_, decided_at__isnull=False)
    return held.select_related("seat__user", "candidate")


def proposals_of(seat: Seat, candidates: Sequence[Candidate]) -> dict[int, Proposal]:
    """What posts and agencies show, by candidate's primary key. Family never is proposed."""
    agency = seat.round.agency.name
    member = Member(
        key="",
        name=seat.name,
        element=Element(seat.element),
        is_internal=seat.is_internal,
        institution=seat.institution,
        post=seat.post,
    )
    people = [
        JudgedCandidate(
            key=str(c.pk), number=c.number, agency=agency, unit=c.unit, post=c.post, nip=c.nip
        )
        for c in candidates
    ]
    return {int(p.candidate.key): p for p in proposed_conflicts([member], people)}


def _standing(
    seat: Seat,
    candidates: Sequence[Candidate],
    conflicts: Mapping[tuple[int, int], Conflict],
    declaration: Declaration | None,
    reminder: Reminder | None,
) -> Standing:
    spoken_of = set(declaration.candidates) if declaration else set()
    proposals = proposals_of(seat, candidates)
    questions, recused, shares_agency = [], [], False
    for candidate in candidates:
        conflict = conflicts.get((seat.pk, candidate.pk))
        is_new = candidate.number not in spoken_of
        proposal = proposals.get(candidate.pk)
        if proposal and proposal.ground is Ground.SAME_AGENCY:
            shares_agency, proposal = True, None
        questions.append(Question(candidate, proposal, conflict, is_new))
        if conflict and not conflict.still_scores:
            recused.append(candidate)
    return Standing(seat, declaration, questions, reminder, recused, shares_agency)
