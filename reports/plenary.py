"""The page of a plenary: what is before it, what it decided, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from accounts.models import User
from accounts.wording import with_comma
from decisions.models import Dissent, Plenary, PlenaryConfirmation, PlenaryDecision
from decisions.questions import Lacking, Questions, Tie, questions_of
from decisions.settling import missing_for_freeze
from decisions.standing import (
    attendance_of,
    confirmations_of,
    fingerprint_of,
    members_of,
    newest_plenary,
    outcome_at,
    outdated_at,
    quorum_of,
)
from panels.models import Seat
from panels.permissions import rights_in
from reports.plenary_forms import AttendanceForm, DecisionForm
from scoring.models import Result
from scoring.outcome import Outcome
from scoring.ranking import Placed
from selection.enumeration import listed
from selection.models import Round, Vacancy

Kind = PlenaryDecision.Kind


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide, and the form that decides it; a tie, or somebody without quorum."""

    form: DecisionForm
    vacancy: Vacancy
    tie: Tie | None = None
    lacking: Lacking | None = None

    @property
    def names(self) -> str:
        people = self.tie.people if self.tie else [self.lacking.person] if self.lacking else []
        return listed([person.name for person in people])

    @property
    def instruments(self) -> str:
        return listed([i.title for i in self.lacking.instruments]) if self.lacking else ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in words: the vacancy's title, the names, and who saw it otherwise."""

    decision: PlenaryDecision
    title: str
    names: Sequence[str]
    instruments: Sequence[str]
    dissents: Sequence[Dissent]


@dataclass(frozen=True, slots=True)
class Post:
    """A vacancy and the rows that go forward, or wait; in the order of the ranking."""

    vacancy: Vacancy
    names: Sequence[Placed]

    @property
    def waits(self) -> bool:
        return any(placed.put_forward is None for placed in self.names)


