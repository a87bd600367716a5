"""What is on file about a person, and the scores a scheme gives for it. Exact, of 0 to 100."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.wording import with_comma
from candidates.talent_rules import Measure


class ImpossibleEvidence(ValueError):
    """What is on file cannot be counted by this scheme; the message is for whoever entered it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of 0-100, as it stood on `as_of`."""

    score: Fraction
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """The code of one of the measure's categories."""

    category: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """An amount in the unit of the measure's bands: hours, completed years."""

    amount: Fraction
    as_of: date | None = None


Given = Scored | Named | Counted


@dataclass(frozen=True, slots=True)
class Reading:
    """What the evidence says on one measure.

    `score` (0-100) is `None` while anything is missing; it lies between `at_least` and `at_most`
    in any case. `evidenced` is the share, 0 to 1, that rests on evidence. `assumed`: some of the
    score is what the scheme lets absence count for. `found` names the category or band, `as_of`
    is the oldest date of the evidence, `None` when no evidence is dated.
    """

    measure: Measure
    score: Fraction | None
    at_least: Fraction
    at_most: Fraction
    evidenced: Fraction
    assumed: bool = False
    found: str = ""
    as_of: date | None = None
    parts: tuple["Reading", ...] = ()


def read(measure: Measure, evidence: Mapping[str, Given]) -> Reading:
    """One measure by the evidence, by measure code; a code that is absent is missing evidence.

    Raises `ImpossibleEvidence` for a value or category that the measure does not know, and where
    a mean and its parts are both given.
    """
    given = evidence.get(measure.code)
    if given is None:
        return _mean(measure, evidence) if measure.parts else _absent(measure)
    if any(part.code in evidence for part in measure.parts):
        raise ImpossibleEvidence(
            f"{measure.label}: nilai dan bagian-bagiannya sama-sama diisi. Isi salah satu saja."
        )
    score, found = _score(measure, given)
    return Reading(measure, score, score, score, Fraction(1), found=found, as_of=given.as_of)


def _mean(measure: Measure, evidence: Mapping[str, Given]) -> Reading:
    parts = tuple(read(part, evidence) for part in measure.parts)
    count = len(parts)
    scores = [part.score for part in parts if part.score is not None]
    return Reading(
        measure,
        score=sum(scores, Fraction(0)) / count if len(scores) == count else None,
        at_least=sum((part.at_least for part in parts), Fraction(0)) / count,
        at_most=sum((part.at_most for part in parts), Fraction(0)) / count,
        evidenced=sum((part.evidenced for part in parts), Fraction(0)) / count,
        assumed=any(part.assumed for part in parts),
        as_of=min((part.as_of for part in parts if part.as_of is not None), default=None),
        parts=parts,
    )


def _absent(measure: Measure) -> Reading:
    score, none = measure.if_missing, Fraction(0)
    if score is None:
        return Reading(measure, None, none, Fraction(100), none)
    return Reading(measure, score, score, score, none, assumed=True)


def _score(measure: Measure, given: Given) -> tuple[Fraction, str]:
    """The score that evidence earns, and the name of its category or band."""
    match given:
        case Scored(score) if 0 <= score <= 100:
            return score, ""
        case Named(category):
            for row in measure.categories:
                if row.code == category:
                    return row.score, row.label
        case Counted(amount) if amount >= 0 and measure.bands:
            band = [band for band in measure.bands if band.at_least <= amount][-1]
            return band.score, band.label
    raise ImpossibleEvidence(f"{measure.label}: {_complaint(given)}")


def _complaint(given: Given) -> str:
    if isinstance(given, Scored):
        return f"nilai {with_comma(given.score, 2)} berada di luar 0 sampai 100."
    if isinstance(given, Named):
        return f"kategori “{given.category}” tidak ada dalam skema."
    return f"jumlah {with_comma(given.amount, 2)} tidak dapat dinilai menurut skema."
