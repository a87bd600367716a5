"""What staff check and judge about candidates before the freeze; every act is a row of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.drafting import lock_draft
from candidates.fact_checks import fingerprint
from candidates.material import is_acting
from candidates.models import (
    ActingService,
    Candidate,
    CareerPost,
    FactCheck,
    FieldFit,
    Nomination,
    Relatedness,
    Sanction,
    Topic,
)
from selection.enumeration import listed
from selection.models import Vacancy

NONE_RELATED = "-"
BY_PROPOSAL = "Sesuai usulan dalam buku kerja"


class CheckRefused(Exception):
    """The check lacks what makes it one; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Source:
    """Against what data were checked, and for which day it vouches.

    `born_on`: the birth date there; `sanction_from`, `sanction_until`: the days of a sanction.
    """

    name: str
    as_of: date
    born_on: date | None = None
    sanction_from: date | None = None
    sanction_until: date | None = None


@transaction.atomic
def check_facts(
    candidate: Candidate, topics: Collection[str], source: Source, *, by: User
) -> list[FactCheck]:
    """Vouch that the candidate's data on these topics agree with a source.

    Raises RoundFrozen, CheckRefused.
    """
    round_ = lock_draft(candidate.round)
    fresh = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    _require_source(fresh, topics, source)
    career = list(CareerPost.objects.in_force().filter(candidate=fresh))
    checks = FactCheck.objects.bulk_create(
        _check(fresh, career, topic, source, by) for topic in Topic.values if topic in topics
    )
    facts = {"topics": sorted(topics), "source": source.name, "as_of": source.as_of}
    record("candidates.facts_checked", fresh, by=by, scope=round_.scope, **facts)
    return checks


@transaction.atomic
def judge_related(vacancy: Vacancy, answers: Mapping[int, tuple[bool, str]], *, by: User) -> int:
    """Say of posts (by pk) whether they are experience in the vacancy's field, and why.

    Only what differs from the newest word is written, an answer or a reason; where no reason is
    given the one that was given stays. Returns how many were written. Raises RoundFrozen,
    CheckRefused where a post is not that of a candidate for the vacancy, or where somebody's word
    or the workbook's proposal is turned round without a reason.
    """
    round_ = lock_draft(vacancy.round)
    known = {post.pk: post for post in career_for(vacancy)}
    if answers.keys() - known.keys():
        raise CheckRefused(
            "Riwayat jabatan berubah sejak halaman ini dibuka. Belum ada yang disimpan. Muat ulang"
            " halaman, lalu nilai kembali."
        )
    said = newest_words(vacancy)
    fresh = {pk: given for pk, given in answers.items() if _is_new(given, said.get(pk))}
    _require_reasons(fresh, {pk: _held(known[pk], said, vacancy) for pk in fresh}, known)
    _write_words(vacancy, fresh, by)
    if fresh:
        facts = {"vacancy": vacancy.code, "posts": len(fresh)}
        record("candidates.relatedness_judged", round_, by=by, scope=round_.scope, **facts)
    return len(fresh)


@transaction.atomic
def confirm_proposals(vacancy: Vacancy, posts: Collection[int], *, by: User) -> int:
    """Make the workbook's proposals for these posts (by pk) one's own word.

    `posts` are those which the person saw; whatever was judged meanwhile stays as it is.
    Returns how many were confirmed. Raises RoundFrozen.
    """
    round_ = lock_draft(vacancy.round)
    said = newest_words(vacancy)
    open_posts = [p for p in career_for(vacancy) if p.pk in posts and p.pk not in said]
    proposed = {p.pk: proposal(p, vacancy) for p in open_posts}
    words = {pk: (answer, BY_PROPOSAL) for pk, answer in proposed.items() if answer is not None}
    _write_words(vacancy, words, by)
    if words:
        facts = {"vacancy": vacancy.code, "posts": len(words)}
        record("candidates.proposals_confirmed", round_, by=by, scope=round_.scope, **facts)
    return len(words)


@transaction.atomic
def judge_acting(post: CareerPost, *, answer: bool, reason: str, by: User) -> ActingService:
    """Decide whether a time as Plt, Plh or Pj counts. Raises RoundFrozen, CheckRefused."""
    round_ = lock_draft(post.candidate.round)
    if not is_acting(post):
        raise CheckRefused("Jabatan ini bukan Plt, Plh, atau Pj. Tidak ada yang perlu diputuskan.")
    word = ActingService.objects.create(
        career_post=post, answer=answer, reason=reason, judged_by=by, judged_at=timezone.now()
    )
    record("candidates.acting_judged", post, by=by, scope=round_.scope, answer=answer)
    return word


