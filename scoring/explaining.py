"""A total written out as a sum, so that anybody can add it up again."""

from dataclasses import dataclass
from fractions import Fraction

from scoring.ranking import Placed, Scheme, TieBreak

RULES = {
    TieBreak.RATINGS: ("Predikat kinerja", "predikat kinerja lebih baik"),
    TieBreak.GRADE: ("Pangkat", "pangkat lebih tinggi"),
    TieBreak.TENURE: ("Masa jabatan", "lebih lama dalam jabatan sekarang"),
    TieBreak.AGE: ("Usia", "usia lebih tua"),
}
"""The reserved words of the tie-break chain: their title, and what wins."""


@dataclass(frozen=True, slots=True)
class Term:
    """One instrument's part in a total: `score` (0-100) x `weight` (percent) / 100 = `product`."""

    code: str
    score: Fraction
    weight: Fraction
    product: Fraction


def terms(scheme: Scheme, placed: Placed) -> tuple[Term, ...]:
    """The terms of a candidate's total in the order of the scheme, exact.

    Their products sum to `placed.exact_total` (workbook.md, arithmetic 3). `placed` must come from
    a ranking by the same scheme: an instrument without a score raises `KeyError`.
    """
    return tuple(
        Term(
            code=instrument.code,
            score=placed.instruments[instrument.code],
            weight=instrument.weight,
            product=instrument.weight * placed.instruments[instrument.code] / 100,
        )
        for instrument in scheme.instruments
    )
