"""Which rounds a person has a part in, and as what."""

from django.http import Http404

from accounts.access import ROLES, SignedInRequest, grant
from accounts.models import Membership, User
from accounts.policy import Action, Role, When, allows
from panels.models import Seat
from selection.models import Round, RoundQuerySet


def grant_member(request: SignedInRequest, action: Action) -> None:
    """Let whoever sits on some panel see what is his own; refuse everybody else."""
    seats = Seat.objects.in_force().filter(user=request.user)
    grant(request, action, {Role.MEMBER} if seats.exists() else set(), {When.OWN})


def rounds_of(user: User) -> RoundQuerySet:
    """The user's rounds with their agency, each knowing what the user is in it."""
    return Round.objects.visible_to(user).select_related("agency")


def roles_in(round_: Round) -> set[Role]:
    """The roles of the user for whom `rounds_of` fetched this round."""
    my_role, my_part = getattr(round_, "my_role", None), getattr(round_, "my_part", None)
    roles = {ROLES[Membership.Role(my_role)]} if my_role else set()
    if my_part:
        roles.add(Role.CHAIR if my_part == Seat.Part.CHAIR else Role.MEMBER)
    return roles


def states_of(round_: Round) -> set[When]:
    """The conditions of the policy table that hold for a round now."""
    states = {When.ALWAYS}
    if round_.is_draft:
        states.add(When.DRAFT)
    if round_.is_frozen:
        states.add(When.FROZEN)
    if not round_.is_draft and not round_.is_unsealed:
        states.add(When.FIXED)
    if round_.is_scoring:
        states.add(When.SCORING)
    if not round_.is_unsealed:
        states.add(When.BEFORE_UNSEALING)
    if round_.is_unsealed:
        states |= {When.UNSEALED}
        states.add(When.HANDED_OVER if round_.is_handed_over else When.NOT_HANDED_OVER)
    return states


def may(round_: Round, action: Action) -> bool:
    """Whether the user for whom the round was fetched may do this now."""
    return allows(action, roles_in(round_), states_of(round_))


def rights_in(round_: Round) -> frozenset[Action]:
    """All that the user for whom the round was fetched may do now."""
    roles, states = roles_in(round_), states_of(round_)
    return frozenset(action for action in Action if allows(action, roles, states))


def round_for(request: SignedInRequest, action: Action, code: str) -> Round:
    """The round, if the user has a part in it (else 404) and may do this now (else 403)."""
    round_ = rounds_of(request.user).filter(code=code).first()
    if round_ is None:
        raise Http404
    grant(request, action, roles_in(round_), states_of(round_))
    request.about = round_
    return round_


def my_seat(request: SignedInRequest, action: Action, code: str) -> Seat:
    """The user's own seat in the round (else 404), for what only its member may do."""
    seats = Seat.objects.in_force().filter(user=request.user, round__code=code)
    seat = seats.select_related("round__agency", "user").first()
    if seat is None:
        raise Http404
    grant(request, action, {Role.MEMBER}, {When.OWN})
    return seat
