"""The steps of an attempt to sign: prepared, sent, and then signed, failed or unknown.

Each step is a transaction of its own and a line of the trail. The database refuses any other.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.actions import SYSTEM, Actor, record
from reports.models import Signature
from reports.turns import CannotSign

KEPT = "Berkas yang belum ditandatangani tetap ada."
STOPPED = f"Server berhenti saat menandatangani. {KEPT}"
LATE = timedelta(seconds=30)  # more than a request may take beyond the signer's own limit


@transaction.atomic
def move(signature: Signature, before: str, after: str, *, by: Actor, **facts: Any) -> Signature:
    """One step. Raises CannotSign where the attempt is no longer where it was."""
    rows = Signature.objects.select_for_update(of=("self",))
    locked = rows.select_related("document__round", "signatory").get(pk=signature.pk)
    if locked.state != before:
        raise CannotSign("Penandatanganan ini sudah berakhir. Tidak ada yang berubah.")
    for name, value in {"state": after, **facts}.items():
        setattr(locked, name, value)
    if after != Signature.State.SENT:
        locked.finished_at = timezone.now()
    locked.save()
    tell(locked, by=by)
    return locked


def fail(signature: Signature, problem: str) -> Signature:
    """Certainly nothing was signed, wherever the attempt was."""
    before = Signature.objects.values_list("state", flat=True).get(pk=signature.pk)
    return move(signature, before, Signature.State.FAILED, by=SYSTEM, problem=problem[:300])


def stop(signature: Signature, problem: str) -> Signature:
    """It broke off. What was sent to a service may have been signed; nothing else can have been."""
    row = Signature.objects.get(pk=signature.pk)
    if row.state != Signature.State.SENT or row.service != Signature.Service.BSRE:
        return fail(row, problem)
    state = Signature.State.UNKNOWN
    return move(row, row.state, state, by=SYSTEM, problem=problem[:300])


def end_stopped() -> None:
    """Attempts that no process carries on any more."""
    since = timezone.now() - LATE - timedelta(seconds=settings.SIGNING_SECONDS)
    begun = Q(state=Signature.State.PREPARED, prepared_at__lt=since)
    sent = Q(state=Signature.State.SENT, sent_at__lt=since)
    for signature in Signature.objects.filter(begun | sent).order_by("pk"):
        stop(signature, STOPPED)


def tell(signature: Signature, *, by: Actor) -> None:
    """A line of the trail: where the attempt is now, and why."""
    document = signature.document
    facts = {
        "number": document.number,
        "service": signature.service,
        "signatory": signature.signatory.name,
        "sha256": signature.sha256 or signature.base_sha256,
        "problem": signature.problem,
    }
    verb = f"reports.signature_{signature.state}"
    record(verb, signature, by=by, scope=document.round.scope, **facts)
