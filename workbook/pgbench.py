"""How many rows a second PostgreSQL itself commits: pgbench, one INSERT a transaction."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

SECONDS = 10
CREATE = "CREATE TABLE bench_insert (id bigserial PRIMARY KEY, payload text NOT NULL)"
INSERT = "INSERT INTO bench_insert (payload) VALUES (repeat('x', 400));"  # as long as a sheet is
DROP = "DROP TABLE bench_insert"


class NoRival(Exception):
    """pgbench cannot be run here; the reason in words."""


def inserts_per_second(clients: int) -> float:
    """Measured now, on the server of this database. Raises NoRival."""
    program = _program()
    owner = os.environ.get("DATABASE_OWNER_URL", "")
    if not owner:
        raise NoRival("DATABASE_OWNER_URL tidak ada")
    with _table(owner), tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(INSERT)
        script.flush()
        said = subprocess.run(
            [program, "-n", "-c", str(clients), "-j", "2", "-T", str(SECONDS), "-f", script.name],
            env=_environment(owner),
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    if not found:
        raise NoRival(said.stderr.strip().splitlines()[-1] if said.stderr.strip() else "gagal")
    return float(found[1])


def _program() -> Path:
    """The one that lies beside the server's own program."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/exe")
    try:
        program = server.resolve(strict=True).parent / "pgbench"
    except OSError:
        program = server
    if program.name != "pgbench" or not program.exists():
        raise NoRival("tidak ada di samping server ini")
    return program


@contextmanager
def _table(owner: str) -> Iterator[None]:
    with psycopg.connect(owner, autocommit=True) as own:
        own.execute(CREATE)
        try:
            yield
        finally:
            own.execute(DROP)


def _environment(owner: str) -> dict[str, str]:
    """The address in parts, so that no password stands in the list of processes."""
    parts = conninfo_to_dict(owner)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    given = {name: str(parts[key]) for key, name in names.items() if parts.get(key)}
    return {**os.environ, **given, "PGDATABASE": str(parts["dbname"])}
