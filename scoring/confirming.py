"""Each member's word that the minutes of a day are right."""

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from panels.models import Seat
from scoring.models import Closing, Confirmation


class CannotConfirm(Exception):
    """Minutes are confirmed by the panel's members, until the seal is opened."""


@transaction.atomic
def confirm(closing: Closing, seat: Seat, proof: Confirmation.Proof) -> Confirmation:
    """Keep the member's confirmation; a second one changes nothing. Raises CannotConfirm."""
    round_ = closing.round
    if not round_.is_scoring or seat.withdrawn_at or seat.round_id != round_.pk:
        raise CannotConfirm(
            "Berita acara hanya dikonfirmasi oleh penilai putaran ini sebelum segel dibuka. Tidak"
            " ada yang berubah."
        )
    confirmation, is_new = Confirmation.objects.get_or_create(
        closing=closing, seat=seat, defaults={"proof": proof, "at": timezone.now()}
    )
    if is_new:
        facts = {"number": closing.number, "member": seat.number, "proof": proof}
        record("scoring.minutes_confirmed", closing, by=seat.user, scope=round_.scope, **facts)
    return confirmation


def unconfirmed(closing: Closing) -> list[Seat]:
    """Members in force who have not confirmed these minutes yet, by name."""
    seats = Seat.objects.in_force().filter(round=closing.round_id)
    said = Confirmation.objects.filter(closing=closing).values("seat")
    return list(seats.exclude(pk__in=said).select_related("user").order_by("name", "pk"))
