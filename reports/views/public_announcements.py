"""What anybody may read, without signing in and without a script: announcements and their papers.

The answers are the same for everybody, so that caches may keep them: no cookie is set or asked for.
"""

import hashlib
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from candidates.inputs import public_window
from reports.announcements import Shown, public_one, public_ones
from reports.models import Document
from reports.revisions import Damaged, content_of
from reports.verification import address_of

FRESH = "public, max-age=60"  # a correction is seen within a minute
NONE, OWN = "'none'", "'self'"
POLICY = "; ".join(
    [
        *(f"{it} {NONE}" for it in ("default-src", "base-uri", "frame-ancestors", "form-action")),
        *(f"{it} {OWN}" for it in ("style-src", "img-src")),
    ]
)


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything that was announced, the newest first."""
    return _page(request, "reports/public_announcements.html", {"shown": public_ones()})


@login_not_required
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One announcement, or nothing: whatever is not public is as unknown as a wrong code."""
    shown = _found(code)
    window = public_window(shown.announcement.round.code)
    context = {
        "agency": shown.announcement.round.agency,
        "shown": shown,
        "window": window if window and window.takes_input(timezone.now()) else None,
        "verification": address_of(shown.paper) if shown.paper else "",
    }
    return _page(request, "reports/public_announcement.html", context)


@login_not_required
@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Its paper, once that is made."""
    paper = _found(code).paper
    if paper is None:
        raise Http404
    try:
        content = content_of(paper)
    except Damaged:
        raise Http404 from None
    response = HttpResponse(content, content_type=paper.media_type)
    response["Content-Disposition"] = f'inline; filename="{_plain(paper)}"'
    return _cached(request, response)


def _found(code: str) -> Shown:
    shown = public_one(code)
    if shown is None:
        raise Http404
    return shown


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Without the request in its context: nothing about who asks can get into it."""
    response = HttpResponse(render_to_string(template, {"agency": None, **context}))
    response["Content-Security-Policy"] = POLICY
    return _cached(request, response)


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = FRESH
    response["X-Robots-Tag"] = "noindex"
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)
    if answer.status_code == HTTPStatus.NOT_MODIFIED:
        answer["Cache-Control"] = FRESH
    return answer


def _plain(paper: Document) -> str:
    """A name that any computer takes."""
    kept = (letter if letter.isascii() and letter.isalnum() else "-" for letter in paper.number)
    return f"pengumuman-{''.join(kept)}.pdf"
