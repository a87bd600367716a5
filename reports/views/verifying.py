from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.verification import published, verification_of


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a paper's QR code leads to, for anybody."""
    document = published(code)
    context = {"view": document and verification_of(document), "origin": settings.BASE_URL}
    status = HTTPStatus.OK if document else HTTPStatus.NOT_FOUND
    response = render(request, "reports/verify.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
