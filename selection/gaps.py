"""What is still missing before a round can go on: stated by each app from its facts, never kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from accounts.policy import Role
from selection.enumeration import listed


class Stage(TextChoices):
    """The stages of a round in their order (ux.md a)."""

    CANDIDATES = "candidates", "Data kandidat"
    REQUIREMENTS = "requirements", "Syarat"
    PANEL = "panel", "Panitia"
    TIMETABLE = "timetable", "Jadwal"
    FREEZE = "freeze", "Pembekuan"
    SCORING = "scoring", "Penilaian"
    RESULT = "result", "Hasil"
    CHOICE = "choice", "Pilihan Wali Kota"
    APPROVAL = "approval", "Persetujuan"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to do, as a fact of the tables says it.

    `words`: the task as an order, with its number ("Lengkapi bukti untuk 3 kandidat"). `owner`:
    whose it is; `person` names him where it is one person's. `url`, `button`: where it is done;
    `own_url`: where that person does it himself. `is_discreet`: who it waits for is not for
    everybody who reads the list. `blocks_freeze`: the rules cannot be frozen before it is done;
    else it warns. `due`: the last day, where there is one. `waits_for`: what has to happen first,
    in words. `outlasts_freeze`: it can and should still be done once the rules are frozen.
    """

    stage: Stage
    words: str
    owner: Role
    url: str
    button: str
    person: str = ""
    own_url: str = ""
    is_discreet: bool = False
    blocks_freeze: bool = True
    due: date | None = None
    waits_for: str = ""
    outlasts_freeze: bool = False


@dataclass(frozen=True, slots=True)
class GapLine:
    """One line of a list: a gap, or the same gap of several people; `names` as far as told."""

    gap: Gap
    people: int
    names: str
    is_own: bool

    @property
    def url(self) -> str:
        return self.gap.own_url if self.is_own and self.gap.own_url else self.gap.url


def lines_of(gaps: Iterable[Gap], *, reader: str, sees_all: bool) -> list[GapLine]:
    """The gaps as somebody reads them: his own apart, other people's in the same words together.

    `reader`: his name. `sees_all`: whether he may know who a discreet gap waits for.
    """
    groups: dict[tuple[object, ...], list[Gap]] = {}
    for place, gap in enumerate(gaps):
        another = gap.person and gap.person != reader
        key = (gap.stage, gap.words, gap.blocks_freeze) if another else (place,)
        groups.setdefault(key, []).append(gap)
    return [_line(group, reader, sees_all=sees_all) for group in groups.values()]


def _line(group: list[Gap], reader: str, *, sees_all: bool) -> GapLine:
    gap = group[0]
    is_own = gap.person == reader
    tells = bool(gap.person) and not is_own and (sees_all or not gap.is_discreet)
    names = listed(gap.person for gap in group) if tells else ""
    return GapLine(gap, len(group) if gap.person else 0, names, is_own)
