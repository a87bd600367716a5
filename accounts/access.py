"""How a view says who may call it, and what it may do to the database."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from accounts.addresses import page_at
from accounts.models import Agency, Membership, User
from accounts.policy import POLICY, Action, Role, When, allows

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

ROLES = {
    Membership.Role.STAFF: Role.STAFF,
    Membership.Role.HEAD: Role.HEAD,
    Membership.Role.AUTHORITY: Role.AUTHORITY,
    Membership.Role.AUDITOR: Role.AUDITOR,
    Membership.Role.SYSADMIN: Role.SYSADMIN,
}


class SignedInRequest(HttpRequest):
    """A request of a known person; `granted` is set where the policy was asked and agreed.

    `about`: the round that was asked for, where the address names one.
    """

    user: User
    htmx: HtmxDetails
    id: str
    granted: set[Action]
    about: Any


AFTER_HAND_OVER = {
    Action.READ_SHORTLIST,
    Action.CHOOSE,
    Action.READ_CHOICES,
    Action.READ_CASCADE,
}
READ_ONLY = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")


def _refuse_writes(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    if not sql.lstrip().upper().startswith(READ_ONLY):
        raise RuntimeError(f"A page that only reads tried to run: {sql[:60]}")
    return execute(sql, *rest)


def page(action: Action) -> Callable[[View], View]:
    """GET only; any write to the database is a programming error."""

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD"])
        @wraps(view)
        def wrapper(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with connection.execute_wrapper(_refuse_writes):
                return _answer(view, action, request, *args, **kwargs)

        _declare(wrapper, policy=action)
        return cast("View", wrapper)

    return decorate


def logged_page(action: Action) -> Callable[[View], View]:
    """GET only, but the reading itself is recorded: the one door through which a page writes."""

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD"])
        @transaction.atomic
        @wraps(view)
        def wrapper(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _answer(view, action, request, *args, **kwargs)

        _declare(wrapper, policy=action)
        return cast("View", wrapper)

    return decorate


def command(
    action: Action,
    *,
    page: str = "",
    signed_out: Callable[[HttpRequest], HttpResponse] | None = None,
    someone_else: Callable[[HttpRequest], HttpResponse | None] | None = None,
    body_limit: int = 0,
) -> Callable[[View], View]:
    """POST only; calls one action, and that action is one transaction.

    Whoever asks for its address as for a page is led to `page`, the name of the page with the
    command's form and with the same arguments, or else to the nearest page above the address.
    `signed_out` answers where the session ended before the form was sent, so that what the
    person typed is not lost on the way to the sign-in page. `someone_else` may answer instead of
    the view: where the page was made for another person than the one who is signed in by now.
    `body_limit` (bytes) is for an address that takes larger files than the others;
    config.middleware asks for it.
    """

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def wrapper(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST":
                return redirect(page, *args, **kwargs) if page else redirect(page_at(request.path))
            if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
                raise PermissionDenied("Permintaan ini tidak berasal dari halaman kami.")
            if signed_out and not request.user.is_authenticated:
                return signed_out(request)
            instead = someone_else and someone_else(request)
            return instead or _answer(view, action, request, *args, **kwargs)

        _declare(wrapper, policy=action, is_command=True)
        if signed_out:
            _declare(wrapper, login_required=False)
        if body_limit:
            _declare(wrapper, body_limit=body_limit)
        return cast("View", wrapper)

    return decorate


def form_key(request: HttpRequest) -> str:
    """Names the form of the page that was sent, for commands that must count a form once.

    A browser whose connection broke sends a form again, maybe long after its first copy was dealt
    with. Django masks its token anew on each page, so that the two copies, and they alone, share
    it; its SHA-256 (64 characters) can be stored. Without a token, as in tests: "".
    """
    token = request.POST.get("csrfmiddlewaretoken", "")
    return sha256(token.encode()).hexdigest() if token else ""


def _declare(view: object, **facts: object) -> None:
    """What middleware and tests ask of a view, as attributes of it: Django's own way."""
    vars(view).update(facts)


def _answer(
    view: Callable[..., HttpResponseBase],
    action: Action,
    request: SignedInRequest,
    *args: Any,
    **kwargs: Any,
) -> HttpResponseBase:
    """Run the view; an answer that no policy was asked for never leaves the house."""
    request.granted = set()
    response = view(request, *args, **kwargs)
    if action not in request.granted:
        raise PermissionDenied
    return response


def grant(request: SignedInRequest, action: Action, roles: set[Role], states: set[When]) -> None:
    """Ask the policy; raise PermissionDenied with the reason where it says no."""
    if not allows(action, roles, states | {When.ALWAYS}):
        raise PermissionDenied(_refusal(action, roles))
    request.granted.add(action)


def _refusal(action: Action, roles: set[Role]) -> str:
    """Why not: not this role at all, or not yet."""
    if action in AFTER_HAND_OVER and roles & POLICY[action].keys():
        return "Panitia belum menyerahkan hasil."
    return f"Peran Anda tidak berhak {action.value} pada tahap ini."


def grant_home(request: SignedInRequest) -> None:
    """Whoever is signed in has a home, even before any role is given."""
    request.granted.add(Action.OPEN_HOME)


def agencies_for(request: SignedInRequest, action: Action) -> list[Agency]:
    """The agencies in which the user may do this, by name; raises PermissionDenied for none."""
    memberships = request.user.memberships.filter(ended_at=None).select_related("agency")
    roles = {m.agency: ROLES[Membership.Role(m.role)] for m in memberships.order_by("agency__name")}
    grant(request, action, set(roles.values()), set())
    return [agency for agency, role in roles.items() if allows(action, [role], {When.ALWAYS})]
