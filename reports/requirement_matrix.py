"""The requirements of one vacancy as a matrix, and the overview of all, as pages show them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.wording import in_words
from candidates.cells import Cell
from candidates.judging import Judged
from candidates.models import Candidate, CareerPost, Requirement
from candidates.requirement_gaps import people_lacking
from candidates.verdicts import Verdict
from selection.models import Vacancy

HIDDEN_BIRTH = "Tanggal lahir tidak ditampilkan kepada peran Anda."
FILTERS = {
    "tindakan": ("Perlu tindakan", "tanya"),
    "memenuhi": ("Memenuhi", "cek"),
    "tidak": ("Tidak memenuhi", "x"),
}
LACKING = {"data": ("Data belum diperiksa", "tanya"), "bukti": ("Bukti belum lengkap", "berkas")}
URGENCY = {Verdict.NEEDS_REVIEW: 0, Verdict.NOT_MET: 1, Verdict.MET: 2}


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate for the vacancy with a cell for each column."""

    candidate: Candidate
    cells: Sequence[Cell]
    verdict: Verdict
    needs_action: bool

    @property
    def label(self) -> str:
        return {
            Verdict.MET: "Memenuhi",
            Verdict.NOT_MET: "Tidak memenuhi",
            Verdict.NEEDS_REVIEW: "Belum lengkap",
        }[self.verdict]

    @property
    def tone(self) -> str:
        return {Verdict.MET: "ok", Verdict.NOT_MET: "err", Verdict.NEEDS_REVIEW: "warn"}[
            self.verdict
        ]

    @property
    def icon(self) -> str:
        return {"ok": "cekb", "err": "x", "warn": "tanya"}[self.tone]

    @property
    def is_refused(self) -> bool:
        return self.verdict is Verdict.NOT_MET

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the candidate is refused, one sentence a rule."""
        return tuple(cell.reason for cell in self.cells if cell.reason)


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: `word` in the address, and how many rows it leaves."""

    word: str
    label: str
    icon: str
    rows: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The page of one vacancy. `columns`: any row's cells, for the heads of the columns."""

    columns: Sequence[Cell]
    rows: Sequence[Row]
    choices: Sequence[Choice]
    total: int
    is_settled: bool

    @property
    def width(self) -> int:
        return len(self.columns) + 2


@dataclass(frozen=True, slots=True)
class Line:
    """A vacancy in the overview: how many candidates stand where."""

    vacancy: Vacancy
    met: int
    not_met: int
    needs_review: int

    @property
    def total(self) -> int:
        return self.met + self.not_met + self.needs_review


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate at a glance, with the result for each vacancy aimed at."""

    candidate: Candidate
    agencies: int
    posts: Sequence[CareerPost]
    rows: Sequence[tuple[Vacancy, Row]]


@dataclass(frozen=True, slots=True)
class People:
    """The candidates of the overview, all or those of whom something is lacking."""

    shown: Sequence[Person]
    choices: Sequence[Choice]
    total: int


def row_of(judged: Judged, *, sees_birth: bool) -> Row:
    """The row of a nomination; birth dates are left out for whoever may not see them."""
    cells = judged.cells if sees_birth else tuple(map(without_birth, judged.cells))
    return Row(judged.nomination.candidate, cells, judged.verdict, judged.needs_action)


def matrix_of(judged: Sequence[Judged], *, only: str, sees_birth: bool) -> Matrix:
    """The nominations of one vacancy, those that need somebody to act first."""
    rows = [row_of(one, sees_birth=sees_birth) for one in judged]
    rows.sort(key=lambda row: (not row.needs_action, URGENCY[row.verdict], row.candidate.number))
    chosen = only if only in FILTERS else ""
    return Matrix(
        columns=rows[0].cells if rows else (),
        rows=[row for row in rows if _fits(row, chosen)],
        choices=[
            Choice("", "Semua", "", len(rows), is_on=not chosen),
            *(
                Choice(word, label, icon, sum(_fits(row, word) for row in rows), chosen == word)
                for word, (label, icon) in FILTERS.items()
            ),
        ],
        total=len(rows),
        is_settled=any(one.is_settled for one in judged),
    )


def lines_of(vacancies: Iterable[Vacancy], judged: Iterable[Judged]) -> list[Line]:
    """Every vacancy by code, also those for which nobody is nominated."""
    counts = Counter((one.nomination.vacancy_id, one.verdict) for one in judged)
    return [
        Line(
            vacancy,
            counts[vacancy.pk, Verdict.MET],
            counts[vacancy.pk, Verdict.NOT_MET],
            counts[vacancy.pk, Verdict.NEEDS_REVIEW],
        )
        for vacancy in vacancies
    ]


def people_of(judged: Iterable[Judged], career: Iterable[CareerPost]) -> list[Person]:
    """The candidates by number, each with education, agencies and posts at a glance."""
    posts: dict[int, list[CareerPost]] = {}
    for post in career:
        posts.setdefault(post.candidate_id, []).append(post)
    rows: dict[Candidate, list[tuple[Vacancy, Row]]] = {}
    for one in judged:
        row = row_of(one, sees_birth=False)
        rows.setdefault(one.nomination.candidate, []).append((one.nomination.vacancy, row))
    return [
        Person(
            candidate,
            len({post.unit for post in posts.get(candidate.pk, ())}),
            posts.get(candidate.pk, ()),
            found,
        )
        for candidate, found in sorted(rows.items(), key=lambda item: item[0].number)
    ]


def lacking_of(people: Sequence[Person], judged: Sequence[Judged], *, only: str) -> People:
    """The people of whom `only` is lacking, with the number for each filter; else everybody."""
    chosen = only if only in LACKING else ""
    lacking = {word: people_lacking(judged, word) for word in LACKING}
    return People(
        shown=[one for one in people if not chosen or one.candidate.pk in lacking[chosen]],
        choices=[
            Choice("", "Semua", "", len(people), is_on=not chosen),
            *(
                Choice(word, label, icon, len(lacking[word]), chosen == word)
                for word, (label, icon) in LACKING.items()
            ),
        ],
        total=len(people),
    )


def without_birth(cell: Cell) -> Cell:
    """The cell as panel members and their chair see it (security.md 4.2)."""
    if cell.kind != Requirement.Kind.AGE:
        return cell
    words = f"Usia {cell.brief} pada {in_words(cell.on)}. Syarat: {cell.asks}."
    refusal = f"{cell.title}: tidak memenuhi. {words} Dasar: {cell.legal_basis}."
    reason = refusal if cell.reason else ""
    return replace(cell, data=(HIDDEN_BIRTH,), arithmetic=words, in_time="", reason=reason)


def _fits(row: Row, word: str) -> bool:
    if word == "tindakan":
        return row.needs_action
    if word == "memenuhi":
        return row.verdict is Verdict.MET
    if word == "tidak":
        return row.verdict is Verdict.NOT_MET
    return True
