from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import actions, cards
from accounts.access import (
    ROLES,
    SignedInRequest,
    agencies_for,
    command,
    grant_home,
    page,
)
from accounts.addresses import page_in, page_of_form
from accounts.forms import AccountForm, ActivationForm, ReasonForm, RoleForm
from accounts.listing import account_of, accounts_of, people_of
from accounts.models import Agency, Membership, User
from accounts.policy import Action, When, allows

SESSION_OVER = "Sesi Anda berakhir. Masuk lagi untuk melanjutkan."
UNDONE = "Sesi Anda berakhir; tindakan terakhir belum dilakukan. Ulangi."


@page(Action.READ_ACCOUNTS)
def accounts(request: SignedInRequest) -> HttpResponse:
    """Who has an account in my agencies, and who has not used the activation card yet."""
    agencies = agencies_for(request, Action.READ_ACCOUNTS)
    groups = [(agency, accounts_of(agency)) for agency in agencies]
    held = request.user.memberships.filter(ended_at=None).values_list("role", flat=True)
    mine = [ROLES[Membership.Role(role)] for role in held]
    context = {
        "groups": groups,
        "may_issue": allows(Action.ISSUE_ACCOUNTS, mine, {When.ALWAYS}),
        "may_create": allows(Action.CREATE_ACCOUNTS, mine, {When.ALWAYS}),
        "may_grant": allows(Action.GRANT_ROLES, mine, {When.ALWAYS}),
    }
    return render(request, "accounts/accounts.html", context)


@command(Action.ISSUE_ACCOUNTS)
def issue_card(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Make an activation card and show it, this once, to be printed and handed over."""
    person, agency = _person_of(request, Action.ISSUE_ACCOUNTS, public_id)
    try:
        card = actions.issue_card(person, agency, by=request.user)
    except (actions.AlreadyActive, actions.BelongsElsewhere) as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:accounts")
    return _show_card(request, card, agency)


@page(Action.CREATE_ACCOUNTS)
def new_account(request: SignedInRequest) -> HttpResponse:
    agencies = agencies_for(request, Action.CREATE_ACCOUNTS)
    return render(request, "accounts/new_account.html", {"form": AccountForm(agencies=agencies)})


@command(Action.CREATE_ACCOUNTS)
def create_account(request: SignedInRequest) -> HttpResponse:
    """Make the account, and show its activation card this once."""
    agencies = agencies_for(request, Action.CREATE_ACCOUNTS)
    form = AccountForm(request.POST, agencies=agencies)
    if form.is_valid():
        agency = form.cleaned_data.get("agency", agencies[0])
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        try:
            card = actions.create_account(email, name, agency, by=request.user)
        except actions.AddressTaken as refusal:
            form.add_error("email", str(refusal))
        else:
            return _show_card(request, card, agency)
    return render(request, "accounts/new_account.html", {"form": form}, status=422)


@page(Action.GRANT_ROLES)
def roles(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """What one person is in my agency, to be changed with a reason."""
    person, agency = _person_of(request, Action.GRANT_ROLES, public_id)
    return _show_roles(request, person, agency)


@command(Action.GRANT_ROLES)
def give_role(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    person, agency = _person_of(request, Action.GRANT_ROLES, public_id)
    form = RoleForm(request.POST, prefix="beri")
    if form.is_valid():
        role, reason = Membership.Role(form.cleaned_data["role"]), form.cleaned_data["reason"]
        try:
            actions.give_role(person, agency, role, reason=reason, by=request.user)
        except actions.RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{person.name} kini {role.label}.")
            return redirect("accounts:accounts")
    return _show_roles(request, person, agency, giving=form)


@command(Action.GRANT_ROLES)
def end_role(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    person, agency = _person_of(request, Action.GRANT_ROLES, public_id)
    form = ReasonForm(request.POST, prefix="akhiri")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.end_role(person, agency, reason=reason, by=request.user)
        except actions.RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Peran {person.name} berakhir.")
            return redirect("accounts:accounts")
    return _show_roles(request, person, agency, ending=form)


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


def interrupted(request: HttpRequest) -> HttpResponse:
    """A form came after the session had ended: sign in, then back to the page it stood on."""
    messages.info(request, SESSION_OVER)
    back = urlencode({"ke": page_of_form(request)})
    return redirect_to_login(f"{reverse('accounts:resumed')}?{back}")


@page(Action.OPEN_HOME)
def resumed(request: SignedInRequest) -> HttpResponse:
    """Signed in again: on to the page whose form came too late, and told so."""
    grant_home(request)
    messages.warning(request, UNDONE)
    return redirect(page_in(request, request.GET.get("ke", "")))


def _person_of(request: SignedInRequest, action: Action, public_id: UUID) -> tuple[User, Agency]:
    """The person, and the agency of mine that knows the person; 404 where none does."""
    for agency in agencies_for(request, action):
        if person := people_of(agency).filter(public_id=public_id).first():
            return person, agency
    raise Http404


def _show_card(request: SignedInRequest, card: cards.Card, agency: Agency) -> HttpResponse:
    context = {"card": card, "agency": agency, "address": cards.address_of(card)}
    return render(request, "accounts/card.html", context)


def _show_roles(
    request: SignedInRequest,
    person: User,
    agency: Agency,
    giving: RoleForm | None = None,
    ending: ReasonForm | None = None,
) -> HttpResponse:
    account = account_of(person, agency)
    context = {
        "account": account,
        "agency": agency,
        "may_change": account.has_changeable_role and person != request.user,
        "giving": giving or RoleForm(prefix="beri", initial={"role": account.role}),
        "ending": ending or ReasonForm(prefix="akhiri"),
        "refused": giving or ending,
    }
    status = 422 if giving or ending else 200
    return render(request, "accounts/roles.html", context, status=status)
