"""The progress board out of the tables: states only, so that no look at it tells of a score."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from candidates.models import Candidate
from panels.models import Conflict, Seat
from panels.names import by_name
from scoring.board import UNDATED, Board, Cell, Column, Row, State, short_names
from scoring.models import Nudge, Sheet
from scoring.models.sheets import SheetQuerySet
from scoring.nudging import PAUSE
from scoring.slots import Hours, hours_on, slot_among, slots_by_candidate
from scoring.states import state
from selection.models import Round

STATES = {
    "draft": State.BEGUN,
    "filled": State.FILLED,
    "reopened": State.REOPENED,
    "signed": State.SIGNED,
    "excused": State.EXCUSED,
}

EDITION = """SELECT md5(concat_ws('|',
    (SELECT concat_ws(' ', r.phase, h.now::date) FROM selection_round r WHERE r.id = h.round),
    (SELECT string_agg(concat_ws(' ', s.id, s.state), ' ' ORDER BY s.id)
        FROM ({sheets}) s (round, id, state) WHERE s.round = h.round),
    (SELECT string_agg(concat_ws(' ', s, s.date + s.starts <= h.now, s.date + s.ends <= h.now),
        ' ' ORDER BY s.id) FROM panels_slot s
        WHERE s.round_id = h.round AND s.withdrawn_at IS NULL),
    (SELECT string_agg(concat_ws(' ', p.id, p.name), ' ' ORDER BY p.id) FROM panels_seat p
        WHERE p.round_id = h.round AND p.withdrawn_at IS NULL),
    (SELECT string_agg(concat_ws(' ', c.seat_id, c.candidate_id), ' ' ORDER BY c.id)
        FROM panels_conflict c JOIN panels_seat p ON p.id = c.seat_id
        WHERE p.round_id = h.round AND c.withdrawn_at IS NULL AND NOT c.still_scores),
    (SELECT string_agg(concat_ws(' ', n.id, n.seen_at, n.sent_at > h.lately), ' ' ORDER BY n.id)
        FROM scoring_nudge n JOIN panels_seat p ON p.id = n.seat_id WHERE p.round_id = h.round)
)) FROM (SELECT %s::bigint AS round, %s::timestamp AS now, %s::timestamptz AS lately) h"""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A candidate on one day (None: without a time): when, and the states of sheets by seat."""

    day: date | None
    candidate: Candidate
    hours: Hours | None
    states: Mapping[int, Sequence[State]]


def board_of(round_: Round, wanted: str, now: datetime) -> Board:
    """The board of one day: of `wanted` (ISO) if the round has it, else of the one that counts now.

    `now` in local time.
    """
    sittings = _sittings(round_, now)
    days = sorted({s.day for s in sittings}, key=lambda day: (day is None, day or now.date()))
    shown = _chosen(days, wanted, now.date())
    seats = sorted(_seats(round_), key=by_name)
    names = short_names(seats)
    recused = _recused(round_)
    here = sorted((s for s in sittings if s.day == shown), key=_by_time)
    rows = [_row(sitting, names, recused, now) for sitting in here]
    return Board(
        round=round_,
        days=days,
        day=shown,
        rows=rows,
        columns=_columns(seats, rows, _last_nudges(round_), now),
    )


def edition_of(round_: Round, now: datetime) -> str:
    """What the boards of a round say, as one hash: it changes when one of them does.

    One question to the database, about the sheets' states: neither what is written on a sheet nor
    how often it was saved moves the answer. `now` in local time.
    """
    sql, given = _edition()
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, round_.pk, now.replace(tzinfo=None), now - PAUSE])
        edition: str = cursor.fetchone()[0]
    return edition


@cache
def _edition() -> tuple[str, tuple[Any, ...]]:
    """The question, put together once: fifty screens ask it every few seconds."""
    sheets = Sheet.objects.in_force().filter(seat__withdrawn_at=None).annotate(state=state())
    sql, given = sheets.values_list("seat__round", "pk", "state").query.sql_with_params()
    return EDITION.format(sheets=sql), given


