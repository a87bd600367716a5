"""The talent pool of an agency as its page shows it: filtered, in pages, drawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accounts.wording import in_short
from candidates.models import Official, TalentImport
from candidates.talent_standing import Pool, Standing, pool_of
from reports.talent_map import Map, Shown, draw
from reports.talent_presenting import Line, line_of, shares_of

ON_A_PAGE = 100
UNPLACED, TABLE = "belum", "tabel"
BOXES = [str(number) for number in range(9, 0, -1)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: a box (or those without one), a name, a page."""

    box: str = ""
    name: str = ""
    page: str = "1"
    view: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Wanted":
        box = given.get("kotak", "")
        return cls(
            box if box in (*BOXES, UNPLACED) else "",
            " ".join(given.get("cari", "").split())[:100],
            given.get("halaman", "1"),
            TABLE if given.get("tampilan") == TABLE else "",
        )

    @property
    def is_all(self) -> bool:
        return not (self.box or self.name)

    def admits(self, standing: Standing) -> bool:
        box = str(standing.box or UNPLACED)
        return self.box in ("", box) and self.name.casefold() in standing.official.name.casefold()


@dataclass(frozen=True, slots=True)
class PoolGrid:
    """`closed`: people whom the viewer still has to judge; they are in no list and no number."""

    pool: Pool
    map: Map | None
    lines: "Page[Line]"
    people: int
    unplaced: int
    closed: int
    wanted: Wanted

    @property
    def day(self) -> str:
        return in_short(self.pool.talent_import.as_of)

    @property
    def shares(self) -> str:
        return shares_of(self.pool.scheme)

    @property
    def query(self) -> str:
        """What other pages of the list ask for besides their number."""
        asked = {
            "impor": self.pool.talent_import.public_id,
            "kotak": self.wanted.box,
            "cari": self.wanted.name,
            "tampilan": self.wanted.view,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def apart(self) -> int:
        """On how many people the file and the rules disagree."""
        return sum(bool(standing.differences) for standing in self.pool.people)


def pool_grid(talent_import: TalentImport, wanted: Wanted, closed: Collection[int]) -> PoolGrid:
    """Everybody the agency knows, those outside the import as unplaced. Three queries."""
    pool, hidden = open_pool(talent_import, closed)
    listed = [standing for standing in pool.people if wanted.admits(standing)]
    pages = Paginator([_line(standing, talent_import) for standing in listed], ON_A_PAGE)
    return PoolGrid(
        pool,
        draw(pool.scheme, map(Shown, pool.people)) if pool.scheme else None,
        pages.get_page(wanted.page),
        people=len(pool.people),
        unplaced=sum(standing.box is None for standing in pool.people),
        closed=hidden,
        wanted=wanted,
    )


def open_pool(talent_import: TalentImport, closed: Collection[int]) -> tuple[Pool, int]:
    """The pool without those closed to the viewer, and how many they are."""
    pool = pool_of(talent_import)
    absent = Official.objects.filter(agency_id=talent_import.agency_id).exclude(
        talent__talent_import=talent_import
    )
    everybody = [*pool.people, *map(Standing, absent.order_by("name", "nip"))]
    seen = [standing for standing in everybody if standing.official.pk not in closed]
    return Pool(talent_import, pool.scheme, pool.no_rules, seen), len(everybody) - len(seen)


def lines_of(people: Sequence[Standing], talent_import: TalentImport) -> list[Line]:
    return [_line(standing, talent_import) for standing in people]


def _line(standing: Standing, talent_import: TalentImport) -> Line:
    url = reverse("reports:talent-official", args=[standing.official.public_id])
    return line_of(standing, url=f"{url}?{urlencode({'impor': talent_import.public_id})}")
