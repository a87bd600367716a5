"""The pages a person sees when something is refused or broken."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseServerError,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string

from accounts.addresses import page_of_form
from audit import refusals


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, or did not come from our page."""
    answer = render(request, "403_csrf.html", status=403)
    refusals.because(answer, "no-token")
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also what no person can have typed; too large a file is met by config.middleware."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"megabytes": 0}, status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why when the refusal says why; otherwise what to do."""
    context = {"reason": str(exception), "code": getattr(request, "id", "")}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, methods: str) -> HttpResponse:
    """The address is there, but not for what was asked of it; nothing was done."""
    context = {"page": page_of_form(request)}
    answer = render(request, "405.html", context, status=405)
    answer.headers["Allow"] = methods
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the context processors: they would ask a database that may be the trouble."""
    page = render_to_string("500.html", {"code": getattr(request, "id", "")})
    return HttpResponseServerError(page)


def busy(request: HttpRequest) -> HttpResponse:
    """Somebody holds what this request needs; nothing was written, and trying again helps."""
    text = "Layanan sedang sibuk. Tidak ada yang berubah; coba lagi sebentar."
    if request.headers.get("Accept") == "application/json":
        answer: HttpResponse = JsonResponse({"message": text}, status=503)
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    answer.headers["Retry-After"] = "2"
    return answer


@login_not_required
def closed(_request: HttpRequest) -> HttpResponse:
    """An address of a library that this product does not offer."""
    raise Http404
