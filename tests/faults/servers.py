"""One copy of the product whose processes a test stops, kills and starts one by one."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import psycopg

from config.local_environment import contract, remembered_secrets
from config.local_places import prepare
from config.local_postgres import Postgres
from config.local_preparing import prepare_product
from config.local_redis import Redis
from config.local_run import programs
from tests.faults.proxy import Proxy

OURS = ("PATH", "HOME", "LANG", "TMPDIR")
PATIENCE = 60
STOP_ORDER = ("scheduler", "worker", "web", "redis", "postgres")
POLITE = {"postgres": signal.SIGINT}


class Copy:
    """PostgreSQL, Redis, web, worker and scheduler, and the proxy through which browsers come."""

    def __init__(self, folder: Path) -> None:
        self.places = prepare(folder)
        self.secrets = remembered_secrets(self.places)
        self.port = free_port()
        self.proxy = Proxy(self.port)
        ours = {name: os.environ[name] for name in OURS if name in os.environ}
        ours["BASE_URL"] = self.address
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

    def open(self) -> "Copy":
        """Everything from nothing, with the sample rounds."""
        self.postgres.create()
        self.start("postgres", "redis")
        prepare_product(self.places, self.environment, print)
        self.start("web", "worker", "scheduler")
        return self

    def close(self) -> None:
        self.proxy.close()
        self.stop(*STOP_ORDER)

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

    def children(self, name: str) -> list[int]:
        """The processes that a part of ours has started itself."""
        pid = self.running[name].pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
