"""The work of a round once its result lies with the authority."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone

from accounts.policy import Role
from decisions.backing import backing_of
from decisions.choosing import choices_of
from decisions.determining import newest_determination
from decisions.models import Inquiry
from decisions.shortlist import ranked_vacancies
from selection.gaps import Stage
from selection.models import Round
from selection.work import Owner, State, Task


def choice_tasks(round_: Round, owner: Callable[[Role], Owner]) -> Iterator[Task]:
    """The authority's choice, and the questions to the panel that nobody has answered yet."""
    made = newest_determination(round_)
    left, gone = unset(round_)
    is_done = made is not None and not left
    yield Task(
        key="choose",
        title="Tentukan pilihan untuk tiap jabatan",
        owner=owner(Role.AUTHORITY),
        url=reverse("decisions:shortlist", args=[round_.code]),
        action="Buka jabatan",
        stage=Stage.CHOICE,
        note=_words(left, gone) if made else "",
        state=State.DONE if is_done else State.STARTED if made else State.OPEN,
        done_on=timezone.localdate(made.set_at) if made and is_done else None,
    )
    waiting = Inquiry.objects.filter(vacancy__round=round_, answered_at=None)
    for inquiry in waiting.select_related("vacancy").order_by("pk"):
        yield Task(
            key=f"answer-inquiry-{inquiry.pk}",
            title="Jawab permintaan keterangan Wali Kota",
            note=inquiry.vacancy.title,
            owner=owner(Role.CHAIR),
            url=reverse("decisions:shortlist-post", args=[round_.code, inquiry.vacancy.code]),
            action="Buka pertanyaan",
            stage=Stage.CHOICE,
        )


def unset(round_: Round) -> tuple[int, int]:
    """The posts for which nothing holds, and those of them of which that was set once.

    What was set holds no longer when the panel does not put the person forward any more.
    """
    choices = choices_of(round_)
    gone = backing_of(round_, choices).gone
    held = [choice.vacancy_id for choice in choices if choice.pk not in gone]
    return ranked_vacancies(round_).exclude(pk__in=held).count(), len(gone)


def _words(left: int, gone: int) -> str:
    """`3 jabatan belum ditetapkan, pada 1 di antaranya yang ditetapkan tidak lagi diusulkan`"""
    if not left:
        return ""
    also = f", pada {gone} di antaranya yang ditetapkan tidak lagi diusulkan" if gone else ""
    return f"{left} jabatan belum ditetapkan{also}"