@transaction.atomic
def judge_field(nomination: Nomination, *, answer: bool, reason: str, by: User) -> FieldFit:
    """Say whether the candidate's field of study suits the vacancy, and why.

    Raises RoundFrozen, CheckRefused without a reason.
    """
    round_ = lock_draft(nomination.candidate.round)
    if not reason.strip():
        raise CheckRefused(
            "Penilaian bidang pendidikan memerlukan alasan. Belum ada yang disimpan. Isi alasannya."
        )
    fresh = Candidate.objects.get(pk=nomination.candidate_id)
    word = FieldFit.objects.create(
        nomination=nomination,
        answer=answer,
        reason=reason,
        fingerprint=fingerprint(fresh, (), Topic.EDUCATION),
        judged_by=by,
        judged_at=timezone.now(),
    )
    record("candidates.field_judged", nomination, by=by, scope=round_.scope, answer=answer)
    return word


def career_for(vacancy: Vacancy) -> Sequence[CareerPost]:
    """The posts in force of all candidates for a vacancy, by number and first day."""
    posts = CareerPost.objects.in_force().filter(
        candidate__withdrawn_at=None,
        candidate__nominations__vacancy=vacancy,
        candidate__nominations__withdrawn_at=None,
    )
    return list(posts.select_related("candidate").order_by("candidate__number", "began", "pk"))


def newest_words(vacancy: Vacancy) -> dict[int, Relatedness]:
    """The newest judgement of each post that was judged for the vacancy, by the post's pk."""
    words = Relatedness.objects.filter(vacancy=vacancy).select_related("judged_by").order_by("pk")
    return {word.career_post_id: word for word in words}


def proposal(post: CareerPost, vacancy: Vacancy) -> bool | None:
    """What the workbook proposes; `None` where it says nothing about the post."""
    if not post.related_to:
        return None
    return vacancy.code in post.related_to


def _is_new(given: tuple[bool, str], word: Relatedness | None) -> bool:
    answer, reason = given
    return word is None or word.answer != answer or reason.strip() not in ("", word.reason.strip())


def _held(post: CareerPost, said: Mapping[int, Relatedness], vacancy: Vacancy) -> bool | None:
    """What holds of a post until now: somebody's word, or else the workbook's proposal."""
    return said[post.pk].answer if post.pk in said else proposal(post, vacancy)


def _require_reasons(
    given: Mapping[int, tuple[bool, str]],
    held: Mapping[int, bool | None],
    posts: Mapping[int, CareerPost],
) -> None:
    silent = [
        posts[pk].post
        for pk, (answer, reason) in given.items()
        if held[pk] not in (None, answer) and not reason.strip()
    ]
    if silent:
        raise CheckRefused(
            f"Belum ada yang disimpan. Tulis alasan untuk {listed(silent)}: penilaian Anda"
            " berlawanan dengan penilaian atau usulan sebelumnya."
        )


def _write_words(vacancy: Vacancy, words: Mapping[int, tuple[bool, str]], by: User) -> None:
    now = timezone.now()
    Relatedness.objects.bulk_create(
        Relatedness(
            career_post_id=pk,
            vacancy=vacancy,
            answer=answer,
            reason=reason,
            judged_by=by,
            judged_at=now,
        )
        for pk, (answer, reason) in words.items()
    )


def _require_source(candidate: Candidate, topics: Collection[str], source: Source) -> None:
    if not topics or not set(topics) <= set(Topic.values):
        raise CheckRefused("Belum ada data yang dipilih. Pilih data yang sudah Anda periksa.")
    if not source.name.strip():
        raise CheckRefused("Sumber belum diisi. Belum ada yang disimpan. Isi, misalnya, SIASN.")
    if source.as_of > timezone.localdate():
        raise CheckRefused(
            "Tanggal keadaan data belum tiba. Belum ada yang disimpan. Isi tanggal data itu dibaca."
        )
    has_sanction = candidate.sanction not in ("", Sanction.NONE)
    if Topic.SANCTIONS in topics and has_sanction and source.sanction_from is None:
        raise CheckRefused(
            "Kandidat ini memiliki hukuman disiplin. Belum ada yang disimpan. Isi tanggal mulai"
            " hukuman menurut SK, dan tanggal berakhirnya bila sudah ada."
        )
    until = source.sanction_until
    if until and (source.sanction_from is None or until < source.sanction_from):
        raise CheckRefused(
            "Tanggal berakhir hukuman mendahului tanggal mulainya. Belum ada yang disimpan."
            " Periksa kedua tanggal pada SK-nya."
        )


def _check(
    candidate: Candidate, career: Sequence[CareerPost], topic: str, source: Source, by: User
) -> FactCheck:
    has_sanction = candidate.sanction not in ("", Sanction.NONE)
    with_days = topic == Topic.SANCTIONS and has_sanction
    return FactCheck(
        candidate=candidate,
        topic=topic,
        source=source.name.strip(),
        as_of=source.as_of,
        fingerprint=fingerprint(candidate, career, topic),
        born_on=source.born_on if topic == Topic.BIRTH else None,
        sanction_from=source.sanction_from if with_days else None,
        sanction_until=source.sanction_until if with_days else None,
        checked_by=by,
        checked_at=timezone.now(),
    )
