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

    Case, spaces and punctuation do not count. Short notes are everybody's, and a sentence that
    stands on sheets about other candidates too is a formula of the panel.
    """
    writers: defaultdict[tuple[str, ...], dict[tuple[str, str], tuple[Subject, str]]]
    writers = defaultdict(dict)
    for mark in marks:
        for note in mark.notes.values():
            words = tuple(re.findall(r"\w+", note.casefold()))
            if len(words) >= asks.note_words:
                writers[words][mark.subject.candidate, mark.member] = mark.subject, note
    shared: defaultdict[tuple[str, ...], list[tuple[Subject, str]]] = defaultdict(list)
    for _, found in sorted(writers.items()):
        if len({candidate for candidate, _ in found}) == 1:
            for one, other in combinations(sorted(found), 2):
                shared[one[1], other[1]].append(found[one])
    return [_copied(pair, shared[pair]) for pair in sorted(shared)]


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
    """Members who signed sheets within moments of the first save.

    Where most of the panel did, it is the way the panel worked, and one question to all of them.
    """
    held = list(signings)
    hurried = [signing for signing in held if signing.signed - signing.began < asks.quick]
    found = _by_member(Kind.QUICK, hurried, asks)
    if len(found) > 1 and 2 * len(found) > len({signing.member for signing in held}):
        members = tuple(sighting.members[0] for sighting in found)
        return [_sighting(Kind.QUICK, members, [s for s in hurried if s.member in members])]
    return found


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


def _copied(pair: tuple[str, ...], shared: Sequence[tuple[Subject, str]]) -> Sighting:
    subjects, texts = zip(*shared, strict=True)
    figures = {"notes": Fraction(len(shared))}
    return Sighting(Kind.COPIED, pair, subjects=subjects, texts=texts, figures=figures)


def _by_member(kind: Kind, signings: Sequence[Signing], asks: Thresholds) -> list[Sighting]:
    """One for each member with several such sheets: a single one happens to everybody."""
    by_member: defaultdict[str, list[Signing]] = defaultdict(list)
    for signing in signings:
        by_member[signing.member].append(signing)
    return [
        _sighting(kind, (member,), held)
        for member, held in sorted(by_member.items())
        if len(held) >= asks.hurried_sheets
    ]


def _sighting(kind: Kind, members: tuple[str, ...], signings: Sequence[Signing]) -> Sighting:
    held = sorted(signings, key=lambda signing: (signing.signed, signing.member))
    seconds = [_seconds(kind, signing) for signing in held]
    return Sighting(
        kind,
        members,
        subjects=tuple(signing.subject for signing in held),
        figures={
            "sheets": Fraction(len(held)),
            "shortest": Fraction(min(seconds)),
            "longest": Fraction(max(seconds)),
        },
    )


def _seconds(kind: Kind, signing: Signing) -> int:
    """From signing to the end of the slot, or from the first save to signing."""
    if kind == Kind.EARLY and signing.ends is not None:
        return int((signing.ends - signing.signed).total_seconds())
    return int((signing.signed - signing.began).total_seconds())


def _difference(change: Change) -> dict[str, Fraction]:
    after = {} if change.after is None else {"after": change.after}
    return {"colleagues": Fraction(change.colleagues), "before": change.before, **after}
