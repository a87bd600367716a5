"""PostgreSQL refuses to run as root: who it shall be instead, and whether that works here."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.local_places import CannotStart
from config.local_starting import Order, start

NOWHERE = Path(os.devnull)


@dataclass(frozen=True, slots=True)
class Account:
    """As whom the database server runs; `owner` gets its folders, when that is not us."""

    identity: str
    owner: tuple[int, int] | None = None

    def give(self, folder: Path) -> None:
        if self.owner:
            os.chown(folder, *self.owner)


def database_account(server: Path, data: Path) -> Account:
    """The first of: ourselves; root in its own namespace; an account that reaches the files."""
    if os.getuid() != 0:
        return Account("same")
    if os.environ.get("NO_USERNS") != "1" and _can_run("namespace", server, data):
        return Account("namespace")
    found = _unprivileged()
    plain = f"{found.pw_uid}:{found.pw_gid}"
    for identity in (plain, f"{plain}+files"):
        if _can_run(identity, server, data):
            return Account(identity, owner=(found.pw_uid, found.pw_gid))
    raise CannotStart(
        f"PostgreSQL tidak boleh berjalan sebagai root, dan akun {found.pw_name} tidak dapat "
        f"membuka {server} atau {data}. Jalankan script/run sebagai pengguna "
        "biasa, atau atur DATABASE_URL."
    )


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart(
        "PostgreSQL tidak boleh berjalan sebagai root, dan tidak ada akun postgres atau nobody. "
        "Jalankan script/run sebagai pengguna biasa."
    )


def _can_run(identity: str, server: Path, data: Path) -> bool:
    """Try it for real: whether a system allows it cannot be read from anywhere."""
    probes = ([str(server), "--version"], ["/bin/ls", "-d", f"{data}/."])
    return all(_status(Order(probe, identity=identity, log=NOWHERE)) == 0 for probe in probes)


def _status(order: Order) -> int:
    try:
        return start(order).wait(timeout=20)
    except subprocess.TimeoutExpired:
        return 1
