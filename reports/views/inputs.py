"""What the public sees: the page of an open window, sending, the receipt and what became of it."""

from datetime import datetime
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from candidates import input_limits as limits
from candidates.input_actions import InputClosed, Receipt, SentBefore, receive
from candidates.inputs import Named, channels_now, named_in, public_window, standing_of
from candidates.models import InputWindow
from reports.input_forms import PublicInputForm, ReceiptForm, choice_of
from reports.input_tokens import FormToken, new_token, read_token
from selection.attachments import BadFile
from selection.pdf_faults import SAFE

TRAP = "website"  # people do not see this field; programs fill it in
TRAPPED = (
    "Kolom tersembunyi terisi, seperti oleh program. Masukan Anda belum terkirim; kolom itu sudah"
    " kami kosongkan. Kirim sekali lagi."
)
NOT_SENT = "Masukan Anda belum terkirim; teksnya masih ada."
STRANGE = "Formulir ini tidak kami kenali. Masukan Anda belum terkirim. Kirim sekali lagi."
ANOTHER = (
    "Formulir ini sudah pernah terkirim dengan isi lain. Bila ini masukan baru, kirim sekali lagi."
)
UNKNOWN = (
    "Nomor tanda terima ini tidak ditemukan. Periksa setiap huruf dan angkanya, lalu coba lagi."
)


@login_not_required
@require_safe
def public_page(request: HttpRequest, code: str) -> HttpResponse:
    """The form while the window is open; afterwards that it is closed; before, nothing."""
    window = _window(code)
    vacancies = named_in(window)
    if not vacancies or not window.takes_input(timezone.now()):
        return _closed(request, window)
    form = PublicInputForm(named=choice_of(vacancies, request.GET.get("jabatan", "")))
    return _show(request, window, vacancies, form, new_token(code))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Take one input in, and show its receipt once; whatever is wrong, what was typed stays."""
    window = _window(code)
    if request.method != "POST":
        return redirect("reports:public-input", code)
    if vacancies := named_in(window):
        named = choice_of(vacancies, request.POST.get("vacancy", ""))
        form = PublicInputForm(request.POST, request.FILES, named=named)
        token = read_token(request.POST.get("form", ""), code)
        if receipt := _take(request, form, token):
            context = {"agency": window.round.agency, "receipt": receipt}
            return render(request, "reports/input_receipt.html", context)
        if window.takes_input(timezone.now()):
            again = token if token and token.is_fresh and not form.is_spent else new_token(code)
            return _show(request, window, vacancies, form, again)
    return _closed(request, window)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest) -> HttpResponse:
    """What became of an input, for whoever holds its receipt; one answer for all other numbers."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    found, status = None, HTTPStatus.OK
    if form.is_bound:
        try:
            limits.spend(limits.LOOKUPS, _who(request), now=timezone.now())
            found = standing_of(form.cleaned_data["receipt"]) if form.is_valid() else None
            if not found and form.is_valid():
                form.add_error("receipt", UNKNOWN)
            status = HTTPStatus.OK if found else HTTPStatus.UNPROCESSABLE_ENTITY
        except limits.TooMany as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"agency": None, "form": form, "found": found, "channels": channels_now()}
    return render(request, "reports/input_standing.html", context, status=status)


def _window(code: str) -> InputWindow:
    window = public_window(code)
    if window is None:
        raise Http404
    return window


def _who(request: HttpRequest) -> str:
    return limits.household(get_adapter().get_client_ip(request))


def _take(request: HttpRequest, form: PublicInputForm, token: FormToken | None) -> Receipt | None:
    """The receipt; None where the form says what is wrong, or the window is over."""
    now, who = timezone.now(), _who(request)
    faults = [token.fault(now) if token else STRANGE, TRAPPED if request.POST.get(TRAP) else ""]
    for fault in filter(None, faults):
        form.add_error(None, fault)
    try:
        limits.spend(limits.ATTEMPTS, who, now=now)
        if token is None or not form.is_valid():
            return None
        _spend(form, who, now)
        return receive(form.subject, form.given(token))
    except limits.TooMany as refusal:
        form.add_error(None, str(refusal))
        form.retry_after = refusal.retry_after
    except BadFile as refusal:
        form.add_error("file", str(refusal).replace(SAFE, NOT_SENT))
    except SentBefore:
        form.add_error(None, ANOTHER)
        form.is_spent = True
    except InputClosed:
        pass
    return None


def _spend(form: PublicInputForm, who: str, now: datetime) -> None:
    for limit in (limits.SENDS, limits.SENDS_A_DAY):
        limits.spend(limit, who, now=now)
    limits.spend(limits.ABOUT, str(form.subject.nomination.candidate_id), now=now)


def _show(
    request: HttpRequest,
    window: InputWindow,
    vacancies: list[Named],
    form: PublicInputForm,
    token: FormToken,
) -> HttpResponse:
    context = {
        "agency": window.round.agency,
        "window": window,
        "vacancies": vacancies,
        "form": form,
        "token": token.text,
        "channels": channels_now(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    response = render(request, "reports/public_input.html", context, status=status)
    if form.retry_after:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(form.retry_after)
    return response


def _closed(request: HttpRequest, window: InputWindow) -> HttpResponse:
    """That it is over, with what somebody may just have typed."""
    context = {
        "agency": window.round.agency,
        "window": window,
        "typed": request.POST.get("text", ""),
        "channels": channels_now(),
    }
    status = HTTPStatus.LOCKED if request.method == "POST" else HTTPStatus.OK
    return render(request, "reports/input_closed.html", context, status=status)
