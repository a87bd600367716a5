"""The parts of the house style no linter can see."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import loader
from django.urls import URLPattern, get_resolver
from django.urls.converters import StringConverter

from selection import phases

APPS = (
    "audit",
    "accounts",
    "selection",
    "candidates",
    "panels",
    "scoring",
    "decisions",
    "reports",
    "workbook",
)
FORBIDDEN = {
    "utils",
    "helpers",
    "common",
    "core",
    "base",
    "mixins",
    "services",
    "selectors",
    "managers",
    "constants",
    "misc",
}
MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
MODULES = [path for app in (*APPS, "config") for path in settings.BASE_DIR.glob(f"{app}/**/*.py")]
CODE = [path for path in MODULES if "migrations" not in path.parts]
ALL_CODE = [
    *MODULES,
    *(p for f in ("samples", "tests") for p in (settings.BASE_DIR / f).rglob("*.py")),
]
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
THEIRS = ("account/", "mfa/", "usersessions/", "allauth/", "django/")
FLOATS = {
    "workbook/child.py",  # receives Excel's own doubles and hands them on as text
    "workbook/crowd.py",  # seconds, never scores
    "workbook/figures.py",
    "workbook/papers_bench.py",
    "workbook/papers_memory.py",
    "workbook/measuring.py",
    "workbook/pgbench.py",
    "workbook/viewers.py",
    "workbook/visiting.py",
}
EXACT = ("scoring", "decisions", "workbook", "reports", "candidates", "selection")


def name_of(path):
    return str(path.relative_to(settings.BASE_DIR))


def routes(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from routes(pattern.url_patterns)


def our_routes():
    for route in routes(get_resolver().url_patterns):
        if route.callback.__module__.split(".")[0] in APPS:
            yield route


@pytest.mark.parametrize("route", list(our_routes()), ids=lambda r: r.name)
def test_every_view_declares_its_policy_or_is_public(route):
    view = route.callback

    assert hasattr(view, "policy") or not getattr(view, "login_required", True)


def test_only_a_cards_secret_may_be_any_text_in_an_address():
    anything = {
        route.name
        for route in our_routes()
        if StringConverter in map(type, route.pattern.converters.values())
    }

    assert anything == {"activate"}


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_constraints_are_named_after_their_table(model):
    prefix = f"{model._meta.db_table}_"

    assert all(c.name.startswith(prefix) for c in model._meta.constraints)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_nothing_is_deleted_by_cascade(model):
    keys = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)]

    assert all(key.remote_field.on_delete is models.PROTECT for key in keys)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_closed_vocabulary_is_closed_in_the_database_too(model):
    closed = {f.name for f in model._meta.get_fields() if getattr(f, "choices", None)}
    guarded = " ".join(str(c) for c in model._meta.constraints)

    assert {name for name in closed if f"'{name}__in'" not in guarded} == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_model_says_what_a_row_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
    assert "__str__" in vars(model)


@pytest.mark.parametrize("app", APPS)
def test_every_action_says_who_acts(app):
    try:
        module = import_module(f"{app}.actions")
    except ModuleNotFoundError:
        pytest.skip("no actions")
    public = [
        f
        for name, f in inspect.getmembers(module, inspect.isfunction)
        if f.__module__ == module.__name__ and not name.startswith("_")
    ]
    for action in public:
        by = inspect.signature(action).parameters.get("by")
        if action.__name__ != "record":
            assert by and by.kind is by.KEYWORD_ONLY, action.__name__


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_module_outgrows_a_screenful_of_ideas(path: Path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_module_is_a_junk_drawer_or_unfinished(path: Path):
    assert path.stem not in FORBIDDEN
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text())


@pytest.mark.parametrize(
    "path",
    [p for p in CODE if name_of(p).split("/")[0] in EXACT and name_of(p) not in FLOATS],
    ids=name_of,
)
def test_no_number_of_a_selection_becomes_a_float(path: Path):
    tree = ast.parse(path.read_text())
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    assert "float" not in names


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_functions_fit_on_a_screen(path: Path):
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert [f.name for f in functions if f.end_lineno - f.lineno >= 40] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_compiles_and_carries_no_inline_script_or_style(path: Path):
    loader.get_template(str(path.relative_to(settings.BASE_DIR / "templates")))

    assert not re.search(r"\son\w+=|<script>|<style|style=", path.read_text())


def test_suppressions_are_few_and_each_says_why():
    silenced = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:|nosec|pylint:)(.*)")
    found = [
        (name_of(path), match[1])
        for path in [*ALL_CODE, settings.BASE_DIR / "manage.py"]
        for match in silenced.finditer(path.read_text())
        if path.name != "test_house.py"
    ]

    assert [name for name, rest in found if "  # " not in rest] == []
    assert len(found) <= 10


def test_every_template_is_used():
    named = "".join(p.read_text() for p in [*MODULES, *TEMPLATES])
    names = [str(p.relative_to(settings.BASE_DIR / "templates")) for p in TEMPLATES]
    errors = {"400.html", "403.html", "404.html", "429.html", "500.html"}  # Django names these

    unused = [n for n in names if not n.startswith(THEIRS) and n not in errors and n not in named]
    assert unused == []


def test_migrations_can_be_taken_back():
    for path in settings.BASE_DIR.glob("*/migrations/0*.py"):
        text = path.read_text()
        assert "RunPython(" not in text
        for call in re.findall(r"RunSQL\(([^)]*)\)", text):
            assert len(call.split(",")) == 2, path


def test_the_diagram_of_phases_is_the_table():
    assert phases.diagram() in (settings.BASE_DIR / "docs" / "phases.md").read_text()
