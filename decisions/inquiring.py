"""Questions of the authority to the panel about one vacancy, and the chair's answers."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.policy import Action
from audit.actions import record
from decisions.choosing import CannotChoose, lock_round
from decisions.models import Inquiry
from decisions.reasons import NOTHING
from panels.permissions import may
from selection.models import Round, Vacancy


def inquiries_of(round_: Round) -> Mapping[int, Sequence[Inquiry]]:
    """All questions of a round by key of the vacancy, the newest first."""
    rows = Inquiry.objects.filter(vacancy__round=round_).select_related("vacancy", "answered_by")
    found: dict[int, list[Inquiry]] = {}
    for row in rows.order_by("-pk"):
        found.setdefault(row.vacancy_id, []).append(row)
    return found


def to_answer(rounds: Sequence[Round]) -> list[Inquiry]:
    """The oldest first, what waits for the user for whom the rounds were fetched."""
    mine = [round_ for round_ in rounds if may(round_, Action.ANSWER_INQUIRY)]
    if not mine:
        return []
    waiting = Inquiry.objects.filter(vacancy__round__in=mine, answered_at=None)
    return list(waiting.select_related("vacancy__round").order_by("pk"))


@transaction.atomic
def ask_panel(vacancy: Vacancy, question: str, *, by: User) -> Inquiry:
    """Put a question to the panel. Raises CannotChoose for an empty one, or one that waits."""
    round_ = lock_round(vacancy.round)
    words = question.strip()
    if not words:
        raise CannotChoose(f"Tulis apa yang ingin Anda ketahui dari panitia. {NOTHING}")
    if Inquiry.objects.filter(vacancy=vacancy, answered_at=None, question=words).exists():
        raise CannotChoose("Pertanyaan yang sama sudah dikirim dan menunggu jawaban ketua panitia.")
    asked = Inquiry.objects.create(
        vacancy=vacancy, question=words, asked_by=by, asked_at=timezone.now()
    )
    facts = {"vacancy": vacancy.code, "inquiry": asked.pk}
    record("decisions.panel_asked", asked, by=by, scope=round_.scope, **facts)
    return asked


@transaction.atomic
def answer_inquiry(inquiry: Inquiry, answer: str, *, by: User) -> Inquiry:
    """Answer a question of the authority, once. Raises CannotChoose."""
    round_ = lock_round(inquiry.vacancy.round)
    held = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if held.answered_at:
        raise CannotChoose("Pertanyaan ini sudah dijawab. Jawaban yang pertama tetap berlaku.")
    if not answer.strip():
        raise CannotChoose(f"Tulis jawabannya. {NOTHING}")
    held.answer, held.answered_by, held.answered_at = answer.strip(), by, timezone.now()
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    facts = {"vacancy": inquiry.vacancy.code, "inquiry": held.pk}
    record("decisions.panel_answered", held, by=by, scope=round_.scope, **facts)
    return held
