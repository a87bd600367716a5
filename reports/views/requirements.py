"""Pages about requirements: all vacancies, the matrix of one, a cell, the letter of refusal."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import SignedInRequest, page
from accounts.policy import Action
from candidates.judging import judged_of
from candidates.models import CareerPost
from panels.permissions import may
from reports.requirement_matrix import lacking_of, lines_of, matrix_of, people_of, row_of
from reports.requirement_pages import (
    cell_context,
    cell_in,
    judged_in,
    judged_round,
    told,
    vacancy_in,
)
from selection.models import Vacancy


@page(Action.READ_REQUIREMENTS)
@told
def overview(request: SignedInRequest, code: str) -> HttpResponse:
    """Every vacancy with how its candidates stand; `?tampil=` keeps the people of a task."""
    round_ = judged_round(request, code)
    vacancies = Vacancy.objects.in_force().filter(round=round_).order_by("code")
    career = CareerPost.objects.in_force().filter(candidate__round=round_)
    judged = judged_of(round_)
    people = people_of(judged, career.order_by("began", "pk"))
    context = {
        "round": round_,
        "lines": lines_of(vacancies, judged),
        "people": lacking_of(people, judged, only=request.GET.get("tampil", "")),
        "sees_data": may(round_, Action.READ_CANDIDATES),
        "opens_round": may(round_, Action.READ_ROUND),
    }
    return render(request, "reports/requirements.html", context)


@page(Action.READ_REQUIREMENTS)
@told
def matrix(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """Candidate × requirement of one vacancy; `?saring=` keeps what it names."""
    round_ = judged_round(request, code)
    chosen = vacancy_in(round_, vacancy)
    judged = judged_of(round_, vacancy=chosen)
    sees_data = may(round_, Action.READ_CANDIDATES)
    context = {
        "round": round_,
        "vacancy": chosen,
        "vacancies": Vacancy.objects.in_force().filter(round=round_).order_by("code"),
        "view": matrix_of(judged, only=request.GET.get("saring", ""), sees_birth=sees_data),
        "sees_data": sees_data,
        "may_check": may(round_, Action.CHECK_REQUIREMENTS),
    }
    return render(request, "reports/requirement_matrix.html", context)


@page(Action.READ_REQUIREMENTS)
@told
def cell(request: SignedInRequest, code: str, vacancy: str, number: int, rule: str) -> HttpResponse:
    """What one cell rests on, who did what about it, and what can be done: panel or page."""
    round_ = judged_round(request, code)
    judged = judged_in(round_, vacancy, number)
    context = cell_context(round_, judged, cell_in(judged, rule))
    if request.htmx:
        context["columns"] = len(judged.cells) + 2
        return render(request, "reports/requirement_cell.html#row", context)
    return render(request, "reports/requirement_cell.html", context)


@page(Action.READ_REQUIREMENTS)
@told
def letter(request: SignedInRequest, code: str, vacancy: str, number: int) -> HttpResponse:
    """The text that tells a candidate why he does not meet the requirements of a vacancy."""
    round_ = judged_round(request, code)
    judged = judged_in(round_, vacancy, number)
    sees_data = may(round_, Action.READ_CANDIDATES)
    context = {
        "round": round_,
        "vacancy": judged.nomination.vacancy,
        "row": row_of(judged, sees_birth=sees_data),
        "sees_data": sees_data,
    }
    return render(request, "reports/requirement_letter.html", context)
