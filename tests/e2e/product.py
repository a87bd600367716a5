"""The whole product as `script/run` starts it, in a data folder of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import psycopg

from config.local_environment import remembered_secrets
from config.local_places import prepare

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 400  # seconds for a first start with the sample rounds, on a machine that others use too


@dataclass
class Product:
    """A running copy; `address` is where a browser finds it."""

    folder: Path
    address: str = ""
    process: subprocess.Popen | None = None
    environment: dict = field(default_factory=dict)

    def begin_with(self, made: Path) -> "Product":
        """The data of another copy that does not run."""
        subprocess.run(["cp", "-a", str(made), str(self.folder)], check=True)
        return self

    def start(self) -> "Product":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        ours = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR")
        self.environment = {name: os.environ[name] for name in ours if name in os.environ}
        self.environment |= {"PRATAMA_DATA": str(self.folder), "PORT": str(port)}
        begun = date.today() - timedelta(days=2)  # whatever the hour, its sheets are open
        self.environment["SAMPLE_FIRST_DAY"] = begun.isoformat()
        self.address = f"http://localhost:{port}"
        log = (self.folder.parent / "run.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.local", "run"],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self._wait(self.folder.parent / "run.log")
        return self

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    def manage(self, *arguments: str) -> str:
        """What a management command prints, run against this copy."""
        done = subprocess.run(
            [sys.executable, "-m", "config.local", "manage", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def ranking(self, code: str) -> dict:
        return json.loads(self.manage("ranking", code, "--format", "json"))

    def let_the_day_come(self, code: str, *, days_ago: int = 1) -> None:
        """Every sitting of the round was just after midnight: no browser can wait for a week."""
        with self.connect() as database:
            database.execute("ALTER TABLE panels_slot DISABLE TRIGGER USER")
            database.execute(
                "UPDATE panels_slot SET date = (now() AT TIME ZONE 'Asia/Jakarta')::date - %s,"
                " starts = '00:00', ends = '00:30'"
                " WHERE round_id = (SELECT id FROM selection_round WHERE code = %s)",
                [days_ago, code],
            )
            database.execute("ALTER TABLE panels_slot ENABLE TRIGGER USER")

    def connect(self) -> psycopg.Connection:
        """The database past the product: a command of the product starts for seconds first."""
        places = prepare(self.folder)
        return psycopg.connect(
            host=str(places.postgres_socket),
            dbname="pratama",
            user="postgres",
            password=remembered_secrets(places)["PRATAMA_SUPERUSER_PASSWORD"],
        )

    def rows(self, query: str, *values: object) -> list[tuple]:
        """What the database answers."""
        with self.connect() as database:
            return database.execute(query, values).fetchall()

    def worker_pids(self) -> list[int]:
        """The Celery worker's processes of this copy, the parent first."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command = (entry / "cmdline").read_bytes().decode()
                environment = (entry / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "celery" in command and "worker" in command and str(self.folder) in environment:
                found.append(int(entry.name))
        return sorted(found)

    @contextmanager
    def worker_held_at(self, somebody, address: str, percent: int):
        """Stop the worker as soon as the document at `address` is so far; yields how far it is."""
        reached = self.wait_for_percent(somebody, address, percent)
        held = self.worker_pids()
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield max(reached, percent_at(somebody, address))
        finally:
            for pid in held:
                os.kill(pid, signal.SIGCONT)

    def wait_for_percent(self, somebody, address: str, percent: int) -> int:
        """How far the document is, asked for many times a second until it is at `percent`."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = percent_at(somebody, address)
            if found >= percent:
                return found
        raise AssertionError(f"{address} never came to {percent} %")

    def count_events(self, verb: str) -> int:
        """How many such events the trail holds."""
        [(count,)] = self.rows("SELECT count(*) FROM audit_event WHERE verb = %s", verb)
        return count

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if re.search(r"siap di http", log.read_text()):
                with urllib.request.urlopen(f"{self.address}/sehat/", timeout=PATIENCE) as answer:
                    assert answer.read() == b"ok"
                return
            time.sleep(0.2)
        if self.process.poll() is None:
            self.stop()
        raise AssertionError(log.read_text()[-2000:])


def percent_at(somebody, address: str) -> int:
    """How far the page of a document says that it is."""
    page = somebody.context.request.get(address).text()
    return int(re.search(r'<progress[^>]* value="(\d+)"', page)[1])
