"""What is still missing before a round can go on: stated by each app from its facts, never kept."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from accounts.policy import Role


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


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to do, as a fact of the tables says it.

    `words`: the task as an order, with its number ("Lengkapi bukti untuk 3 kandidat"). `owner`:
    whose it is; `person` names him where it is one person's ("Penilai 4"). `url`, `button`: where
    it is done. `blocks_freeze`: the rules cannot be frozen before it is done; else it warns.
    `due`: the last day, where there is one. `waits_for`: what has to happen first, in words.
    """

    stage: Stage
    words: str
    owner: Role
    url: str
    button: str
    person: str = ""
    blocks_freeze: bool = True
    due: date | None = None
    waits_for: str = ""
