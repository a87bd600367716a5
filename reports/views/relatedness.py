"""Which posts of a vacancy's candidates are experience in its field: a person says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from candidates.briefs import in_short
from candidates.check_actions import (
    CheckRefused,
    career_for,
    confirm_proposals,
    judge_related,
    newest_words,
    proposal,
)
from candidates.drafting import RoundFrozen
from candidates.models import Candidate, CareerPost, Relatedness
from candidates.periods import Period, total
from panels.permissions import may, round_for
from reports.requirement_pages import judged_round, vacancy_in
from selection.fields import WordsField
from selection.models import Vacancy

ANSWERS = {"ya": True, "tidak": False}
REASON = WordsField(longest=300, required=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A post with the newest word on it, or what the workbook proposes; `chosen` as typed."""

    post: CareerPost
    length: str
    word: Relatedness | None
    proposed: bool | None
    chosen: str = ""
    reason: str = ""

    @property
    def waits(self) -> bool:
        return self.word is None


@dataclass(frozen=True, slots=True)
class Group:
    candidate: Candidate
    lines: list[Line]


@page(Action.READ_REQUIREMENTS)
def relatedness(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """Every post of every candidate for the vacancy, judged or proposed."""
    round_ = judged_round(request, code)
    return _showing(request, vacancy_in(round_, vacancy))


@command(Action.CHECK_REQUIREMENTS)
def judge(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """Keep the answers that were chosen; posts without one stay as they are."""
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    chosen = vacancy_in(round_, vacancy)
    try:
        kept = judge_related(chosen, _answers(request.POST), by=request.user)
    except RoundFrozen as refusal:
        messages.error(request, str(refusal))
    except CheckRefused as refusal:
        return _showing(request, chosen, request.POST, str(refusal))
    except ValidationError as refusal:
        return _showing(request, chosen, request.POST, f"Alasan: {refusal.messages[0]}")
    else:
        words = f"{kept} penilaian disimpan." if kept else "Tidak ada penilaian yang berubah."
        messages.success(request, words)
    return redirect("reports:relatedness", code, vacancy)


@command(Action.CHECK_REQUIREMENTS)
def confirm(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """Make the workbook's proposals, as they were shown, one's own word."""
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    chosen = vacancy_in(round_, vacancy)
    shown = {int(key) for key in request.POST.getlist("post") if _is_key(key)}
    try:
        kept = confirm_proposals(chosen, shown, by=request.user)
    except RoundFrozen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{kept} usulan disahkan sebagai penilaian Anda.")
    return redirect("reports:relatedness", code, vacancy)


def _showing(
    request: SignedInRequest,
    vacancy: Vacancy,
    typed: Mapping[str, str] | None = None,
    why: str = "",
) -> HttpResponse:
    """The page; after a refusal with all that was typed, and why."""
    groups = _groups(vacancy, typed or {})
    lines = [line for group in groups for line in group.lines]
    context = {
        "round": vacancy.round,
        "vacancy": vacancy,
        "groups": groups,
        "total": len(lines),
        "waiting": sum(line.waits for line in lines),
        "proposals": [line for line in lines if line.waits and line.proposed is not None],
        "may_check": may(vacancy.round, Action.CHECK_REQUIREMENTS),
        "refusal": why,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if why else HTTPStatus.OK
    return render(request, "reports/relatedness.html", context, status=status)


def _groups(vacancy: Vacancy, typed: Mapping[str, str]) -> list[Group]:
    words, on = newest_words(vacancy), vacancy.round.reference_date
    groups: dict[int, Group] = {}
    for post in career_for(vacancy):
        group = groups.setdefault(post.candidate_id, Group(post.candidate, []))
        length = in_short(total([Period(post.began, post.ended)], on).length)
        line = Line(
            post,
            length,
            words.get(post.pk),
            proposal(post, vacancy),
            chosen=typed.get(f"jawab-{post.pk}", ""),
            reason=typed.get(f"alasan-{post.pk}", ""),
        )
        group.lines.append(line)
    return list(groups.values())


def _answers(posted: Mapping[str, str]) -> dict[int, tuple[bool, str]]:
    """`jawab-12=ya` and `alasan-12=…` by the post's key; whatever else was sent is left out.

    Raises ValidationError where a reason is too long or no text.
    """
    answers = {}
    for name, value in posted.items():
        key = name.removeprefix("jawab-")
        if key != name and _is_key(key) and value in ANSWERS:
            answers[int(key)] = (ANSWERS[value], REASON.clean(posted.get(f"alasan-{key}", "")))
    return answers


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
