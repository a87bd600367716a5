"""Requirements that count years: experience in a field, and years in a level of post."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from accounts.wording import in_words
from candidates.facts import Facts, Known, Post, PostKind
from candidates.periods import Period, Total, reached_on, total
from candidates.verdicts import VERIFY, Outcome, Verdict, unknown

HISTORY_TO_DO = "Lengkapi riwayat jabatan dari SIASN atau SK."


@dataclass(frozen=True, slots=True)
class RelatedExperience:
    """Years, in sum, in posts that a person judged related to the vacancy (domain.md 1.2, 3)."""

    kind: ClassVar[str] = "related_experience"
    years: int

    @property
    def asks(self) -> str:
        return _asks(self.years)

    def outcome(self, facts: Facts, on: date) -> Outcome:
        sorted_posts = _Sorted()
        for line in facts.posts:
            related = line.value.related
            if related is None:
                sorted_posts.put(line, "belum dinilai keterkaitannya")
                sorted_posts.doubt(
                    line, f"Nilai apakah {line.value.title} terkait dengan jabatan lowong."
                )
            elif related.answer:
                sorted_posts.put(line, f"dinilai terkait oleh {related}")
                sorted_posts.count(line)
            else:
                sorted_posts.put(line, f"dinilai tidak terkait oleh {related}")
        return _outcome(facts, on, sorted_posts, self.years)


@dataclass(frozen=True, slots=True)
class YearsInPost:
    """Years, in sum, in posts of given levels, held now or formerly (domain.md 1.2, 4).

    With `current_only` just the posts still held on the day count (domain.md 1.3, mutasi).
    """

    kind: ClassVar[str] = "years_in_post"
    kinds: tuple[PostKind, ...]
    years: int
    current_only: bool = False

    @property
    def asks(self) -> str:
        return _asks(self.years)

    def outcome(self, facts: Facts, on: date) -> Outcome:
        sorted_posts = _Sorted()
        for line in facts.posts:
            post = line.value
            if post.kind not in self.kinds or (self.current_only and _has_ended(post, on)):
                continue
            if not post.acting:
                sorted_posts.put(line)
                sorted_posts.count(line)
            elif post.acting_counts is None:
                sorted_posts.put(line, "belum diputuskan dihitung atau tidak")
                sorted_posts.doubt(
                    line, f"Putuskan apakah masa Plt/Plh/Pj {post.title} dihitung atau tidak."
                )
            elif post.acting_counts.answer:
                sorted_posts.put(line, f"diputuskan dihitung oleh {post.acting_counts}")
                sorted_posts.count(line)
            else:
                sorted_posts.put(line, f"diputuskan tidak dihitung oleh {post.acting_counts}")
        return _outcome(facts, on, sorted_posts, self.years)


@dataclass(slots=True)
class _Sorted:
    """Posts as one requirement sees them: those that count for sure, and those in doubt."""

    sure: list[Period] = field(default_factory=list)
    open: list[Period] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def put(self, line: Known[Post], remark: str = "") -> None:
        self.data.append(line.told(f"{line.value}, {remark}" if remark else str(line.value)))

    def count(self, line: Known[Post]) -> None:
        if line.is_verified:
            self.sure.append(line.value.period)
        else:
            self.doubt(line, f"{VERIFY} ({line.value.title})")

    def doubt(self, line: Known[Post], question: str) -> None:
        self.open.append(line.value.period)
        self.questions.append(question)


def _asks(years: int) -> str:
    return f"paling singkat {years} tahun"


def _has_ended(post: Post, on: date) -> bool:
    return post.period.last is not None and post.period.last < on


def _outcome(facts: Facts, on: date, posts: _Sorted, years: int) -> Outcome:
    """Met by what counts for sure; in doubt when open questions or unverified lines may decide."""
    if not facts.posts:
        return unknown("Riwayat jabatan", HISTORY_TO_DO)
    sure = total(posts.sure, on)
    sum_in_words = f"{_sum(sure, on)} Syarat: {_asks(years)}."
    if sure.length.years >= years:
        return Outcome(verdict=Verdict.MET, arithmetic=sum_in_words, data=tuple(posts.data))
    at_most = total([*posts.sure, *posts.open], on)
    if posts.open:
        sum_in_words += f" Bila yang belum jelas ikut dihitung: {at_most.length}."
    questions = [*posts.questions, *_unverified(facts.posts, posts.questions)]
    undecided = at_most.length.years >= years or not all(p.is_verified for p in facts.posts)
    return Outcome(
        verdict=Verdict.NEEDS_REVIEW if undecided else Verdict.NOT_MET,
        arithmetic=sum_in_words,
        data=tuple(posts.data),
        questions=tuple(questions),
        met_from=reached_on(posts.sure, years),
    )


def _unverified(lines: Sequence[Known[Post]], asked: Sequence[str]) -> list[str]:
    """A failure may rest on a wrong line too, so every line has to be verified for it."""
    questions = (f"{VERIFY} ({line.value.title})" for line in lines if not line.is_verified)
    return [question for question in questions if question not in asked]


def _sum(sure: Total, on: date) -> str:
    """`12 Maret 2024 sampai 19 November 2025 = 1 tahun 8 bulan 8 hari (618 hari) pada …`"""
    day = in_words(on)
    if not sure.spans:
        return f"Tidak ada masa jabatan yang dapat dihitung pada {day}."
    days = f"{sure.days:,} hari".replace(",", ".")
    spans = "; ".join(f"{span} = {span.length}" for span in sure.spans)
    if len(sure.spans) == 1:
        return f"{spans} ({days}) pada {day}."
    return f"{spans}. Jumlah tanpa hitung ganda: {sure.length} ({days}) pada {day}."
