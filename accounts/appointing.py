"""The first people of an agency, appointed at the server's terminal before anybody can sign in."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import BelongsElsewhere, appoint, ensure_agency, ensure_user, issue_card
from accounts.cards import Card
from accounts.models import Agency, Membership, User
from audit.actions import Actor


class Unappointable(Exception):
    """The person cannot be appointed; the message says why, and that nothing was stored."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """What came of it: whose role it is now, what was new, and the card or why there is none."""

    user: User
    agency: Agency
    is_new_agency: bool
    is_new_user: bool
    is_new_role: bool
    card: Card | None
    no_card_because: str


@transaction.atomic
def appoint_person(
    email: str, name: str, agency_name: str, role: Membership.Role, *, by: Actor
) -> Appointment:
    """Make the agency and the account where they are missing, appoint, print a card where needed.

    Doing it again changes nothing, except that an unused card is replaced. Raises Unappointable.
    """
    email, name, agency_name = email.strip(), _tidy(name), _tidy(agency_name)
    _check(email, name, agency_name)
    is_new_agency = not Agency.objects.filter(name=agency_name).exists()
    is_new_user = not User.objects.filter(email__iexact=email).exists()
    agency = ensure_agency(agency_name, by=by)
    user = ensure_user(email, name, by=by)
    if not user.is_active:
        raise Unappointable(f"Akun {user.email} sudah ditutup. Tidak ada yang disimpan.")
    held = Membership.objects.filter(user=user, agency=agency, role=role, ended_at=None)
    is_new_role = not held.exists()
    appoint(user, agency, role, by=by)
    card, reason = None, ""
    if not user.has_usable_password():
        try:
            card = issue_card(user, agency, by=by)
        except BelongsElsewhere as refusal:
            reason = str(refusal)
    return Appointment(user, agency, is_new_agency, is_new_user, is_new_role, card, reason)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _check(email: str, name: str, agency_name: str) -> None:
    try:
        User(email=email.lower(), name=name).clean_fields(exclude=["password"])
    except ValidationError as fault:
        field, said = next(iter(fault.message_dict.items()))
        word = {"email": "Alamat email", "name": "Nama"}[field]
        raise Unappointable(f"{word} tidak dapat dipakai: {said[0]}") from None
    try:
        Agency(name=agency_name).clean_fields()
    except ValidationError as fault:
        said = fault.message_dict["name"]
        raise Unappointable(f"Nama instansi tidak dapat dipakai: {said[0]}") from None
