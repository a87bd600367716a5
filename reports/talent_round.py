"""The talent grid of one round: which import it stands on, who is drawn, what is listed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from django.urls import reverse

from accounts.wording import in_short
from candidates.models import Candidate, TalentImport, TalentImportQuerySet
from candidates.talent_standing import Pool, pool_of, sorted_by_box
from reports.talent_map import Map, Shown, draw
from reports.talent_presenting import Line, line_of, shares_of
from selection.models import Round


@dataclass(frozen=True, slots=True)
class Grid:
    """What a grid page shows. `lines` have a box; `unplaced` say what is missing.

    `first`: whose place is explained at once, the one nearest to a boundary.
    """

    pool: Pool | None = None
    map: Map | None = None
    lines: Sequence[Line] = field(default_factory=tuple)
    unplaced: Sequence[Line] = field(default_factory=tuple)
    others: int = 0
    first: Line | None = None

    @property
    def all(self) -> list[Line]:
        return [*self.lines, *self.unplaced]

    @property
    def day(self) -> str:
        return in_short(self.pool.talent_import.as_of) if self.pool else ""

    @property
    def shares(self) -> str:
        return shares_of(self.pool.scheme) if self.pool else ""


def chosen(imports: TalentImportQuerySet, wanted: str) -> TalentImport | None:
    """The import that was asked for, else the newest."""
    imports = imports.select_related("agency", "applied_by")
    try:
        identity = UUID(wanted)
    except ValueError:
        return imports.first()
    return imports.filter(public_id=identity).first() or imports.first()


def grid_of(
    round_: Round,
    talent_import: TalentImport | None,
    candidates: Iterable[Candidate],
    *,
    others: bool,
) -> Grid:
    """The candidates on the grid; with `others` the rest of the import around them, unnamed."""
    if talent_import is None:
        return Grid()
    by_official = {candidate.official_id: candidate for candidate in candidates}
    pool = pool_of(talent_import, None if others else by_official)
    lines = [_line(round_, pool, c, talent_import) for c in by_official.values()]
    order = {s.official.pk: n for n, s in enumerate(sorted_by_box(li.standing for li in lines))}
    lines.sort(key=lambda line: order[line.standing.official.pk])
    rest = [s for s in pool.people if s.official.pk not in by_official]
    return Grid(
        pool,
        _map(pool, [*[Shown(s) for s in rest], *map(shown, lines)]),
        lines=[line for line in lines if line.standing.box],
        unplaced=[line for line in lines if not line.standing.box],
        others=sum(s.box is not None for s in rest),
        first=nearest(lines),
    )


def shown(line: Line) -> Shown:
    standing = line.standing
    box = f"kotak {standing.box}"
    return Shown(standing, line.number, f"{line.detail}, {line.name}, {box}", line.url)


def nearest(lines: Iterable[Line]) -> Line | None:
    """Whose place is nearest to a boundary."""
    placed = [line for line in lines if line.standing.placement and line.standing.box]
    return min(placed, key=_distance, default=None)


def _distance(line: Line) -> Fraction:
    crossing = line.standing.placement.nearest if line.standing.placement else None
    assert crossing is not None
    return crossing.distance


def _map(pool: Pool, people: Sequence[Shown]) -> Map | None:
    return draw(pool.scheme, people) if pool.scheme else None


def _line(round_: Round, pool: Pool, candidate: Candidate, talent_import: TalentImport) -> Line:
    url = reverse("reports:talent-candidate", args=[round_.code, candidate.number])
    return line_of(
        pool.of(candidate.official),
        number=f"{candidate.number:02}",
        name=candidate.name,
        detail=candidate.label,
        url=f"{url}?impor={talent_import.public_id}",
    )
