"""From scores to ranks, exactly: who is ranked, in which order, and who is put forward.

Rules 3 to 5 of workbook.md, "The arithmetic, to the digit"; rules 1 and 2 are in
`scoring.counting` and handed on here, so that callers need this module alone. Everything is
computed with `Fraction` and rounded once, at the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from scoring.counting import (
    Aggregation,
    Entrant,
    Instrument,
    Scheme,
    Source,
    TieBreak,
    aggregate,
    instrument_scores,
    quorum_for,
    round_half_up,
    sheet_score,
)
from scoring.tie_breaks import Merit, Part, settle

__all__ = [
    "Aggregation",
    "Entrant",
    "Instrument",
    "NotAtCut",
    "Placed",
    "Reason",
    "Scheme",
    "Source",
    "TieBreak",
    "Unplaced",
    "VacancyRanking",
    "aggregate",
    "in_nip_order",
    "instrument_scores",
    "merit",
    "places_at_cut",
    "put_forward",
    "quorum_for",
    "rank",
    "reasons_against",
    "round_half_up",
    "sheet_score",
]

NUMBER_WORDS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


class NotAtCut(ValueError):
    """The names chosen are not those that the shared rank at the cut leaves open."""


class Reason(StrEnum):
    """Why somebody has no rank, in the order in which reasons are printed."""

    QUORUM = "KUORUM"
    DATA_MISSING = "DATA_BELUM_ADA"
    BELOW_MINIMUM = "DI_BAWAH_MINIMUM"
    NOT_ELIGIBLE = "TIDAK_MEMENUHI_SYARAT"


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate with a rank.

    `total` is rounded half up to the scheme's precision; `exact_total` and `instruments` (0-100,
    by code) are not rounded. `decided_by` is the last tie-break rule that set the candidate apart
    from an equal, `tied` says that the rank is still shared. `put_forward` is `None` until the
    plenary decides; `note` says so, or that it has, in Indonesian, and is empty for all others.
    """

    rank: int
    nip: str
    name: str
    total: Decimal
    exact_total: Fraction
    instruments: Mapping[str, Fraction]
    decided_by: str | None
    tied: bool
    put_forward: bool | None
    needs_review: bool
    note: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A candidate without a rank, why, and the instrument scores (0-100) that do exist."""

    nip: str
    name: str
    reasons: tuple[Reason, ...]
    instruments: Mapping[str, Fraction]
    needs_review: bool


@dataclass(frozen=True, slots=True)
class VacancyRanking:
    """All candidates of one vacancy: the best first, then those without a rank in NIP order."""

    ranked: tuple[Placed, ...]
    unranked: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class _Contender:
    entrant: Entrant
    instruments: Mapping[str, Fraction]
    exact_total: Fraction
    total: Decimal


def rank(
    scheme: Scheme, entrants: Iterable[Entrant], chosen: AbstractSet[str] = frozenset()
) -> VacancyRanking:
    """Rank the candidates of one vacancy.

    The order of the input never matters: people who share a rank, and people without one, stand
    in NIP order. A requirement that needs review marks a row and changes nothing else.
    `chosen`: the NIPs that a plenary puts forward out of the shared rank at the cut.
    Raises `ValueError` when a NIP comes twice or a sheet is incomplete, `NotAtCut` when those
    chosen are not as many as the cut leaves room for, all out of the rank that straddles it.
    """
    contenders: list[_Contender] = []
    unranked: list[Unplaced] = []
    for entrant in in_nip_order(entrants):
        scores = instrument_scores(scheme, entrant)
        reasons = reasons_against(scheme, entrant, scores)
        if reasons:
            review = _needs_review(entrant)
            unranked.append(Unplaced(entrant.nip, entrant.name, reasons, scores, review))
        else:
            contenders.append(_contender(scheme, entrant, scores))
    return VacancyRanking(_decided(scheme, _places(scheme, contenders), chosen), tuple(unranked))


def reasons_against(
    scheme: Scheme, entrant: Entrant, scores: Mapping[str, Fraction]
) -> tuple[Reason, ...]:
    """Why the candidate gets no rank (rule 3), from what `instrument_scores` returned.

    Pass marks are compared with unrounded instrument scores; to reach the mark is enough.
    """
    missing = {i.source for i in scheme.instruments if i.code not in scores}
    below = any(
        instrument.pass_mark is not None and scores[instrument.code] < instrument.pass_mark
        for instrument in scheme.instruments
        if instrument.code in scores
    )
    holds = {
        Reason.QUORUM: Source.PANEL in missing,
        Reason.DATA_MISSING: Source.DATA in missing,
        Reason.BELOW_MINIMUM: below,
        Reason.NOT_ELIGIBLE: entrant.meets_requirements is False,
    }
    return tuple(reason for reason in Reason if holds[reason])


def in_nip_order(entrants: Iterable[Entrant]) -> list[Entrant]:
    """Raises `ValueError` when a NIP comes twice."""
    ordered = sorted(entrants, key=lambda entrant: entrant.nip)
    if len({entrant.nip for entrant in ordered}) != len(ordered):
        raise ValueError("A candidate stands twice in one vacancy.")
    return ordered


def merit(
    rule: str, entrant: Entrant, instruments: Mapping[str, Fraction] | Mapping[str, int]
) -> Merit | None:
    """What a tie-break rule compares, greater is better; `None` where there is no such value.

    The scores in `instruments` may be on any scale, the same for all who are compared.
    """
    values: tuple[Fraction | int | None, ...]
    match rule:
        case TieBreak.RATINGS:
            values = entrant.ratings
        case TieBreak.GRADE:
            values = (entrant.grade,)
        case TieBreak.TENURE:
            values = (_earliness(entrant.post_since),)
        case TieBreak.AGE:
            values = (_earliness(entrant.born),)
        case _:
            values = (instruments[rule],)
    known = tuple(Fraction(value) for value in values if value is not None)
    return known if len(known) == len(values) else None


def put_forward(first: int, last: int, names: int) -> bool | None:
    """Whether those who share the ranks `first` to `last` are among so many names (rule 5).

    `None` where the shared rank straddles the cut: the plenary decides.
    """
    return None if first <= names < last else last <= names


def _needs_review(entrant: Entrant) -> bool:
    return entrant.meets_requirements is None


def _contender(scheme: Scheme, entrant: Entrant, scores: Mapping[str, Fraction]) -> _Contender:
    weighted = (instrument.weight * scores[instrument.code] for instrument in scheme.instruments)
    total = sum(weighted, Fraction(0)) / 100
    return _Contender(entrant, scores, total, round_half_up(total, scheme.precision))


def _places(scheme: Scheme, contenders: Sequence[_Contender]) -> tuple[Placed, ...]:
    """Number the contenders, who come in NIP order: 1, 2, 2, 4 (rule 4)."""
    placed: list[Placed] = []
    by_total = sorted(contenders, key=lambda contender: contender.total, reverse=True)
    for _, equals in groupby(by_total, key=lambda contender: contender.total):
        for part in settle(tuple(equals), scheme.tie_breaks, _merit):
            first = len(placed) + 1
            placed.extend(_placed(scheme, first, part, member) for member in part.members)
    return tuple(placed)


def _merit(rule: str, contender: _Contender) -> Merit | None:
    return merit(rule, contender.entrant, contender.instruments)


def _earliness(day: date | None) -> int | None:
    return None if day is None else -day.toordinal()


def _placed(scheme: Scheme, first: int, part: Part[_Contender], member: _Contender) -> Placed:
    """The row of one member of a part whose members share the rank `first` (rule 5)."""
    last = first + len(part.members) - 1
    forward = put_forward(first, last, scheme.names_put_forward)
    return Placed(
        rank=first,
        nip=member.entrant.nip,
        name=member.entrant.name,
        total=member.total,
        exact_total=member.exact_total,
        instruments=member.instruments,
        decided_by=part.decided_by,
        tied=last > first,
        put_forward=forward,
        needs_review=_needs_review(member.entrant),
        note=_awaits_plenary(scheme) if forward is None else "",
    )


def places_at_cut(scheme: Scheme, ranked: Sequence[Placed]) -> int:
    """How many of those who share the rank at the cut can be put forward; 0 where none do."""
    straddling = [placed.rank for placed in ranked if placed.put_forward is None]
    return scheme.names_put_forward - straddling[0] + 1 if straddling else 0


def _decided(
    scheme: Scheme, placed: tuple[Placed, ...], chosen: AbstractSet[str]
) -> tuple[Placed, ...]:
    """The rows with what the plenary chose at the cut."""
    if not chosen:
        return placed
    straddling = {row.nip for row in placed if row.put_forward is None}
    if not chosen <= straddling or len(chosen) != places_at_cut(scheme, placed):
        raise NotAtCut
    note = f"Peringkat bersama melewati batas {_counted(scheme)} nama; ditetapkan pleno."
    return tuple(
        replace(row, put_forward=row.nip in chosen, note=note) if row.nip in straddling else row
        for row in placed
    )


def _awaits_plenary(scheme: Scheme) -> str:
    return f"Peringkat bersama melewati batas {_counted(scheme)} nama; menunggu keputusan pleno."


def _counted(scheme: Scheme) -> str:
    names = scheme.names_put_forward
    return NUMBER_WORDS[names - 1] if names <= len(NUMBER_WORDS) else str(names)
