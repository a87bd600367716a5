"""A round's timetable out of its tables: the draw, the versions, and what checks them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils import timezone

from audit.models import Event
from candidates.eligibility import Certainty
from candidates.models import Candidate
from panels import draw as drawing
from panels.models import BreakRule, Conflict, Draw, Seat, TimetablePlan
from panels.sittings import Request, Timetable
from panels.slots import Stretch
from panels.timetable_asking import Asked, from_json, timetable_from_json
from panels.timetable_checks import Problem, check
from panels.timetable_defaults import BreakRule as Rule
from selection.calendars import loaded_calendar
from selection.models import Instrument, Round
from selection.working_days import Calendar

DRAWN = "panels.order_drawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the timetable of a round is judged by, as the tables say it now.

    `candidates`: printed number -> candidate; `seats`: printed number -> seat; `recusals`: pairs
    of their numbers. `drawn` is the draw in force; `doubts` say why nothing may be built on it,
    `remarks` what else changed since. `is_first`: no version was published yet.
    """

    candidates: dict[str, Candidate]
    seats: dict[str, Seat]
    recusals: frozenset[tuple[str, str]]
    drawn: Draw | None
    doubts: tuple[str, ...]
    remarks: tuple[str, ...]
    calendar: Calendar
    is_first: bool

    def order(self, timetable: Timetable | None = None) -> tuple[str, ...]:
        """The candidates as drawn; without a draw as they stand in the timetable."""
        if self.drawn:
            drawn = [number for number, _ in self.drawn.lots if number in self.candidates]
        else:
            sittings = timetable.sittings if timetable else ()
            drawn = [s.candidate for s in sittings if s.candidate in self.candidates]
        return tuple(dict.fromkeys([*drawn, *self.candidates]))

    def request(self, asked: Asked, timetable: Timetable | None = None) -> Request:
        plain = asked.request(self.order(timetable), self.recusals, self.seats)
        sittings = timetable.sittings if timetable else ()
        days = {day.day for day in asked.days} | {sitting.day for sitting in sittings}
        reasons = {day: self.calendar.why_off(day) for day in days}
        return replace(
            plain,
            days_off={day: why for day, why in reasons.items() if why},
            not_before=timezone.localdate() if self.is_first else None,
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One version as values: the row, what was asked, the timetable, what is wrong with it."""

    plan: TimetablePlan
    asked: Asked
    timetable: Timetable
    request: Request
    problems: tuple[Problem, ...]

    @property
    def blocking(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_blocking)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_blocking)


def number_of(candidate: Candidate) -> str:
    """`07`, as every list prints it."""
    return f"{candidate.number:02}"


def facts_of(round_: Round) -> Facts:
    """Six queries, seven with a draw, however many candidates there are."""
    people = Candidate.objects.in_force().filter(round=round_).order_by("number", "pk")
    seats = Seat.objects.in_force().filter(round=round_).select_related("user")
    conflicts = Conflict.objects.in_force().filter(
        seat__round=round_,
        seat__withdrawn_at=None,
        candidate__withdrawn_at=None,
        still_scores=False,
    )
    candidates = {number_of(candidate): candidate for candidate in people}
    drawn = draw_in_force(round_)
    doubts, remarks = doubts_about(drawn, candidates) if drawn else ((), ())
    return Facts(
        candidates=candidates,
        seats={str(seat.number): seat for seat in seats.order_by("number", "pk")},
        recusals=frozenset(
            (str(member), f"{candidate:02}")
            for member, candidate in conflicts.values_list("seat__number", "candidate__number")
        ),
        drawn=drawn,
        doubts=doubts,
        remarks=remarks,
        calendar=loaded_calendar(),
        is_first=not TimetablePlan.objects.published().filter(round=round_).exists(),
    )


def draw_in_force(round_: Round) -> Draw | None:
    draws = Draw.objects.filter(round=round_).select_related("drawn_by")
    return draws.order_by("-number").first()


def doubts_about(row: Draw, candidates: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of a stored draw no longer holds: what forbids its use, and what else should be known.

    The phrase's digest is that of the audit trail, which nobody can rewrite.
    """
    event = Event.objects.filter(verb=DRAWN, target=f"panels.Draw:{row.pk}").first()
    stored = drawn_of(row, str(event.facts["digest"]) if event else "")
    doubts = drawing.differences(stored, {*candidates, *stored.order})
    found = drawing.differences(stored, candidates)
    return doubts, tuple(words for words in found if words not in doubts)


def drawn_of(row: Draw, digest: str) -> drawing.Draw:
    lots = tuple(
        drawing.Lot(place, number, digits)
        for place, (number, digits) in enumerate(row.lots, start=1)
    )
    return drawing.Draw(row.phrase, digest, lots)


def version_of(plan: TimetablePlan, facts: Facts) -> Version:
    """A version as it is read: a published one by the draw that it came from."""
    if plan.published_at and plan.draw:
        facts = replace(facts, drawn=plan.draw)
    asked = from_json(plan.asked)
    timetable = timetable_from_json(plan.sittings, plan.version)
    request = facts.request(asked, timetable)
    problems = check(timetable, request) if timetable.sittings else ()
    return Version(plan, asked, timetable, request, problems)


def draft_of(round_: Round) -> TimetablePlan | None:
    return TimetablePlan.objects.drafts().filter(round=round_).select_related("made_by").first()


def published_of(round_: Round) -> TimetablePlan | None:
    plans = TimetablePlan.objects.in_force().filter(round=round_)
    return plans.select_related("published_by", "draw").first()


def break_rules() -> tuple[Rule, ...]:
    """All rules of breaks, of all times; each says when it is in force."""
    return tuple(
        Rule(
            title=row.title,
            hours=Stretch(row.starts, row.ends),
            weekdays=frozenset(row.weekdays),
            fasting=row.fasting,
            legal_basis=row.legal_basis,
            hours_basis=row.hours_basis,
            source=row.source,
            certainty=Certainty(row.certainty),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in BreakRule.objects.order_by("pk")
    )


def panel_instruments(round_: Round) -> list[Instrument]:
    """What a sitting may consist of, in the order of the codes."""
    instruments = Instrument.objects.in_force().filter(round=round_, source="panel")
    return list(instruments.order_by("code", "pk"))
