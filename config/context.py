"""What every page's frame shows: the agency, who is signed in as what, the menu."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import FilteredRelation, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.access import ROLES
from accounts.models import Membership, User
from accounts.policy import POLICY, Action, Role
from panels.models import Seat
from reports.places import Place, places_of


@dataclass(frozen=True, slots=True)
class MenuItem:
    """`current` is `page` for the place itself, `true` for a page that belongs to it.

    `is_folded`: it stands behind the others, under one name for all of its kind.
    """

    url: str
    label: str
    current: str
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What the user is, and for which agency."""

    role: Role
    label: str
    agency: str
    phone: str


def frame(request: HttpRequest) -> dict[str, object]:
    """`frame` for base.html; asks the database once, and only when a page shows it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"is_local": settings.LOCAL}
    parts = _parts(user)
    about = getattr(request, "about", None)
    places = _items(request, places_of(about)) if about else []
    return {
        "agency_name": parts[0].agency if parts else "",
        "phone": parts[0].phone if parts else "",
        "role_label": ", ".join(dict.fromkeys(part.label for part in parts)),
        "menu": _menu(request, {part.role for part in parts}),
        "places": places,
        "folds": any(item.is_folded for item in places),
        "round": about,
        "is_local": settings.LOCAL,
    }


def _parts(user: User) -> list[Part]:
    """What the user is in agencies, then on the panels sat on last."""
    rows = (
        User.objects.filter(pk=user.pk)
        .annotate(
            membership=FilteredRelation("memberships", condition=Q(memberships__ended_at=None)),
            seat=FilteredRelation("seats", condition=Q(seats__withdrawn_at=None)),
        )
        .order_by("membership__pk", "-seat__pk")
        .values_list(
            *("membership__role", "membership__agency__name", "membership__agency__phone"),
            *("seat__part", "seat__number"),
            *("seat__round__agency__name", "seat__round__agency__phone"),
        )
    )
    agencies = [_in_agency(*row[:3]) for row in rows if row[0]]
    panels = dict.fromkeys(_on_panel(*row[3:]) for row in rows if row[3])
    return list(dict.fromkeys([*agencies, *list(panels)[:3]]))


def _in_agency(role: str, agency: str, phone: str) -> Part:
    return Part(ROLES[Membership.Role(role)], Membership.Role(role).label, agency, phone)


def _on_panel(part: str, number: int, agency: str, phone: str) -> Part:
    if part == Seat.Part.CHAIR:
        return Part(Role.CHAIR, "Ketua panitia", agency, phone)
    return Part(Role.MEMBER, f"Penilai {number}", agency, phone)


def _menu(request: HttpRequest, roles: set[Role]) -> list[MenuItem]:
    """The places that do not belong to one round, as far as the roles may open them."""
    places = [
        (Action.OPEN_HOME, "reports:home", "Beranda"),
        (Action.SCORE, "scoring:agenda", "Penilaian saya"),
        (Action.DECLARE, "panels:mine", "Pernyataan saya"),
        (Action.READ_TALENT_POOL, "reports:talent-pool", "Talenta"),
        (Action.LOAD_ROUND, "workbook:uploads", "Buku kerja"),
        (Action.READ_ACCOUNTS, "accounts:accounts", "Akun"),
    ]
    shown = [
        Place(reverse(name), label)
        for action, name, label in places
        if roles & POLICY[action].keys()
    ]
    return _items(request, shown)


def _items(request: HttpRequest, shown: list[Place]) -> list[MenuItem]:
    here = _place(request, shown)
    kind = "page" if here and request.path == here.url else "true"
    return [
        MenuItem(
            place.url,
            place.label,
            current=kind if place is here else "",
            is_folded=place.is_earlier and place is not here,
        )
        for place in shown
    ]


def _place(request: HttpRequest, shown: list[Place]) -> Place | None:
    """The place of the menu to which the page belongs; none for sign-in and unknown addresses."""
    match = request.resolver_match
    if not match or not match.app_name:
        return None
    above = [place for place in shown if place.nearness(request.path)]
    return max(above, key=lambda place: place.nearness(request.path), default=None)
