import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts import cards
from accounts.models import Agency, Invitation, Membership, User
from audit.actions import Actor, record


class BelongsElsewhere(Exception):
    """Another agency knows this person too; one agency's card would open the other's rounds."""


class AlreadyActive(Exception):
    """The account has a password; a card for it would take it over."""


@transaction.atomic
def ensure_agency(name: str, *, by: Actor) -> Agency:
    """The agency of this name; a new one gets an empty letterhead."""
    agency, is_new = Agency.objects.get_or_create(name=name)
    if is_new:
        record("accounts.agency_created", agency, by=by, scope=agency.scope)
    return agency


@transaction.atomic
def ensure_user(email: str, name: str, *, by: Actor) -> User:
    """The account of this address; a new one cannot sign in before its card is used."""
    held = User.objects.filter(email__iexact=email).first()
    if held:
        return held
    user = User(email=email.lower(), name=name)
    user.set_unusable_password()
    user.save()
    record("accounts.user_created", user, by=by, scope="accounts")
    return user


@transaction.atomic
def appoint(user: User, agency: Agency, role: Membership.Role, *, by: Actor) -> Membership:
    """Give the person this role in the agency; the earlier role there ends."""
    held = Membership.objects.select_for_update().filter(user=user, agency=agency, ended_at=None)
    current = held.first()
    if current and current.role == role:
        return current
    held.update(ended_at=timezone.now())
    membership = Membership.objects.create(user=user, agency=agency, role=role)
    record("accounts.appointed", user, by=by, scope=agency.scope, role=role.value)
    return membership


@transaction.atomic
def issue_card(user: User, agency: Agency, *, by: User) -> cards.Card:
    """Make an activation card: a random link and eight digits, valid for a day, used once."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if _belongs_elsewhere(locked, agency):
        raise BelongsElsewhere(
            "Orang ini juga bertugas di instansi lain. Kartunya dibuat oleh instansi itu."
        )
    if locked.has_usable_password():
        raise AlreadyActive(
            "Akun ini sudah aktif. Kartu hanya untuk akun yang belum pernah dipakai."
        )
    token, code = secrets.token_urlsafe(16), f"{secrets.randbelow(10**8):08}"
    now = timezone.now()
    Invitation.objects.filter(user=locked, used_at=None, expires_at__gt=now).update(expires_at=now)
    invitation = Invitation.objects.create(
        user=locked,
        agency=agency,
        token_sha256=cards.digest(token),
        code_hash=make_password(code),
        invited_by=by,
        invited_at=now,
        expires_at=now + cards.LIFETIME,
    )
    record("accounts.card_issued", locked, by=by, scope=agency.scope)
    return cards.Card(locked, token, code, invitation.expires_at)


@transaction.atomic
def try_code(invitation: Invitation, code: str, *, by: User) -> bool:
    """Whether the digits are the card's; wrong tries are counted, and five spend the card."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    cards.require_good(locked)
    if cards.is_code(locked, code):
        return True
    locked.failures += 1
    locked.save(update_fields=["failures"])
    record("accounts.card_code_wrong", locked, by=by, scope="accounts", failures=locked.failures)
    return False


@transaction.atomic
def activate(invitation: Invitation, password: str, *, by: User) -> User:
    """Set the person's first password and spend the card."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    cards.require_good(locked)
    by.set_password(password)
    by.save(update_fields=["password"])
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    record("accounts.activated", by, by=by, scope=locked.agency.scope)
    return by


@transaction.atomic
def set_password(user: User, password: str, *, by: User) -> None:
    """Change a password that exists: by its owner, signed in or with a reset link."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("accounts.password_changed", user, by=by, scope="accounts")


def _belongs_elsewhere(user: User, agency: Agency) -> bool:
    member = user.memberships.filter(ended_at=None).exclude(agency=agency)
    seated = user.seats.filter(withdrawn_at=None).exclude(round__agency=agency)
    return member.exists() or seated.exists()
