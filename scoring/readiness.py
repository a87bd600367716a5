"""Everything that is still missing in a round, out of the facts of every app."""

from django.urls import reverse

from accounts.policy import Role
from candidates import paper_gaps, requirement_gaps, talent_gaps
from panels import panel_gaps, timetable_gaps
from scoring.duties import missing_for_opening
from selection.gaps import Gap, Stage
from selection.models import Round


def gaps_of(round_: Round) -> list[Gap]:
    """What is missing now, in the order of the stages; what blocks the freeze says so."""
    order = list(Stage)
    return sorted(
        [
            *_contents(round_),
            *talent_gaps.gaps_of(round_),
            *requirement_gaps.gaps_of(round_),
            *paper_gaps.gaps_of(round_),
            *panel_gaps.gaps_of(round_),
            *timetable_gaps.gaps_of(round_),
        ],
        key=lambda gap: (order.index(gap.stage), not gap.blocks_freeze),
    )


def _contents(round_: Round) -> list[Gap]:
    """What a round needs to hold at all: it comes with the workbook."""
    return [
        Gap(
            stage=Stage.CANDIDATES,
            words=f"{words[:1].upper()}{words[1:]}: muat buku kerja",
            owner=Role.STAFF,
            url=reverse("workbook:uploads"),
            button="Buka buku kerja",
        )
        for words in missing_for_opening(round_)
    ]
