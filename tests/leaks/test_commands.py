"""What a command prints or writes about a round is the same in both worlds, too."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from tests.leaks.dice import same_chance
from tests.leaks.masks import links, masked
from tests.leaks.worlds import MOMENTS, OUTSIDERS, base_of, world
from tests.test_house import APPS
from workbook import gate_facts
from workbook.gate import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
DJANGOS = {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color",
           "force_color", "skip_checks"}  # fmt: skip


def commands_about_a_round():
    """(name, positional parameters, flag or nothing) of every command of ours that takes a code."""
    for name, app in sorted(get_commands().items()):
        if app not in APPS:
            continue
        parser = load_command_class(app, name).create_parser("manage.py", name)
        own = [action for action in parser._actions if action.dest not in DJANGOS]
        positions = [action.dest for action in own if not action.option_strings]
        if "code" in positions and set(positions) <= {"code", "path"}:
            flags = [action.dest for action in own if action.option_strings and action.nargs == 0]
            for flag in ["", *flags]:
                yield name, positions, flag


CASES = list(commands_about_a_round())


def said(base, path, case):
    """All that one command tells: what it prints, why it refuses, and its file."""
    name, positions, flag = case
    values = {"code": base.here.small.round.code, "path": path}
    out, err, refusal = StringIO(), StringIO(), ""
    base.dice.throw(case)
    with suppress(FileNotFoundError):
        path.unlink()
    try:
        arguments = [values[place] for place in positions]
        options = {flag: True} if flag else {}
        call_command(name, *arguments, stdout=out, stderr=err, **options)
    except (CommandError, SystemExit) as stopped:
        refusal = str(stopped)
    written = path.read_bytes() if path.exists() else b""
    return f"{out.getvalue()}\n{err.getvalue()}\n{refusal}".encode(), written


@pytest.fixture
def machine(monkeypatch):
    """The gate reads the disk and the database's own clock, which no world can set."""
    monkeypatch.setattr(gate_facts.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**12))
    monkeypatch.setattr(
        gate_facts, "_clock", lambda: Clock("chrony", is_synchronized=True, apart=timedelta())
    )


@pytest.mark.usefixtures("machine")
def test_no_command_tells_what_is_sealed(tmp_path):
    told, known = {}, set()
    with same_chance() as dice:
        base = base_of(MOMENTS[1], dice)
        for name in "AB":
            with world(name, base, OUTSIDERS):
                told[name] = [said(base, tmp_path / "hasil", case) for case in CASES]
                known |= links()

    apart = [
        (case, a, b)
        for case, *both in zip(CASES, told["A"], told["B"], strict=True)
        for a, b in zip(*both, strict=True)
        if masked(a, known) != masked(b, known)
    ]
    assert apart == []
    assert {"ranking", "export_round", "verify_scores"} <= {name for name, *_ in CASES}
    assert all(text.strip() or written for text, written in told["A"])
