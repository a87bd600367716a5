"""A member's own list: what is to be scored, when and where, and how far it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from accounts.models import User
from accounts.wording import with_weekday
from candidates.models import Candidate
from panels.models import Conflict, Seat, Slot, TimetablePlan
from scoring.confirming import minutes_waiting_for
from scoring.models import Closing, Sheet, Unsealing
from scoring.reopening import reopenings_waiting_for
from scoring.sittings import CLOSED, Part, Sitting
from scoring.slots import Hours, hours_on, slot_among, slots_by_candidate
from scoring.states import state
from selection.models import Round
from selection.phases import Phase


@dataclass(frozen=True, slots=True)
class Day:
    """The sittings of one day (None: without a time), in the order in which they take place."""

    date: date | None
    sittings: Sequence[Sitting]
    is_today: bool
    is_past: bool

    @property
    def focus(self) -> Sitting | None:
        """The sitting that goes on now, unless it is signed, or else the next of today."""
        marked = [each for each in self.sittings if each.is_now or each.is_next]
        return next((each for each in marked if not each.is_done), None)

    @property
    def rest(self) -> list[Sitting]:
        return [each for each in self.sittings if each is not self.focus]

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.signed == self.total

    @property
    def signed(self) -> int:
        return sum(part.state == "signed" for sitting in self.sittings for part in sitting.parts)

    @property
    def total(self) -> int:
        return sum(len(sitting.parts) for sitting in self.sittings)

    @property
    def left(self) -> int:
        """Sheets that are neither signed nor excused."""
        parts = [part for sitting in self.sittings for part in sitting.parts]
        return sum(part.state not in CLOSED for part in parts)


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet among all that the member fills in for its instrument, in the order of time."""

    slot: Slot | None
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """All of a member's days in one round, today first; `coming`: the first hour after today."""

    round: Round
    days: Sequence[Day]
    coming: datetime | None
    minutes: Sequence[Closing]  # that wait for the member's confirmation
    reopenings: int  # requests that wait for the member's answer
    wants_witness: bool  # whether an unsealing waits for the member, or for another one

    @property
    def today(self) -> Day | None:
        return next((day for day in self.days if day.is_today), None)

    @property
    def others(self) -> list[Day]:
        return [day for day in self.days if not day.is_today]

    @property
    def signed(self) -> int:
        return sum(day.signed for day in self.days)

    @property
    def total(self) -> int:
        return sum(day.total for day in self.days)

    @property
    def left_over(self) -> int:
        """Sheets that earlier days left open."""
        return sum(day.left for day in self.days if day.is_past)

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.signed == self.total


def agendas_of(user: User, now: datetime) -> list[Agenda]:
    """The member's rounds in which scoring is open, each with its days. `now` in local time."""
    sheets = list(
        Sheet.objects.visible_to(user)
        .filter(seat__round__phase=Phase.SCORING)
        .annotate(state=state())
        .select_related("candidate", "instrument", "vacancy", "seat__round__agency")
        .order_by("candidate__number", "instrument__code", "vacancy__code", "pk")
    )
    rounds = {sheet.seat.round_id: sheet.seat.round for sheet in sheets}
    slots = slots_by_candidate(rounds)
    recused = _recused(user, rounds)
    days = {
        pk: _days([s for s in sheets if s.seat.round_id == pk], recused[pk], slots, now)
        for pk in rounds
    }
    waiting = minutes_waiting_for(user)
    asked = list(reopenings_waiting_for(user).values_list("sheet__seat__round_id", flat=True))
    pending = Unsealing.objects.pending().filter(round__in=rounds).exclude(requested_by=user)
    witnessed = set(pending.values_list("round_id", flat=True))
    return [
        Agenda(
            round=rounds[pk],
            days=found,
            coming=_coming(found, now),
            minutes=[c for c in waiting if c.round_id == pk],
            reopenings=asked.count(pk),
            wants_witness=pk in witnessed,
        )
        for pk, found in days.items()
    ]


def place_of(sheet: Sheet) -> Place:
    """When and where the sheet's candidate is heard, and which of the member's turns it is."""
    slots = slots_by_candidate([sheet.seat.round_id])
    mine = Sheet.objects.in_force().filter(seat=sheet.seat_id, instrument=sheet.instrument_id)
    turns = sorted(
        mine.select_related("candidate", "vacancy"),
        key=lambda turn: _turn(turn, _slot_of(turn, slots)),
    )
    return Place(
        slot=_slot_of(sheet, slots),
        number=turns.index(sheet) + 1,
        total=len(turns),
    )


def coming_of(user: User) -> list[Round]:
    """Rounds whose timetable the member may read already, before their scoring is open."""
    seats = Seat.objects.in_force().filter(user=user, round__phase__in=[Phase.DRAFT, Phase.FROZEN])
    plans = TimetablePlan.objects.in_force().filter(round__in=seats.values("round"))
    return [plan.round for plan in plans.select_related("round").order_by("round__code")]


