"""Strengths and risks of a name put forward, by fixed rules from what was signed or checked.

Nobody writes or reorders them: the rules run from top to bottom, and the first few that hold are
shown. Every sentence says where its fact can be read again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from accounts.wording import with_comma

MOST = 3
"""Sentences of each kind; design: ux.md j, rule 2."""

COMPARED = 3
"""With fewer candidates than these, the lowest of them says nothing."""

WIDE = 3
"""Offices from which on experience counts as broad."""

SETTLED = 24
"""Months in the present post below which a move is early (SE MenPANRB 19/2023)."""


class Source(StrEnum):
    """Where the fact behind a sentence can be read."""

    RANKING = "ranking"
    STABILITY = "stability"
    TALENT = "talent"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence and its source."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Part:
    """A component of the total: the person's score, and all of the post's ranked candidates."""

    title: str
    score: Fraction
    among: Sequence[Fraction]

    @property
    def is_highest(self) -> bool:
        return len(self.among) > 1 and self.score == max(self.among) > min(self.among)

    @property
    def is_lowest(self) -> bool:
        return len(self.among) >= COMPARED and self.score == min(self.among) < max(self.among)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules read of one person. Months and numbers are whole; texts are for people.

    `lead`: points before the next, of whoever stands first alone. `firm`: None where stability
    was not tested. `rated`: True where both ratings are the best there is, False where one is poor.
    `also`: other posts for which the person is put forward.
    """

    parts: Sequence[Part] = ()
    lead: Decimal | None = None
    firm: bool | None = None
    firmness: str = ""
    ratings: str = ""
    rated: bool | None = None
    agencies: int = 1
    posts: int = 0
    months_in_post: int = SETTLED
    pension: str = ""
    retires_soon: bool = False
    near_box: str = ""
    needs_review: bool = False
    also: Sequence[str] = ()


def strengths_of(facts: Facts) -> list[Remark]:
    """At most three, in the order of the rules."""
    return [remark for rule in STRENGTHS for remark in rule(facts)][:MOST]


def risks_of(facts: Facts) -> list[Remark]:
    """At most three, in the order of the rules."""
    return [remark for rule in RISKS for remark in rule(facts)][:MOST]


def _leading(facts: Facts) -> Iterator[Remark]:
    if facts.lead:
        yield Remark(
            f"Nilai akhir tertinggi, {with_comma(facts.lead)} poin di atas peringkat berikutnya",
            Source.RANKING,
        )


def _highest(facts: Facts) -> Iterator[Remark]:
    for part in facts.parts:
        if part.is_highest:
            words = f"{part.title} {with_comma(part.score, 2)}, tertinggi dari {len(part.among)}"
            yield Remark(words, Source.RANKING)


def _performing(facts: Facts) -> Iterator[Remark]:
    if facts.rated is True:
        yield Remark(f"Predikat kinerja {facts.ratings}", Source.RECORD)


def _broad(facts: Facts) -> Iterator[Remark]:
    if facts.agencies >= WIDE:
        yield Remark(f"Berpengalaman di {facts.agencies} perangkat daerah", Source.RECORD)


def _shaky(facts: Facts) -> Iterator[Remark]:
    if facts.firm is False:
        yield Remark(facts.firmness, Source.STABILITY)


def _unclear(facts: Facts) -> Iterator[Remark]:
    if facts.needs_review:
        yield Remark("Ada syarat yang masih perlu klarifikasi", Source.RANKING)


def _retiring(facts: Facts) -> Iterator[Remark]:
    if facts.retires_soon:
        yield Remark(facts.pension, Source.RECORD)


def _wanted(facts: Facts) -> Iterator[Remark]:
    for title in facts.also:
        yield Remark(f"Juga diusulkan untuk {title}", Source.RANKING)


def _failing(facts: Facts) -> Iterator[Remark]:
    if facts.rated is False:
        yield Remark(f"Predikat kinerja {facts.ratings}", Source.RECORD)


def _new(facts: Facts) -> Iterator[Remark]:
    if facts.months_in_post < SETTLED:
        yield Remark("Kurang dari 2 tahun pada jabatan sekarang", Source.RECORD)


def _lowest(facts: Facts) -> Iterator[Remark]:
    for part in facts.parts:
        if part.is_lowest:
            words = f"{part.title} {with_comma(part.score, 2)}, terendah dari {len(part.among)}"
            yield Remark(words, Source.RANKING)


def _near(facts: Facts) -> Iterator[Remark]:
    if facts.near_box:
        yield Remark(f"Talenta {facts.near_box}", Source.TALENT)


def _narrow(facts: Facts) -> Iterator[Remark]:
    if facts.agencies == 1 and facts.posts > 1:
        yield Remark("Seluruh riwayat jabatan di satu perangkat daerah", Source.RECORD)


Rule = Callable[[Facts], Iterator[Remark]]
STRENGTHS: Sequence[Rule] = (_leading, _highest, _performing, _broad)
RISKS: Sequence[Rule] = (
    *(_shaky, _unclear, _retiring, _wanted, _failing, _new),
    *(_lowest, _near, _narrow),
)
