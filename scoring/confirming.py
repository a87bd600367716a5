"""Each member's word that the minutes of a day are right."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from panels.models import Seat
from scoring.models import Closing, Confirmation
from selection.phases import Phase


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


def minutes_waiting_for(user: User) -> list[Closing]:
    """Minutes of rounds that score which the member has not confirmed, the oldest first."""
    mine = Seat.objects.in_force().filter(user=user, round__phase=Phase.SCORING)
    said = Confirmation.objects.filter(seat__in=mine).values("closing")
    closings = Closing.objects.filter(round__in=mine.values("round")).exclude(pk__in=said)
    return list(closings.order_by("round__code", "number"))


def unconfirmed(closing: Closing) -> list[Seat]:
    """Members in force who have not confirmed these minutes yet, by name."""
    seats = Seat.objects.in_force().filter(round=closing.round_id)
    said = Confirmation.objects.filter(closing=closing).values("seat")
    return list(seats.exclude(pk__in=said).select_related("user").order_by("name", "pk"))
