"""Who can be chosen no longer although the panel put him forward, and why."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.wording import in_words
from audit.actions import record
from candidates.models import Candidate
from decisions.models import Withdrawal
from selection.models import Round


class CannotWithdraw(Exception):
    """The withdrawal cannot be noted as it stands; the message says why."""


def barred_of(round_: Round) -> Mapping[int, str]:
    """Key of each candidate who is available no longer -> why, in words that follow the name."""
    rows = Withdrawal.objects.filter(candidate__round=round_)
    return {
        row.candidate_id: f"mengundurkan diri ({row.letter}, dicatat"
        f" {in_words(timezone.localdate(row.noted_at))})"
        for row in rows
    }


@transaction.atomic
def note_withdrawal(candidate: Candidate, letter: str, *, by: User) -> Withdrawal:
    """Note that a candidate withdraws after the hand-over. Raises CannotWithdraw."""
    round_ = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=candidate.round_id)
    if not round_.is_handed_over:
        raise CannotWithdraw("Hasil belum diserahkan. Tidak ada yang berubah.")
    if not letter.strip():
        raise CannotWithdraw("Tulis nomor dan tanggal suratnya. Tidak ada yang berubah.")
    if Withdrawal.objects.filter(candidate=candidate).exists():
        raise CannotWithdraw("Pengunduran diri ini sudah dicatat. Tidak ada yang berubah.")
    noted = Withdrawal.objects.create(
        candidate=candidate, letter=letter.strip(), noted_by=by, noted_at=timezone.now()
    )
    facts = {"candidate": candidate.number, "letter": noted.letter}
    record("decisions.withdrawal_noted", noted, by=by, scope=round_.scope, **facts)
    return noted
