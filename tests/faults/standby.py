"""The spare laptop: a second cluster that follows the first, and can take its place."""

import os
import signal
from pathlib import Path
from typing import Self

from config.local_places import Places
from config.local_postgres import Postgres
from config.local_starting import Order, finish
from tests.faults.servers import Copy

PATIENCE = 60
SLOT = "cadangan"


class Standby:
    """Streams from the copy's cluster; what the other never sent, it does not have."""

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.places = Places(copy.places.data / SLOT, copy.places.sockets / SLOT)
        for folder in (self.places.data, self.places.data / "log", self.places.sockets):
            folder.mkdir(mode=0o700)
        self.postgres = Postgres(self.places, copy.secrets)
        self.process = None

    def __enter__(self) -> Self:
        access = self.copy.places.cluster / "pg_hba.conf"
        access.write_text(f"{access.read_text()}local replication all scram-sha-256\n")
        self.copy.running["postgres"].send_signal(signal.SIGHUP)
        self._copy_cluster()
        self.follow()
        return self

    def __exit__(self, *_: object) -> None:
        self.lag()

    def follow(self) -> None:
        self.process = self.postgres.start()
        self.postgres.wait(self.process)

    def lag(self) -> None:
        """From now on it hears nothing."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE)
            self.process = None

    def is_level(self) -> bool:
        """Whether it has replayed all that the first cluster ever wrote."""
        with self.copy.connect("postgres") as connection:
            return connection.execute(
                "SELECT coalesce(bool_and(replay_lsn = pg_current_wal_lsn()), false)"
                " FROM pg_stat_replication"
            ).fetchone()[0]

    def take_over(self) -> None:
        """The first cluster is gone; its address now leads here."""
        self.copy.stop("postgres", number=signal.SIGQUIT)
        old = self.copy.places.postgres_socket
        old.rename(old.with_name("postgres.old"))
        old.symlink_to(self.places.postgres_socket)
        self.follow()
        with self.copy.connect("postgres") as connection:
            connection.execute("SELECT pg_promote()")

    def _copy_cluster(self) -> None:
        options = ("--write-recovery-conf", "--create-slot", "--slot", SLOT, "--checkpoint=fast")
        command = [
            self.postgres.programs / "pg_basebackup",
            *("--host", str(self.copy.places.postgres_socket), "--username", "postgres"),
            *("--pgdata", str(self.places.cluster), *options),
        ]
        password = {"PGPASSWORD": self.copy.secrets["PRATAMA_SUPERUSER_PASSWORD"]}
        order = Order(
            command,
            {**os.environ, **password},
            identity=self.postgres.account.identity,
            log=self.places.log("pg_basebackup"),
            folder=Path("/"),
        )
        self.places.cluster.mkdir(mode=0o700)
        self.postgres.account.give(self.places.cluster)
        finish(order, what="Penyalinan ke server cadangan")
