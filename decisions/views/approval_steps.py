"""One step of a route: what happened to it, and what may be recorded next."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from decisions.approval_forms import DEEDS, DeedForm, NoteForm, OverrideForm
from decisions.approval_states import may_follow
from decisions.approving import advance_approval, keep_route
from decisions.happenings import ApprovalRefused
from decisions.models import ApprovalEvent, Letter, RouteOverride
from decisions.overriding import ask_override, decide_override
from decisions.tracking import Line, Track
from decisions.views.approvals import track_in
from panels.permissions import may, round_for
from selection.attachments import BadFile
from selection.models import Round

HERE = "decisions:approval-step"
TRACK = "decisions:approval-track"
ROUTE = "decisions:approval-route"
Kind = ApprovalEvent.Kind
WORDS: Mapping[str, tuple[str, str, str]] = {
    "lengkap": (Kind.PREPARED, "Usulan lengkap", "Nyatakan usulan lengkap"),
    "kirim": (Kind.SENT, "Kirim", "Catat pengiriman"),
    "balasan": (Kind.ALLOWED, "Catat surat masuk", "Simpan balasan"),
    "habis": (Kind.EXPIRED, "Tidak berlaku lagi", "Catat tidak berlaku"),
    "batas": (Kind.DEADLINE, "Ubah batas internal", "Simpan batas"),
}
"""By deed: the event that must be able to follow, the heading and the button."""
ASIDE = ("habis", "batas")
"""Deeds that are possible but seldom meant: their forms are folded."""
DONE: Mapping[str, str] = {
    "lengkap": "Usulan lengkap tercatat. Berikutnya: kirim, lalu catat pengirimannya.",
    "kirim": "Pengiriman tercatat. Berikutnya: catat balasannya begitu diterima.",
    "balasan": "Balasan tercatat.",
    "habis": "Tercatat bahwa persetujuan tidak berlaku lagi.",
    "batas": "Batas internal diubah.",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A form that may be sent now."""

    slug: str
    title: str
    button: str
    form: forms.Form

    @property
    def is_folded(self) -> bool:
        return self.slug in ASIDE and not self.form.errors


@page(Action.READ_APPROVALS)
def step(request: SignedInRequest, code: str, vacancy: str, rule: str) -> HttpResponse:
    round_ = round_for(request, Action.READ_APPROVALS, code)
    found = track_in(round_, vacancy)
    return _show(request, round_, found, line_in(found, rule))


@command(Action.RUN_APPROVALS, page=TRACK)
def keep(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    try:
        keep_route(track_in(round_, vacancy).choice, by=request.user)
    except ApprovalRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Rute yang sekarang dipakai. Perubahan berikutnya diberitahukan.")
    return redirect(TRACK, code, vacancy)


@command(Action.RUN_APPROVALS)
def advance(
    request: SignedInRequest, code: str, vacancy: str, rule: str, deed: str
) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    found = track_in(round_, vacancy)
    line = line_in(found, rule)
    form = _form(deed, line, round_, request)
    if form.is_valid():
        try:
            advance_approval(found.choice, rule, form.happening, by=request.user)
        except (ApprovalRefused, BadFile) as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _show(request, round_, found, line, faulty={deed: form})
    messages.success(request, DONE[deed])
    return redirect(TRACK, code, vacancy)


@command(Action.RUN_APPROVALS)
def ask(request: SignedInRequest, code: str, vacancy: str, rule: str) -> HttpResponse:
    """Ask that a step be needed, or not, whatever its rule says."""
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    found = track_in(round_, vacancy)
    line_in(found, rule)
    form = OverrideForm(request.POST)
    needed = request.POST.get("needed") == "ya"
    if not form.is_valid():
        messages.error(request, "Penyimpangan belum diajukan: tuliskan alasannya.")
        return redirect(ROUTE, code, vacancy)
    try:
        ask_override(found.choice, form.deviation(rule, needed=needed), by=request.user)
    except ApprovalRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Penyimpangan diajukan. Orang lain yang memutuskan.")
    return redirect(ROUTE, code, vacancy)


@command(Action.DECIDE_ROUTE)
def decide(request: SignedInRequest, code: str, vacancy: str, override: UUID) -> HttpResponse:
    round_ = round_for(request, Action.DECIDE_ROUTE, code)
    found = track_in(round_, vacancy)
    asked = get_object_or_404(RouteOverride, choice=found.choice, public_id=override)
    form = NoteForm(request.POST)
    decision = request.POST.get("decision", "")
    if not form.is_valid() or decision not in RouteOverride.Decision.values:
        messages.error(request, "Keputusan belum lengkap. Tidak ada yang berubah.")
        return redirect(ROUTE, code, vacancy)
    chosen, note = RouteOverride.Decision(decision), form.cleaned_data["note"]
    try:
        decide_override(asked, chosen, note, by=request.user)
    except ApprovalRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Keputusan atas penyimpangan disimpan.")
    return redirect(ROUTE, code, vacancy)


def line_in(found: Track, rule: str) -> Line:
    """The line of a rule in a track; 404 where the route has none."""
    lines = [line for line in found.lines if line.step.rule.code == rule]
    if not lines:
        raise Http404
    return lines[0]


def _show(
    request: SignedInRequest,
    round_: Round,
    found: Track,
    line: Line,
    faulty: Mapping[str, forms.Form] | None = None,
) -> HttpResponse:
    wrong = faulty or {}
    runs = may(round_, Action.RUN_APPROVALS) and (bool(wrong) or not found.is_over)
    deeds = _deeds(round_, line, wrong) if runs else []
    context = {
        "round": round_,
        "track": found,
        "line": line,
        "deeds": deeds,
        "why_none": _why_none(round_, found, line),
        "faulty": next(iter(wrong.values()), None),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "decisions/approval_step.html", context, status=status)


def _why_none(round_: Round, found: Track, line: Line) -> str:
    if found.is_over:
        return "Pilihan ini sudah selesai; tidak ada lagi yang dicatat."
    if not may(round_, Action.RUN_APPROVALS):
        return "Langkah ini dicatat BKPSDM."
    if line.standing:
        return "Tidak ada yang dapat dicatat sekarang."
    return f"{line.step.told[:1].upper()}{line.step.told[1:]}."


def _deeds(round_: Round, line: Line, wrong: Mapping[str, forms.Form]) -> list[Deed]:
    if line.standing is None and line.front is None and not wrong:
        return []
    state = line.standing.state if line.standing else ""
    return [
        Deed(slug, title, button, wrong.get(slug) or _form(slug, line, round_))
        for slug, (kind, title, button) in WORDS.items()
        if may_follow(state, kind) or slug in wrong
    ]


def _form(deed: str, line: Line, round_: Round, sent: SignedInRequest | None = None) -> DeedForm:
    """The form of a deed, filled where one was sent; today is proposed.

    Of the letters that are known it offers those to or from the body of this step.
    """
    if deed not in DEEDS:
        raise Http404
    wanted = Letter.Direction.OUT if deed == "kirim" else Letter.Direction.IN
    letters = Letter.objects.filter(
        round=round_, direction=wanted, body=line.step.rule.body
    ).order_by("dated", "pk")
    form = DEEDS[deed]
    if sent:
        return form(sent.POST, sent.FILES, prefix=deed, letters=letters)
    return form(prefix=deed, initial={"on": timezone.localdate()}, letters=letters)