@dataclass(frozen=True, slots=True)
class Member:
    """One member at the plenary: noted there (None: not yet), and the confirmation.

    `outdated`: of minutes that said something else than now.
    """

    seat: Seat
    is_present: bool | None
    reason: str
    confirmation: PlenaryConfirmation | None
    outdated: PlenaryConfirmation | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one plenary holds, for page and paper."""

    plenary: Plenary
    members: Sequence[Member]
    least: int
    decided: Sequence[Decided]
    dissents: Sequence[Dissent]  # about the whole
    posts: Sequence[Post]
    sha256: str

    @property
    def present(self) -> list[Member]:
        return [member for member in self.members if member.is_present]

    @property
    def has_quorum(self) -> bool:
        return len(self.present) >= self.least

    @property
    def silent(self) -> list[Member]:
        """There, and not confirmed what the minutes say now."""
        return [member for member in self.present if member.confirmation is None]

    @property
    def is_noted(self) -> bool:
        return all(member.is_present is not None for member in self.members)


@dataclass(frozen=True, slots=True)
class Hall:
    """The page. `rights`: what the viewer may do now, by the names of Action."""

    round: Round
    rights: frozenset[str]
    said: Said | None
    results: Sequence[Result]
    missing: Sequence[str]
    asked: Sequence[Question]
    noted: Sequence[Question]
    other: DecisionForm | None
    mine: Member | None
    doubted: Sequence[str]

    @property
    def is_open(self) -> bool:
        return self.said is not None and self.said.plenary.is_open

    @property
    def may_hold(self) -> bool:
        return self.is_open and "HOLD_PLENARY" in self.rights

    @property
    def may_speak(self) -> bool:
        return self.is_open and self.mine is not None and bool(self.mine.is_present)


def hall_of(round_: Round, viewer: User, bound: QueryDict | None = None) -> Hall:
    """What the viewer, for whom the round was fetched, reads. `bound`: a refused decision."""
    plenary = newest_plenary(round_)
    results = Result.objects.filter(round=round_).select_related("frozen_by", "plenary")
    rights = frozenset(action.name for action in rights_in(round_))
    if plenary:
        plenary.round = round_
    outcome = outcome_at(plenary) if plenary else None
    said = said_at(plenary, outcome) if plenary and outcome else None
    questions = questions_of(outcome) if outcome and plenary and plenary.is_open else None
    mine = [m for m in said.members if m.seat.user_id == viewer.pk] if said else []
    asks = _asked(questions, bound) if questions else []
    return Hall(
        round=round_,
        rights=rights,
        said=said,
        results=list(results.order_by("-number")),
        missing=missing_for_freeze(plenary, questions) if plenary and questions else [],
        asked=[q for q in asks if q.form["kind"].value() != Kind.SHARED],
        noted=[q for q in asks if q.form["kind"].value() == Kind.SHARED],
        other=_form("other", Kind.OTHER, "", (), bound),
        mine=mine[0] if mine else None,
        doubted=[f"{p.name} ({v.title})" for v, p in questions.doubted] if questions else [],
    )


def said_at(plenary: Plenary, outcome: Outcome) -> Said:
    """All that a plenary holds; with the ranking as it comes out of its decisions."""
    seats, noted = members_of(plenary.round), attendance_of(plenary)
    sha256 = fingerprint_of(plenary, outcome)
    confirmed, outdated = confirmations_of(plenary, sha256), outdated_at(plenary, sha256)
    dissents = list(Dissent.objects.filter(plenary=plenary).select_related("seat").order_by("pk"))
    decisions = PlenaryDecision.objects.filter(plenary=plenary).order_by("number")
    return Said(
        plenary=plenary,
        members=[
            Member(
                seat,
                noted[seat.pk].is_present if seat.pk in noted else None,
                noted[seat.pk].reason if seat.pk in noted else "",
                confirmed.get(seat.pk),
                outdated.get(seat.pk),
            )
            for seat in seats
        ],
        least=quorum_of(plenary.round, len(seats)),
        decided=[_decided(d, outcome, dissents) for d in decisions.select_related("withdrawn_by")],
        dissents=[d for d in dissents if d.decision_id is None],
        posts=_posts(outcome),
        sha256=sha256,
    )


def attendance_form(said: Said, data: QueryDict | None = None) -> AttendanceForm:
    seats = [member.seat for member in said.members]
    return AttendanceForm(data, seats=seats, noted=attendance_of(said.plenary))


def _posts(outcome: Outcome) -> list[Post]:
    return [
        Post(
            found.vacancy,
            [placed for placed in found.ranking.ranked if placed.put_forward is not False],
        )
        for found in outcome.vacancies
    ]


def _decided(decision: PlenaryDecision, outcome: Outcome, dissents: Sequence[Dissent]) -> Decided:
    names = {nip: c.full_name for v in outcome.vacancies for nip, c in v.candidates.items()}
    titles = {v.vacancy.code: v.vacancy.title for v in outcome.vacancies}
    instruments = {i.code: i.title for i in outcome.instruments}
    return Decided(
        decision=decision,
        title=titles.get(decision.vacancy, decision.vacancy),
        names=[names.get(nip, nip) for nip in decision.nips],
        instruments=[instruments.get(code, code) for code in decision.instruments],
        dissents=[said for said in dissents if said.decision_id == decision.pk],
    )


def _asked(questions: Questions, bound: QueryDict | None) -> list[Question]:
    """Ties at the cut first, then quorum exceptions, then shared ranks that may be noted."""
    asked = [_about_tie(tie, bound) for tie in questions.ties if not tie.is_decided]
    lacking = [
        Question(
            _form(
                f"quorum-{one.vacancy.code}-{one.person.nip}",
                Kind.QUORUM,
                one.vacancy.code,
                [(one.person.nip, one.person.name)],
                bound,
            ),
            one.vacancy,
            lacking=one,
        )
        for one in questions.lacking
    ]
    return [*asked, *lacking]


def _about_tie(tie: Tie, bound: QueryDict | None) -> Question:
    kind = Kind.CUT if tie.is_at_cut else Kind.SHARED
    key = f"{kind}-{tie.vacancy.code}-{tie.rank}"
    people = [
        (placed.nip, f"{placed.name} · nilai akhir {with_comma(placed.total)}")
        for placed in tie.people
    ]
    return Question(_form(key, kind, tie.vacancy.code, people, bound), tie.vacancy, tie=tie)


def _form(
    key: str,
    kind: str,
    vacancy: str,
    people: Sequence[tuple[str, str]],
    bound: Mapping[str, object] | None,
) -> DecisionForm:
    """The form of one question: as it was sent where it is the one that was refused."""
    data = bound if bound and bound.get("key") == key else None
    fixed = kind in (Kind.QUORUM, Kind.SHARED)
    initial = {
        "key": key,
        "kind": kind,
        "vacancy": vacancy,
        "nips": [nip for nip, _ in people] if fixed else [],
    }
    return DecisionForm(data, people=people, initial=initial, auto_id=f"id_{key}_%s")
