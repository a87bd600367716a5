"""Who did what about one requirement of one nomination, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.wording import in_words
from candidates.cells import Cell
from candidates.fact_checks import TOPIC_OF_KIND
from candidates.models import (
    ActingService,
    Evidence,
    FactCheck,
    FieldFit,
    Nomination,
    Relatedness,
    Requirement,
    RequirementException,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a person did: when, who, and what in words."""

    at: datetime
    who: str
    what: str


def history_of(nomination: Nomination, cell: Cell, codes: tuple[str, ...]) -> list[Deed]:
    """Everything recorded about the cell; `codes`: those of the documents that its rule asks for.

    At most five queries, however long the history is.
    """
    deeds = [*_exceptions(nomination, cell.code)]
    if cell.kind in TOPIC_OF_KIND:
        deeds += _checks(nomination, TOPIC_OF_KIND[cell.kind])
    if codes:
        deeds += _documents(nomination, codes)
    if cell.kind == Requirement.Kind.RELATED:
        deeds += _related(nomination)
    if cell.kind == Requirement.Kind.TENURE:
        deeds += _acting(nomination)
    if cell.kind == Requirement.Kind.EDUCATION:
        deeds += _fits(nomination)
    return sorted(deeds, key=lambda deed: deed.at, reverse=True)


def _checks(nomination: Nomination, topic: str) -> Iterator[Deed]:
    rows = FactCheck.objects.filter(candidate=nomination.candidate_id, topic=topic)
    for row in rows.select_related("checked_by"):
        what = f"memeriksa {row.get_topic_display().lower()} pada {row.source}"
        yield Deed(row.checked_at, row.checked_by.name, f"{what}, keadaan {in_words(row.as_of)}")


def _documents(nomination: Nomination, codes: tuple[str, ...]) -> Iterator[Deed]:
    rows = Evidence.objects.filter(candidate=nomination.candidate_id, code__in=codes)
    for row in rows.select_related("recorded_by", "checked_by"):
        word = "mendukung" if row.favourable else "tidak mendukung"
        what = f"mencatat dokumen {row.document} ({word})"
        yield Deed(row.recorded_at, row.recorded_by.name, what)
        if row.checked_by and row.checked_at:
            what = f"mencocokkan {row.document} dengan aslinya"
            yield Deed(row.checked_at, row.checked_by.name, what)


def _related(nomination: Nomination) -> Iterator[Deed]:
    rows = Relatedness.objects.filter(
        career_post__candidate=nomination.candidate_id, vacancy=nomination.vacancy_id
    )
    for row in rows.select_related("judged_by", "career_post"):
        what = f"menilai {row.career_post.post} {'terkait' if row.answer else 'tidak terkait'}"
        yield Deed(row.judged_at, row.judged_by.name, _because(what, row.reason))


def _acting(nomination: Nomination) -> Iterator[Deed]:
    rows = ActingService.objects.filter(career_post__candidate=nomination.candidate_id)
    for row in rows.select_related("judged_by", "career_post"):
        word = "dihitung" if row.answer else "tidak dihitung"
        what = f"memutuskan masa {row.career_post.post} {word}"
        yield Deed(row.judged_at, row.judged_by.name, _because(what, row.reason))


def _fits(nomination: Nomination) -> Iterator[Deed]:
    rows = FieldFit.objects.filter(nomination=nomination).select_related("judged_by")
    for row in rows:
        what = f"menilai bidang pendidikan {'sesuai' if row.answer else 'tidak sesuai'}"
        yield Deed(row.judged_at, row.judged_by.name, _because(what, row.reason))


def _exceptions(nomination: Nomination, code: str) -> Iterator[Deed]:
    rows = RequirementException.objects.filter(nomination=nomination, code=code)
    for row in rows.select_related("requested_by", "decided_by"):
        what = f"mengajukan pengecualian dengan dokumen {row.document_name}"
        yield Deed(row.requested_at, row.requested_by.name, _because(what, row.reason))
        if row.decided_by and row.decided_at:
            verb = "menyetujui" if row.is_approved else "mengembalikan"
            what = _because(f"{verb} pengecualian", row.note)
            yield Deed(row.decided_at, row.decided_by.name, what)


def _because(what: str, reason: str) -> str:
    return f"{what}: {reason}" if reason else what
