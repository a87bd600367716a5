"""Every address of the product, found in the URLconf, with the objects of a round put in."""

from dataclasses import dataclass
from functools import cache
from inspect import cleandoc

from django.apps import apps
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from accounts.policy import Role
from decisions.models import Announcement
from reports.models import Document
from scoring.models import ScoreEvent
from tests.panels.timetables import PAST
from tests.test_house import APPS
from tests.test_policy import CASES

TOKEN = "kartu-yang-belum-dipakai"
UNKNOWN = "7xQm2KtY0aBcDeFgHiJkLm"
# Addresses of libraries about things that nobody in these worlds has; each is checked to be empty.
NOTHING_THERE = {
    "closed": "closed on purpose",
    "account_email": "stands behind `closed`",
    "mfa_deactivate_totp": "nobody has a second factor",
    "mfa_view_recovery_codes": "nobody has a second factor",
    "mfa_download_recovery_codes": "nobody has a second factor",
    "mfa_edit_webauthn": "nobody has a passkey",
    "mfa_remove_webauthn": "nobody has a passkey",
    "reports:public-announcement": "nothing is announced before the seal is opened",
    "reports:public-announcement-file": "nothing is announced before the seal is opened",
}
ANNOUNCED = ("reports:public-announcement", "reports:public-announcement-file")


class Unvisitable(AssertionError):
    """An address of the product that the walk does not know how to reach."""


@dataclass(frozen=True)
class Address:
    """One address with its objects; `kind` is its name in the URLconf."""

    kind: str
    path: str
    is_command: bool


def addresses(here):
    """All addresses, those with an object of a kind also with another of that kind.

    Raises Unvisitable for what cannot be filled in.
    """
    found, lost = {}, []
    for name, route, parameters in _named():
        choices = _choices(name, parameters, here)
        if not choices:
            lost.append(f"{name}: {', '.join(parameters)}")
        for arguments in choices:
            path = _path(name, arguments)
            is_command = getattr(route.callback, "is_command", False)
            found[path] = Address(name, path, is_command)
    if lost:
        raise Unvisitable(_advice(lost))
    return list(found.values())


def kind_of(view, name):
    """The name of an address: of ours with its app, of a library as it calls it."""
    app = view.__module__.split(".")[0]
    return f"{app}:{name}" if app in APPS else name


def _named():
    """(kind, route, parameters) of every address."""
    for route, parameters in _routes(get_resolver().url_patterns, {}):
        yield kind_of(route.callback, route.name), route, parameters


def _routes(patterns, above):
    """Each route with all parameters of its address: name -> type of its converter, or ``."""
    for pattern in patterns:
        part = pattern.pattern
        named = getattr(part, "regex", None)
        own = dict.fromkeys(named.groupindex if named else (), "")
        own |= {name: type(converter).__name__ for name, converter in part.converters.items()}
        if isinstance(pattern, URLPattern):
            yield pattern, above | own
        else:
            yield from _routes(pattern.url_patterns, above | own)


def _choices(name, parameters, here):
    """Lists of arguments: by the table of test_policy, or else by the name and type of each."""
    if name in CASES:
        about = CASES[name].about
        chosen = [here.arguments(about, role) for role in (Role.MEMBER, Role.CHAIR)]
        named = [dict(zip(parameters, arguments, strict=True)) for arguments in chosen]
        return [_as_it_happened(one) for n, one in enumerate(named) if one not in named[:n]]
    if name == "reports:verify":
        papers = Document.objects.filter(round=here.small.round).order_by("pk")
        return [{"code": code} for code in [*papers.values_list("code", flat=True), UNKNOWN]]
    if name in ANNOUNCED:
        told = Announcement.objects.published().filter(round=here.small.round).order_by("pk")
        return [{"code": code} for code in [*told.values_list("code", flat=True), UNKNOWN]]
    choices = [{}]
    for parameter, converter in parameters.items():
        values = _values(parameter, converter, here)
        choices = [chosen | {parameter: value} for chosen in choices for value in values]
    return choices


def _as_it_happened(arguments):
    """With the id of a save that took place, where an address asks for one of a sheet's."""
    if "mutation_id" not in arguments:
        return arguments
    events = ScoreEvent.objects.filter(sheet__public_id=arguments["public_id"])
    saved = events.values_list("mutation_id", flat=True).first()
    return arguments | {"mutation_id": saved} if saved else arguments


def _values(parameter, converter, here):
    """What a parameter may be: here is the place for the next one that nobody knows yet."""
    known = {
        "code": [here.small.round.code],
        "vacancy": [here.small.vacancies[0].code],
        "number": [here.small.candidates[0].number],
        "day": [PAST],
        "date": [PAST],
        "member": [here.small.members[0].public_id],
        "token": [TOKEN],
        "key": ["kunci-yang-tidak-ada"],
        "uidb36": ["1"],
    }
    if parameter in known:
        return known[parameter]
    return _objects(converter)


def _objects(converter):
    """One row of each of our models by its public id; row number one where a number is asked."""
    if converter == "IntConverter":
        return [1]
    if converter != "UUIDConverter":
        return []
    models = [m for m in apps.get_models() if m._meta.app_label in APPS and _is_public(m)]
    rows = [model.objects.order_by("pk").values_list("public_id", flat=True) for model in models]
    return [row.first() for row in rows if row.exists()]


def _is_public(model):
    return any(field.name == "public_id" for field in model._meta.get_fields())


def _path(name, arguments):
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch as error:
        raise Unvisitable(_advice([f"{name}: {error}"])) from error


def require_visited(statuses):
    """`statuses`: address kind -> all answers that it gave to anybody, at any moment.

    Raises Unvisitable where it never was more than `not found`, or was although it is said to be
    empty.
    """
    filled = [kind for kind in NOTHING_THERE if statuses.get(kind, {404}) > {404, 405}]
    assert filled == [], "NOTHING_THERE says too much"
    lost = [
        kind for kind, seen in statuses.items() if seen <= {404, 405} and kind not in NOTHING_THERE
    ]
    if lost:
        raise Unvisitable(_advice([f"{kind}: 404 for everybody" for kind in lost]))


@cache
def _help():
    return cleandoc(
        """
        The leak test visits every address of the URLconf and cannot visit these:

        {lost}

        Give the address a Case in tests/test_policy.py whose `about` names a kind of object, and
        that kind a row in `place` and its arguments in Place.arguments; or, for a parameter that
        is no object of the round, add its name to `_values` in tests/leaks/addresses.py.
        """
    )


def _advice(lost):
    return _help().format(lost="\n".join(f"- {line}" for line in lost))
