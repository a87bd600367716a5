"""Starts programs, watches them, starts the fallen again, and stops all in the right order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from config.local_instance import remember_child
from config.local_places import CannotStart, Places
from config.local_starting import REQUESTS

LONGEST_PAUSE = 5.0


class Part(Protocol):
    """One program of a local copy."""

    @property
    def name(self) -> str: ...

    def start(self) -> subprocess.Popen[bytes]: ...

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        """Return when it is ready; refuse when it will never be."""


class StopRequested(BaseException):
    """Ctrl-C, or a polite kill."""


class Supervisor:
    """The running parts of one local copy."""

    def __init__(self, places: Places, say: Callable[[str], None]) -> None:
        self.places = places
        self.say = say
        self.parts: dict[str, Part] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.pauses: dict[str, float] = {}
        self.stopping = False
        self.hurry = False

    def start(self, parts: Sequence[Part]) -> None:
        """Start them together, then wait for each."""
        for part in parts:
            self.parts[part.name] = part
            self._launch(part)
        for part in parts:
            part.wait(self.processes[part.name])

    def watch(self) -> None:
        """Until somebody asks to stop."""
        while True:
            time.sleep(0.3)
            for name, process in list(self.processes.items()):
                if process.poll() is not None:
                    self._restart(name, process.returncode)

    def stop(self, order: Sequence[tuple[Sequence[str], signal.Signals, float]]) -> None:
        """Tier by tier: those who use a server go before it."""
        self.stopping = True
        for names, number, patience in order:
            tier = [self.processes.pop(name) for name in names if name in self.processes]
            for process in tier:
                with suppress(ProcessLookupError):
                    process.send_signal(number)
            deadline = time.monotonic() + patience
            for process in tier:
                self._wait_or_kill(process, deadline)

    def on_signal(self, *_: object) -> None:
        """The first request stops in order; the second does not wait for running work."""
        if self.stopping:
            self.hurry = True
        else:
            self.stopping = True
            self.say("Menghentikan … (Ctrl-C sekali lagi: tidak menunggu pekerjaan yang berjalan)")
            raise StopRequested

    def listen(self) -> None:
        for number in REQUESTS:
            signal.signal(number, self.on_signal)

    def _launch(self, part: Part) -> None:
        process = part.start()
        self.processes[part.name] = process
        remember_child(self.places, process.pid)

    def _restart(self, name: str, status: int) -> None:
        pause = self.pauses.get(name, 0.2)
        self.say(f"{name} berhenti (kode {status}); dinyalakan lagi. {self.places.log(name)}")
        time.sleep(pause)
        self.pauses[name] = min(LONGEST_PAUSE, pause * 2)
        part = self.parts[name]
        self._launch(part)
        try:
            part.wait(self.processes[name])
        except CannotStart as refusal:  # the others go on; the next round tries again
            self.say(str(refusal))

    def _wait_or_kill(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        while process.poll() is None:
            if self.hurry or time.monotonic() > deadline:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            time.sleep(0.05)
