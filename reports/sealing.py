"""How far a round is from its unsealing: days closed, minutes confirmed, requests that wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from panels.models import Seat
from panels.permissions import rights_in
from scoring.alarms import newest_alarm
from scoring.closing import Ending, ending_of
from scoring.hours import open_sheets
from scoring.models import Alarm, Closing, Confirmation, Reopening, Unsealing
from scoring.reopening import reopenings_for
from scoring.unsealing import missing_for_unsealing, silent_members
from selection.models import Round


@dataclass(frozen=True, slots=True)
class Minutes:
    """One closed day on the page: how many of the members confirmed it, and whether I did."""

    closing: Closing
    confirmed: int
    members: int
    is_mine: bool
    waits_for_me: bool

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed >= self.members


@dataclass(frozen=True, slots=True)
class Seal:
    """The page. `rights`: what the viewer may do now, by the names of Action.

    `silent`: number of the minutes -> names who have not confirmed them. While an unsealing waits
    for its witness no root is shown anywhere: it has to come off the paper.
    """

    round: Round
    rights: frozenset[str]
    minutes: Sequence[Minutes]
    ending: Ending | None
    open_sheets: int
    alarm: Alarm | None
    reopenings: Sequence[Reopening]
    pending: Unsealing | None
    is_mine: bool
    missing: Sequence[str]
    silent: dict[int, list[str]]

    @property
    def may_ask(self) -> bool:
        return "UNSEAL" in self.rights and self.pending is None and not self.missing

    @property
    def may_witness(self) -> bool:
        return "WITNESS_UNSEALING" in self.rights and self.pending is not None and not self.is_mine


def seal_of(round_: Round, viewer: User) -> Seal:
    """What the viewer, for whom the round was fetched, may read and do."""
    pending = pending_unsealing(round_)
    scoring = round_.is_scoring
    return Seal(
        round=round_,
        rights=frozenset(action.name for action in rights_in(round_)),
        minutes=_minutes(round_, viewer),
        ending=ending_of(round_),
        open_sheets=open_sheets(round_),
        alarm=newest_alarm(round_),
        reopenings=list(reopenings_for(round_, viewer)) if scoring else [],
        pending=pending,
        is_mine=pending is not None and pending.requested_by_id == viewer.pk,
        missing=missing_for_unsealing(round_) if scoring else [],
        silent=silent_members(round_) if scoring else {},
    )


def pending_unsealing(round_: Round) -> Unsealing | None:
    """The request that waits for a witness, if there is one."""
    pending = Unsealing.objects.pending().filter(round=round_)
    return pending.select_related("requested_by").first()


def _minutes(round_: Round, viewer: User) -> list[Minutes]:
    seats = list(Seat.objects.in_force().filter(round=round_))
    mine = {seat.pk for seat in seats if seat.user_id == viewer.pk}
    in_force = {seat.pk for seat in seats}
    said: dict[int, set[int]] = {}
    confirmations = Confirmation.objects.filter(closing__round=round_)
    for closing, seat in confirmations.values_list("closing_id", "seat_id"):
        said.setdefault(closing, set()).add(seat)
    return [
        Minutes(
            closing=closing,
            confirmed=len(said.get(closing.pk, set()) & in_force),
            members=len(seats),
            is_mine=bool(mine & said.get(closing.pk, set())),
            waits_for_me=bool(mine - said.get(closing.pk, set())) and round_.is_scoring,
        )
        for closing in Closing.objects.filter(round=round_).order_by("number")
    ]
