"""Bringing a plenary to its end: members confirm, the chair freezes the result, anyone recounts."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from decisions.holding import CannotHold, lock
from decisions.models import Plenary, PlenaryConfirmation
from decisions.questions import Questions, questions_of
from decisions.standing import (
    attendance_of,
    confirmations_of,
    confirmed_text,
    correction_by,
    draft_of,
    fingerprint_of,
    members_of,
    outcome_with,
    present_at,
    quorum_of,
    silent_at,
)
from panels.models import Seat
from scoring.evidence import ChainBroken, require_evidence
from scoring.models import Confirmation, Result
from scoring.outcome import Outcome
from scoring.results import Recount, recount
from selection.models import Round
from selection.scheme import canonical, fingerprint

FREEZE = "Hasil tidak dapat ditetapkan"


@transaction.atomic
def confirm(
    plenary: Plenary, seat: Seat, sha256: str, proof: Confirmation.Proof
) -> PlenaryConfirmation:
    """Keep a present member's word that the minutes, as they were read, are right.

    `sha256`: the fingerprint of what was read. Raises CannotHold where they say something else by
    now. A second confirmation of the same text changes nothing.
    """
    locked = lock(plenary)
    if seat.pk not in {present.pk for present in present_at(locked)}:
        raise CannotHold(
            "Berita acara pleno dikonfirmasi oleh penilai yang tercatat hadir. Tidak ada yang"
            " berubah."
        )
    if sha256 != fingerprint_of(locked, outcome_with(locked)):
        raise CannotHold(
            "Berita acara berubah sesudah Anda membukanya. Baca lagi, lalu konfirmasi. Konfirmasi"
            " ini belum tersimpan."
        )
    said, is_new = PlenaryConfirmation.objects.get_or_create(
        plenary=locked, seat=seat, sha256=sha256, defaults={"proof": proof, "at": timezone.now()}
    )
    if is_new:
        facts = {"member": seat.number, "proof": proof, "sha256": sha256}
        record("decisions.minutes_confirmed", said, by=seat.user, scope=locked.round.scope, **facts)
    return said


@transaction.atomic
def freeze_result(
    plenary: Plenary, *, read: str | None = None, unconfirmed_reason: str = "", by: User
) -> Result:
    """Fix what came out. Raises CannotHold, evidence.ChainBroken.

    `read`: the fingerprint of what the chair read, where it was read on a page. Nothing else is
    fixed. `unconfirmed_reason`: why it is fixed although somebody who is there has not confirmed.
    """
    locked = lock(plenary)
    outcome = outcome_with(locked)
    if missing := missing_for_freeze(locked, questions_of(outcome)):
        raise CannotHold(f"{FREEZE}: {'; '.join(missing)}. Tidak ada yang berubah.")
    sha256 = fingerprint_of(locked, outcome)
    if read not in (None, sha256):
        raise CannotHold(
            "Keputusan, kehadiran, atau peringkat berubah sesudah Anda membuka halaman ini. Baca"
            " lagi, lalu tetapkan. Tidak ada yang berubah."
        )
    said = confirmations_of(locked, sha256)
    silent = silent_at(present_at(locked), said)
    if silent and not unconfirmed_reason.strip():
        raise CannotHold(
            f"{len(silent)} penilai yang hadir belum mengonfirmasi berita acara pleno. Tunggu, atau"
            " tulis mengapa hasil tetap ditetapkan. Tidak ada yang berubah."
        )
    require_evidence(locked.round, FREEZE)
    reason = unconfirmed_reason.strip() if silent else ""
    return _freeze(locked, outcome, unconfirmed=reason, by=by)


def missing_for_freeze(plenary: Plenary, questions: Questions) -> list[str]:
    """What the plenary has not done yet, in words."""
    members, noted = members_of(plenary.round), attendance_of(plenary)
    least = quorum_of(plenary.round, len(members))
    present = len(present_at(plenary))
    ties = len(questions.open_ties)
    doubted = 0 if plenary.round.is_archive else len(questions.doubted)
    missing = {
        "kehadiran belum dicatat untuk semua penilai": any(s.pk not in noted for s in members),
        f"kuorum belum tercapai ({present} dari paling sedikit {least} penilai hadir)": (
            present < least
        ),
        f"{ties} peringkat bersama pada batas usulan belum diputuskan": ties > 0,
        f"{doubted} kandidat masih perlu ditinjau syaratnya": doubted > 0,
    }
    return [words for words, is_so in missing.items() if is_so]


def recount_or_break(result: Result) -> Recount:
    """Work a frozen result out again with all it rests on. Raises evidence.ChainBroken."""
    found = recount(result)
    if found.faults:
        people = max(found.candidates, 1)
        raise ChainBroken(
            f"Hasil hitung ulang berbeda pada {people} kandidat. Peringkat tidak dapat disahkan",
            found.faults,
        )
    require_evidence(result.round, "Hasil tidak dapat dicocokkan")
    return found


def result_in_force(round_: Round) -> Result | None:
    return Result.objects.in_force().filter(round=round_).first()


def _freeze(plenary: Plenary, outcome: Outcome, *, unconfirmed: str, by: User) -> Result:
    draft = draft_of(plenary, outcome)
    minutes = fingerprint(confirmed_text(plenary, draft))
    text, correction = canonical(draft), correction_by(plenary)
    result = Result.objects.create(
        round=plenary.round,
        number=draft["number"],
        text=text,
        sha256=fingerprint(text),
        chain_no=draft["chain_no"],
        root=draft["root"],
        reason=correction.reason if correction else "",
        frozen_by=by,
        frozen_at=timezone.now(),
    )
    plenary.result, plenary.unconfirmed = result, unconfirmed
    plenary.save(update_fields=["result", "unconfirmed"])
    facts = {"number": result.number, "sha256": result.sha256, "minutes_sha256": minutes}
    facts |= {"reason": result.reason, "unconfirmed": unconfirmed}
    record("decisions.result_frozen", result, by=by, scope=plenary.round.scope, **facts)
    return result
