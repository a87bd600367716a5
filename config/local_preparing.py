"""What must be true before the first page: tables, static files, sample rounds."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from config.local_environment import given
from config.local_places import ROOT, Places
from config.local_starting import Order, finish, start
from config.processes import COLLECT, MIGRATE

AS_OWNER = {"PRATAMA_DB_ROLE": "owner"}


def prepare_product(
    places: Places, environment: Mapping[str, str], say: Callable[[str], None]
) -> None:
    """Each step is left out when nothing it depends on has changed since it last went well."""
    if "DATABASE_URL" in given():  # what that database holds is not ours to assume
        _fill(places, environment, say)
    else:
        _unless_done(_tables_stamp(places), _schema(), lambda: _fill(places, environment, say))
    collect_static(places, environment)


def collect_static(places: Places, environment: Mapping[str, str]) -> None:
    stamp = places.data / "static.stamp"
    order = _manage(places, environment, COLLECT)
    _unless_done(stamp, _static(), lambda: finish(order, what="Pengumpulan berkas statis"))


def forget_tables(places: Places) -> None:
    """Somebody changes the schema by hand: the next start looks again."""
    _tables_stamp(places).unlink(missing_ok=True)


def print_accounts(places: Places, environment: Mapping[str, str]) -> None:
    """Straight to the terminal."""
    order = _manage(places, environment, ["manage.py", "sample_accounts"])
    start(Order(order.command, environment, folder=ROOT)).wait()


def fingerprint(files: Iterable[Path]) -> str:
    """Changes when a file of ours appears, disappears or is written; not when the folder moves."""
    digest = hashlib.sha256()
    for path in sorted(files):
        found = path.stat()
        digest.update(f"{path.relative_to(ROOT)}\0{found.st_mtime_ns}\0{found.st_size}\n".encode())
    return digest.hexdigest()


def _fill(places: Places, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
    say("Menyiapkan tabel dan data contoh …")
    migrate = _manage(places, {**environment, **AS_OWNER}, MIGRATE)
    finish(migrate, what="Migrasi basis data")
    samples = _manage(places, environment, ["manage.py", "load_samples"])
    finish(samples, what="Pemuatan data contoh")


def _unless_done(stamp: Path, now: str, work: Callable[[], None]) -> None:
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    work()
    stamp.write_text(now, encoding="ascii")


def _tables_stamp(places: Places) -> Path:
    """Inside the cluster it tells about, so that it goes when the cluster goes."""
    return places.cluster / "pratama.stamp"


def _schema() -> str:
    return fingerprint([*ROOT.glob("requirements*.txt"), *ROOT.glob("*/migrations/*.py")])


def _static() -> str:
    files = (path for path in (ROOT / "static").rglob("*") if path.is_file())
    return fingerprint([*ROOT.glob("requirements*.txt"), *files])


def _manage(places: Places, environment: Mapping[str, str], command: Iterable[str]) -> Order:
    name, *arguments = command
    program = [sys.executable, str(ROOT / name), *arguments]
    return Order(program, environment, log=places.log("manage"), folder=ROOT)
