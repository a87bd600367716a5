from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from audit import refusals
from candidates.models import Candidate
from decisions.choosing import (
    CannotChoose,
    Overtaken,
    TooShort,
    clear_draft,
    describe,
    save_draft,
)
from decisions.forms import ChoiceForm, DraftVersionForm
from decisions.models import ChoiceDraft
from decisions.views.showing import show_post, vacancy_at
from panels.permissions import round_for

HERE = "decisions:shortlist-post"


@command(Action.CHOOSE, page=HERE)
def save(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """Save what is picked; whatever is refused comes back as it was typed."""
    round_ = round_for(request, Action.CHOOSE, code)
    post = vacancy_at(round_, vacancy)
    people = Candidate.objects.filter(round=round_, nominations__vacancy=post)
    form = ChoiceForm(request.POST, people=list(people))
    if not form.is_valid():
        return show_post(request, round_, vacancy, form=form)
    said = form.cleaned_data
    try:
        draft = save_draft(
            post, form.choice, said["reason"], seen_version=said["version"], by=request.user
        )
    except Overtaken as late:
        form = _caught_up(request.POST, form, post.pk)
        form.add_error(None, str(late))
        answer = show_post(request, round_, vacancy, form=form)
        refusals.because(answer, "out-of-turn")
        return answer
    except CannotChoose as refusal:
        form.add_error("reason" if isinstance(refusal, TooShort) else "picked", str(refusal))
        return show_post(request, round_, vacancy, form=form)
    messages.success(request, f"Tersimpan sementara: {describe(draft)} untuk {post.title}.")
    return redirect(HERE, code, vacancy)


@command(Action.CHOOSE, page=HERE)
def clear(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    round_ = round_for(request, Action.CHOOSE, code)
    post = vacancy_at(round_, vacancy)
    form = DraftVersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Muat ulang halaman ini, lalu coba lagi. Tidak ada yang berubah.")
        return redirect(HERE, code, vacancy)
    try:
        clear_draft(post, seen_version=form.cleaned_data["version"], by=request.user)
    except CannotChoose as refusal:
        messages.error(request, str(refusal))
        answer = redirect(HERE, code, vacancy)
        refusals.because(answer, "out-of-turn")
        return answer
    messages.success(request, f"Pilihan sementara untuk {post.title} dibatalkan.")
    return redirect(HERE, code, vacancy)


def _caught_up(typed: QueryDict, form: ChoiceForm, vacancy: int) -> ChoiceForm:
    """The same words over the version that is there now, so that sending again replaces it."""
    now = ChoiceDraft.objects.filter(vacancy=vacancy).values_list("version", flat=True).first()
    data = typed.copy()
    data["version"] = str(now or 0)
    return ChoiceForm(data, people=list(form.people.values()))
