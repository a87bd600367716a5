"""What a person signs in with beside the password, and the trail of its changes."""

from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import User
from audit.actions import Actor, record

KINDS = {
    Authenticator.Type.TOTP: "totp",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery_codes",
}


def factors_of(user: User) -> Mapping[int, str]:
    """Kind of each factor by its key. The person stays locked until the transaction ends."""
    User.objects.select_for_update().get(pk=user.pk)
    held = Authenticator.objects.filter(user_id=user.pk).order_by("pk")
    return {pk: KINDS[kind] for pk, kind in held.values_list("pk", "type")}


@transaction.atomic
def record_changes(user: User, before: Mapping[int, str], *, by: Actor) -> None:
    """One event for each factor that went or came since `before`; never a secret or a code."""
    now = factors_of(user)
    for changed, verb in ((before.keys() - now.keys(), "removed"), (now.keys() - before, "added")):
        for pk in sorted(changed):
            kind = before.get(pk) or now[pk]
            record(f"accounts.factor_{verb}", user, by=by, scope="accounts", kind=kind, factor=pk)
