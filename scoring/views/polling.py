"""What a page is answered that asks again and again: 304 while nothing of it changed."""

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from accounts.access import SignedInRequest


def unchanged(request: SignedInRequest, etag: str) -> HttpResponse | None:
    """The answer to a poll that has this already; None where there is something to show."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if not request.htmx or etag not in [each.removeprefix("W/") for each in held]:
        return None
    return HttpResponseNotModified(headers={"ETag": etag})
