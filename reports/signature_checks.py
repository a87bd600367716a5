"""Looking into a signed file after it was signed: in a worker, within a time, and told as found."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.actions import SYSTEM, record
from reports import revisions
from reports.models import Signature
from reports.signing import Found, Verdict, signer

TRIES = 3
PATIENCE = timedelta(seconds=60)
WORST_FIRST = (Verdict.UNREADABLE, Verdict.CHANGED, Verdict.UNTRUSTED)

log = logging.getLogger(__name__)


def waiting() -> list[int]:
    """Signed files that nobody has looked into, and that nobody was sent to look into just now."""
    long_ago = Q(checked_at=None, finished_at__lt=timezone.now() - PATIENCE)
    again = Q(checked_at__lt=timezone.now() - PATIENCE)
    unseen = Signature.objects.filter(state=Signature.State.SIGNED, verdict="")
    return list(unseen.filter(long_ago | again).order_by("pk").values_list("pk", flat=True))


def verify(signature_pk: int) -> None:
    """Look into the file and keep what was found. Who was killed at it thrice gives up."""
    rows = Signature.objects.filter(pk=signature_pk, state=Signature.State.SIGNED)
    rows.update(checks=F("checks") + 1, checked_at=timezone.now())
    signature = rows.select_related("document__round").first()
    if signature is None:
        return
    if signature.checks > TRIES:
        conclude(signature, Signature.Verdict.UNDECIDED)
        return
    conclude(signature, _verdict(signature))


@transaction.atomic
def conclude(signature: Signature, verdict: str) -> None:
    """Keep what was found, and record it."""
    signature.verdict, signature.checked_at = verdict, timezone.now()
    signature.save(update_fields=["verdict", "checked_at"])
    document = signature.document
    record(
        "reports.signature_checked",
        signature,
        by=SYSTEM,
        scope=document.round.scope,
        number=document.number,
        verdict=verdict,
    )


def _verdict(signature: Signature) -> str:
    try:
        content = revisions.stored(signature)
    except revisions.Damaged:
        return Signature.Verdict.CHANGED
    at = signature.finished_at or timezone.now()
    found = signer(signature.service).verify(content, at)
    return verdict_of(found, whole=len(content)).value


def verdict_of(found: list[Found], *, whole: int) -> Verdict:
    """Of all signatures of a file of `whole` bytes, the last of which covers them all."""
    if not found:
        return Verdict.UNREADABLE
    verdicts = {one.verdict for one in found}
    if found[-1].covers != whole:
        verdicts.add(Verdict.CHANGED)
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), Verdict.VALID)
