"""Which idea papers a round still waits for."""

from django.urls import reverse
from django.utils import timezone

from accounts.policy import Role
from candidates.models import Nomination
from candidates.papers import deadline_of
from selection.gaps import Gap, Stage
from selection.models import Round


def gaps_of(round_: Round) -> list[Gap]:
    """One gap for all papers that are missing, in a round that asks for papers.

    It warns: rules can be frozen before papers are in, and a late paper is taken and marked.
    """
    deadline = deadline_of(round_)
    if deadline is None or round_.is_unsealed:
        return []
    missing = Nomination.objects.in_force().filter(
        candidate__round=round_,
        candidate__withdrawn_at=None,
        vacancy__withdrawn_at=None,
        idea_papers=None,
    )
    if not (number := missing.count()):
        return []
    return [
        Gap(
            Stage.CANDIDATES,
            f"Unggah {number} makalah gagasan yang belum diserahkan",
            Role.STAFF,
            reverse("reports:papers", args=[round_.code]) + "?tampil=belum",
            "Buka daftar makalah",
            blocks_freeze=False,
            outlasts_freeze=True,
            due=timezone.localdate(deadline.due_at),
        )
    ]
