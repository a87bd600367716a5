"""What the views about requirements fetch: objects of the round, and the context of their pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import SignedInRequest
from accounts.policy import Action, Role
from candidates.cell_history import history_of
from candidates.cells import Cell
from candidates.eligibility import RulesContradict
from candidates.evidence_actions import documents_asked
from candidates.judging import Judged, judged_of, rules_in_force
from candidates.material import is_acting
from candidates.models import Candidate, CareerPost, Nomination, Requirement, RequirementException
from candidates.requirement_rows import RequirementUnreadable
from panels.permissions import may, roles_in, round_for
from reports.requirement_forms import ExceptionForm, WordForm
from reports.requirement_matrix import without_birth
from selection.blinding import is_read_blind
from selection.models import Round, Vacancy

View = Callable[..., HttpResponse]
BLIND = (
    "Penilaian putaran ini memakai nomor kandidat tanpa nama, dan Anda ikut menilai. Pemeriksaan"
    " syarat memuat nama beserta nomornya, jadi terbuka bagi Anda sesudah segel dibuka. Sampai"
    " saat itu staf BKPSDM dan Kepala BKPSDM yang memeriksanya."
)


def told(view: View) -> View:
    """Where the rules themselves are at odds nothing is judged, and everybody is told why."""

    @wraps(view)
    def wrapper(request: SignedInRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, code, *args, **kwargs)
        except (RequirementUnreadable, RulesContradict) as refusal:
            context = {"code": code, "problem": str(refusal)}
            return render(request, "reports/requirements_unreadable.html", context)

    return wrapper


def judged_round(request: SignedInRequest, code: str) -> Round:
    """The round, for pages that name candidates beside their numbers; or a refusal in words.

    A chair who also scores blind would learn whose number is whose.
    """
    round_ = round_for(request, Action.READ_REQUIREMENTS, code)
    scores = Role.CHAIR in roles_in(round_) and not round_.is_unsealed
    if scores and is_read_blind(round_):
        raise PermissionDenied(BLIND)
    return round_


def vacancy_in(round_: Round, code: str) -> Vacancy:
    """The vacancy of a code as typed, or 404."""
    vacancy = Vacancy.objects.in_force().filter(round=round_, code=code.upper()).first()
    if vacancy is None:
        raise Http404
    vacancy.round = round_
    return vacancy


def candidate_in(round_: Round, number: int) -> Candidate:
    """The candidate of a number, or 404."""
    candidate = Candidate.objects.in_force().filter(round=round_, number=number).first()
    if candidate is None:
        raise Http404
    candidate.round = round_
    return candidate


def judged_in(round_: Round, vacancy: str, number: int) -> Judged:
    """The nomination of a candidate for a vacancy, judged, or 404."""
    found = judged_of(
        round_, vacancy=vacancy_in(round_, vacancy), candidate=candidate_in(round_, number)
    )
    if not found:
        raise Http404
    found[0].nomination.candidate.round = round_
    return found[0]


def cell_in(judged: Judged, rule: str) -> Cell:
    """The cell of a rule's code, or 404."""
    found = [cell for cell in judged.cells if cell.code == rule.upper()]
    if not found:
        raise Http404
    return found[0]


def cell_context(
    round_: Round,
    judged: Judged,
    cell: Cell,
    exception_form: ExceptionForm | None = None,
    field_form: WordForm | None = None,
) -> dict[str, Any]:
    """Everything in the panel of a cell. Birth dates only for whoever reads candidates' data."""
    nomination = judged.nomination
    checks = may(round_, Action.CHECK_REQUIREMENTS)
    sees_data = may(round_, Action.READ_CANDIDATES)
    pending = RequirementException.objects.filter(
        nomination=nomination, code=cell.code, decision=""
    )
    asks_field = cell.kind == Requirement.Kind.EDUCATION and cell.needs_action
    return {
        "round": round_,
        "vacancy": nomination.vacancy,
        "candidate": nomination.candidate,
        "cell": cell if sees_data else without_birth(cell),
        "history": history_of(nomination, cell, _documents(round_, cell)),
        "may_check": checks,
        "sees_data": sees_data,
        "pending": pending.first() if may(round_, Action.APPROVE_EXCEPTION) else None,
        "exception_form": exception_form
        or (ExceptionForm() if checks and cell.may_be_excepted else None),
        "field_form": field_form or (field_form_for(nomination) if checks and asks_field else None),
        "acting": _acting(nomination) if cell.kind == Requirement.Kind.TENURE else [],
    }


def field_form_for(nomination: Nomination, data: Any = None) -> WordForm:
    candidate = nomination.candidate
    degree = f"{candidate.education} {candidate.education_field}".strip()
    question = f"Apakah {degree} sesuai dengan jabatan {nomination.vacancy.title}?"
    return WordForm(data, question=question, prefix="bidang")


def _documents(round_: Round, cell: Cell) -> tuple[str, ...]:
    if cell.kind != Requirement.Kind.DOCUMENTED:
        return ()
    rules = [rule for rule in rules_in_force(round_) if rule.code == cell.code]
    return tuple(documents_asked(rules))


def _acting(nomination: Nomination) -> list[CareerPost]:
    posts = CareerPost.objects.in_force().filter(candidate=nomination.candidate_id)
    return [post for post in posts.order_by("began", "pk") if is_acting(post)]
