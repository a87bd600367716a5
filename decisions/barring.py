"""Who can be chosen no longer although the panel put him forward, and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.wording import in_words
from audit.actions import record
from candidates.models import Candidate
from decisions.models import ApprovalEvent, Choice, Withdrawal
from decisions.reasons import NOTHING
from selection.models import Round


class CannotWithdraw(Exception):
    """The withdrawal cannot be noted as it stands; the message says why."""


@dataclass(frozen=True, slots=True)
class Barred:
    """Why candidates can be chosen no longer, in words that follow the name.

    `left`: by candidate, for every post: who withdrew, or is on his way to a post of another
    round. `refused`: by candidate and vacancy. `gone`: NIPs of those who left.
    """

    left: Mapping[int, str]
    refused: Mapping[tuple[int, int], str]
    gone: Collection[str]

    def why(self, candidate: int, vacancy: int) -> str:
        """Empty where the candidate is free for this vacancy."""
        return self.left.get(candidate) or self.refused.get((candidate, vacancy), "")


def barred_of(round_: Round) -> Barred:
    """Who left, and whom an approving body refuses for a post. Four queries at most."""
    withdrawals = list(
        Withdrawal.objects.filter(candidate__round=round_).select_related("candidate")
    )
    promised = _promised(round_)
    officials = [choice.candidate.official_id for choice in promised if choice.candidate]
    own = Candidate.objects.filter(round=round_, official__in=officials) if officials else ()
    left = {candidate.pk: _promised_words(_of(promised, candidate)) for candidate in own}
    gone = {choice.candidate.nip for choice in promised if choice.candidate}
    gone |= {withdrawal.candidate.nip for withdrawal in withdrawals}
    return Barred(left | _left(withdrawals), _refused(round_), gone)


@transaction.atomic
def note_withdrawal(candidate: Candidate, letter: str, *, by: User) -> Withdrawal:
    """Note that a candidate withdraws after the hand-over. Raises CannotWithdraw."""
    round_ = Round.objects.locked().get(pk=candidate.round_id)
    if not round_.is_handed_over:
        raise CannotWithdraw(f"Hasil belum diserahkan. {NOTHING}")
    if not letter.strip():
        raise CannotWithdraw(f"Tulis nomor dan tanggal suratnya. {NOTHING}")
    if Withdrawal.objects.filter(candidate=candidate).exists():
        raise CannotWithdraw(f"Pengunduran diri ini sudah dicatat. {NOTHING}")
    noted = Withdrawal.objects.create(
        candidate=candidate, letter=letter.strip(), noted_by=by, noted_at=timezone.now()
    )
    facts = {"candidate": candidate.number, "letter": noted.letter}
    record("decisions.withdrawal_noted", noted, by=by, scope=round_.scope, **facts)
    return noted


def _promised(round_: Round) -> list[Choice]:
    """The choices of people in the agency's other rounds that have not come to their end."""
    held = Choice.objects.in_force().filter(vacancy__round__agency=round_.agency_id)
    found = Choice.objects.filter(
        pk__in=held.exclude(vacancy__round=round_).values("pk"),
        end=None,
        candidate__isnull=False,
        vacancy__round__closure=None,
    ).exclude(inaugurations__held=True)
    return list(found.select_related("candidate", "vacancy__round").order_by("pk"))


def _of(promised: Iterable[Choice], candidate: Candidate) -> Choice:
    official = candidate.official_id
    return next(one for one in promised if one.candidate and one.candidate.official_id == official)


def _promised_words(choice: Choice) -> str:
    where = f"{choice.vacancy.title} dalam putaran “{choice.vacancy.round.title}”"
    return f"sudah dipilih untuk {where} dan belum dilantik"


def _left(rows: Iterable[Withdrawal]) -> dict[int, str]:
    return {
        row.candidate_id: f"mengundurkan diri ({row.letter}, dicatat"
        f" {in_words(timezone.localdate(row.noted_at))})"
        for row in rows
    }


def _refused(round_: Round) -> dict[tuple[int, int], str]:
    """Whoever is asked for again after a refusal is not refused as long as that runs."""
    moves = ApprovalEvent.objects.filter(
        approval__choice__vacancy__round=round_, approval__choice__candidate__isnull=False
    ).exclude(kind=ApprovalEvent.Kind.DEADLINE)
    latest = moves.order_by("approval", "-number").distinct("approval")
    return {
        (event.approval.choice.candidate_id, event.approval.choice.vacancy_id): (
            f"ditolak {event.approval.rule.body} untuk jabatan ini pada"
            f" {in_words(event.happened_on)}: {event.reason.rstrip('. ')}"
        )
        for event in latest.select_related("approval__rule", "approval__choice")
        if event.kind == ApprovalEvent.Kind.REFUSED and event.approval.choice.candidate_id
    }
