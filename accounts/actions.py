import secrets

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import cards
from accounts.models import Agency, Invitation, Membership, User
from audit.actions import Actor, record


class BelongsElsewhere(Exception):
    """Another agency knows this person too; one agency's card would open the other's rounds."""


class AlreadyActive(Exception):
    """The account has a password; a card for it would take it over."""


class AddressTaken(Exception):
    """Somebody has an account with this address already."""


class RoleRefused(Exception):
    """The role cannot be given or ended so; the message says why, and that nothing changed."""


GRANTABLE = (Membership.Role.STAFF, Membership.Role.AUTHORITY, Membership.Role.AUDITOR)


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
def create_account(email: str, name: str, agency: Agency, *, by: User) -> cards.Card:
    """A new person of this agency, still without any role. Raises AddressTaken."""
    taken = AddressTaken(
        "Alamat email ini sudah dipakai sebuah akun. Tidak ada yang dibuat. Bila orangnya sama,"
        " cari namanya di daftar akun; bila ia dari instansi lain, mintalah operator server"
        " mengangkatnya."
    )
    if User.objects.filter(email__iexact=email).exists():
        raise taken
    try:
        with transaction.atomic():
            user = ensure_user(email, name, by=by)
    except IntegrityError:  # the same form, sent twice at once
        raise taken from None
    return issue_card(user, agency, by=by)


@transaction.atomic
def appoint(
    user: User, agency: Agency, role: Membership.Role, *, by: Actor, reason: str = ""
) -> Membership:
    """Give the person this role in the agency; the earlier role there ends."""
    User.objects.select_for_update().get(pk=user.pk)
    held = Membership.objects.filter(user=user, agency=agency, ended_at=None)
    current = held.first()
    if current and current.role == role:
        return current
    held.update(ended_at=timezone.now())
    membership = Membership.objects.create(user=user, agency=agency, role=role)
    facts = {"reason": reason} if reason else {}
    record("accounts.appointed", user, by=by, scope=agency.scope, role=role.value, **facts)
    return membership


@transaction.atomic
def give_role(
    user: User, agency: Agency, role: Membership.Role, *, reason: str, by: User
) -> Membership:
    """Appoint with a reason: never oneself, never above one's own table. Raises RoleRefused."""
    _require_changeable(user, agency, reason, by)
    if role not in GRANTABLE:
        raise RoleRefused(f"Peran {role.label} hanya diberikan oleh operator server.")
    if user.seats.filter(withdrawn_at=None, round__agency=agency).exists():
        raise RoleRefused(
            f"{user.name} duduk dalam panitia seleksi instansi ini. Tidak ada yang berubah: satu"
            " orang tidak memegang dua peran dalam satu seleksi."
        )
    return appoint(user, agency, role, by=by, reason=reason.strip())


@transaction.atomic
def end_role(user: User, agency: Agency, *, reason: str, by: User) -> None:
    """End the person's role in the agency, with a reason. Raises RoleRefused."""
    current = _require_changeable(user, agency, reason, by)
    if current is None:
        raise RoleRefused(f"{user.name} tidak memegang peran di instansi ini. Muat ulang halaman.")
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    facts = {"role": current.role, "reason": reason.strip()}
    record("accounts.role_ended", user, by=by, scope=agency.scope, **facts)


@transaction.atomic
def issue_card(user: User, agency: Agency, *, by: Actor) -> cards.Card:
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
        invited_by=by if isinstance(by, User) else None,
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


def _require_changeable(user: User, agency: Agency, reason: str, by: User) -> Membership | None:
    """The person's membership here, if somebody else may change it for this reason."""
    User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.pk:
        raise RoleRefused("Peran Anda sendiri tidak dapat Anda ubah. Tidak ada yang berubah.")
    if not reason.strip():
        raise RoleRefused("Tulis alasannya. Peran belum berubah.")
    current = Membership.objects.filter(user=user, agency=agency, ended_at=None).first()
    if current and current.role not in GRANTABLE:
        raise RoleRefused(
            f"Peran {current.get_role_display()} hanya diubah oleh operator server. Tidak ada"
            " yang berubah."
        )
    return current
