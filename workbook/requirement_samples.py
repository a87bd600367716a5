"""A sample round's requirements, checked as its staff would: by the real actions, nothing else."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from candidates.check_actions import (
    Source,
    career_for,
    check_facts,
    confirm_proposals,
    judge_acting,
    judge_field,
    judge_related,
    newest_words,
)
from candidates.evidence_actions import Paper, documents_asked, record_evidence
from candidates.exception_actions import Request, request_exception
from candidates.judging import judged_of, rules_in_force
from candidates.material import is_acting
from candidates.models import Candidate, CareerPost, Requirement, Sanction, Topic
from candidates.rule_actions import adopt_rules
from selection.models import Round, Vacancy
from workbook.sample_pdf import page_of

LOCAL = ("PANGKAT", "PREDIKAT_KINERJA", "HUKUMAN_DISIPLIN", "LHKPN")
DECREE = "Keputusan Wali Kota tentang Persyaratan Pengisian JPT Pratama (contoh)"
LOCAL_SINCE = date(2024, 1, 2)
HOSPITAL, ASSESSMENT = "health", "competence_"


def check_requirements(
    round_: Round, *, staff: User, open_percent: int = 0, all_meet: bool = False
) -> None:
    """Check data, judge experience, record documents; leave a share of the candidates open.

    Of those left open, by number the last, nothing is checked, judged or recorded. With `all_meet`
    staff judge experience so widely that nobody is refused for it. The round must be a draft.
    """
    _adopt(round_, staff)
    everybody = list(Candidate.objects.in_force().filter(round=round_).order_by("number"))
    finished = everybody[: len(everybody) - len(everybody) * open_percent // 100]
    day = min(round_.reference_date, timezone.localdate()) - timedelta(days=7)
    asked = documents_asked(rules_in_force(round_))
    for candidate in finished:
        candidate.round = round_
        _check(candidate, day, staff)
        papers = {code: _paper(candidate, code, name, day) for code, name in asked.items()}
        record_evidence(candidate, papers, by=staff)
    for vacancy in Vacancy.objects.in_force().filter(round=round_).order_by("code"):
        vacancy.round = round_
        _judge(vacancy, {candidate.pk for candidate in finished}, staff)
    _judge_fields(round_, {candidate.pk for candidate in finished}, staff)
    if all_meet:
        _widen(round_, staff)


def ask_for_an_exception(round_: Round, *, by: User) -> None:
    """For the first who is refused: what the head of BKPSDM then decides."""
    for one in judged_of(round_):
        refused = [c for c in one.cells if c.verdict == "not_met" and c.may_be_excepted]
        if refused:
            page = page_of(["Telaahan staf tentang pengecualian syarat (contoh)"])
            upload = SimpleUploadedFile("telaahan.pdf", page, content_type="application/pdf")
            reason = "Memimpin tim lintas dinas di bidang ini selama tiga tahun"
            asked = Request(reason, "Telaahan staf 800/311/2025", upload)
            one.nomination.candidate.round = round_
            request_exception(one.nomination, refused[0].code, asked, by=by)
            return


def _adopt(round_: Round, staff: User) -> None:
    """The agency's own rules, once."""
    if not Requirement.objects.filter(agency=round_.agency_id).exists():
        adopt_rules(round_.agency, LOCAL, valid_from=LOCAL_SINCE, decree=DECREE, by=staff)


def _check(candidate: Candidate, day: date, staff: User) -> None:
    has_sanction = candidate.sanction not in ("", Sanction.NONE)
    began = day - timedelta(days=900) if has_sanction else None
    ended = day - timedelta(days=720) if has_sanction else None
    source = Source("SIASN", day, sanction_from=began, sanction_until=ended)
    check_facts(candidate, Topic.values, source, by=staff)
    for post in CareerPost.objects.in_force().filter(candidate=candidate):
        if is_acting(post):
            post.candidate = candidate
            judge_acting(post, answer=False, reason="SK penugasan bukan pengangkatan", by=staff)


def _paper(candidate: Candidate, code: str, name: str, day: date) -> Paper:
    number = f"{candidate.number:03}/{day.year}"
    if code == HOSPITAL:
        until = day + timedelta(days=180)
        title = f"Surat keterangan sehat RSUD 445/{number}"
        return Paper(title, day, favourable=True, valid_until=until, compared=True)
    if code.startswith(ASSESSMENT):
        return Paper(f"Hasil uji kompetensi 800/{number}", day, favourable=True, compared=True)
    return Paper(f"{name} 700/{number}", day, favourable=True, compared=True)


def _judge(vacancy: Vacancy, finished: set[int], staff: User) -> None:
    """The workbook's proposals as staff's own word; what it leaves out is not related."""
    posts = [post for post in career_for(vacancy) if post.candidate_id in finished]
    confirm_proposals(vacancy, [post.pk for post in posts], by=staff)
    judge_related(vacancy, _rest(vacancy, posts), by=staff)


def _rest(vacancy: Vacancy, posts: Sequence[CareerPost]) -> dict[int, tuple[bool, str]]:
    judged = newest_words(vacancy)
    reason = "Tugasnya tidak menyangkut bidang jabatan ini"
    return {post.pk: (False, reason) for post in posts if post.pk not in judged}


def _judge_fields(round_: Round, finished: set[int], staff: User) -> None:
    """Fields of study that are listed in other words."""
    for one in judged_of(round_):
        waits = any(cell.kind == "education_at_least" and cell.needs_action for cell in one.cells)
        if waits and one.nomination.candidate_id in finished:
            one.nomination.candidate.round = round_
            judge_field(
                one.nomination, answer=True, reason="Serumpun menurut standar jabatan", by=staff
            )


def _widen(round_: Round, staff: User) -> None:
    """Count every post of whoever would be refused for a lack of related experience."""
    reason = "Uraian tugasnya mencakup bidang jabatan ini"
    for one in judged_of(round_):
        short = any(c.kind == "related_experience" and c.verdict == "not_met" for c in one.cells)
        if short:
            vacancy = one.nomination.vacancy
            vacancy.round = round_
            posts = CareerPost.objects.in_force().filter(candidate=one.nomination.candidate_id)
            judge_related(vacancy, {post.pk: (True, reason) for post in posts}, by=staff)
