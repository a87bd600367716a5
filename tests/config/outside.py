"""A running copy of the product as a stranger sees it: processes, ports, pages."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Copy:
    """One running copy of the product, seen from outside."""

    def __init__(self, data: Path, port: int, **changes: str) -> None:
        self.data, self.port = data, port
        outside = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = {**outside, "PRATAMA_DATA": str(data), **changes}
        self.began = time.monotonic()
        self.output = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115  # lives as long as the copy
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.local", "run", "--port", str(port)],
            cwd=ROOT,
            env=self.environment,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )

    def seconds_to_page(self, patience: float = 180) -> float:
        while time.monotonic() - self.began < patience:
            if page(self.port) == 200:
                return time.monotonic() - self.began
            assert self.process.poll() is None, self.words()
            time.sleep(0.1)
        raise AssertionError(f"no page after {patience} s: {self.words()}")

    def ready(self) -> None:
        """Wait until the worker runs too and other commands may join."""
        self.seconds_to_page()
        until((self.data / "instance.json").exists, 30)
        until(lambda: " ready." in (self.data / "log" / "worker.log").read_text(), 60)

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        began = time.monotonic()
        self.process.send_signal(number)
        assert self.process.wait(90) == 0, self.words()
        until(lambda: not pids(self.data), 5)  # grandchildren of a killed worker end in a moment
        return time.monotonic() - began

    def words(self) -> str:
        self.output.seek(0)
        return self.output.read()

    def ask(self, sql: str) -> str:
        done = self.try_asking(sql)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def try_asking(self, sql: str) -> subprocess.CompletedProcess[str]:
        """Ask its database, through the command that joins a running copy."""
        code = (
            "import os, psycopg;"
            f"print(psycopg.connect(os.environ['DATABASE_URL']).execute({sql!r}).fetchone()[0])"
        )
        command = [sys.executable, "-m", "config.local", "exec", "--", sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def oldest_row(self) -> str:
        return self.ask("select min(applied)::text from django_migrations")


def page(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sehat/", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def pids(data: Path) -> dict[int, str]:
    """Living processes that belong to this data folder, with what they run."""
    found = {int(p.name): p for p in Path("/proc").glob("[0-9]*") if belongs(p, data)}
    found.pop(os.getpid(), None)
    commands = {pid: process / "cmdline" for pid, process in found.items()}
    return {pid: file.read_text() for pid, file in commands.items() if file.exists()}


def belongs(process: Path, data: Path) -> bool:
    """By its environment; a server that writes its title over it still works in the folder."""
    try:
        marked = f"PRATAMA_DATA={data}\0".encode() in (process / "environ").read_bytes()
        return marked or data in (process / "cwd").readlink().parents
    except OSError:
        return False


def until(true: Callable[[], bool], patience: float) -> float:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < patience, f"not true after {patience} s"
        time.sleep(0.1)
    return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def folder(parent: str | None = None) -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="pratama-drill-", dir=parent))
    try:
        yield home / "data"
    finally:
        for pid in pids(home / "data"):
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(home, ignore_errors=True)
