"""Copies of the product whose processes a test stops, kills and starts one by one."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Self

import psycopg

from config.local_environment import contract, remembered_secrets
from config.local_places import ROOT, prepare
from config.local_postgres import Postgres
from config.local_preparing import prepare_product
from config.local_redis import Redis
from config.local_run import programs
from tests.config.outside import free_port, until
from tests.faults.proxy import Proxy

OURS = ("PATH", "HOME", "LANG", "TMPDIR")
PATIENCE = 60
STOP_ORDER = ("scheduler", "worker", "web", "redis", "postgres")
POLITE = {"postgres": signal.SIGINT}


class NoDisk(Exception):
    """This account may not mount anything."""


class Copy:
    """PostgreSQL, Redis, web, worker and scheduler, and the proxy through which browsers come."""

    def __init__(self, folder: Path) -> None:
        self.places = prepare(folder)
        self.secrets = remembered_secrets(self.places)
        self.port = free_port()
        self.proxy = Proxy(self.port)
        ours = {name: os.environ[name] for name in OURS if name in os.environ}
        begun = date.today() - timedelta(days=2)  # whatever the hour, the sheets are open
        ours |= {"BASE_URL": self.address, "SAMPLE_FIRST_DAY": begun.isoformat()}
        self.environment = contract(self.places, self.secrets, ours, self.port)
        self.postgres = Postgres(self.places, self.secrets)
        servers = [self.postgres, Redis(self.places)]
        own = programs(self.places, self.environment, self.port)
        self.parts = {part.name: part for part in [*servers, *own]}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        """Where a browser finds it: the proxy."""
        return f"http://localhost:{self.proxy.port}"

    def fill(self) -> None:
        """From nothing to the sample rounds, and everything stopped again."""
        self.postgres.create()
        self.start("postgres", "redis")
        try:
            prepare_product(self.places, self.environment, print)
        finally:
            self.stop(*STOP_ORDER)

    def __enter__(self) -> Self:
        self.start(*reversed(STOP_ORDER))
        return self

    def __exit__(self, *_: object) -> None:
        self.proxy.close()
        for name in [name for name in self.running if name != "postgres"]:
            self.kill(name)
        self.stop("postgres", number=signal.SIGQUIT)  # nobody needs what it would still write
        if not self.places.sockets.is_relative_to(self.places.data):
            shutil.rmtree(self.places.sockets)

    def start(self, *names: str) -> None:
        """Start what does not run, and wait until it is ready."""
        fresh = [name for name in names if name not in self.running]
        for name in fresh:
            self.running[name] = self.parts[name].start()
        for name in fresh:
            self.parts[name].wait(self.running[name])

    def stop(self, *names: str, number: signal.Signals | None = None) -> None:
        """Ask each to end, in its own way or with this signal, and wait until it has."""
        for name in names:
            if process := self.running.pop(name, None):
                process.send_signal(number or POLITE.get(name, signal.SIGTERM))
                process.wait(PATIENCE)

    @contextmanager
    def changed(self, name: str, **environment: str) -> Iterator[None]:
        """One part of it runs with something else in its environment for a while."""
        part = self.parts[name]
        self.stop(name)
        self.parts[name] = replace(part, environment={**self.environment, **environment})
        self.start(name)
        try:
            yield
        finally:
            self.stop(name)
            self.parts[name] = part
            self.start(name)

    def kill(self, name: str) -> None:
        """All its processes at once, with no chance to say goodbye."""
        children, process = self.children(name), self.running.pop(name)
        for pid in (pids := [process.pid, *children]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in pids), PATIENCE)

    def fill_disk(self) -> None:
        """Not a byte is left where the copy keeps its data."""
        with suppress(OSError), self._ballast.open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(65_536))

    def free_disk(self) -> None:
        """What a server that gave up needs to start again is there as well."""
        self._ballast.unlink()
        for name in [n for n, process in self.running.items() if process.poll() is not None]:
            del self.running[name]
            self.start(name)

    @property
    def _ballast(self) -> Path:
        return self.places.data.parent / "ballast"

    def children(self, name: str) -> list[int]:
        """The processes that a part of ours has started itself."""
        pid = self.running[name].pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def manage(self, *arguments: str) -> str:
        """What a management command prints; a refusal is an error."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def count(self, table: str, where: str = "true") -> int:
        with self.connect() as connection:
            return connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]

    def connect(self, role: str = "pratama_auditor") -> psycopg.Connection:
        """The database past the product: to look, or to do what nobody may."""
        names = {"pratama_app": "APP", "pratama_auditor": "AUDITOR", "postgres": "SUPERUSER"}
        return psycopg.connect(
            host=str(self.places.postgres_socket),
            dbname="pratama",
            user=role,
            password=self.secrets[f"PRATAMA_{names[role]}_PASSWORD"],
            autocommit=True,
        )


@contextmanager
def folder(megabytes: int = 0) -> Iterator[Path]:
    """A place with a short name, as sockets need one; a disk of its own where a size is given."""
    home = Path(tempfile.mkdtemp(prefix="gangguan-"))
    disk = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(home))
    if megabytes and subprocess.run(disk, capture_output=True, check=False).returncode:
        home.rmdir()
        raise NoDisk("mesin ini tidak mengizinkan mount tmpfs")
    home.chmod(0o711)  # PostgreSQL may run under another account
    try:
        yield home / "data"
    finally:
        if megabytes:
            subprocess.run(["umount", "--lazy", str(home)], check=True)
        shutil.rmtree(home)


def clone(made: Path, into: Path) -> Copy:
    """Another copy with the same data, which is not yet started."""
    subprocess.run(["cp", "-a", str(made), str(into)], check=True)
    return Copy(into)
