"""The facts of the region: who reads routes reads them, BKPSDM records them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from decisions.approval_forms import ReasonForm, TermForm, WindowForm
from decisions.models import ElectionWindow, HeadOfRegionTerm
from decisions.region_facts import Fact, FactRefused, record_term, record_window, withdraw_fact
from panels.permissions import may, round_for
from selection.models import Round

HERE = "decisions:region"


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one kind of fact, withdrawn ones included."""

    kind: str
    title: str
    what: str
    none: str
    rows: Sequence[Fact]


@page(Action.READ_APPROVALS)
def region(request: SignedInRequest, code: str) -> HttpResponse:
    return _show(request, round_for(request, Action.READ_APPROVALS, code))


@command(Action.RUN_APPROVALS, page=HERE)
def add_term(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    form = TermForm(request.POST, prefix="masa")
    if _told(form, lambda: record_term(round_.agency, form.told, by=request.user)):
        return _added(request, round_, "Masa jabatan tercatat.")
    return _show(request, round_, term_form=form)


@command(Action.RUN_APPROVALS, page=HERE)
def add_window(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    form = WindowForm(request.POST, prefix="pemilihan")
    if _told(form, lambda: record_window(round_.agency, form.told, by=request.user)):
        return _added(request, round_, "Pemilihan tercatat.")
    return _show(request, round_, window_form=form)


@command(Action.RUN_APPROVALS)
def withdraw(request: SignedInRequest, code: str, kind: str, fact: UUID) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    row = _fact(round_, kind, fact)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Data belum ditarik: tuliskan alasannya.")
        return redirect(HERE, code)
    try:
        withdraw_fact(row, reason=form.cleaned_data["reason"], by=request.user)
    except FactRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Data ditarik. Catatannya tetap tersimpan.")
    return redirect(HERE, code)


def _told(form: forms.Form, record: Callable[[], object]) -> bool:
    """Whether it was recorded; the form says why not."""
    if form.is_valid():
        try:
            record()
        except FactRefused as refusal:
            form.add_error(None, str(refusal))
    return not form.errors


def _added(request: SignedInRequest, round_: Round, words: str) -> HttpResponse:
    messages.success(request, f"{words} Semua rute dihitung ulang.")
    return redirect(HERE, round_.code)


def _fact(round_: Round, kind: str, fact: UUID) -> Fact:
    """A fact of the round's agency by kind (`masa`, `pemilihan`); else 404."""
    if kind == "masa":
        return get_object_or_404(HeadOfRegionTerm, agency=round_.agency, public_id=fact)
    if kind == "pemilihan":
        return get_object_or_404(ElectionWindow, agency=round_.agency, public_id=fact)
    raise Http404


def _show(request: SignedInRequest, round_: Round, **faulty: forms.Form) -> HttpResponse:
    people = ("recorded_by", "withdrawn_by")
    terms = HeadOfRegionTerm.objects.filter(agency=round_.agency).select_related(*people)
    windows = ElectionWindow.objects.filter(agency=round_.agency).select_related(*people)
    context = {
        "round": round_,
        "lists": [
            Listing(
                "masa",
                "Masa jabatan kepala daerah",
                "Jabatan",
                "Belum dicatat. Sebelum itu persetujuan Mendagri dianggap diperlukan.",
                list(terms.order_by("-inaugurated_on", "pk")),
            ),
            Listing(
                "pemilihan",
                "Pemilihan kepala daerah",
                "Penetapan pasangan calon",
                "Belum ada pemilihan yang dicatat.",
                list(windows.order_by("-designation_on", "pk")),
            ),
        ],
        "may_run": may(round_, Action.RUN_APPROVALS),
        "term_form": TermForm(prefix="masa"),
        "window_form": WindowForm(prefix="pemilihan"),
        "faulty": next(iter(faulty.values()), None),
        **faulty,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "decisions/region.html", context, status=status)
