"""The page of one candidate: what is known, what was checked, and recording more of both."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, logged_page, page
from accounts.policy import Action
from accounts.wording import in_words
from audit.actions import record
from candidates.check_actions import CheckRefused, check_facts, judge_acting
from candidates.drafting import RoundFrozen
from candidates.evidence_actions import EvidenceRefused, check_evidence, record_evidence
from candidates.material import nip_born
from candidates.models import Candidate, CareerPost, Evidence
from panels.permissions import may, round_for
from reports.candidate_file import File, file_of
from reports.requirement_forms import CheckForm, EvidenceForm, WordForm
from reports.requirement_pages import candidate_in, told
from selection.attachments import BadFile, answer
from selection.models import Attachment, Round

OTHER_BIRTH_DATE = (
    "Tanggal lahir menurut sumber, {}, berbeda dari tanggal pada NIP. Usia kini dihitung dari"
    " sumber itu. Bila keliru, periksa lagi dengan tanggal yang benar."
)
REFUSALS = (RoundFrozen, CheckRefused, EvidenceRefused, BadFile)


@page(Action.READ_CANDIDATES)
@told
def candidate(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Education, career, ratings at a glance; checks and documents with who and when."""
    round_ = round_for(request, Action.READ_CANDIDATES, code)
    return _showing(request, file_of(candidate_in(round_, number)))


@command(Action.CHECK_REQUIREMENTS)
@told
def check(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    file = file_of(candidate_in(round_, number))
    form = CheckForm(request.POST, has_sanction=file.has_sanction, prefix="cek")
    if not form.is_valid():
        return _showing(request, file, check_form=form)
    try:
        check_facts(file.candidate, form.chosen, form.given, by=request.user)
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _showing(request, file, check_form=form)
    messages.success(request, f"Pemeriksaan data {file.candidate.label} disimpan.")
    if form.given.born_on and form.given.born_on != nip_born(file.candidate):
        messages.warning(request, OTHER_BIRTH_DATE.format(in_words(form.given.born_on)))
    return redirect("reports:candidate", code, number)


@command(Action.CHECK_REQUIREMENTS)
@told
def evidence(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    file = file_of(candidate_in(round_, number))
    form = EvidenceForm(request.POST, request.FILES, asked=file.asked, prefix="bukti")
    if not form.is_valid():
        return _showing(request, file, evidence_form=form)
    try:
        record_evidence(file.candidate, form.papers, by=request.user)
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _showing(request, file, evidence_form=form)
    messages.success(request, f"Dokumen {file.candidate.label} dicatat.")
    return redirect("reports:candidate", code, number)


@command(Action.CHECK_REQUIREMENTS)
def compare(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Vouch that a recorded document agrees with its original."""
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    rows = Evidence.objects.filter(candidate__round=round_, public_id=public_id)
    row = rows.select_related("candidate__round").first()
    if row is None:
        raise Http404
    try:
        check_evidence(row, by=request.user)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Dokumen ditandai cocok dengan aslinya.")
    return redirect("reports:candidate", code, row.candidate.number)


@command(Action.CHECK_REQUIREMENTS)
def acting(request: SignedInRequest, code: str, number: int, post: int) -> HttpResponse:
    """Decide whether a time as Plt, Plh or Pj counts."""
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    held = _post(round_, candidate_in(round_, number), post)
    form = WordForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Belum disimpan. Pilih dihitung atau tidak, lalu isi alasannya.")
        return redirect("reports:candidate", code, number)
    try:
        judge_acting(held, answer=form.says_yes, reason=form.why, by=request.user)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Keputusan tentang {held.post} disimpan.")
    return redirect("reports:candidate", code, number)


@logged_page(Action.READ_CANDIDATES)
def attachment(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """The PDF of a document or of an exception; whoever downloads it is recorded."""
    round_ = round_for(request, Action.READ_CANDIDATES, code)
    kinds = (Attachment.Kind.EVIDENCE, Attachment.Kind.EXCEPTION)
    found = Attachment.objects.filter(round=round_, kind__in=kinds, public_id=public_id).first()
    if found is None:
        raise Http404
    response = answer(found)
    record("reports.attachment_read", found, by=request.user, scope=round_.scope)
    return response


def _post(round_: Round, candidate: Candidate, key: int) -> CareerPost:
    found = get_object_or_404(CareerPost.objects.in_force(), candidate=candidate, pk=key)
    candidate.round = round_
    found.candidate = candidate
    return found


def _showing(
    request: SignedInRequest,
    file: File,
    check_form: CheckForm | None = None,
    evidence_form: EvidenceForm | None = None,
) -> HttpResponse:
    """The page; with a form that was refused, everything typed stays in it."""
    round_ = file.candidate.round
    refused = check_form or evidence_form
    context = {
        "round": round_,
        "file": file,
        "candidate": file.candidate,
        "may_check": may(round_, Action.CHECK_REQUIREMENTS),
        "check_form": check_form or CheckForm(has_sanction=file.has_sanction, prefix="cek"),
        "evidence_form": evidence_form or EvidenceForm(asked=file.asked, prefix="bukti"),
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "reports/candidate.html", context, status=status)
