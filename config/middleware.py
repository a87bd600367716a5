"""What happens to every request: an id to name to the secretariat, a log line, a size limit."""

import logging
import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from psycopg.errors import (
    DeadlockDetected,
    DiskFull,
    IdleInTransactionSessionTimeout,
    LockNotAvailable,
    QueryCanceled,
    UndefinedTable,
)

from audit import refusals
from config.failures import busy, not_allowed

log = logging.getLogger("pratama.request")
PASSES = (  # what the database refuses for a while; it took the whole transaction back
    DeadlockDetected,
    DiskFull,
    IdleInTransactionSessionTimeout,
    LockNotAvailable,
    QueryCanceled,
    UndefinedTable,
)
MEGABYTE = 1024 * 1024
NAMES = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else


class BodyLimitMiddleware:
    """Refuses a body that is larger than any upload may be, before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdigit() else settings.LARGEST_BODY + 1
        if size > settings.BODY_LIMIT and size > (limit := _limit_at(request.path_info)):
            page = render_to_string("413.html", {"megabytes": limit // MEGABYTE - 1})
            return HttpResponse(page, status=413)
        return self.get_response(request)


def _limit_at(path: str) -> int:
    """How many bytes an address takes: more than elsewhere only where its view says so."""
    try:
        view = resolve(path).func
    except Resolver404:
        view = None
    limit: int = getattr(view, "body_limit", settings.BODY_LIMIT)
    return limit


class MethodMiddleware:
    """Gives a page to whoever asked an address in a way it does not answer: Django sends nothing,
    for which a browser shows words of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return not_allowed(request, response.headers["Allow"])
        return response


class NamedRequest(HttpRequest):
    """A request with the id that its log lines carry and that a person can tell the secretariat."""

    id: str


class RequestLogMiddleware:
    """Binds the request id to the log, keeps signed-in pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What was not free in time is no fault: say so and let the person try again."""
        if isinstance(exception.__cause__, PASSES):
            log.error("%s", type(exception.__cause__).__name__)
            return busy(request)
        return None

    def __call__(self, request: NamedRequest) -> HttpResponse:
        request.id = "".join(secrets.choice(NAMES) for _ in range(8))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.id)
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        match = request.resolver_match
        if match and match.view_name == "account_logout" and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        refusals.note(request, response)
        log.info(
            "%s %s %s",
            request.method,
            match.view_name if match else "-",
            response.status_code,
            extra={},
        )
        return response
