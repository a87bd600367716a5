"""What the head of the city writes his decision on: the names of a post, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Membership
from accounts.wording import percent, with_comma
from decisions.choosing import choices_of
from decisions.models import Choice as Held
from decisions.shortlist import Name, Post, post_of
from reports.letterhead import authority_of, head_of, place_of
from reports.models import Document
from reports.paperwork import Paperwork
from reports.payload import data_of
from reports.standings import post_of as present_post
from reports.verdicts import PLACES
from scoring.printing import as_json, printout_of
from selection.enumeration import listed
from selection.models import Round

TITLE = "Lembar Keputusan"
LATEST = 2  # earlier posts


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the comparison: the same fact of each name, at the same height."""

    title: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One post on one page; `held` is what the authority set for it, once he has."""

    post: Post
    fields: Sequence[Field]
    held: Held | None

    @property
    def columns(self) -> int:
        return len(self.post.names) + 1


@dataclass(frozen=True, slots=True)
class DecisionSheets:
    """Everything that the template prints. `name`: of who decides, where that is known."""

    choices: Sequence[Choice]
    recipient: str
    office: str
    name: str
    place: str


def decision_of(document: Document) -> Paperwork:
    """A page for one post, or for each with candidates. Raises StillSealed, NothingToRank."""
    printout = printout_of(document.round, document.vacancy)
    day = timezone.localtime(document.ordered_at).date()
    held = {choice.vacancy_id: choice for choice in choices_of(document.round)}
    choices = [
        _choice(post_of(printout.outcome, found.vacancy, day), held.get(found.vacancy.pk))
        for found in printout.vacancies
        if found.candidates
    ]
    agency = document.round.agency
    names = {name.candidate.pk for choice in choices for name in choice.post.names}
    return Paperwork(
        template="reports/pdf/decision.html",
        title=TITLE,
        content=DecisionSheets(
            choices=choices,
            recipient=authority_of(agency.name),
            office=head_of(agency),
            name=_who_decides(document.round, head_of(agency)),
            place=place_of(agency),
        ),
        drawn_from="".join([as_json(printout), *_set(choices)]),
        traits=[f"{len(choices)} jabatan", f"{len(names)} nama"],
        settles=True,
        data=data_of(printout),
    )


def _set(choices: Sequence[Choice]) -> list[str]:
    """The fingerprints of what was set for these posts, by which a change of it is seen."""
    return [choice.held.determination.sha256 for choice in choices if choice.held]


def _choice(post: Post, held: Held | None) -> Choice:
    names = post.names
    components = (
        [
            Field(
                f"{component.title} (bobot {percent(component.weight)})",
                [with_comma(name.components[place].score, PLACES) for name in names],
            )
            for place, component in enumerate(names[0].components)
        ]
        if names
        else []
    )
    facts = [Field(title, [say(name) for name in names]) for title, say in FACTS]
    return Choice(post, [*facts[:2], *components, *facts[2:]], held)


def _rank(name: Name) -> str:
    waits = " (menunggu keputusan pleno)" if name.placed.put_forward is None else ""
    return f"{name.placed.rank}{waits}"


def _total(name: Name) -> str:
    total = with_comma(str(name.placed.total))
    return f"{total}; seri, diputus menurut {name.decided_by}" if name.decided_by else total


def _ratings(name: Name) -> str:
    person = name.candidate
    return f"{person.get_rating_1_display() or '–'}; {person.get_rating_2_display() or '–'}"


def _education(name: Name) -> str:
    return f"{name.candidate.education} {name.candidate.education_field}".strip()


def _career(name: Name) -> str:
    return listed([line.post for line in name.career[:LATEST]]) if name.career else "–"


def _also(name: Name) -> str:
    return listed(list(name.also)) if name.also else "–"


FACTS: Sequence[tuple[str, Callable[[Name], str]]] = (
    ("Peringkat panitia", _rank),
    ("Nilai akhir", _total),
    ("NIP", lambda name: name.candidate.nip),
    ("Pangkat", lambda name: name.candidate.get_grade_display()),
    ("Jabatan saat ini", lambda name: present_post(name.candidate)),
    ("Lama dalam jabatan", lambda name: name.tenure),
    ("Pendidikan", _education),
    ("Predikat kinerja dua tahun", _ratings),
    ("Jabatan sebelumnya, terbaru dahulu", _career),
    ("Diusulkan juga untuk", _also),
)


def _who_decides(round_: Round, office: str) -> str:
    """The name of the one person who decides in the agency; empty where none is known.

    An account that bears the name of the office names nobody.
    """
    holders = Membership.objects.filter(
        agency=round_.agency, role=Membership.Role.AUTHORITY, ended_at=None
    )
    names = holders.values_list("user__name", flat=True)[:2]
    return names[0] if len(names) == 1 and names[0] != office else ""
