from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.addresses import page_in
from accounts.views import interrupted


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends strangers to sign in, and afterwards back to a page: never to a command's address."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        to_sign_in = super().process_view(request, view_func, view_args, view_kwargs)
        if to_sign_in is None:
            return None
        if request.headers.get("HX-Request") == "true":
            page = page_in(request, request.headers.get("HX-Current-URL", ""))
            query = urlencode({"next": page})
            return HttpResponseClientRedirect(f"{reverse('account_login')}?{query}")
        return to_sign_in if request.method in ("GET", "HEAD") else interrupted(request)
