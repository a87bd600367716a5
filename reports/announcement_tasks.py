"""What is to be announced of a round once its result lies with the authority, and by whom."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone

from accounts.policy import Role
from decisions.models import Announcement
from selection.gaps import Stage
from selection.models import Round
from selection.work import Owner, State, Task


def announcement_tasks(round_: Round, owner: Callable[[Role], Owner]) -> Iterator[Task]:
    """Staff prepare it, the head publishes it; done once the public was told of the names."""
    rows = list(Announcement.objects.filter(round=round_).order_by("-pk"))
    url, action = reverse("reports:announcements", args=[round_.code]), "Buka pengumuman"
    if waiting := next((row for row in rows if row.is_waiting), None):
        yield Task(
            key="publish-announcement",
            title="Terbitkan pengumuman",
            note=f"Nomor {waiting.number}",
            owner=owner(Role.HEAD),
            url=url,
            action=action,
            stage=Stage.CHOICE,
        )
    told = next((row for row in rows if row.is_published), None)
    if told or not waiting:
        yield Task(
            key="announce",
            title="Umumkan kandidat terbaik",
            owner=owner(Role.STAFF),
            url=url,
            action=action,
            stage=Stage.CHOICE,
            state=State.DONE if told else State.OPEN,
            done_on=timezone.localdate(told.answered_at) if told and told.answered_at else None,
        )
