"""Where the sums of a SIMATA export differ from those computed anew from its own components."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.wording import with_comma
from candidates.simata import BOX, PERFORMANCE, POTENTIAL, Export, Record
from candidates.talent import AxisResult, Placement

HALF = Fraction(1, 2)
LEAST_PLACES = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One sum of one person: `imported` from the file, `computed` by the scheme, exact.

    `None` is a sum that does not exist on that side. `message` says it in Indonesian.
    """

    nip: str
    column: str
    imported: Decimal | int | None
    computed: Fraction | int | None
    message: str


def differences(export: Export, record: Record, placement: Placement) -> tuple[Difference, ...]:
    """The sums on which the file and the scheme disagree; nothing where both have none.

    Totals are compared exactly, after rounding the computed one half up to the decimals that
    this column has in the file. An axis that lacks data has no total of ours, so a total in the
    file is a difference then.
    """
    found = (
        _of_axis(record, POTENTIAL, record.potential, placement.potential, export.potential_places),
        _of_axis(
            record,
            PERFORMANCE,
            record.performance,
            placement.performance,
            export.performance_places,
        ),
        _of_box(record, placement),
    )
    return tuple(difference for difference in found if difference is not None)


def _of_axis(
    record: Record, column: str, imported: Decimal | None, result: AxisResult, places: int
) -> Difference | None:
    computed, shown = result.value, max(places, LEAST_PLACES)
    if computed is None:
        if imported is None:
            return None
        message = _uncomputed(column, imported, result, places)
    elif imported is None:
        message = f"{column} kosong di berkas; hasil hitung {with_comma(computed, shown)}."
    elif _steps(Fraction(imported), places) == _steps(computed, places):
        return None
    else:
        message = (
            f"{column} di berkas {with_comma(imported, shown)}; hasil hitung dari unsurnya "
            f"{with_comma(computed, shown)}."
        )
    return Difference(record.nip, column, imported, computed, message)


def _uncomputed(column: str, imported: Decimal, result: AxisResult, places: int) -> str:
    labels = ", ".join(measure.label for measure in result.missing)
    text = (
        f"{column} di berkas {with_comma(imported, max(places, LEAST_PLACES))}; tidak dapat "
        f"dihitung karena belum ada data: {labels}."
    )
    if _steps(Fraction(imported), places) == _steps(result.at_least, places):
        text += " Nilai di berkas menganggap unsur yang belum ada itu nol."
    return text


def _of_box(record: Record, placement: Placement) -> Difference | None:
    computed = None if placement.box is None else placement.box.number
    if record.box == computed:
        return None
    here = "kosong" if record.box is None else str(record.box)
    ours = "belum dapat ditentukan" if computed is None else str(computed)
    message = f"{BOX} di berkas {here}; hasil hitung {ours}."
    return Difference(record.nip, BOX, record.box, computed, message)


def _steps(value: Fraction, places: int) -> int:
    """The value in units of its last decimal, rounded half up."""
    return int(value * 10**places + HALF)
