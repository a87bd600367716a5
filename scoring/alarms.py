"""What is kept when the record of scores does not agree: it outlives the refused step."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from scoring.evidence import ChainBroken
from scoring.models import Alarm
from selection.models import Round


@transaction.atomic
def raise_alarm(round_: Round, broken: ChainBroken, *, occasion: str, by: User) -> Alarm:
    """Keep what did not agree, for chair and auditors to see, after the step itself was undone."""
    alarm = Alarm.objects.create(
        round=round_,
        at=timezone.now(),
        raised_by=by,
        occasion=occasion,
        faults="\n".join(broken.faults),
    )
    facts = {"occasion": occasion, "faults": len(broken.faults)}
    record("scoring.alarm_raised", alarm, by=by, scope=round_.scope, **facts)
    return alarm


def newest_alarm(round_: Round) -> Alarm | None:
    return Alarm.objects.filter(round=round_).order_by("-pk").first()
