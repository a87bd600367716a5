"""The security log: what was refused, at which address by its name, of whom by number.

Never what was sent: no name, no value, no token, no address with its ids.
"""

import logging

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

log = logging.getLogger("pratama.security")
KINDS = {
    400: "malformed",
    403: "forbidden",
    404: "not-theirs",
    409: "out-of-turn",
    413: "too-large",
    423: "closed",
    429: "too-many",
}
OURS = ("same-origin", "none")


def because(response: HttpResponseBase, kind: str) -> None:
    """Say more about a refusal than its status does: `other-user`, `other-rules`, `not-proven`.

    Some are answered with a page like any other, or lead back to one: they count all the same.
    """
    vars(response)["refused_because"] = kind


def note(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write a line where the answer is a refusal; a stranger's wrong address is none."""
    kind = KINDS.get(response.status_code)
    if response.status_code == 403 and request.headers.get("Sec-Fetch-Site", "none") not in OURS:
        kind = "cross-site"
    kind = getattr(response, "refused_because", kind)
    user = getattr(request, "_cached_user", None)  # nobody is looked up to be refused
    public_id = getattr(user, "public_id", None)
    view = _view_name(request)
    if kind is None or (response.status_code == 404 and not (public_id and view)):
        return
    log.warning("%s %s %s by %s", kind, request.method, view or "-", public_id or "-")


def _view_name(request: HttpRequest) -> str:
    """Also where the refusal came before any view was looked for."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
