"""Staff put the panel together, member by member, while the round is a draft."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actions import ensure_user
from accounts.models import Membership, User
from accounts.spelling import bare_name
from audit.actions import record
from panels.models import Conflict, Seat
from selection.models import Round

FIXED = (
    "Susunan panitia sudah ditetapkan, sehingga tidak diubah di sini. Ajukan perubahan: ketua dan"
    " Kepala BKPSDM harus menyetujuinya."
)
FIELDS = ("name", "post", "institution", "element", "is_internal", "part")


@dataclass(frozen=True, slots=True)
class Person:
    """A member as staff enter him. `element`, `part`: values of Seat.Element and Seat.Part."""

    email: str
    name: str
    post: str
    institution: str
    element: str
    is_internal: bool
    part: str


class PanelFixed(Exception):
    """The panel no longer changes by staff alone."""


class SeatTaken(Exception):
    """This person, or this part, has a seat already."""


class NotEligible(Exception):
    """Who prepares, decides or audits the round does not judge in it."""


@transaction.atomic
def add_seat(round_: Round, person: Person, *, by: User) -> Seat:
    """Give the person the next number. Raises PanelFixed, SeatTaken, NotEligible."""
    locked = _draft(round_)
    refuse_officer(locked, person.email)
    require_free(locked, person)
    user = ensure_user(person.email, person.name, by=by)
    seat = place(locked, user, person)
    record("panels.seat_added", seat, by=by, scope=locked.scope, number=seat.number)
    return seat


@transaction.atomic
def change_seat(seat: Seat, person: Person, *, by: User) -> Seat:
    """Correct what is said of a member; his address stays. Raises PanelFixed, SeatTaken."""
    locked = _draft(seat.round)
    require_free(locked, person, leaving=seat)
    before = {field: getattr(seat, field) for field in FIELDS}
    _describe(seat, person)
    seat.save(update_fields=FIELDS)
    changed = {
        field: getattr(seat, field) for field in FIELDS if before[field] != getattr(seat, field)
    }
    record("panels.seat_changed", seat, by=by, scope=locked.scope, **changed)
    return seat


@transaction.atomic
def withdraw_seat(seat: Seat, *, by: User) -> None:
    """Take the member off the panel; the number stays his. Raises PanelFixed."""
    locked = _draft(seat.round)
    leave(seat)
    record("panels.seat_withdrawn", seat, by=by, scope=locked.scope, number=seat.number)


def require_free(round_: Round, person: Person, *, leaving: Seat | None = None) -> None:
    """Refuse a second seat for the same person, and a second chair. Raises SeatTaken.

    `leaving`: the seat that the person has already, or takes over.
    """
    others = Seat.objects.in_force().filter(round=round_).select_related("user")
    if leaving:
        others = others.exclude(pk=leaving.pk)
    for seat in others.order_by("number"):
        if seat.user.email == person.email.lower():
            raise SeatTaken(f"Alamat {person.email} sudah dipakai penilai lain: {seat.name}.")
        if bare_name(seat.name) == bare_name(person.name):
            raise SeatTaken(f"{seat.name} sudah menjadi penilai. Satu orang hanya satu kursi.")
        if seat.is_chair and person.part == Seat.Part.CHAIR:
            raise SeatTaken(
                f"{seat.name} sudah menjadi ketua. Ubah perannya lebih dahulu, lalu simpan lagi."
            )


def refuse_officer(round_: Round, email: str) -> None:
    held = Membership.objects.filter(
        agency=round_.agency_id, ended_at=None, user__email=email.lower()
    ).first()
    if held:
        raise NotEligible(
            f"{held.get_role_display()} tidak menilai dalam putaran instansinya. Pilih orang lain."
        )


def place(round_: Round, user: User, person: Person) -> Seat:
    """A seat for the user: the one he had before, with what he declared in it, or a new one."""
    seat = Seat.objects.filter(round=round_, user=user).first()
    if seat is None:
        last = Seat.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0
        seat = Seat(round=round_, user=user, number=last + 1)
    elif seat.withdrawn_at:
        left_with_it = Conflict.objects.filter(seat=seat, withdrawn_at=seat.withdrawn_at)
        left_with_it.update(withdrawn_at=None)
    _describe(seat, person)
    seat.withdrawn_at = None
    seat.save()
    return seat


def leave(seat: Seat) -> None:
    """The seat and its conflicts are withdrawn at one moment; the signed declarations stay."""
    now = timezone.now()
    Conflict.objects.in_force().filter(seat=seat).update(withdrawn_at=now)
    seat.withdrawn_at = now
    seat.save(update_fields=["withdrawn_at"])


def _draft(round_: Round) -> Round:
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise PanelFixed(FIXED)
    return locked


def _describe(seat: Seat, person: Person) -> None:
    for field in FIELDS:
        setattr(seat, field, getattr(person, field))
