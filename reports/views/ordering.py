"""The round's documents, and ordering another: first its kind, then what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import SignedInRequest, command, form_key, page
from accounts.policy import Action
from panels.permissions import may, round_for
from reports import actions, pdf
from reports.forms import OrderForm
from reports.models import Document
from reports.ordering import OFFERS, VACANCY, offer_of
from reports.permissions import kinds_of
from reports.previewing import preview_of
from reports.verification import Verdict, verdict_of
from scoring.outcome import NothingToRank, StillSealed
from selection.models import Round

NO_PREVIEW = "Pratinjau tidak dapat ditampilkan. {} Tidak ada yang dipesan."


@page(Action.READ_DOCUMENT)
def documents(request: SignedInRequest, code: str) -> HttpResponse:
    """The round's documents by kind, the latest first, and the form that orders another."""
    round_ = round_for(request, Action.READ_DOCUMENT, code)
    form = None
    if may(round_, Action.ORDER_DOCUMENT):
        asked = {VACANCY: request.GET.get("jabatan", "")}
        offer = offer_of(request.GET.get("jenis", ""))
        form = OrderForm(offer=offer, round_=round_, initial=asked)
    return render(request, "reports/documents.html", _listing(round_, form))


@command(Action.ORDER_DOCUMENT, page="reports:documents")
def order(request: SignedInRequest, code: str) -> HttpResponse:
    """Order a document, or show first what it would say."""
    round_ = round_for(request, Action.ORDER_DOCUMENT, code)
    form = OrderForm(request.POST, offer=offer_of(request.POST.get("kind", "")), round_=round_)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "reports/documents.html", _listing(round_, form), status=status)
    if "preview" in request.POST:
        return redirect(f"{reverse('reports:preview', args=[code])}?{urlencode(form.given)}")
    about = replace(form.about, key=form_key(request))
    try:
        ordered = actions.order_about(
            round_, form.offer.kind, about, paper=form.paper_chosen, by=request.user
        )
    except actions.CannotOrder as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:documents", code)
    return redirect("reports:document", ordered.public_id)


@page(Action.ORDER_DOCUMENT)
def preview(request: SignedInRequest, code: str) -> HttpResponse:
    """What a document would say if it were ordered now; without number and code."""
    round_ = round_for(request, Action.ORDER_DOCUMENT, code)
    form = OrderForm(request.GET, offer=offer_of(request.GET.get("kind", "")), round_=round_)
    if not form.is_valid():
        return redirect("reports:documents", code)
    draft = form.about.draft(round_, form.offer.kind, form.paper_chosen)
    try:
        return HttpResponse(preview_of(request, draft, form.given))
    except (StillSealed, NothingToRank, pdf.CannotRender) as refusal:
        messages.error(request, NO_PREVIEW.format(refusal))
        return redirect("reports:documents", code)


def _listing(round_: Round, form: OrderForm | None) -> dict[str, Any]:
    found = Document.objects.filter(round=round_, kind__in=kinds_of(Action.READ_DOCUMENT))
    documents = list(
        found.select_related(
            "vacancy", "candidate", "ordered_by", "result", "replaced_by", "announcement"
        ).order_by("-ordered_at", "-pk")
    )
    for document in documents[1:]:
        document.newest_result = documents[0].newest_result
    return {
        "round": round_,
        "opens_round": may(round_, Action.READ_ROUND),
        "documents": documents,
        "groups": _by_kind(documents),
        "offers": OFFERS.values() if form else [],
        "form": form,
    }


def _by_kind(documents: Sequence[Document]) -> list[tuple[str, list[tuple[Document, Verdict]]]]:
    """Kinds in the order of the list of kinds; what was never ordered has no group."""
    groups = [
        (kind.label, [(one, verdict_of(one)) for one in documents if one.kind == kind])
        for kind in Document.Kind
    ]
    return [(label, mine) for label, mine in groups if mine]
