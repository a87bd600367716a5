"""Sheets that differ little where candidates do: the same scores again, or one score throughout.

How often that happens to an honest member depends on the criteria and on the scale, so a member is
compared with his colleagues on the same instrument.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import median

from scoring.sightings import Kind, Mark, Sighting, Subject, Thresholds

Scores = tuple[Fraction, ...]
Sheets = Mapping[Subject, Scores]

FEWEST_INDICATORS = 2


def same_sheets(marks: Iterable[Mark], asks: Thresholds) -> list[Sighting]:
    """Members who gave several candidates the very same scores, criterion by criterion."""
    sightings = []
    for instrument, by_member in _by_instrument(marks).items():
        groups = {member: _largest_group(sheets) for member, sheets in by_member.items()}
        sizes = {member: _candidates(group) for member, group in groups.items()}
        sightings += [
            _sighting(Kind.SAME, member, instrument, groups[member])
            for member in _outstanding(sizes, asks.same_sheets, asks)
        ]
    return sightings


def flat_sheets(marks: Iterable[Mark], asks: Thresholds) -> list[Sighting]:
    """Members with many sheets on which all criteria have nearly one score."""
    sightings = []
    for instrument, by_member in _by_instrument(marks).items():
        flat = {
            member: tuple(subject for subject in sorted(sheets, key=_order)
                          if _variance(sheets[subject]) < asks.flat_deviation**2)
            for member, sheets in by_member.items()
        }  # fmt: skip
        sizes = {member: _candidates(found) for member, found in flat.items()}
        sightings += [
            _sighting(Kind.FLAT, member, instrument, flat[member])
            for member in _outstanding(sizes, asks.flat_sheets, asks)
        ]
    return sightings


def _by_instrument(marks: Iterable[Mark]) -> dict[str, dict[str, dict[Subject, Scores]]]:
    """instrument -> member -> sheets, where sheets have more than one criterion."""
    found: defaultdict[str, defaultdict[str, dict[Subject, Scores]]]
    found = defaultdict(lambda: defaultdict(dict))
    for mark in marks:
        if len(mark.scores) >= FEWEST_INDICATORS:
            found[mark.subject.instrument][mark.member][mark.subject] = mark.scores
    return {code: dict(found[code]) for code in sorted(found)}


def _largest_group(sheets: Sheets) -> tuple[Subject, ...]:
    """The subjects of the scores given most often; of two, those that are higher."""
    counts = Counter(sheets.values())
    most = max(counts, key=lambda scores: (counts[scores], scores))
    return tuple(sorted((s for s, scores in sheets.items() if scores == most), key=_order))


def _outstanding(sizes: Mapping[str, int], least: int, asks: Thresholds) -> list[str]:
    """Members with so many candidates, and several times as many as the colleagues usually."""
    found = []
    for member in sorted(sizes):
        others = [size for other, size in sizes.items() if other != member]
        usual = median(others) if others else 0
        if sizes[member] >= max(least, asks.times_colleagues * usual):
            found.append(member)
    return found


def _candidates(subjects: Iterable[Subject]) -> int:
    return len({subject.candidate for subject in subjects})


def _variance(scores: Scores) -> Fraction:
    mean = sum(scores, Fraction(0)) / len(scores)
    return sum(((score - mean) ** 2 for score in scores), Fraction(0)) / len(scores)


def _sighting(kind: Kind, member: str, instrument: str, subjects: Sequence[Subject]) -> Sighting:
    figures = {"candidates": Fraction(_candidates(subjects))}
    return Sighting(
        kind, (member,), instrument=instrument, subjects=tuple(subjects), figures=figures
    )


def _order(subject: Subject) -> tuple[str, str, str]:
    return subject.candidate, subject.instrument, subject.vacancy
