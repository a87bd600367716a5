from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from candidates.models import Candidate
from decisions.barring import CannotWithdraw, note_withdrawal
from decisions.forms import WithdrawalForm
from decisions.views.showing import show_post, vacancy_at
from panels.permissions import round_for

HERE = "decisions:shortlist-post"


@command(Action.NOTE_WITHDRAWAL, page=HERE)
def withdraw(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """Note that one of those put forward for this post is available no longer."""
    round_ = round_for(request, Action.NOTE_WITHDRAWAL, code)
    post = vacancy_at(round_, vacancy)
    people = Candidate.objects.filter(round=round_, nominations__vacancy=post)
    form = WithdrawalForm(request.POST, people=list(people))
    if not form.is_valid():
        return show_post(request, round_, vacancy, withdrawal=form)
    try:
        note_withdrawal(form.person, form.cleaned_data["letter"], by=request.user)
    except CannotWithdraw as refusal:
        form.add_error(None, str(refusal))
        return show_post(request, round_, vacancy, withdrawal=form)
    messages.success(request, f"Pengunduran diri {form.person.full_name} dicatat.")
    return redirect(HERE, code, vacancy)
