"""What a member may read beside a sheet: idea papers, and the candidate's file unless blind."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import User
from candidates.models import IdeaPaper
from scoring.models import Sheet
from selection.phases import Phase


def papers_beside(sheet: Sheet) -> list[IdeaPaper]:
    """The candidate's newest papers: for the sheet's vacancy, or all where it has none."""
    papers = IdeaPaper.objects.current().filter(
        nomination__candidate=sheet.candidate_id,
        nomination__withdrawn_at=None,
        nomination__vacancy__withdrawn_at=None,
    )
    if sheet.vacancy_id:
        papers = papers.filter(nomination__vacancy=sheet.vacancy_id)
    return list(
        papers.select_related("nomination__vacancy", "attachment").order_by(
            "nomination__vacancy__code", "pk"
        )
    )


def readable_paper(user: User, public_id: UUID) -> IdeaPaper | None:
    """The paper of this file, while the user scores its candidate and scoring is open."""
    mine = Sheet.objects.visible_to(user).filter(
        candidate=OuterRef("nomination__candidate"), seat__round__phase=Phase.SCORING
    )
    papers = IdeaPaper.objects.current().filter(Exists(mine), attachment__public_id=public_id)
    return papers.select_related(
        "attachment", "nomination__vacancy", "nomination__candidate__round"
    ).first()


def neutral_name(paper: IdeaPaper) -> str:
    """What a paper is called for those who score: number and post, never the author's own name."""
    return f"Makalah {paper.nomination.candidate.label} {paper.nomination.vacancy.code}"


def is_masked(sheets: Iterable[Sheet]) -> bool:
    """Whether the candidate is but a number to the member whose sheets for him these all are.

    True while a blind one is not signed: the number is the same on all of them.
    """
    return any(sheet.instrument.is_blind and not sheet.is_signed for sheet in sheets)
