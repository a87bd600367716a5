from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import actions, cards
from accounts.access import SignedInRequest, agencies_for, command, page
from accounts.forms import ActivationForm
from accounts.listing import accounts_of, people_of
from accounts.policy import POLICY, Action


@page(Action.READ_ACCOUNTS)
def accounts(request: SignedInRequest) -> HttpResponse:
    """Who has an account in my agencies, and who has not used the activation card yet."""
    agencies = agencies_for(request, Action.READ_ACCOUNTS)
    groups = [(agency, accounts_of(agency)) for agency in agencies]
    roles = request.user.memberships.filter(ended_at=None).values_list("role", flat=True)
    issuers = {role.name.lower() for role in POLICY[Action.ISSUE_ACCOUNTS]}
    context = {"groups": groups, "may_issue": bool(issuers & set(roles))}
    return render(request, "accounts/accounts.html", context)


@command(Action.ISSUE_ACCOUNTS)
def issue_card(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Make an activation card and show it, this once, to be printed and handed over."""
    for agency in agencies_for(request, Action.ISSUE_ACCOUNTS):
        if person := people_of(agency).filter(public_id=public_id).first():
            break
    else:
        raise Http404
    try:
        card = actions.issue_card(person, agency, by=request.user)
    except (actions.AlreadyActive, actions.BelongsElsewhere) as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:accounts")
    address = settings.BASE_URL + reverse("accounts:activate", args=[card.token])
    context = {"card": card, "agency": agency, "address": address}
    return render(request, "accounts/card.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the card's link: the code, and a first password."""
    invitation = cards.find(token)
    if invitation is None:
        raise Http404
    form = ActivationForm(request.POST or None, user=invitation.user)
    try:
        cards.require_good(invitation)
        if form.is_valid():
            if actions.try_code(invitation, form.cleaned_data["code"], by=invitation.user):
                actions.activate(invitation, form.cleaned_data["password"], by=invitation.user)
                messages.success(request, "Akun Anda aktif. Masuk dengan email dan sandi baru.")
                return redirect("account_login")
            form.add_error("code", cards.WRONG_CODE)
    except cards.CardSpent as refusal:
        return render(request, "accounts/card_spent.html", {"reason": str(refusal)}, status=410)
    status = 422 if form.errors else 200
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/activate.html", context, status=status)
