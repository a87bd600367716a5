"""The people of an agency and of its rounds' panels, as the accounts page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Agency, User


@dataclass(frozen=True, slots=True)
class Account:
    """One person: `is_active` once the activation card was used."""

    user: User
    roles: Sequence[str]
    is_active: bool


def people_of(agency: Agency) -> QuerySet[User]:
    """Members of the agency and of the panels of its rounds."""
    member = Q(memberships__agency=agency, memberships__ended_at=None)
    seated = Q(seats__round__agency=agency, seats__withdrawn_at=None)
    return User.objects.filter(member | seated).distinct()


def accounts_of(agency: Agency) -> list[Account]:
    """Everybody by name, with the roles that each has here."""
    people = people_of(agency).prefetch_related("memberships", "seats__round")
    return [_account(user, agency) for user in people.order_by("name", "pk")]


def _account(user: User, agency: Agency) -> Account:
    roles = [m.get_role_display() for m in user.memberships.all() if _is_current(m, agency)]
    seats = user.seats.all()
    if any(s.round.agency_id == agency.pk and s.withdrawn_at is None for s in seats):
        roles.append("Penilai")
    return Account(user, roles, user.has_usable_password())


def _is_current(membership: object, agency: Agency) -> bool:
    return (
        getattr(membership, "agency_id", None) == agency.pk
        and getattr(membership, "ended_at", None) is None
    )
