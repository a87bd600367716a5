"""How sheets came about: notes in the same words, hours of signing, and what was opened again.

Rules, not statistics: each line is a fact of the record, and most have a plain reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from scoring.sightings import Change, Kind, Mark, Sighting, Signing, Subject, Thresholds


def copied_notes(marks: Iterable[Mark], asks: Thresholds) -> list[Sighting]:
    """Pairs of members who wrote the same sentence about the same candidate.

    Case, spaces and punctuation do not count; short notes are everybody's.
    """
    writers: defaultdict[tuple[str, tuple[str, ...]], dict[str, tuple[Subject, str]]]
    writers = defaultdict(dict)
    for mark in marks:
        for note in mark.notes.values():
            words = tuple(re.findall(r"\w+", note.casefold()))
            if len(words) >= asks.note_words:
                writers[mark.subject.candidate, words][mark.member] = mark.subject, note
    shared: defaultdict[tuple[str, ...], list[tuple[Subject, str]]] = defaultdict(list)
    for (_, _), by_member in sorted(writers.items()):
        for pair in combinations(sorted(by_member), 2):
            shared[pair].append(by_member[pair[0]])
    return [
        Sighting(
            Kind.COPIED,
            pair,
            subjects=tuple(subject for subject, _ in shared[pair]),
            texts=tuple(note for _, note in shared[pair]),
            figures={"notes": Fraction(len(shared[pair]))},
        )
        for pair in sorted(shared)
    ]


def early(signings: Iterable[Signing], asks: Thresholds) -> list[Sighting]:
    """Members who signed sheets well before the slot was over, when most colleagues had not.

    Where most did, the hearing was over early: nothing to ask.
    """
    by_subject: defaultdict[Subject, list[Signing]] = defaultdict(list)
    for signing in signings:
        by_subject[signing.subject].append(signing)
    found: list[Signing] = []
    for held in by_subject.values():
        ahead = [s for s in held if s.ends is not None and s.ends - s.signed > asks.early]
        if 2 * len(ahead) <= len(held):
            found += ahead
    return _by_member(Kind.EARLY, found, asks)


def quick(signings: Iterable[Signing], asks: Thresholds) -> list[Sighting]:
    """Members who signed sheets within moments of the first save."""
    return _by_member(Kind.QUICK, [s for s in signings if s.signed - s.began < asks.quick], asks)


def late_changes(changes: Iterable[Change]) -> list[Sighting]:
    """Sheets opened again when a colleague's sheet for the same subject was signed already."""
    return [
        Sighting(
            Kind.REOPENED,
            (change.member,),
            change.subject.vacancy,
            change.subject.candidate,
            change.subject.instrument,
            change.ref,
            (change.subject,),
            _difference(change),
        )
        for change in sorted(changes, key=lambda change: (change.at, change.ref))
        if change.colleagues
    ]


def _by_member(kind: Kind, signings: Sequence[Signing], asks: Thresholds) -> list[Sighting]:
    """One for each member with several such sheets: a single one happens to everybody."""
    by_member: defaultdict[str, list[Signing]] = defaultdict(list)
    for signing in signings:
        by_member[signing.member].append(signing)
    return [
        Sighting(
            kind,
            (member,),
            subjects=tuple(s.subject for s in sorted(by_member[member], key=lambda s: s.signed)),
            figures={
                "sheets": Fraction(len(by_member[member])),
                "shortest": Fraction(min(_seconds(kind, s) for s in by_member[member])),
                "longest": Fraction(max(_seconds(kind, s) for s in by_member[member])),
            },
        )
        for member in sorted(by_member)
        if len(by_member[member]) >= asks.hurried_sheets
    ]


def _seconds(kind: Kind, signing: Signing) -> int:
    """From signing to the end of the slot, or from the first save to signing."""
    if kind == Kind.EARLY and signing.ends is not None:
        return int((signing.ends - signing.signed).total_seconds())
    return int((signing.signed - signing.began).total_seconds())


def _difference(change: Change) -> dict[str, Fraction]:
    after = {} if change.after is None else {"after": change.after}
    return {"colleagues": Fraction(change.colleagues), "before": change.before, **after}