def edition_of(user: User) -> str:
    """Which timetables the member's list was made from: it changes with every publication."""
    plans = TimetablePlan.objects.in_force().filter(
        round__seats__user=user, round__seats__withdrawn_at=None
    )
    return "-".join(map(str, plans.order_by("pk").values_list("pk", flat=True)))


def passed_of(user: User, now: datetime) -> str:
    """How many of today's hours in the member's rounds have opened, begun and ended by now.

    What the list marks as open, as now and as next changes with it. `now` in local time.
    """
    mine = Slot.objects.in_force().filter(
        date=now.date(), round__seats__user=user, round__seats__withdrawn_at=None
    )
    hours = [hours_on(slot.date, [slot], now.tzinfo) for slot in mine.order_by("pk")]
    passed = [(h.opens <= now, h.starts <= now, h.ends <= now) for h in hours if h]
    return "-".join(str(sum(column)) for column in zip(*passed, strict=True))


def hour_of(slot: Slot | None) -> str:
    """When and where, in words; empty without a slot."""
    if slot is None:
        return ""
    return f"{with_weekday(slot.date)} pukul {slot.starts:%H.%M}–{slot.ends:%H.%M}, {slot.room}"


def _turn(sheet: Sheet, slot: Slot | None) -> tuple[object, ...]:
    """By time, those without a time last; then by candidate and vacancy."""
    when = (slot.date, slot.starts) if slot else (date.max, time.max)
    return (*when, sheet.candidate.number, sheet.vacancy.code if sheet.vacancy else "", sheet.pk)


def _recused(user: User, rounds: Iterable[int]) -> dict[int, list[Candidate]]:
    by_round: dict[int, list[Candidate]] = defaultdict(list)
    conflicts = Conflict.objects.in_force().filter(
        Q(seat__round__in=rounds), seat__user=user, still_scores=False
    )
    for conflict in conflicts.select_related("candidate", "seat"):
        by_round[conflict.seat.round_id].append(conflict.candidate)
    return by_round


def _days(
    sheets: Sequence[Sheet],
    recused: Sequence[Candidate],
    slots: defaultdict[int, list[Slot]],
    now: datetime,
) -> list[Day]:
    sittings: dict[tuple[int, date | None], Sitting] = {}
    for sheet in sheets:
        slot = _slot_of(sheet, slots)
        key = (sheet.candidate_id, slot.date if slot else None)
        if key not in sittings:
            sittings[key] = _sitting(sheet.candidate, key[1], slots, now)
        sittings[key].parts.append(_part(sheet, sittings[key].hours, now))
    for candidate in recused:
        dates: set[date | None] = {slot.date for slot in slots[candidate.pk]}
        for when in dates or {None}:
            sittings[candidate.pk, when] = _sitting(candidate, when, slots, now)
    by_date: dict[date | None, list[Sitting]] = defaultdict(list)
    for (_, day), sitting in sittings.items():
        by_date[day].append(sitting)
    today = now.date()
    days = [
        Day(day, _in_order(group, now), day == today, day is not None and day < today)
        for day, group in by_date.items()
    ]
    return sorted(days, key=lambda day: (not day.is_today, day.date is None, day.date or today))


def _coming(days: Sequence[Day], now: datetime) -> datetime | None:
    """When the member is to score next, after today."""
    hours = [each.hours for day in days for each in day.sittings if each.parts and each.hours]
    return min((h.starts for h in hours if h.starts.date() > now.date()), default=None)


def _slot_of(sheet: Sheet, slots: defaultdict[int, list[Slot]]) -> Slot | None:
    return slot_among(sheet.instrument_id, sheet.vacancy_id, slots[sheet.candidate_id])


def _sitting(
    candidate: Candidate, day: date | None, slots: defaultdict[int, list[Slot]], now: datetime
) -> Sitting:
    hours = hours_on(day, slots[candidate.pk], now.tzinfo) if day else None
    return Sitting(candidate, hours)


def _part(sheet: Sheet, hours: Hours | None, now: datetime) -> Part:
    """What was begun stays open where its hour is moved (reliability.md F24)."""
    is_open = hours is None or hours.opens <= now or sheet.version > 0
    return Part(sheet, getattr(sheet, "state", ""), is_open)


def _in_order(sittings: Sequence[Sitting], now: datetime) -> list[Sitting]:
    """By time; what goes on now is marked, and the next of today."""
    ordered = sorted(
        sittings,
        key=lambda s: (s.hours is None, s.hours.starts if s.hours else now, s.candidate.number),
    )
    mine = [(each, each.hours) for each in ordered if each.hours and not each.is_recused]
    for sitting, hours in mine:
        sitting.is_now = hours.starts <= now < hours.ends
    coming = [s for s, hours in mine if hours.starts > now and hours.starts.date() == now.date()]
    for sitting in coming[:1]:
        sitting.is_next = True
    return ordered
