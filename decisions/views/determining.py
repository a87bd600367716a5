from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import proving
from accounts.access import SignedInRequest, command, page
from accounts.forms import PasswordForm
from accounts.policy import Action
from audit import refusals
from decisions.backing import backing_of
from decisions.choosing import CannotChoose, Overtaken, TooShort, choices_of
from decisions.determining import determine as set_choices
from decisions.determining import newest_determination, proposal_of
from decisions.forms import SettingForm
from decisions.handing_over import correction_of
from decisions.models import Determination
from decisions.posts import Held, strip_of
from decisions.sending import sending_of
from decisions.shortlist import ranked_vacancies
from panels.permissions import round_for
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from scoring.models import Confirmation
from selection.models import Round


@page(Action.CHOOSE)
def review(request: SignedInRequest, code: str) -> HttpResponse:
    """All that would be set, read once more before it is."""
    return _review(request, round_for(request, Action.CHOOSE, code))


@command(Action.CHOOSE, page="decisions:review")
def determine(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CHOOSE, code)
    form = SettingForm(request.POST, changes=newest_determination(round_) is not None)
    password = PasswordForm(request.POST, has_factor=proving.has_factor(request.user))
    if not (form.is_valid() and password.is_valid()):
        return _review(request, round_, form, password)
    try:
        made = _set(request, round_, form, password)
    except (proving.NotProven, CannotChoose, ChainBroken) as refusal:
        return _refused(request, round_, form, password, refusal)
    count = made.choices.count()
    messages.success(request, f"{count} pilihan ditetapkan. Perubahan memerlukan keputusan baru.")
    return redirect("decisions:choices", code)


@page(Action.READ_CHOICES)
def choices(request: SignedInRequest, code: str) -> HttpResponse:
    """What was set, and every determination before it with its reason."""
    round_ = round_for(request, Action.READ_CHOICES, code)
    held = choices_of(round_)
    sending = sending_of(round_, held, timezone.localdate())
    backing = backing_of(round_, held)
    determinations = Determination.objects.filter(round=round_).select_related("set_by", "result")
    context = {
        "round": round_,
        "choices": held,
        "strip": strip_of(list(ranked_vacancies(round_)), Held({}, held, {}, sending, backing)),
        "determinations": list(determinations.order_by("-number")),
    }
    return render(request, "decisions/choices.html", context)


def _set(
    request: SignedInRequest, round_: Round, form: SettingForm, password: PasswordForm
) -> Determination:
    proof = proving.prove_strongly(request, request.user, password.cleaned_data["password"])
    return set_choices(
        round_,
        seen=form.cleaned_data["seen"],
        reason=form.cleaned_data.get("reason", ""),
        proof=Confirmation.Proof(proof.value),
        by=request.user,
    )


def _refused(
    request: SignedInRequest,
    round_: Round,
    form: SettingForm,
    password: PasswordForm,
    refusal: Exception,
) -> HttpResponse:
    """The page again, with what is there now, under the reason why nothing was set."""
    match refusal:
        case ChainBroken():
            raise_alarm(round_, refusal, occasion="menetapkan pilihan", by=request.user)
        case proving.NotProven():
            password.add_error("password", str(refusal))
            return _marked(_review(request, round_, form, password), "not-proven")
        case CannotChoose() if not isinstance(refusal, Overtaken):
            form.add_error("reason" if isinstance(refusal, TooShort) else None, str(refusal))
            return _review(request, round_, form, password)
    messages.error(request, str(refusal))
    kind = "out-of-turn" if isinstance(refusal, Overtaken) else "record-broken"
    return _marked(redirect("decisions:review", round_.code), kind)


def _marked(answer: HttpResponse, kind: str) -> HttpResponse:
    refusals.because(answer, kind)
    return answer


def _review(
    request: SignedInRequest,
    round_: Round,
    form: SettingForm | None = None,
    password: PasswordForm | None = None,
) -> HttpResponse:
    proposal = proposal_of(round_)
    drafts = {one.draft.vacancy_id: one.draft for one in proposal.ready}
    held, is_faulty = choices_of(round_), form is not None
    context = {
        "round": round_,
        "proposal": proposal,
        "correction": correction_of(round_),
        "strip": strip_of(
            list(ranked_vacancies(round_)),
            Held(drafts, held, {}, proposal.sending, backing_of(round_, held)),
        ),
        "form": form or SettingForm(changes=proposal.previous is not None, seen=proposal.seen),
        "password": password or PasswordForm(has_factor=proving.has_factor(request.user)),
        "has_factor": proving.has_factor(request.user),
        "is_fresh": proving.has_fresh_factor(request, request.user),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_faulty else HTTPStatus.OK
    return render(request, "decisions/review.html", context, status=status)
