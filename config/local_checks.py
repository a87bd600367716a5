"""script/test and script/lint: every check there is, with a table at the end.

One after another; beside them script/lint and the browsers, whose waiting would leave a core idle.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.local_environment import contract, given, remembered_secrets
from config.local_places import ROOT, prepare
from config.local_preparing import AS_OWNER, collect_static
from config.local_servers import TESTING, own
from config.local_starting import Order, run_in_foreground, start
from config.local_supervisor import StopRequested, Supervisor

QUICK = "not e2e and not long"  # `long` has a script of its own: script/test-long
BROWSER = "e2e and not long"
COUNTED = f"{QUICK} and not walk"
FIGURES = ".coverage.json"
YIELDING = ("nice", "-n", "5")
NOTHING_COLLECTED = 5  # pytest's word for: no test matches
PRODUCTION = {
    "PRATAMA_LOCAL": "",
    "BASE_URL": "https://seleksi.contoh.go.id",
    "ALLOWED_HOSTS": "seleksi.contoh.go.id",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One check: a command, and what it needs to see changed in the environment."""

    name: str
    command: Sequence[str]
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    seconds: float
    status: int


LINT = Step("lint", [sys.executable, "-m", "config.local", "lint"])


def lint(_: Sequence[str]) -> int:
    """What needs no server."""
    places = prepare()
    environment = contract(places, remembered_secrets(places), given())
    return report(list(run_steps(static_steps(), environment)))


def test(arguments: Sequence[str]) -> int:
    """Everything; with arguments, pytest alone with these arguments."""
    places = prepare()
    supervisor = Supervisor(places, _say)
    supervisor.listen()
    with own(places, supervisor, TESTING) as made:
        collect_static(places, made)
        environment = {**made, **browser()}
        if arguments:
            return _run_chosen(arguments, environment)
        ends = [
            begin(step, environment, places.log(step.name.split()[-1])) for step in steps_beside()
        ]
        outcomes = list(run_steps([*test_steps(), *product_steps()], environment))
        return report([*(ended() for ended in ends), *outcomes])


def static_steps() -> list[Step]:
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    return [
        Step("files", _module("config.local_files")),
        Step("ruff format", _module("ruff", "format", "--check", ".")),
        Step("ruff", _module("ruff", "check", ".")),
        Step("djade", _tool("djade", "--check", "--target-version", "5.2", *templates)),
        Step("djlint", _module("djlint", "--lint", "--quiet", "templates")),
        Step("mypy", _module("mypy", ".")),
        Step("import-linter", [sys.executable, *_tool("lint-imports")]),
    ]


def product_steps() -> list[Step]:
    migrations = _manage("makemigrations", "--check", "--dry-run")
    deploy = _manage("check", "--deploy", "--fail-level", "WARNING")
    return [
        Step("makemigrations", migrations, AS_OWNER),
        Step("check --deploy", deploy, PRODUCTION),
    ]


def steps_beside() -> list[Step]:
    """What goes on beside the others: script/lint, and journeys in browsers, which mostly wait."""
    three = ("-n", "3", "--dist", "loadfile")
    browsers = _module("pytest", *three, "-m", BROWSER, *marked("e2e"))
    return [LINT, Step("pytest e2e", browsers, AS_OWNER)]


def test_steps() -> list[Step]:
    """Walks run apart: they would count as coverage of what they only visit.

    Both let the browsers go first: a page that is late fails a journey, here nothing is late.
    """
    two = ("-n", "2", "--dist", "worksteal")
    counting = [*YIELDING, *_module("slipcover", "--json", "--out", FIGURES)]
    counted = ("-m", "pytest", *two, "-m", COUNTED, "--create-db", "--reuse-db")
    walk = _module("pytest", *two, "-m", "walk", "--reuse-db", *marked("walk"))
    return [
        Step("pytest", [*counting, *counted], AS_OWNER),
        Step("coverage", _module("config.local_coverage", FIGURES)),
        Step("pytest walk", [*YIELDING, *walk], AS_OWNER),
    ]


def marked(mark: str) -> list[str]:
    """The files in which some test bears the mark: to read all the others takes half a minute."""
    files = sorted(ROOT.glob("tests/**/test_*.py"))
    return [
        str(path.relative_to(ROOT))
        for path in files
        if f"pytest.mark.{mark}" in path.read_text(encoding="utf-8")
    ]


def browser() -> dict[str, str]:
    """The Chromium of this machine; without one Playwright looks for its own."""
    if os.environ.get("PRATAMA_CHROMIUM"):
        return {}
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return {"PRATAMA_CHROMIUM": found} if found else {}


def report(outcomes: Sequence[Outcome]) -> int:
    """A table for people, and 1 when anything failed."""
    _say(f"\n{'langkah':<16}{'detik':>8}  hasil")
    for outcome in outcomes:
        seconds = f"{outcome.seconds:.1f}".replace(".", ",")
        result = "lulus" if outcome.status == 0 else f"GAGAL ({outcome.status})"
        _say(f"{outcome.name:<16}{seconds:>8}  {result}")
    return int(any(outcome.status for outcome in outcomes))


def run_steps(steps: Sequence[Step], environment: Mapping[str, str]) -> Iterator[Outcome]:
    """One after another; a failure does not hide the next."""
    for step in steps:
        _say(f"\n== {step.name}")
        began = time.monotonic()
        order = Order(step.command, {**environment, **step.changes}, folder=ROOT, own_group=False)
        ended = run_in_foreground(order)
        if ended.interrupted:
            raise StopRequested
        yield Outcome(step.name, time.monotonic() - began, ended.status)


def begin(step: Step, environment: Mapping[str, str], log: Path) -> Callable[[], Outcome]:
    """Run it beside the others; what this answers waits for its end and shows what it wrote.

    Ctrl-C reaches it as it reaches the others, and the copies of the product that it started.
    """
    log.unlink(missing_ok=True)
    began = time.time()
    changed = {**environment, **step.changes}
    order = Order(step.command, changed, log=log, folder=ROOT, own_group=False)
    process = start(order)

    def ended() -> Outcome:
        status = process.wait()
        _say(f"\n== {step.name}\n{log.read_text(encoding='utf-8', errors='replace')}")
        last_word = log.stat().st_mtime  # long before it is asked for, perhaps
        return Outcome(step.name, last_word - began, status)

    return ended


def joint_status(statuses: Sequence[int]) -> int:
    """It is enough that one of the two runs knows the chosen tests."""
    told = [status for status in statuses if status != NOTHING_COLLECTED]
    return max(told, default=NOTHING_COLLECTED)


def _run_chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    marks = [[]] if "-m" in arguments else [["-m", QUICK], ["-m", BROWSER]]
    steps = [Step("pytest", _module("pytest", *mark, *arguments), AS_OWNER) for mark in marks]
    return joint_status([outcome.status for outcome in run_steps(steps, environment)])


def _module(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name(name)), *arguments]


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def _say(line: str) -> None:
    print(line, flush=True)
