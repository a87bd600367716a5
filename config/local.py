"""The product on one machine: python -m config.local run | test | lint | exec | manage | shell-env.

Without Docker and without an installed server: PostgreSQL and Redis come from Python wheels.
"""

import io
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence

from config.local_checks import lint, test
from config.local_instance import running
from config.local_places import ROOT, CannotStart, prepare
from config.local_preparing import forget_tables
from config.local_run import run, say
from config.local_servers import borrowed
from config.local_starting import Order, run_in_foreground
from config.local_supervisor import StopRequested, Supervisor

OWNER_COMMANDS = (
    "migrate",
    "createcachetable",
    "flush",
    "sqlflush",
    "test",
    "load_approval_rules",
    "load_post_levels",
)


def execute(command: Sequence[str]) -> int:
    """Run one command with the servers and the environment of the product."""
    if command and command[0] == "--":
        command = command[1:]
    if not command:
        raise CannotStart("Tulis perintahnya, misalnya: python -m config.local exec -- pytest")
    places = prepare()
    supervisor = Supervisor(places, say)
    supervisor.listen()
    with borrowed(places, supervisor, "exec") as environment:
        return run_in_foreground(Order(command, environment, own_group=False)).status


def manage(arguments: Sequence[str]) -> int:
    """manage.py; what changes the schema, or rows that only its owner may, runs as the owner."""
    owner = ["env", "PRATAMA_DB_ROLE=owner"] if _needs_owner(arguments) else []
    if owner:
        forget_tables(prepare())
    return execute([*owner, sys.executable, str(ROOT / "manage.py"), *arguments])


def shell_env(_: Sequence[str]) -> int:
    """Lines for eval: the environment of the copy that runs now."""
    places = prepare()
    told = running(places)
    if told is None:
        raise CannotStart("Tidak ada Pratama yang berjalan. Jalankan: script/run")
    for name, value in sorted(told.environment.items()):
        say(f"export {name}={shlex.quote(value)}")
    return 0


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "exec": execute,
    "manage": manage,
    "shell-env": shell_env,
}


def main(arguments: Sequence[str]) -> int:
    """0 when all went well, 1 with one line when it cannot start."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no ellipsis
    if not arguments or arguments[0] not in COMMANDS:
        say(f"Perintah: {', '.join(COMMANDS)}")
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except CannotStart as refusal:
        print(str(refusal), file=sys.stderr)
        return 1
    except StopRequested:
        return 130


def _needs_owner(arguments: Sequence[str]) -> bool:
    return bool(arguments) and arguments[0] in OWNER_COMMANDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
