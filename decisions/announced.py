"""What an announcement tells the public: canonical JSON, written once and read again for each page.

Everything that is shown stands in it, and nothing else of the result does: no NIP, no fingerprint
of a score, and no score or rank that its disclosure rule does not name.

- `agency`, `round`, `kind`, `number`, `dated` (ISO), `title`, `contact`
- `office`, `official`: who announces; the name may be empty
- `heading`: what a post's list is called; `shows`: the code of the disclosure rule, empty where
  nobody is named; `shown`, `legal_basis`, `legal_note`: of that rule
- `replaces`: null, or `{"number", "dated", "title", "reason"}` of the announcement before it
- `posts` by title: `{"title", "people"}`; `people` by name, or by rank where ranks are shown, each
  with `name` and, as far as the rule goes, `rank`, `total` (as printed), `decree`, `decreed` and
  `inaugurated` (ISO, may be null)
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.wording import number_in_words, with_comma
from candidates.models import Candidate
from decisions.choosing import choices_of
from decisions.models import Announcement, ChoiceEnd, Decree, DisclosureRule, Inauguration
from panels.models import Seat
from scoring.models import Result
from selection.models import Round
from selection.scheme import canonical

Shows = DisclosureRule.Shows
ORDERS = {Shows.NAMES: "urut abjad", Shows.RANKS: "menurut peringkat"}
ORDERS[Shows.SCORES] = ORDERS[Shows.RANKS]
MEANING = (
    "Panitia seleksi mengusulkan nama berikut. Kepala daerah memilih satu nama untuk setiap"
    " jabatan; pejabat yang diangkat diumumkan kemudian."
)
CHAIR = "Ketua Panitia Seleksi"
APPOINTED = "Pejabat yang diangkat"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks to have announced. `disclosure`: none where nobody is named."""

    kind: Announcement.Kind
    disclosure: DisclosureRule | None
    number: str
    dated: date
    title: str
    contact: str
    replaces: Announcement | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One name; the rest is empty where the rule does not show it."""

    name: str
    rank: int | None
    total: str
    decree: str
    decreed: date | None
    inaugurated: date | None


@dataclass(frozen=True, slots=True)
class Post:
    title: str
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The announcement whose place this one takes, and why."""

    number: str
    dated: date
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement as its pages and its paper show it."""

    agency: str
    round: str
    kind: Announcement.Kind
    number: str
    dated: date
    title: str
    contact: str
    office: str
    official: str
    heading: str
    shows: str
    shown: str
    legal_basis: str
    legal_note: str
    replaces: Earlier | None
    posts: Sequence[Post]

    @property
    def order(self) -> str:
        """How the names are ordered, in words; empty where nothing needs to be said."""
        return ORDERS.get(Shows(self.shows), "") if self.shows else ""

    @property
    def meaning(self) -> str:
        """What follows from it, for whoever never heard of such a selection."""
        return MEANING if self.kind == Announcement.Kind.SHORTLIST else ""

    @property
    def ranks(self) -> bool:
        return self.shows in (Shows.RANKS, Shows.SCORES)

    @property
    def scores(self) -> bool:
        return self.shows == Shows.SCORES

    @property
    def appoints(self) -> bool:
        return self.shows == Shows.APPOINTED

    @property
    def columns(self) -> int:
        """Of a table of all names, after the post."""
        return 1 + self.ranks + self.scores + 2 * self.appoints

    @property
    def names(self) -> int:
        """How many different names it says."""
        return len({person.name for post in self.posts for person in post.people})


def text_of(round_: Round, result: Result, wanted: Wanted) -> str:
    """All that would be shown of this, as one text that can be hashed."""
    rule, before = wanted.disclosure, wanted.replaces
    return canonical(
        {
            "agency": round_.agency.name,
            "round": round_.title,
            "kind": wanted.kind.value,
            "number": wanted.number,
            "dated": wanted.dated.isoformat(),
            "title": wanted.title,
            "contact": wanted.contact,
            **_issuer(round_, wanted),
            "heading": _heading(round_, wanted.kind),
            "shows": rule.shows if rule else "",
            "shown": rule.title if rule else "",
            "legal_basis": rule.legal_basis if rule else "",
            "legal_note": rule.note if rule else "",
            "replaces": _earlier(before, wanted.reason) if before else None,
            "posts": sorted(_posts(round_, result, wanted), key=_by_title),
        }
    )


def read(text: str) -> Announced:
    """What such a text shows."""
    said = json.loads(text)
    before = said["replaces"]
    return Announced(
        **{name: said[name] for name in COPIED},
        kind=Announcement.Kind(said["kind"]),
        dated=date.fromisoformat(said["dated"]),
        replaces=Earlier(**before | {"dated": date.fromisoformat(before["dated"])})
        if before
        else None,
        posts=[
            Post(post["title"], [_person(person) for person in post["people"]])
            for post in said["posts"]
        ],
    )


COPIED = (
    *("agency", "round", "number", "title", "contact", "office", "official"),
    *("heading", "shows", "shown", "legal_basis", "legal_note"),
)


def _issuer(round_: Round, wanted: Wanted) -> dict[str, str]:
    """The panel tells what it came to; who was appointed is told by the government itself."""
    about = wanted.replaces.kind if wanted.replaces else wanted.kind
    if about == Announcement.Kind.APPOINTED:
        return {"office": round_.agency.name, "official": ""}
    chair = Seat.objects.in_force().filter(round=round_, part=Seat.Part.CHAIR).first()
    return {"office": CHAIR, "official": chair.name if chair else ""}


def _heading(round_: Round, kind: Announcement.Kind) -> str:
    if kind == Announcement.Kind.APPOINTED:
        return APPOINTED
    count = number_in_words(round_.names_put_forward).capitalize()
    return f"{count} kandidat terbaik" if kind == Announcement.Kind.SHORTLIST else ""


def _earlier(before: Announcement, reason: str) -> dict[str, str]:
    said = read(before.text)
    return {
        "number": before.number,
        "dated": before.dated.isoformat(),
        "title": said.title,
        "reason": reason,
    }


def _posts(round_: Round, result: Result, wanted: Wanted) -> Iterable[dict[str, Any]]:
    if wanted.disclosure is None:
        return []
    if wanted.kind == Announcement.Kind.APPOINTED:
        return _appointed(round_)
    return _put_forward(round_, result, Shows(wanted.disclosure.shows))


def _put_forward(round_: Round, result: Result, shows: Shows) -> list[dict[str, Any]]:
    """The names that the panel put forward, out of the frozen text."""
    people = {row.nip: row for row in Candidate.objects.filter(round=round_)}
    posts = []
    for vacancy in json.loads(result.text)["vacancies"]:
        rows = [row for row in vacancy["ranked"] if row["put_forward"]]
        if shows == Shows.NAMES:
            rows.sort(key=lambda row: _alphabetical(people[row["nip"]]))
        else:
            rows.sort(key=lambda row: (row["rank"], *_alphabetical(people[row["nip"]])))
        shown = [_shown(people[row["nip"]], row, shows) for row in rows]
        posts.append({"title": vacancy["title"], "people": shown})
    return posts


def _shown(candidate: Candidate, row: Mapping[str, Any], shows: Shows) -> dict[str, Any]:
    """Of one person as much as the rule shows."""
    said: dict[str, Any] = {"name": candidate.full_name}
    if shows in (Shows.RANKS, Shows.SCORES):
        said["rank"] = row["rank"]
    if shows == Shows.SCORES:
        said["total"] = with_comma(row["total"])
    return said


def _appointed(round_: Round) -> list[dict[str, Any]]:
    """Who holds a decree, with the day of his inauguration once it was held."""
    choices = {choice.pk: choice for choice in choices_of(round_)}
    ended = ChoiceEnd.objects.filter(choice__in=choices).values("choice")
    decrees = Decree.objects.filter(choice__in=choices).exclude(choice__in=ended)
    held = dict(
        Inauguration.objects.filter(choice__in=choices, held=True).values_list("choice", "on")
    )
    posts = []
    for decree in decrees.order_by("pk"):
        choice = choices[decree.choice_id]
        if choice.candidate:
            day = held.get(choice.pk)
            person = {
                "name": choice.candidate.full_name,
                "decree": decree.number,
                "decreed": decree.dated.isoformat(),
                "inaugurated": day.isoformat() if day else None,
            }
            posts.append({"title": choice.vacancy.title, "people": [person]})
    return posts


def _person(said: Mapping[str, Any]) -> Person:
    return Person(
        name=said["name"],
        rank=said.get("rank"),
        total=said.get("total", ""),
        decree=said.get("decree", ""),
        decreed=_day(said.get("decreed")),
        inaugurated=_day(said.get("inaugurated")),
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _alphabetical(candidate: Candidate) -> tuple[str, str]:
    """By the name without titles, as a list of names is read."""
    return candidate.name.casefold(), candidate.full_name


def _by_title(post: Mapping[str, Any]) -> str:
    title: str = post["title"]
    return title.casefold()
