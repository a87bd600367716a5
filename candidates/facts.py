"""What is known about one candidate for one vacancy, each value with its source and date.

The closed vocabularies repeat those of the tables (`candidates.models`, `selection.models`), which
this module may not import because it knows no framework; a test keeps them equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from accounts.wording import in_words
from candidates.periods import Period

T_co = TypeVar("T_co", covariant=True)


class JudgeUnnamed(ValueError):
    """A judgement needs the name of who judged; the message is for the user."""


class SelectionPath(StrEnum):
    """By which procedure a post is filled (domain.md 1.3)."""

    TALENT_FILL = "talent_fill"
    COMPETENCY_REVIEW = "competency_review"
    OPEN_SELECTION = "open_selection"


class _Ladder(StrEnum):
    """A closed vocabulary in rising order."""

    def reaches(self, least: "_Ladder") -> bool:
        """Whether this step is at least as high as another of the same ladder."""
        return self.height >= least.height

    @property
    def height(self) -> int:
        return list(type(self)).index(self)


class EducationLevel(_Ladder):
    """Levels of education, lowest first (domain.md 4.5). D-IV and S-1 are one height."""

    SD = "SD"
    SLTP = "SLTP"
    SLTA = "SLTA"
    D_I = "D-I"
    D_II = "D-II"
    D_III = "D-III"
    D_IV = "D-IV"
    S_1 = "S-1"
    S_2 = "S-2"
    S_3 = "S-3"

    @property
    def height(self) -> int:
        same = EducationLevel.D_IV if self is EducationLevel.S_1 else self
        return list(EducationLevel).index(same)


class Grade(_Ladder):
    """Golongan ruang of a senior official, lowest first (domain.md 4.2)."""

    IIIA = "III/a"
    IIIB = "III/b"
    IIIC = "III/c"
    IIID = "III/d"
    IVA = "IV/a"
    IVB = "IV/b"
    IVC = "IV/c"
    IVD = "IV/d"
    IVE = "IV/e"


class Rating(_Ladder):
    """Predikat kinerja of a year, lowest first (domain.md 4.5)."""

    VERY_POOR = "very_poor"
    POOR = "poor"
    NEEDS_WORK = "needs_work"
    GOOD = "good"
    VERY_GOOD = "very_good"

    @property
    def label(self) -> str:
        return {
            Rating.VERY_POOR: "Sangat kurang",
            Rating.POOR: "Kurang",
            Rating.NEEDS_WORK: "Butuh perbaikan",
            Rating.GOOD: "Baik",
            Rating.VERY_GOOD: "Sangat baik",
        }[self]


class PostKind(StrEnum):
    """The level of a post (domain.md 4.3)."""

    SENIOR = "senior"
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    EXPERT_MADYA = "expert_madya"
    EXPERT_UTAMA = "expert_utama"
    EXPERT_MUDA = "expert_muda"

    @property
    def label(self) -> str:
        return {
            PostKind.SENIOR: "JPT Pratama",
            PostKind.ADMINISTRATOR: "Administrator",
            PostKind.SUPERVISOR: "Pengawas",
            PostKind.EXPERT_MADYA: "JF Ahli Madya",
            PostKind.EXPERT_UTAMA: "JF Ahli Utama",
            PostKind.EXPERT_MUDA: "JF Ahli Muda",
        }[self]


class SanctionLevel(StrEnum):
    """Tingkat hukuman disiplin (PP 94/2021, domain.md 1.1 [M])."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"

    @property
    def label(self) -> str:
        return {
            SanctionLevel.LIGHT: "ringan",
            SanctionLevel.MEDIUM: "sedang",
            SanctionLevel.HEAVY: "berat",
        }[self]


@dataclass(frozen=True, slots=True)
class Known(Generic[T_co]):
    """A value, where it comes from, the day for which the source vouches, and who checked it.

    While `verified_by` is empty nobody has, and no requirement is met or refused on the value.
    """

    value: T_co
    source: str
    as_of: date
    verified_by: str = ""

    @property
    def is_verified(self) -> bool:
        return bool(self.verified_by.strip())

    def told(self, text: str) -> str:
        """The value as a sentence with its source and date; `text` is the value in words."""
        checked = f"diperiksa {self.verified_by}" if self.is_verified else "belum diverifikasi"
        return f"{text} (sumber: {self.source}, {in_words(self.as_of)}; {checked})."


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's answer to a question no machine answers. Raises `JudgeUnnamed` without a name."""

    answer: bool
    by: str
    on: date
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise JudgeUnnamed(
                "Penilaian ini belum menyebut nama penilainya dan belum disimpan. Data lain aman."
                " Isi nama petugas yang menilai."
            )

    def __str__(self) -> str:
        because = f": {self.reason}" if self.reason else ""
        return f"{self.by}, {in_words(self.on)}{because}"


@dataclass(frozen=True, slots=True)
class Degree:
    """A completed education. `fits`: a person's word on whether the field suits the vacancy."""

    level: EducationLevel
    field: str = ""
    fits: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A line of a career.

    `related`: a person's word on whether it is experience in the field of the vacancy.
    `acting` posts (Plt, Plh, Pj) are assignments, not posts (domain.md 4.3); they count towards
    years in a level of post only where a person said so in `acting_counts`.
    """

    title: str
    agency: str
    kind: PostKind
    period: Period
    related: Judgement | None = None
    acting: bool = False
    acting_counts: Judgement | None = None

    def __str__(self) -> str:
        acting = "Plt/Plh/Pj " if self.acting else ""
        return f"{acting}{self.title}, {self.agency} ({self.kind.label}), {self.period}"


@dataclass(frozen=True, slots=True)
class GradeHeld:
    """A grade and its TMT, where that is known."""

    grade: Grade
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Sanction:
    """A disciplinary sanction in force from `imposed` to `until`; `None`: that day is not recorded.

    Raises `PeriodReversed` when it would end before it begins.
    """

    level: SanctionLevel
    imposed: date | None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.imposed is not None:
            Period(self.imposed, self.until)

    def __str__(self) -> str:
        since = f" sejak {in_words(self.imposed)}" if self.imposed else ", tanggal mulai tidak ada"
        until = f" sampai {in_words(self.until)}" if self.until else ", belum ada tanggal berakhir"
        return f"Hukuman disiplin {self.level.label}{since}{until}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document says: whether it supports the candidate, and until when it is valid."""

    favourable: bool
    document: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a requirement may look at; what is `None`, empty or absent is not known.

    `nip_born` is the birth date inside the NIP; `ratings` by calendar year; an empty tuple of
    sanctions says that the record was looked up and is clean; `appointment_on` is the planned
    day of appointment; `evidence` by the codes which the rules name.
    """

    path: SelectionPath
    degrees: Known[tuple[Degree, ...]] | None = None
    posts: tuple[Known[Post], ...] = ()
    born: Known[date] | None = None
    nip_born: date | None = None
    appointment_on: date | None = None
    grade: Known[GradeHeld] | None = None
    ratings: Mapping[int, Known[Rating]] = field(default_factory=dict)
    sanctions: Known[tuple[Sanction, ...]] | None = None
    evidence: Mapping[str, Known[Evidence]] = field(default_factory=dict)
