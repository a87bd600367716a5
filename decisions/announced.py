"""What an announcement tells the public: canonical JSON, written once and read again for each page.

Everything that is shown stands in it, and nothing else of the result does: no NIP, no fingerprint
of a score, and no score or rank that its disclosure rule does not name.

- `agency`, `round`, `kind`, `number`, `dated` (ISO), `title`, `contact`
- `office`, `official`: who announces; the name may be empty
- `heading`: what a post's list is called; `shows`: the code of the disclosure rule, empty where
  nobody is named; `shown`, `legal_basis`, `legal_note`: of that rule
- `replaces`: null, or `{"number", "dated", "title", "reason"}` of the announcement before it
- `posts` by title: `{"title", "people"}`; `people` by name, or by rank where ranks are shown, each
  with `name`, `withdrew` (true; only of who withdrew since) and, as far as the rule goes, `rank`,
  `total` (as printed), `decree`, `decreed` and `inaugurated` (ISO, may be null)
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from decisions.models import Announcement, DisclosureRule

Shows = DisclosureRule.Shows
ORDERS = {Shows.NAMES: "urut abjad", Shows.RANKS: "menurut peringkat"}
ORDERS[Shows.SCORES] = ORDERS[Shows.RANKS]
MEANING = (
    "Panitia seleksi mengusulkan nama berikut kepada kepala daerah, yang memutuskan untuk setiap"
    " jabatan. Pejabat yang diangkat diumumkan tersendiri."
)


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
    withdrew: bool
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


def _person(said: Mapping[str, Any]) -> Person:
    return Person(
        name=said["name"],
        withdrew=said.get("withdrew", False),
        rank=said.get("rank"),
        total=said.get("total", ""),
        decree=said.get("decree", ""),
        decreed=_day(said.get("decreed")),
        inaugurated=_day(said.get("inaugurated")),
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
