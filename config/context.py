"""What every page's frame shows: the agency, who is signed in as what, the menu."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.access import ROLES
from accounts.models import Agency, Membership, User
from accounts.policy import POLICY, Action, Role
from panels.models import Seat


@dataclass(frozen=True, slots=True)
class MenuItem:
    url: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What the user is, and where."""

    agency: Agency
    role: Role
    label: str


def frame(request: HttpRequest) -> dict[str, object]:
    """`frame` for base.html; asks the database once, and only when a page shows it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"is_local": settings.LOCAL}
    parts = [*_memberships(user), *_seats(user)]
    agency = parts[0].agency if parts else None
    return {
        "agency_name": agency.name if agency else "",
        "phone": agency.phone if agency else "",
        "role_label": ", ".join(dict.fromkeys(part.label for part in parts)),
        "menu": _menu(request, {part.role for part in parts}),
        "is_local": settings.LOCAL,
    }


def _memberships(user: User) -> list[Part]:
    memberships = Membership.objects.filter(user=user, ended_at=None).select_related("agency")
    return [
        Part(m.agency, ROLES[Membership.Role(m.role)], Membership.Role(m.role).label)
        for m in memberships.order_by("pk")
    ]


def _seats(user: User) -> list[Part]:
    seats = Seat.objects.in_force().filter(user=user).select_related("round__agency")
    return [
        Part(
            seat.round.agency,
            Role.CHAIR if seat.is_chair else Role.MEMBER,
            "Ketua panitia" if seat.is_chair else f"Penilai {seat.number}",
        )
        for seat in seats.order_by("-pk")[:3]
    ]


def _menu(request: HttpRequest, roles: set[Role]) -> list[MenuItem]:
    """The places that do not belong to one round, as far as the roles may open them."""
    places = [
        (Action.OPEN_HOME, "reports:home", "Beranda"),
        (Action.SCORE, "scoring:agenda", "Penilaian saya"),
        (Action.LOAD_ROUND, "workbook:uploads", "Buku kerja"),
        (Action.READ_ACCOUNTS, "accounts:accounts", "Akun"),
    ]
    shown = [place for place in places if roles & POLICY[place[0]].keys()]
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [MenuItem(reverse(name), label, name == here) for _, name, label in shown]
