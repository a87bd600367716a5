"""A person's place on the grid as pages show it: one line in a list, or term by term."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.wording import percent, with_comma
from candidates.models import CareerPost, Official, TalentRecord, TalentScheme
from candidates.talent import AxisResult
from candidates.talent_evidence import Reading
from candidates.talent_rules import Box, NoSingleScheme, Scheme
from candidates.talent_standing import Pool, Standing, scheme_among, standing_of
from candidates.talent_wording import verdict, written

NO_NUMBER = "–"
FROM_IMPORT = "Impor SIMATA"


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a list. `terms`: scores in the order of the scheme, for the table view."""

    standing: Standing
    number: str
    name: str
    detail: str
    url: str
    performance: str
    potential: str
    talent: str
    data: str
    terms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TermLine:
    """One row of "Mengapa di sini?": a measure with its product, or a part of a mean without."""

    component: str
    label: str
    found: str
    score: str
    weight: str
    product: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class AxisTable:
    """All terms of one axis and the sentence that sums them up."""

    label: str
    lines: Sequence[TermLine]
    verdict: str
    total: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a person stands where the grid shows it; `official` may be in no import at all."""

    standing: Standing
    name: str
    as_of: date
    box: Box | None
    axes: Sequence[AxisTable]
    talent: str
    shares: str
    title: str


@dataclass(frozen=True, slots=True)
class PastPost:
    """One line of an official's history: what was held, from when to when, and who says so."""

    post: str
    unit: str
    began: date | None
    ended: date | None
    source: str

    @property
    def is_from_import(self) -> bool:
        """Known only to have been so on the day `began`, that of the import's data."""
        return self.source == FROM_IMPORT


def line_of(
    standing: Standing, *, number: str = "", name: str = "", detail: str = "", url: str = ""
) -> Line:
    placement = standing.placement
    record = standing.record
    place = ", ".join(filter(None, [record.post, record.unit])) if record else ""
    axes = (placement.performance, placement.potential) if placement else ()
    return Line(
        standing,
        number,
        name or standing.official.name,
        detail or place,
        url,
        performance=_value(placement.performance) if placement else NO_NUMBER,
        potential=_value(placement.potential) if placement else NO_NUMBER,
        talent=_or_none(placement.talent if placement else None, 2),
        data=percent(Fraction(placement.completeness // 1)) if placement else NO_NUMBER,
        terms=[_or_none(term.reading.score, 2) for axis in axes for term in axis.terms],
    )


def why_of(pool: Pool, standing: Standing, name: str) -> Why:
    """Both sums term by term; empty where the person has no record or no rules are in force."""
    placement, scheme = standing.placement, pool.scheme
    box = placement.box if placement else None
    return Why(
        standing,
        name,
        pool.talent_import.as_of,
        box,
        [_axis_table(a) for a in (placement.performance, placement.potential)] if placement else [],
        talent=_or_none(placement.talent if placement else None, 4),
        shares=_shares(scheme) if scheme else "",
        title=f"Mengapa {name} di kotak {box.number}?" if box else f"{name} belum punya kotak",
    )


def history_of(official: Official) -> list[PastPost]:
    """Posts over time, newest first: from the career in rounds, and from the imports."""
    career = CareerPost.objects.in_force().filter(
        candidate__official=official, candidate__withdrawn_at=None
    )
    held = {
        (post.post, post.unit, post.began): PastPost(
            post.post, post.unit, post.began, post.ended, "Riwayat jabatan"
        )
        for post in career.order_by("began", "ended", "pk")
    }
    return [
        *_imported(official),
        *sorted(held.values(), key=lambda p: (p.began or date.min, p.post), reverse=True),
    ]


def imports_of(official: Official, schemes: Sequence[TalentScheme]) -> list[Standing]:
    """Where the official stood in each import, newest first; by the rules of each one's day."""
    rows = TalentRecord.objects.filter(official=official, talent_import__status="applied")
    rows = rows.select_related("talent_import", "official")
    standings = []
    for row in rows.order_by("-talent_import__as_of", "-talent_import__applied_at", "-pk"):
        try:
            scheme: Scheme | None = scheme_among(schemes, row.talent_import.as_of)
        except NoSingleScheme:
            scheme = None
        standings.append(standing_of(row, scheme))
    return standings


def shares_of(scheme: Scheme | None) -> str:
    """`50 : 50`, performance first."""
    if scheme is None:
        return ""
    shares = (scheme.performance_share, scheme.potential_share)
    return " : ".join(percent(share).removesuffix("%") for share in shares)


def term_headings(scheme: Scheme) -> list[tuple[str, str]]:
    """Label and weight of every measure, performance first: the columns of the table view."""
    return [
        (indicator.measure.label, percent(indicator.weight))
        for axis in (scheme.performance, scheme.potential)
        for component in axis.components
        for indicator in component.indicators
    ]


def _imported(official: Official) -> Iterator[PastPost]:
    """What imports said the person holds: a line where it differs from the import before."""
    rows = TalentRecord.objects.filter(official=official, talent_import__status="applied")
    lines: list[PastPost] = []
    for row in rows.select_related("talent_import").order_by("talent_import__as_of", "pk"):
        day = row.talent_import.as_of
        if row.post and (not lines or (lines[-1].post, lines[-1].unit) != (row.post, row.unit)):
            lines.append(PastPost(row.post, row.unit, day, None, FROM_IMPORT))
    return reversed(lines)


def _axis_table(result: AxisResult) -> AxisTable:
    return AxisTable(
        result.axis.label,
        list(_term_lines(result)),
        verdict(result),
        _or_none(result.value, 4),
    )


def _term_lines(result: AxisResult) -> Iterable[TermLine]:
    for term in result.terms:
        reading = term.reading
        yield TermLine(
            term.component,
            reading.measure.label,
            _found(reading),
            _or_none(reading.score, 2),
            percent(term.weight),
            _or_none(term.product, 4),
        )
        for part in reading.parts:
            yield TermLine(
                "", part.measure.label, _found(part), _or_none(part.score, 2), "", "", is_part=True
            )


def _found(reading: Reading) -> str:
    if reading.score is None:
        return "Belum ada data" if not reading.parts else "Rata-rata, belum lengkap"
    if reading.assumed:
        return "Tanpa data, dinilai menurut skema"
    return reading.found or ("Rata-rata bagiannya" if reading.parts else "")


def _value(result: AxisResult) -> str:
    return NO_NUMBER if result.value is None else written(result.axis, result.value)


def _or_none(value: Fraction | None, places: int) -> str:
    return NO_NUMBER if value is None else with_comma(value, places)


def _shares(scheme: Scheme) -> str:
    first, second = scheme.performance, scheme.potential
    return (
        f"{percent(scheme.performance_share)} {first.label.lower()} dan "
        f"{percent(scheme.potential_share)} {second.label.lower()}"
    )
