"""The people of an agency and of its rounds' panels, as the accounts page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.actions import GRANTABLE
from accounts.models import Agency, Membership, User


@dataclass(frozen=True, slots=True)
class Account:
    """One person: `is_active` once the activation card was used.

    `role` is what the person is in the agency, `sits` whether on a panel of its rounds; `roles`
    are all of it in words.
    """

    user: User
    role: Membership.Role | None
    sits: bool
    roles: Sequence[str]
    is_active: bool

    @property
    def has_changeable_role(self) -> bool:
        """Whether the head of the agency may give or end the role."""
        return not self.sits if self.role is None else self.role in GRANTABLE


def people_of(agency: Agency) -> QuerySet[User]:
    """Members of the agency and of the panels of its rounds; and who was one, or was invited.

    Somebody who left and now belongs to another agency is no longer ours to see.
    """
    member = Q(memberships__agency=agency, memberships__ended_at=None)
    seated = Q(seats__round__agency=agency, seats__withdrawn_at=None)
    known = Q(memberships__agency=agency) | Q(invitations__agency=agency)
    busy = Membership.objects.filter(user=OuterRef("pk"), ended_at=None)
    sitting = User.objects.filter(pk=OuterRef("pk"), seats__isnull=False, seats__withdrawn_at=None)
    free = ~Exists(busy) & ~Exists(sitting)
    return User.objects.filter(member | seated | known & free).distinct()


def accounts_of(agency: Agency) -> list[Account]:
    """Everybody by name, with the roles that each has here."""
    people = people_of(agency).prefetch_related("memberships", "seats__round")
    return [account_of(user, agency) for user in people.order_by("name", "pk")]


def account_of(user: User, agency: Agency) -> Account:
    """What the person is in this agency."""
    held = [m for m in user.memberships.all() if m.agency_id == agency.pk and m.ended_at is None]
    roles = [m.get_role_display() for m in held]
    seats = user.seats.all()
    sits = any(s.round.agency_id == agency.pk and s.withdrawn_at is None for s in seats)
    if sits:
        roles.append("Penilai")
    role = Membership.Role(held[0].role) if held else None
    return Account(user, role, sits, roles, user.has_usable_password())
