"""A timetable that came with a workbook becomes a published version, so that it can be changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from accounts.models import User
from audit.actions import Actor, record
from panels.models import Seat, Slot, TimetablePlan
from panels.sittings import Sitting, Timetable, in_order
from panels.slots import Stretch
from panels.timetable_asking import (
    Asked,
    AskedRoom,
    Part,
    as_json,
    breaks_in_force,
    opening_hours,
    sittings_as_json,
)
from panels.timetable_reading import break_rules, draft_of, number_of
from selection.models import Round


def adopt_slots(round_: Round, *, by: Actor) -> TimetablePlan | None:
    """Keep the slots in force as the next published version; None where there are none.

    A draft that waits becomes the version after it. Inside the caller's transaction.
    """
    slots = Slot.objects.in_force().filter(round=round_).select_related("candidate", "instrument")
    held = list(slots.order_by("date", "starts", "room", "pk"))
    now = timezone.now()
    published = TimetablePlan.objects.published().filter(round=round_)
    if not held:
        published.filter(superseded_at=None).update(superseded_at=now)
        return None
    last = published.order_by("-version").values_list("version", flat=True).first()
    version = (last or 0) + 1
    if draft := draft_of(round_):
        draft.version = version + 1
        draft.revision += 1
        draft.save(update_fields=["version", "revision"])
    published.filter(superseded_at=None).update(superseded_at=now)
    person = by if isinstance(by, User) else None
    plan = TimetablePlan.objects.create(
        round=round_,
        version=version,
        origin=TimetablePlan.Origin.WORKBOOK,
        asked=as_json(_asked(round_, held)),
        sittings=sittings_as_json(Timetable(_sittings(held))),
        made_by=person,
        made_at=now,
        published_by=person,
        published_at=now,
    )
    record("panels.timetable_adopted", plan, by=by, scope=round_.scope, version=version)
    return plan


def _sittings(slots: Iterable[Slot]) -> tuple[Sitting, ...]:
    """Slots of one candidate that follow one another in one room are one sitting."""
    found: list[Sitting] = []
    for slot in slots:
        hours = Stretch(slot.starts, slot.ends)
        before = next(
            (s for s in reversed(found) if s.candidate == number_of(slot.candidate)), None
        )
        if before and _goes_on(before, slot):
            found.remove(before)
            hours = Stretch(before.hours.starts, max(before.hours.ends, slot.ends))
        found.append(Sitting(number_of(slot.candidate), slot.date, slot.room, hours))
    return in_order(found)


def _goes_on(before: Sitting, slot: Slot) -> bool:
    same_place = (before.day, before.room) == (slot.date, slot.room)
    return same_place and before.hours.starts <= slot.starts <= before.hours.ends


def _asked(round_: Round, slots: list[Slot]) -> Asked:
    """What must have been asked for: nothing is known of capacities, gaps and reserve."""
    seats = Seat.objects.in_force().filter(round=round_).values_list("number", flat=True)
    members = frozenset(map(str, seats))
    minutes: dict[str, list[int]] = defaultdict(list)
    for slot in slots:
        minutes[slot.instrument.code].append(Stretch(slot.starts, slot.ends).minutes)
    asked = Asked(
        days=opening_hours(_sittings(slots)),
        rooms=tuple(
            AskedRoom(name, None, members) for name in dict.fromkeys(slot.room for slot in slots)
        ),
        parts=tuple(
            Part(code, max(set(found), key=lambda n: (found.count(n), n)))
            for code, found in minutes.items()
        ),
        reserve=0,
        least_members=round_.quorum or len(members) // 2 + 1,
    )
    return replace(asked, breaks=breaks_in_force(asked, break_rules()))
