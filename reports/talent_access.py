"""Whose talent values a person may see: a panel member only those of whom he has signed.

So no value sways a score (halo). Whoever sits on a round's panel is a member there, whatever
else this person is in the agency: a second hat gives no right (security.md 4.2).
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from accounts.access import ROLES, SignedInRequest, grant
from accounts.models import Membership, User
from accounts.policy import POLICY, Action, Role, When, allows
from candidates.models import Candidate
from panels.permissions import roles_in, rounds_of, states_of
from selection.models import Round

PANEL = {Role.MEMBER, Role.CHAIR}
NOT_SIGNED = "Matriks talenta dapat Anda lihat setelah menandatangani lembar nilai kandidat ini."


def judges(round_: Round) -> bool:
    """Whether the user for whom the round was fetched sits on its panel."""
    return bool(roles_in(round_) & PANEL)


def sees_pool(round_: Round) -> bool:
    """Whether this user may choose the import, and see the other officials around the round's."""
    return not judges(round_) and bool(roles_in(round_) & POLICY[Action.READ_TALENT_POOL].keys())


def open_candidates(round_: Round, user: User) -> QuerySet[Candidate]:
    """The round's candidates whose talent values this user may see."""
    candidates = Candidate.objects.in_force().filter(round=round_).select_related("official")
    return _signed(candidates, user) if judges(round_) else candidates


def candidate_for(request: SignedInRequest, code: str, number: int) -> tuple[Round, Candidate]:
    """A round and its candidate, both visible to the user (else 404) and open to him (else 403)."""
    round_ = rounds_of(request.user).filter(code=code).first()
    if round_ is None:
        raise Http404
    candidates = Candidate.objects.in_force().filter(round=round_)
    candidate = candidates.select_related("official").filter(number=number).first()
    roles, states = roles_in(round_), states_of(round_)
    if candidate is not None and judges(round_):
        if not open_candidates(round_, request.user).filter(pk=candidate.pk).exists():
            raise PermissionDenied(NOT_SIGNED)
        roles, states = roles & PANEL, states | {When.SIGNED}
    grant(request, Action.READ_TALENT, roles, states)
    if candidate is None:
        raise Http404
    return round_, candidate


def closed_officials(user: User) -> set[int]:
    """Officials whom this user still has to judge somewhere: closed in the agency's pool too."""
    judged = Candidate.objects.in_force().filter(
        round__seats__user=user, round__seats__withdrawn_at=None
    )
    signed = _signed(Candidate.objects.in_force(), user).values("pk")
    return set(judged.exclude(pk__in=signed).values_list("official_id", flat=True))


def may_load(user: User) -> bool:
    """Whether the user may put an export into the pool of some agency."""
    roles = user.memberships.filter(ended_at=None).values_list("role", flat=True)
    mine = {ROLES[Membership.Role(role)] for role in roles}
    return allows(Action.LOAD_TALENT, mine, {When.ALWAYS})


def _signed(candidates: QuerySet[Candidate], user: User) -> QuerySet[Candidate]:
    """Those for whom the user has sheets, all of them signed."""
    own = Q(sheets__withdrawn_at=None, sheets__seat__user=user, sheets__seat__withdrawn_at=None)
    return candidates.alias(
        own=Count("sheets", filter=own, distinct=True),
        unsigned=Count("sheets", filter=own & Q(sheets__signed_at=None), distinct=True),
    ).filter(own__gt=0, unsigned=0)
