"""A member's own list: what is to be scored, when and where, and how far it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q

from accounts.models import User
from accounts.wording import with_weekday
from candidates.models import Candidate
from panels.models import Conflict, Seat, Slot, TimetablePlan
from scoring.models import Sheet
from selection.models import Round
from selection.phases import Phase


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a sitting: what is scored and its state (`empty`, `draft`, `signed`)."""

    sheet: Sheet
    state: str

    @property
    def title(self) -> str:
        vacancy = self.sheet.vacancy
        return (
            f"{self.sheet.instrument.title} · {vacancy.title}"
            if vacancy
            else str(self.sheet.instrument)
        )


@dataclass(slots=True)
class Sitting:
    """One candidate at one time; `parts` empty where the member is recused."""

    candidate: Candidate
    starts: datetime | None = None
    ends: datetime | None = None
    room: str = ""
    parts: list[Part] = field(default_factory=list)
    is_now: bool = False
    is_next: bool = False

    @property
    def is_recused(self) -> bool:
        return not self.parts

    @property
    def is_done(self) -> bool:
        return bool(self.parts) and all(part.state == "signed" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Day:
    """The sittings of one day (None: without a time), in the order in which they take place."""

    date: date | None
    sittings: Sequence[Sitting]
    is_today: bool

    @property
    def signed(self) -> int:
        return sum(part.state == "signed" for sitting in self.sittings for part in sitting.parts)

    @property
    def total(self) -> int:
        return sum(len(sitting.parts) for sitting in self.sittings)


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet among all that the member fills in for its instrument, in the order of time."""

    slot: Slot | None
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """All of a member's days in one round, today first."""

    round: Round
    days: Sequence[Day]

    @property
    def signed(self) -> int:
        return sum(day.signed for day in self.days)

    @property
    def total(self) -> int:
        return sum(day.total for day in self.days)

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.signed == self.total


def agendas_of(user: User, now: datetime) -> list[Agenda]:
    """The member's rounds in which scoring is open, each with its days. `now` in local time."""
    sheets = list(
        Sheet.objects.visible_to(user)
        .filter(seat__round__phase=Phase.SCORING)
        .select_related("candidate", "instrument", "vacancy", "seat__round__agency")
        .order_by("candidate__number", "instrument__code", "vacancy__code", "pk")
    )
    rounds = {sheet.seat.round_id: sheet.seat.round for sheet in sheets}
    slots = _slots(rounds)
    recused = _recused(user, rounds)
    return [
        Agenda(
            round_,
            _days([s for s in sheets if s.seat.round_id == pk], recused[pk], slots, now),
        )
        for pk, round_ in rounds.items()
    ]


def place_of(sheet: Sheet) -> Place:
    """When and where the sheet's candidate is heard, and which of the member's turns it is."""
    slots = _slots([sheet.seat.round_id])
    mine = Sheet.objects.in_force().filter(seat=sheet.seat_id, instrument=sheet.instrument_id)
    turns = sorted(
        mine.select_related("candidate", "vacancy"),
        key=lambda turn: _turn(turn, _slot_among(turn, slots[turn.candidate_id])),
    )
    return Place(
        slot=_slot_among(sheet, slots[sheet.candidate_id]),
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


def hour_of(slot: Slot | None) -> str:
    """When and where, in words; empty without a slot."""
    if slot is None:
        return ""
    return f"{with_weekday(slot.date)} pukul {slot.starts:%H.%M}–{slot.ends:%H.%M}, {slot.room}"


def state_of(sheet: Sheet) -> str:
    if sheet.is_signed:
        return "signed"
    return "draft" if sheet.version else "empty"


def _turn(sheet: Sheet, slot: Slot | None) -> tuple[object, ...]:
    """By time, those without a time last; then by candidate and vacancy."""
    when = (slot.date, slot.starts) if slot else (date.max, time.max)
    return (*when, sheet.candidate.number, sheet.vacancy.code if sheet.vacancy else "", sheet.pk)


def _slots(rounds: Iterable[int]) -> dict[int, list[Slot]]:
    """Slots by candidate, in the order of time."""
    by_candidate: dict[int, list[Slot]] = defaultdict(list)
    slots = Slot.objects.in_force().filter(round__in=rounds)
    for slot in slots.order_by("date", "starts", "pk"):
        by_candidate[slot.candidate_id].append(slot)
    return by_candidate


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
    slots: dict[int, list[Slot]],
    now: datetime,
) -> list[Day]:
    sittings: dict[tuple[int, date | None], Sitting] = {}
    for sheet in sheets:
        slot = _slot_among(sheet, slots[sheet.candidate_id])
        sitting = _sitting(sittings, sheet.candidate, slot, now)
        sitting.parts.append(Part(sheet, state_of(sheet)))
    for candidate in recused:
        for slot in slots[candidate.pk]:
            _sitting(sittings, candidate, slot, now)
        if not slots[candidate.pk]:
            _sitting(sittings, candidate, None, now)
    by_date: dict[date | None, list[Sitting]] = defaultdict(list)
    for (_, day), sitting in sittings.items():
        by_date[day].append(sitting)
    days = [Day(day, _in_order(group, now), day == now.date()) for day, group in by_date.items()]
    return sorted(
        days, key=lambda day: (not day.is_today, day.date is None, day.date or now.date())
    )


def _slot_among(sheet: Sheet, slots: Sequence[Slot]) -> Slot | None:
    """The slot for this very sheet, or else the candidate's first."""
    exact = [
        slot
        for slot in slots
        if slot.instrument_id == sheet.instrument_id and slot.vacancy_id == sheet.vacancy_id
    ]
    return next(iter([*exact, *slots]), None)


def _sitting(
    sittings: dict[tuple[int, date | None], Sitting],
    candidate: Candidate,
    slot: Slot | None,
    now: datetime,
) -> Sitting:
    sitting = sittings.setdefault((candidate.pk, slot.date if slot else None), Sitting(candidate))
    if slot:
        starts = datetime.combine(slot.date, slot.starts, now.tzinfo)
        ends = datetime.combine(slot.date, slot.ends, now.tzinfo)
        sitting.starts = min(sitting.starts or starts, starts)
        sitting.ends = max(sitting.ends or ends, ends)
        sitting.room = sitting.room or slot.room
    return sitting


def _in_order(sittings: Sequence[Sitting], now: datetime) -> list[Sitting]:
    """By time; the one that goes on now, or else the next of today, is marked."""
    ordered = sorted(
        sittings, key=lambda s: (s.starts is None, s.starts or now, s.candidate.number)
    )
    coming = [s for s in ordered if s.starts and s.ends and s.ends > now and not s.is_recused]
    if coming and coming[0].starts and coming[0].starts.date() == now.date():
        coming[0].is_now = coming[0].starts <= now
        coming[0].is_next = not coming[0].is_now
    return ordered
