"""Runs what parses a stranger's file in a child process that may die without harm.

The child knows no Django and no secret, and has little memory and time. It reads the file from
standard input and writes its answer to standard output.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 512 * 1024 * 1024  # bytes
PROCESSOR_SECONDS = 5
SECONDS = 8  # by the clock
PASSED_ON = ("PATH", "LD_LIBRARY_PATH")  # nothing else: the child must know no secret


class ChildDied(Exception):
    """The child ended without an answer; `status` as the system gave it, None for too slow."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(f"a confined child ended with {status}")
        self.status = status


def program(module: str) -> tuple[str, ...]:
    """The command that runs one of our modules as a program."""
    return (sys.executable, "-E", "-s", "-m", module)


def run_confined(command: tuple[str, ...], data: bytes, *, seconds: int = SECONDS) -> bytes:
    """What the command answers to these bytes. Raises ChildDied."""
    try:
        child = subprocess.run(  # noqa: S603  # our own program; the file goes through standard input
            command,
            input=data,
            capture_output=True,
            cwd=ROOT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildDied from error
    if child.returncode != 0:
        raise ChildDied(child.returncode)
    return child.stdout


def limit_resources() -> None:
    """For the child, first of all. No core file either: it would hold the data of people."""
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))
