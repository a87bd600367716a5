from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from panels import declaring, letters, noting
from panels.composing import PanelFixed
from panels.forms.composition import LetterForm, NoteForm
from panels.models import Seat
from panels.names import by_name
from panels.overview import view_of
from panels.permissions import round_for
from panels.roster import roster_of
from selection import attachments
from selection.attachments import BadFile
from selection.models import Attachment, Round


@page(Action.READ_PANEL)
def panel(request: SignedInRequest, code: str) -> HttpResponse:
    """Who sits on the panel, what its rules say, and what it still lacks before the freeze."""
    return _page(request, round_for(request, Action.READ_PANEL, code))


@page(Action.READ_DECLARATION_STATES)
def roster(request: SignedInRequest, code: str) -> HttpResponse:
    """The text whose SHA-256 is the panel's fingerprint, byte for byte."""
    round_ = round_for(request, Action.READ_DECLARATION_STATES, code)
    response = HttpResponse(roster_of(round_), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="panitia-{round_.code}.json"'
    return response


@command(Action.REMIND_MEMBERS)
def remind(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.REMIND_MEMBERS, code)
    try:
        reminded = declaring.remind(round_, by=request.user)
    except (declaring.NobodyToRemind, declaring.RemindedLately) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"{len(reminded)} penilai diingatkan. Pengingat tampil di halaman mereka dan dikirim"
            " lewat surel.",
        )
    return redirect("panels:panel", code)


@command(Action.EDIT_PANEL)
def note(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_PANEL, code)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, round_, form)
    try:
        said = form.cleaned_data
        noting.note_warning(round_, said["code"], said["text"], by=request.user)
    except (PanelFixed, noting.NothingToNote) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Catatan disimpan.")
    return redirect("panels:panel", code)


@command(Action.EDIT_PANEL)
def file_letter(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_PANEL, code)
    form = LetterForm(request.POST, request.FILES, seats=_seats(round_))
    if not form.is_valid():
        return _page(request, round_, letter_form=form)
    try:
        letter = letters.file_letter(round_, form.particulars, form.upload, by=request.user)
    except (PanelFixed, BadFile) as refusal:
        form.add_error("file", str(refusal))
        return _page(request, round_, letter_form=form)
    messages.success(request, f"{letter} disimpan.")
    return redirect("panels:panel", code)


@page(Action.READ_PANEL)
def letter(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """A decree, an assignment letter, or the letter of a change, to be kept or printed."""
    round_ = round_for(request, Action.READ_PANEL, code)
    rows = Attachment.objects.filter(round=round_, kind=Attachment.Kind.ASSIGNMENT_LETTER)
    return attachments.answer(get_object_or_404(rows, public_id=public_id))


def _seats(round_: Round) -> list[Seat]:
    seats = Seat.objects.in_force().filter(round=round_).select_related("user")
    return sorted(seats, key=by_name)


def _page(
    request: SignedInRequest,
    round_: Round,
    note_form: NoteForm | None = None,
    letter_form: LetterForm | None = None,
) -> HttpResponse:
    view = view_of(round_, request.user)
    context = {
        "view": view,
        "form": note_form or letter_form or NoteForm(),
        "note_form": note_form or NoteForm(),
        "letter_form": letter_form or LetterForm(seats=[row.seat for row in view.members]),
        "noting": note_form.data.get("code", "") if note_form else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if note_form or letter_form else HTTPStatus.OK
    return render(request, "panels/panel.html", context, status=status)
