"""script/run: the whole product on this machine, until Ctrl-C."""

import argparse
import errno
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.local_environment import contract, given, remembered_secrets
from config.local_instance import alone, announce
from config.local_places import ROOT, CannotStart, Places, prepare, trim_logs
from config.local_preparing import prepare_product, print_accounts
from config.local_servers import embedded
from config.local_starting import Order, last_words, start
from config.local_supervisor import Part, StopRequested, Supervisor
from config.processes import HEALTH_PATH, SCHEDULER, WEB, WORKER, filled

PORTS = range(8000, 8020)
LAST_PORT = 65_535
PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Program:
    """A process of the product."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    port: int | None = None

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *self.command]
        return start(Order(command, self.environment, log=self.log, folder=ROOT))

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        """A program with a port is ready when it answers; the others work in the background."""
        deadline = time.monotonic() + PATIENCE
        while self.port and not answers(self.port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(f"Proses {self.name} tidak menyala. {last_words(self.log)}")
            time.sleep(0.1)


def run(arguments: Sequence[str]) -> int:
    """Serve until somebody stops it; the data stays."""
    began = time.monotonic()
    wanted = _wanted_port(arguments)
    places = prepare()
    supervisor = Supervisor(places, say)
    supervisor.listen()
    try:
        with alone(places, "run"):
            trim_logs(places)
            port = choose_port(wanted)
            known = remembered_secrets(places)
            environment = contract(places, known, given(), port)
            with embedded(places, supervisor, known):
                prepare_product(places, environment, say)
                web, *others = programs(places, environment, port)
                supervisor.start([web])  # alone first: the person waits for a page
                supervisor.start(others)
                announce(places, "run", environment)
                _welcome(places, environment, port, began)
                supervisor.watch()
    except StopRequested:
        say("Pratama berhenti. Data Anda tetap tersimpan.")
    return 0


def programs(places: Places, environment: Mapping[str, str], port: int) -> list[Part]:
    """The product's own processes, the one that serves first."""
    folder = places.data / "scheduler"
    folder.mkdir(mode=0o700, exist_ok=True)
    commands = {
        "web": filled(WEB, bind=f"127.0.0.1:{port}"),
        "worker": filled(WORKER, concurrency="1", queues="celery,mail"),
        "scheduler": filled(SCHEDULER, schedule=str(folder / "schedule")),
    }
    return [
        Program(name, command, environment, places.log(name), port if name == "web" else None)
        for name, command in commands.items()
    ]


def choose_port(wanted: int | None) -> int:
    """The port a person asked for, or the first free one from 8000 on."""
    if wanted and wanted > LAST_PORT:
        raise CannotStart(f"Port {wanted} tidak ada. Pilih antara 1024 dan {LAST_PORT}.")
    for port in [wanted] if wanted else PORTS:
        if is_free(port):
            if wanted is None and port != PORTS[0]:
                say(f"Port {PORTS[0]} sedang dipakai program lain; Pratama memakai port {port}.")
            return port
    if wanted:
        raise CannotStart(f"Port {wanted} sedang dipakai. Pilih port lain, misalnya --port 8080.")
    raise CannotStart(
        f"Port {PORTS[0]} sampai {PORTS[-1]} sedang dipakai semua. Pilih satu, misalnya: "
        "script/run --port 8080"
    )


def is_free(port: int) -> bool:
    """Whether nobody serves it, on either address that a browser tries for localhost."""
    return _can_bind(socket.AF_INET, "127.0.0.1", port) and _can_bind(socket.AF_INET6, "::1", port)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", HEALTH_PATH, headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _can_bind(family: socket.AddressFamily, address: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as error:  # a machine without IPv6 has nobody there either
        return error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
    return True


def _wanted_port(arguments: Sequence[str]) -> int | None:
    parser = argparse.ArgumentParser(prog="script/run", add_help=True)
    parser.add_argument("--port", type=int, default=os.environ.get("PORT"))
    port: int | None = parser.parse_args(arguments).port
    return port


def _welcome(places: Places, environment: Mapping[str, str], port: int, began: float) -> None:
    seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
    say(f"\nPratama siap di http://localhost:{port} ({seconds} detik)\n")
    print_accounts(places, environment)
    say(f"\nCatatan jalannya program: {places.data / 'log'}. Hentikan dengan Ctrl-C.")


def say(line: str) -> None:
    print(line, flush=True)
