"""How far the members of a panel agree, with a plain word beside every coefficient."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.ties import inside
from scoring.reliability import FEWEST_CANDIDATES, FEWEST_MEMBERS, Reliability
from selection.enumeration import listed
from selection.models import Instrument

Bands = Sequence[tuple[Decimal, str]]

FEW = 10  # candidates, below which a coefficient moves much with every one of them
LOWEST = Decimal("-Infinity")
# Koo and Li, "A guideline of selecting and reporting intraclass correlation coefficients" (2016).
RELIABLE = (
    (Decimal("0.90"), "sangat baik"),
    (Decimal("0.75"), "baik"),
    (Decimal("0.50"), "sedang"),
    (LOWEST, "rendah"),
)
# Schmidt, "Managing Delphi surveys using nonparametric statistical techniques" (1997).
CONCORDANT = (
    (Decimal("0.70"), "kuat"),
    (Decimal("0.50"), "sedang"),
    (LOWEST, "lemah"),
)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One way of measuring agreement: its name (of k members), what it says, how it reads."""

    name: str
    meaning: str
    value: Callable[[Reliability], Decimal | None]
    bands: Bands


COEFFICIENTS = (
    Coefficient(
        "ICC(2,{k}), rata-rata {k} penilai",
        "Keandalan nilai rata-rata panitia; 1 sempurna",
        lambda row: row.icc_2_k,
        RELIABLE,
    ),
    Coefficient(
        "ICC(2,1), satu penilai",
        "Keandalan nilai seorang penilai saja; 1 sempurna",
        lambda row: row.icc_2_1,
        RELIABLE,
    ),
    Coefficient(
        "Kendall W, urutan",
        "Kesepakatan atas urutan; 0 tidak sepakat, 1 sepakat penuh",
        lambda row: row.kendall_w,
        CONCORDANT,
    ),
)


@dataclass(frozen=True, slots=True)
class Value:
    """A coefficient and the word for it; both are missing where it has no meaning."""

    value: Decimal | None
    word: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One coefficient, with its value for every panel instrument."""

    title: str
    meaning: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The card on a ranking's or a round's page; `basis` says what was counted."""

    instruments: Sequence[Instrument]
    measures: Sequence[Measure]
    basis: str


def agreement_of(instruments: Sequence[Instrument], found: Mapping[str, Reliability]) -> Agreement:
    """`found` by instrument code; an instrument that it does not name is left out."""
    measured = [instrument for instrument in instruments if instrument.code in found]
    rows = [found[instrument.code] for instrument in measured]
    members = rows[0].members if rows else 0
    return Agreement(
        instruments=measured,
        measures=[
            Measure(
                coefficient.name.format(k=members),
                coefficient.meaning,
                [_value(coefficient.value(row), coefficient.bands) for row in rows],
            )
            for coefficient in COEFFICIENTS
        ],
        basis=_basis(measured, rows),
    )


def _value(value: Decimal | None, bands: Bands) -> Value:
    if value is None:
        return Value(None, "")
    return Value(value, next(word for lowest, word in bands if value >= lowest))


def _basis(instruments: Sequence[Instrument], rows: Sequence[Reliability]) -> str:
    if not rows:
        return ""
    counted = [
        f"{row.candidates} {_unit(instrument)}"
        for instrument, row in zip(instruments, rows, strict=True)
    ]
    if len(set(counted)) > 1:
        counted = [
            f"{count} ({inside(instrument.title)})"
            for instrument, count in zip(instruments, counted, strict=True)
        ]
    said = f"Dihitung dari {listed(list(dict.fromkeys(counted)))} yang dinilai semua penilai."
    if any(None in (row.icc_2_1, row.icc_2_k, row.kendall_w) for row in rows):
        said += (
            f" Tanda – berarti tidak dapat dihitung: perlu paling sedikit {FEWEST_MEMBERS} penilai,"
            f" {FEWEST_CANDIDATES} kandidat, dan nilai yang berbeda-beda."
        )
    elif min(row.candidates for row in rows) < FEW:
        said += " Makin sedikit kandidat, makin kasar ukuran ini."
    return said


def _unit(instrument: Instrument) -> str:
    return "pencalonan" if instrument.coverage == Instrument.Coverage.VACANCY else "kandidat"