def _seats(round_: Round) -> QuerySet[Seat]:
    return Seat.objects.in_force().filter(round=round_).select_related("user")


def _sheets(round_: Round) -> SheetQuerySet:
    return Sheet.objects.in_force().filter(seat__round=round_, seat__withdrawn_at=None)


def _sittings(round_: Round, now: datetime) -> list[Sitting]:
    """Every candidate on every day on which somebody has a sheet for him."""
    slots = slots_by_candidate([round_.pk])
    people = Candidate.objects.in_force().filter(round=round_).in_bulk()
    duties = (
        _sheets(round_)
        .annotate(state=state())
        .values_list("candidate", "seat", "instrument", "vacancy", "state", named=True)
    )
    found: dict[tuple[int, date | None], dict[int, list[State]]] = {}
    for duty in duties.order_by("pk"):
        slot = slot_among(duty.instrument, duty.vacancy, slots[duty.candidate])
        seats = found.setdefault((duty.candidate, slot.date if slot else None), defaultdict(list))
        hours = hours_on(slot.date, slots[duty.candidate], now.tzinfo) if slot else None
        idle = State.WAITING if hours and hours.starts > now else State.NOT_BEGUN
        seats[duty.seat].append(STATES.get(duty.state, idle))
    return [
        Sitting(
            day=day,
            candidate=people[candidate],
            hours=hours_on(day, slots[candidate], now.tzinfo) if day else None,
            states=states,
        )
        for (candidate, day), states in found.items()
    ]


def _chosen(days: Sequence[date | None], wanted: str, today: date) -> date | None:
    """The day asked for; else today, or the next one, or the last."""
    named = {day.isoformat() if day else UNDATED: day for day in days}
    if wanted in named:
        return named[wanted]
    dated = [day for day in days if day]
    coming = [day for day in dated if day >= today]
    return next(iter([*coming, *reversed(dated)]), None)


def _recused(round_: Round) -> set[tuple[int, int]]:
    """Pairs of seat and candidate."""
    conflicts = Conflict.objects.in_force().filter(seat__round=round_, still_scores=False)
    return set(conflicts.values_list("seat_id", "candidate_id"))


def _by_time(sitting: Sitting) -> tuple[object, ...]:
    """Never by anything that depends on a sheet."""
    hours = sitting.hours
    return (hours is None, hours and hours.starts, sitting.candidate.number)


def _row(
    sitting: Sitting, names: Mapping[int, str], recused: set[tuple[int, int]], now: datetime
) -> Row:
    hours = sitting.hours
    is_over = hours is not None and hours.ends <= now
    return Row(
        candidate=sitting.candidate,
        hours=hours,
        cells=[
            Cell(
                member=name,
                states=sitting.states.get(seat, ()),
                is_recused=(seat, sitting.candidate.pk) in recused,
                is_over=is_over,
            )
            for seat, name in names.items()
        ],
        is_now=hours is not None and hours.starts <= now < hours.ends,
        is_over=is_over,
    )


def _columns(
    seats: Sequence[Seat], rows: Sequence[Row], nudges: Mapping[int, Nudge], now: datetime
) -> list[Column]:
    names = short_names(seats)
    return [
        Column(
            seat=seat,
            name=names[seat.pk],
            cells=[row.cells[place] for row in rows],
            waiting=[row.candidate for row in rows if row.is_due and row.cells[place].is_open],
            nudge=nudges.get(seat.pk),
            is_nudged_lately=seat.pk in nudges and nudges[seat.pk].sent_at > now - PAUSE,
        )
        for place, seat in enumerate(seats)
    ]


def _last_nudges(round_: Round) -> dict[int, Nudge]:
    nudges = Nudge.objects.filter(seat__round=round_).order_by("seat", "-sent_at", "-pk")
    return {nudge.seat_id: nudge for nudge in nudges.distinct("seat")}
