"""The page of one post, as it opens and as it comes back with a form that was refused."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import SignedInRequest
from accounts.policy import Action
from candidates.inputs import verified_among
from candidates.models import Candidate
from decisions.decision_page import DecisionPage, page_of
from decisions.forms import NAMES, NOBODY, AnswerForm, ChoiceForm, QuestionForm, WithdrawalForm
from decisions.handing_over import handed_of
from decisions.models import Choice, ChoiceDraft, Inquiry, RoundClosure, What
from decisions.reasons import FIRST, OTHER
from decisions.shortlist import ranked_vacancies
from panels.permissions import may
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the post, and the form of its answer for whoever may give one."""

    inquiry: Inquiry
    form: AnswerForm | None


def vacancy_at(round_: Round, code: str) -> Vacancy:
    """The vacancy with candidates that the address names, else 404; with the round as fetched."""
    for vacancy in ranked_vacancies(round_):
        if vacancy.code == code:
            vacancy.round = round_
            return vacancy
    raise Http404


def choice_form(page: DecisionPage) -> ChoiceForm:
    """The form as it opens: with the draft, or else with what was set and may stay."""
    people = _people(page)
    chosen = page.chosen
    initial: dict[str, str | int] = {"version": page.version}
    if chosen and page.is_kept:
        initial |= {"picked": key_of(chosen), "reason": chosen.reason}
    elif page.sends_names:
        initial |= {"picked": NAMES}
    return ChoiceForm(people=people, initial=initial)


def key_of(chosen: Choice | ChoiceDraft) -> str:
    """How the form names what is chosen."""
    return str(chosen.candidate.number) if chosen.candidate else chosen.what


def _people(page: DecisionPage) -> list[Candidate]:
    return [place.card.name.candidate for place in page.places]


def show_post(request: SignedInRequest, round_: Round, code: str, **faulty: Any) -> HttpResponse:
    """`faulty`: a form that was refused, under the name by which the page knows it."""
    posts = list(ranked_vacancies(round_))
    wanted = next((vacancy for vacancy in posts if vacancy.code == code), None)
    if wanted is None:
        raise Http404
    chooses, answers = may(round_, Action.CHOOSE), may(round_, Action.ANSWER_INQUIRY)
    page = page_of(round_, posts, wanted, timezone.localdate(), chooses=chooses)
    form = faulty.get("form") or choice_form(page)
    is_over, people = _is_over(page), _people(page)
    context = {
        "round": round_,
        "page": page,
        "is_over": is_over,
        "chooses": chooses and not is_over,
        "handed": handed_of(round_),
        "cascades": may(round_, Action.READ_CASCADE),
        "hears": may(round_, Action.READ_INQUIRIES),
        "form": form,
        "picked": form["picked"].value() or "",
        "names_key": NAMES,
        "nobody_key": NOBODY,
        "least": FIRST,
        "least_other": OTHER,
        "told": verified_among(people) if may(round_, Action.READ_VERIFIED_INPUTS) else [],
        "withdraws": may(round_, Action.NOTE_WITHDRAWAL),
        "withdrawal": WithdrawalForm(people=people),
        "question": QuestionForm(),
        "asked": _asked(page, faulty.get("answer"), answers=answers),
        "faulty": next(iter(faulty.values()), None),
        **faulty,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "decisions/shortlist.html", context, status=status)


def _is_over(page: DecisionPage) -> bool:
    """Whether nothing can be chosen for the post any more: somebody took office, or all is closed.

    Only of a post whose choice came to its end is it asked whether the round is closed.
    """
    choice = page.choice
    if choice is None or choice.held_inauguration:
        return choice is not None
    ended = page.end is not None or choice.what == What.NOBODY
    return ended and RoundClosure.objects.filter(round=page.round).exists()


def _asked(page: DecisionPage, refused: AnswerForm | None, *, answers: bool) -> list[Asked]:
    """The questions about the post; with a form for whoever answers."""
    found = []
    for inquiry in page.inquiries:
        is_refused = refused is not None and refused.inquiry.pk == inquiry.pk
        form = refused if is_refused else AnswerForm(inquiry=inquiry)
        found.append(Asked(inquiry, form if answers and not inquiry.answered_at else None))
    return found
