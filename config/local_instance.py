"""One copy at a time: the lock of a data folder, who joins it, and what a killed one left."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from config.local_places import CannotStart, Places, write_private

PATIENCE = 8


@dataclass(frozen=True, slots=True)
class Running:
    """What a running copy tells about itself."""

    pid: int
    started: str
    purpose: str
    environment: Mapping[str, str]


class Busy(CannotStart):
    """Another copy works in this data folder."""


@contextmanager
def alone(places: Places, purpose: str) -> Iterator[None]:
    """Hold the data folder; the kernel lets go of it however we end."""
    with (places.data / "lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(_who(lock, places)) from None
        _write(lock, f"{os.getpid()} {purpose}")
        end_survivors(places)
        try:
            yield
        finally:
            _record(places).unlink(missing_ok=True)
            _children(places).unlink(missing_ok=True)
            _write(lock, "")


def announce(places: Places, purpose: str, environment: Mapping[str, str]) -> None:
    """Tell other commands how to join us. The file holds secrets: only its owner reads it."""
    added = {k: v for k, v in environment.items() if os.environ.get(k) != v}
    told = Running(os.getpid(), started(os.getpid()), purpose, added)
    write_private(_record(places), json.dumps(asdict(told)))


def running(places: Places) -> Running | None:
    """The copy that serves this data folder now, once it is ready."""
    try:
        told = Running(**json.loads(_record(places).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
    return told if started(told.pid) == told.started else None


@contextmanager
def joined(places: Places) -> Iterator[None]:
    """While we are inside, the copy we use does not stop its servers under our feet."""
    with (places.data / "users").open("a+", encoding="ascii") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield


def wait_for_users(places: Places) -> None:
    """Let the joined commands finish, and admit no more."""
    with (places.data / "users").open("a+", encoding="ascii") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        _record(places).unlink(missing_ok=True)


def remember_child(places: Places, pid: int) -> None:
    with _children(places).open("a", encoding="ascii") as known:
        known.write(f"{pid} {started(pid)}\n")


def end_survivors(places: Places) -> None:
    """Stop what a killed copy left; the start time tells its processes from later ones."""
    known = _children(places)
    if not known.exists():
        return
    text = known.read_text(encoding="ascii", errors="replace")
    pairs = [line.split() for line in text.splitlines()]
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
        for pid in _alive(pairs):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + PATIENCE
        while _alive(pairs) and time.monotonic() < deadline:
            time.sleep(0.1)
    known.unlink()


def started(pid: int) -> str:
    """The tick at which this process began; empty for one that is gone or a zombie."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def _alive(pairs: Iterable[Sequence[str]]) -> list[int]:
    """Of pairs of process and start; a line spoilt by a power loss names nobody."""
    whole = [pair for pair in pairs if len(pair) == 2 and pair[0].isdecimal()]
    return [int(pid) for pid, began in whole if started(int(pid)) == began]


def _who(lock: IO[str], places: Places) -> str:
    lock.seek(0)
    pid, _, purpose = lock.read().partition(" ")
    told = running(places)
    address = told.environment.get("BASE_URL", "") if told and told.purpose == "run" else ""
    where = f" di {address}" if address else ""
    return (
        f"Pratama sudah berjalan{where} (proses {pid or '?'}, {purpose or 'baru mulai'}) dengan "
        f"data {places.data}. Hentikan dengan Ctrl-C di sana, atau pakai PRATAMA_DATA lain."
    )


def _write(lock: IO[str], text: str) -> None:
    lock.truncate(0)
    lock.write(text)
    lock.flush()


def _record(places: Places) -> Path:
    return places.data / "instance.json"


def _children(places: Places) -> Path:
    return places.data / "children"
