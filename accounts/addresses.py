"""Where a person may be sent: to a page, never to a command, and never off this site."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"


def page_at(address: str) -> str:
    """The address itself where a page stands there, or the nearest page above it."""
    path = urlsplit(address).path
    if _is_page(path):
        return address
    while path.strip("/") and not _is_page(path):
        path = path[: path.rstrip("/").rfind("/") + 1]
    return path or HOME


def page_of_form(request: HttpRequest) -> str:
    """The page whose form was sent, as far as the browser says so; else the home."""
    return page_in(request, request.headers.get("Referer", ""))


def page_in(request: HttpRequest, address: str) -> str:
    """The page that an address of this site names, without the site; the home for any other."""
    ours, secure = {request.get_host()}, request.is_secure()
    if not url_has_allowed_host_and_scheme(address, ours, require_https=secure):
        return HOME
    parts = urlsplit(address)
    return page_at(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _is_page(path: str) -> bool:
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return not getattr(view, "is_command", False)
