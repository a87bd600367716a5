from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.models import Mail
from accounts.policy import Action
from panels import inviting, mailbox
from panels.forms.inviting import InviteForm
from panels.permissions import may, round_for
from panels.timetable_reading import published_of
from selection.models import Round


@page(Action.READ_MAIL)
def mail(request: SignedInRequest, code: str) -> HttpResponse:
    """What was mailed about the round, and how it went."""
    round_ = round_for(request, Action.READ_MAIL, code)
    context = {
        "round": round_,
        "box": mailbox.mailbox_of(
            round_, request.GET.get("keadaan", ""), request.GET.get("jenis", "")
        ),
        "may_send": may(round_, Action.SEND_MAIL),
    }
    return render(request, "panels/mail.html", context)


@page(Action.READ_MAIL)
def letter(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """One letter. Not its calendar file: that would tell whose number is whose."""
    round_ = round_for(request, Action.READ_MAIL, code)
    context = {
        "round": round_,
        "mail": _mail(round_, public_id),
        "may_send": may(round_, Action.SEND_MAIL),
    }
    return render(request, "panels/mail_letter.html", context)


@command(Action.SEND_MAIL, page="panels:mail-letter")
def send_again(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    round_ = round_for(request, Action.SEND_MAIL, code)
    try:
        mailbox.send_again(_mail(round_, public_id), by=request.user)
    except mailbox.NotAgain as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Surel masuk antrean lagi. Muat ulang untuk melihat hasilnya.")
    return redirect("panels:mail-letter", code, public_id)


@page(Action.SEND_MAIL)
def invitations(request: SignedInRequest, code: str) -> HttpResponse:
    """Who would get what, before anything is sent; and the texts for those without an address."""
    round_ = round_for(request, Action.SEND_MAIL, code)
    plan = published_of(round_)
    context = {
        "round": round_,
        "plan": plan,
        "groups": inviting.invitations_of(round_, plan) if plan else [],
        "is_over": round_.is_archive or round_.is_unsealed,
    }
    return render(request, "panels/invitations.html", context)


@command(Action.SEND_MAIL, page="panels:invitations")
def invite(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.SEND_MAIL, code)
    form = InviteForm(request.POST)
    try:
        mails = inviting.invite(round_, form.group, version=form.version, by=request.user)
    except inviting.CannotInvite as refusal:
        messages.error(request, str(refusal))
        return redirect("panels:invitations", code)
    messages.success(request, f"{len(mails)} undangan masuk antrean pengiriman.")
    return redirect("panels:mail", code)


def _mail(round_: Round, public_id: UUID) -> Mail:
    mails = Mail.objects.filter(scope=round_.scope).select_related("ordered_by")
    return get_object_or_404(mails, public_id=public_id)
