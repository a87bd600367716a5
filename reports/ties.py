"""Equal totals in words: who stood equal, and which rule of the chain set them apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from accounts.nip import NIP
from accounts.wording import in_words, with_comma
from candidates.models import Candidate
from scoring.explaining import RULES
from scoring.outcome import Outcome, VacancyOutcome
from scoring.ranking import Placed, TieBreak
from selection.enumeration import listed


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the chain: `words` say what wins, `used` whether it decided anything here."""

    number: int
    title: str
    words: str
    used: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who stood equal; `rule` and what it compared are missing where none decided."""

    placed: Placed
    candidate: Candidate
    rule: Rule | None
    compared: str


@dataclass(frozen=True, slots=True)
class Tie:
    """People with one printed total; `spread` is what lies between them before rounding."""

    total: Decimal
    members: Sequence[Member]
    spread: Fraction

    @property
    def names(self) -> str:
        return listed([member.candidate.full_name for member in self.members])

    @property
    def rules(self) -> list[Rule]:
        """Those that set members apart, in the order of the chain."""
        used = {member.rule.number: member.rule for member in self.members if member.rule}
        return [used[number] for number in sorted(used)]

    @property
    def is_settled(self) -> bool:
        return not any(member.placed.tied for member in self.members)

    @property
    def waits_for_plenary(self) -> bool:
        return any(member.placed.put_forward is None for member in self.members)


def rules_of(outcome: Outcome, found: VacancyOutcome) -> dict[str, Rule]:
    """The chain by code, in its order."""
    used = {placed.decided_by for placed in found.ranking.ranked}
    titles = {instrument.code: instrument.title for instrument in outcome.instruments}
    return {
        code: Rule(number, *naming(code, titles), used=code in used)
        for number, code in enumerate(outcome.scheme.tie_breaks, start=1)
    }


def ties_of(found: VacancyOutcome, rules: Mapping[str, Rule]) -> list[Tie]:
    """The groups of equal totals of one vacancy, the best first."""
    ties: list[Tie] = []
    for total, group in groupby(found.ranking.ranked, key=lambda placed: placed.total):
        equals = list(group)
        if len(equals) > 1:
            exact = [placed.exact_total for placed in equals]
            members = [_member(placed, found.candidates[placed.nip], rules) for placed in equals]
            ties.append(Tie(total, members, max(exact) - min(exact)))
    return ties


def inside(title: str) -> str:
    """A title inside a sentence: `Uji gagasan` -> `uji gagasan`, `BKN` stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def naming(code: str, titles: Mapping[str, str]) -> tuple[str, str]:
    """A rule of the chain by its title and what wins; `titles` of the instruments by code."""
    if code in RULES:
        return RULES[TieBreak(code)]
    title = inside(titles[code])
    return titles[code], f"{title if title.startswith('nilai') else f'nilai {title}'} lebih tinggi"


def _member(placed: Placed, candidate: Candidate, rules: Mapping[str, Rule]) -> Member:
    code = placed.decided_by
    if code is None:
        return Member(placed, candidate, None, "")
    return Member(placed, candidate, rules[code], _compared(code, placed, candidate))


def _compared(code: str, placed: Placed, candidate: Candidate) -> str:
    """What the rule looked at, as people write it."""
    match code:
        case TieBreak.RATINGS:
            words = f"{candidate.get_rating_1_display()}, {candidate.get_rating_2_display()}"
        case TieBreak.GRADE:
            words = candidate.grade
        case TieBreak.TENURE:
            words = f"sejak {in_words(candidate.post_since)}"
        case TieBreak.AGE:
            words = f"lahir {in_words(NIP(candidate.nip).born_on)}"
        case _:
            words = with_comma(placed.instruments[code], 4)
    return words
