"""How far the members of a panel agree, with a plain word beside every coefficient."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.wording import percent
from reports.ties import inside
from scoring.reliability import FEWEST_CANDIDATES, FEWEST_MEMBERS, Reliability
from selection.enumeration import listed
from selection.models import Instrument

Bands = Sequence[tuple[Decimal, str, str]]

FEW = 10  # candidates, below which a coefficient moves much with every one of them
LOWEST = Decimal("-Infinity")
# From which value on a word holds, and what it means in a sentence.
# Koo and Li, "A guideline of selecting and reporting intraclass correlation coefficients" (2016).
RELIABLE: Bands = (
    (
        Decimal("0.90"),
        "sangat baik",
        "Siapa penilainya hampir tidak berpengaruh; selisih antarkandidat dapat diandalkan",
    ),
    (
        Decimal("0.75"),
        "baik",
        "Panitia lain yang setara akan memberi nilai yang mirip; selisih kecil tetap dibaca"
        " hati-hati",
    ),
    (
        Decimal("0.50"),
        "sedang",
        "Selisih antarkandidat bercampur dengan selisih antarpenilai; selisih kecil belum berarti",
    ),
    (
        LOWEST,
        "rendah",
        "Siapa penilainya lebih berpengaruh daripada siapa kandidatnya; pleno sebaiknya membahas"
        " nilai ini sebelum bersandar padanya",
    ),
)
# Schmidt, "Managing Delphi surveys using nonparametric statistical techniques" (1997).
CONCORDANT: Bands = (
    (Decimal("0.70"), "kuat", "Penilai menyusun kandidat dalam urutan yang hampir sama"),
    (Decimal("0.50"), "sedang", "Penilai sebagian sepakat atas urutan kandidat"),
    (LOWEST, "lemah", "Urutan kandidat berbeda-beda menurut penilainya"),
)
SOURCES = "Kata untuk ICC menurut Koo dan Li (2016), untuk Kendall W menurut Schmidt (1997)."


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
    """A coefficient, the word for it and what that means; missing where it has no meaning.

    `title`: of the instrument.
    """

    title: str
    value: Decimal | None
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One coefficient, with its value for every panel instrument."""

    title: str
    meaning: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The card on a ranking's or a round's page; `basis` says what was counted.

    `sentences`: what it means, for each instrument in plain words.
    """

    instruments: Sequence[Instrument]
    measures: Sequence[Measure]
    basis: str
    sentences: Sequence[tuple[str, str]]
    sources: str = SOURCES


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
                [
                    Value(instrument.title, *_read(coefficient.value(row), coefficient.bands))
                    for instrument, row in zip(measured, rows, strict=True)
                ],
            )
            for coefficient in COEFFICIENTS
        ],
        basis=_basis(measured, rows),
        sentences=[
            (instrument.title, _sentence(row))
            for instrument, row in zip(measured, rows, strict=True)
        ],
    )


def _read(value: Decimal | None, bands: Bands) -> tuple[Decimal | None, str, str]:
    if value is None:
        return None, "", ""
    return next((value, word, said) for lowest, word, said in bands if value >= lowest)


def _sentence(row: Reliability) -> str:
    """What the panel's mean is worth, and whether its members order the candidates alike."""
    (mean, _, worth), (order, _, alike) = (
        _read(row.icc_2_k, RELIABLE),
        _read(row.kendall_w, CONCORDANT),
    )
    if mean is None:
        return "Belum dapat dinilai dari angka yang ada."
    share = ""
    if mean > 0:
        said = percent(mean * 100)
        share = f"Kira-kira {said} dari perbedaan nilai rata-rata berasal dari kandidat. "
    agreed = f" {alike}." if order is not None else ""
    return f"{share}{worth}.{agreed}"


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
