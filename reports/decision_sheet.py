"""What the head of the city writes his decision on: the page of a post, laid out for paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from django.utils import timezone

from accounts.models import Membership
from decisions.decision_page import DecisionPage, pages_of
from decisions.models import Choice, What
from decisions.shortlist import ranked_vacancies
from reports.letterhead import authority_of, head_of, place_of
from reports.models import Document
from reports.paperwork import Paperwork
from reports.payload import data_of
from scoring.printing import as_json, printout_of
from selection.models import Round

TITLE = "Lembar Keputusan"
BRIEF = 300  # letters of a reason


@dataclass(frozen=True, slots=True)
class Part:
    """A component of the total: one line of the comparison; `place`: of its piece in a bar."""

    title: str
    weight: Fraction
    place: int
    scores: Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One post as its page shows it to those who read along: without anybody's drafts."""

    page: DecisionPage
    parts: Sequence[Part]

    @property
    def held(self) -> Choice | None:
        """What the authority set, once that answers the question of the sheet."""
        choice = self.page.choice
        waits = choice and choice.what == What.NAMES and not self.page.sends_names
        return None if waits else choice

    @property
    def is_brief(self) -> bool:
        """Whether what was set has room beside the signature."""
        return self.held is not None and len(self.held.reason) <= BRIEF


@dataclass(frozen=True, slots=True)
class DecisionSheets:
    """Everything that the template prints. `name`: of who decides, where that is known.

    `capacity`: `selaku Pejabat Pembina Kepegawaian`, where the office does not say it.
    """

    sheets: Sequence[Sheet]
    office: str
    capacity: str
    name: str
    place: str


def decision_of(document: Document) -> Paperwork:
    """A page for one post, or for each with candidates. Raises StillSealed, NothingToRank."""
    round_, agency = document.round, document.round.agency
    office = head_of(agency)
    printout = printout_of(round_, document.vacancy)
    pages = pages_of(
        printout.outcome,
        list(ranked_vacancies(round_)),
        [found.vacancy for found in printout.vacancies if found.candidates],
        timezone.localtime(document.ordered_at).date(),
        chooses=False,
    )
    names = {place.card.name.candidate.pk for page in pages for place in page.places}
    return Paperwork(
        template="reports/pdf/decision.html",
        title=TITLE,
        content=DecisionSheets(
            sheets=[Sheet(page, _parts(page)) for page in pages],
            office=office,
            capacity=authority_of(agency.name).removeprefix(office).strip(),
            name=_who_decides(round_, office),
            place=place_of(agency),
        ),
        drawn_from="\n".join([as_json(printout), *chain.from_iterable(map(_said, pages))]),
        traits=[f"{len(pages)} jabatan", f"{len(names)} nama"],
        settles=True,
        data=data_of(printout),
    )


def _parts(page: DecisionPage) -> list[Part]:
    names = [place.card.name for place in page.places]
    return [
        Part(
            title=first.title,
            weight=first.weight,
            place=first.place,
            scores=[name.components[at].score for name in names],
        )
        for at, first in enumerate(names[0].components if names else ())
    ]


def _said(page: DecisionPage) -> Iterator[str]:
    """What the sheet says beyond the ranking, but for what only counts days."""
    if page.choice:
        yield page.choice.determination.sha256
    if page.agreed:
        yield f"{page.to} {page.agreed.latest.happened_on}"
    for place in page.places:
        box = place.card.box.number if place.card.box else ""
        yield f"{box} {place.card.leaves.words} {place.barred} {place.elsewhere}"
        yield f"{place.route.brief} {place.route.typical_days}"


def _who_decides(round_: Round, office: str) -> str:
    """The name of the one person who decides in the agency; empty where none is known.

    An account that bears the name of the office names nobody.
    """
    holders = Membership.objects.filter(
        agency=round_.agency, role=Membership.Role.AUTHORITY, ended_at=None
    )
    names = holders.values_list("user__name", flat=True)[:2]
    return names[0] if len(names) == 1 and names[0] != office else ""
