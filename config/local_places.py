"""Where a local copy keeps its things, and what it says when it cannot start."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes (sun_path)
LARGEST_LOG = 20 * 1024 * 1024
PASSABLE = 0o711  # a running server of another account may need to pass, nobody to look
DEEPEST_SOCKET = "postgres/.s.PGSQL.5432"


class CannotStart(Exception):
    """Its message is the one line a person reads before the launcher gives up."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one local copy: what it keeps, and where its sockets lie."""

    data: Path
    sockets: Path

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / "postgres"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def store(self) -> Path:
        return self.data / "store"

    def log(self, name: str) -> Path:
        return self.data / "log" / f"{name}.log"


def prepare(data: Path | None = None) -> Places:
    """The folders of PRATAMA_DATA (or .data), made if absent and closed to everyone else."""
    data = (data or Path(os.environ.get("PRATAMA_DATA") or ROOT / ".data")).absolute()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_foreign(data)
        data.chmod(data.stat().st_mode & PASSABLE)
        places = Places(data=data, sockets=_sockets(data))
        (data / "lock").touch(mode=0o600)
        for folder in (data / "log", places.store):
            folder.mkdir(mode=0o700, exist_ok=True)
        _make_private(places.sockets)
    except OSError as error:
        raise CannotStart(
            f"Folder {data} tidak dapat dipakai ({error.strerror}). "
            "Pilih folder lain dengan PRATAMA_DATA."
        ) from error
    return places


def trim_logs(places: Places, limit: int = LARGEST_LOG) -> None:
    """Before anything writes: put a large log aside, in the place of the one before it."""
    for log in (places.data / "log").glob("*.log"):
        if log.stat().st_size > limit:
            log.rename(log.with_suffix(".log.1"))


def write_private(file: Path, text: str) -> None:
    """Whole or not at all, even if the power fails, and for nobody else to read."""
    unfinished = file.with_name(f"{file.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with unfinished.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    unfinished.rename(file)


def _sockets(data: Path) -> Path:
    """A folder whose sockets have names short enough for the kernel."""
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    elsewhere = Path(tempfile.gettempdir()) / f"pratama-{os.getuid()}-{digest}"
    for folder in (data / "run", elsewhere):
        if len(os.fsencode(folder / DEEPEST_SOCKET)) <= LONGEST_SOCKET_PATH:
            return folder
    raise CannotStart(
        f"Nama folder {data} dan {tempfile.gettempdir()} terlalu panjang untuk soket. "
        "Pilih folder dengan nama pendek melalui PRATAMA_DATA."
    )


def _refuse_foreign(data: Path) -> None:
    """Never close a folder of somebody else's things, such as /tmp or a home."""
    ours = data.is_relative_to(ROOT / ".data") or (data / "lock").exists()
    if not ours and any(data.iterdir()):
        raise CannotStart(
            f"Folder {data} berisi berkas lain dan tidak diubah. "
            "Pilih folder baru atau kosong melalui PRATAMA_DATA."
        )


def _make_private(folder: Path) -> None:
    """Refuse a folder that somebody else made before us in a shared place such as /tmp."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise CannotStart(
            f"{folder} milik pengguna lain. Hapus folder itu atau atur TMPDIR, lalu coba lagi."
        )
    folder.chmod(found.st_mode & PASSABLE)
