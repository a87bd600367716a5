"""Every request gets an id that people can name to the secretariat, and one line in the log."""

import logging
import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("pratama.request")
NAMES = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else


class RequestLogMiddleware:
    """Binds the request id to the log, keeps signed-in pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = "".join(secrets.choice(NAMES) for _ in range(8))  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        match = request.resolver_match
        log.info(
            "%s %s %s",
            request.method,
            match.view_name if match else "-",
            response.status_code,
            extra={},
        )
        return response
