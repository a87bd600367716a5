"""Going another way than the rules say: asked for by one person, decided by another."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.sameness import same_person
from audit.actions import record
from decisions.approving import lock_open, present_route
from decisions.happenings import ApprovalRefused
from decisions.models import Choice, RouteOverride
from decisions.reasons import NOTHING

SAME_PERSON = (
    "Penyimpangan rute harus diputuskan orang lain. Anda yang mengajukan. Pengajuan tetap"
    " tersimpan."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """That a step should be needed, or not, whatever its rule says, and why."""

    code: str
    needed: bool
    reason: str


@transaction.atomic
def ask_override(choice: Choice, wanted: Deviation, *, by: User) -> RouteOverride:
    """Raises ApprovalRefused where it lacks a reason, changes nothing or was asked for already."""
    round_ = lock_open(choice)
    reason = wanted.reason.strip()
    if not reason:
        raise ApprovalRefused(f"Penyimpangan rute memerlukan alasan. {NOTHING}")
    step = present_route(choice).step(wanted.code)
    if step is None or step.is_required == wanted.needed:
        raise ApprovalRefused(f"Rute sudah seperti itu. {NOTHING}")
    if choice.overrides.filter(code=wanted.code, decision="").exists():
        raise ApprovalRefused(f"Penyimpangan untuk langkah ini sudah menunggu keputusan. {NOTHING}")
    asked = RouteOverride.objects.create(
        choice=choice,
        code=wanted.code,
        title=step.rule.title,
        needed=wanted.needed,
        reason=reason,
        requested_by=by,
        requested_at=timezone.now(),
    )
    facts = {"vacancy": choice.vacancy.code, "rule": wanted.code, "needed": wanted.needed}
    record("decisions.override_asked", asked, by=by, scope=round_.scope, reason=reason, **facts)
    return asked


@transaction.atomic
def decide_override(
    asked: RouteOverride, decision: RouteOverride.Decision, note: str, *, by: User
) -> RouteOverride:
    """Raises ApprovalRefused for whoever asked, once decided, or when returned without a note."""
    round_ = lock_open(asked.choice)
    rows = RouteOverride.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.select_related("requested_by", "choice__vacancy").get(pk=asked.pk)
    if same_person(locked.requested_by, by):
        raise ApprovalRefused(SAME_PERSON)
    if not locked.is_open:
        raise ApprovalRefused("Pengajuan ini sudah diputuskan. Keputusan itu tidak berubah.")
    if decision == RouteOverride.Decision.RETURNED and not note.strip():
        raise ApprovalRefused(
            f"Pengembalian memerlukan catatan. {NOTHING} Tuliskan apa yang kurang."
        )
    locked.decision, locked.note = decision, note.strip()
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save(update_fields=["decision", "note", "decided_by", "decided_at"])
    facts = {"vacancy": locked.choice.vacancy.code, "rule": locked.code, "note": locked.note}
    record(f"decisions.override_{decision}", locked, by=by, scope=round_.scope, **facts)
    return locked
