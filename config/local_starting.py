"""The one door through which the launcher starts programs."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.local_places import CannotStart

REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CHILD = Path(__file__).with_name("local_child.py")


@dataclass(frozen=True, slots=True)
class Order:
    """What to start and how: as whom, told by which signal to stop, and where it writes."""

    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    identity: str = "same"
    last_signal: signal.Signals = signal.SIGTERM
    log: Path | None = None
    folder: Path | None = None
    own_group: bool = True  # Ctrl-C in the terminal reaches only the launcher

    @property
    def arguments(self) -> list[str]:
        wrapper = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid())]
        command = [str(part) for part in self.command]
        return [*wrapper, str(int(self.last_signal)), self.identity, "--", *command]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command in the foreground ended, and whether the person asked it to."""

    status: int
    interrupted: bool


def start(order: Order) -> subprocess.Popen[bytes]:
    """Start it in the background; it dies with the launcher."""
    output = order.log.open("ab") if order.log else None
    try:
        return subprocess.Popen(
            order.arguments,
            stdin=subprocess.DEVNULL if order.own_group else None,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            env=dict(order.environment),
            cwd=order.folder,
            process_group=0 if order.own_group else None,
        )
    finally:
        if output:
            output.close()


def finish(order: Order, *, what: str) -> None:
    """Run it to its end; a failure shows the end of what it wrote."""
    assert order.log, "a command that may fail must leave its words somewhere"
    process = start(order)
    try:
        status = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if status:
        raise CannotStart(f"{what} gagal (kode {status}). {last_words(order.log)}")


def run_in_foreground(order: Order) -> Ended:
    """Run it on the person's terminal; a request to stop that only we hear is passed on to it."""
    process = start(order)
    heard: list[int] = []

    def on_signal(number: int, _: object) -> None:
        heard.append(number)
        if number != signal.SIGINT or not _from_terminal():
            process.send_signal(number)

    before = {number: signal.signal(number, on_signal) for number in REQUESTS}
    try:
        status = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return Ended(status if status >= 0 else 128 - status, interrupted=bool(heard))


def _from_terminal() -> bool:
    """Whether Ctrl-C reaches the whole foreground group, so that the command knows already."""
    return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()


def last_words(log: Path, lines: int = 15) -> str:
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    tail = "\n".join(text.splitlines()[-lines:])
    return f"Baris terakhir dari {log}:\n{tail}"
