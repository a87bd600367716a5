"""Files on the disk: whole or not at all, and readable for nobody else."""

import os
from pathlib import Path


def write_aside(path: Path, content: bytes) -> Path:
    """Beside its place and under another name, on the disk for certain."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return aside


def write_whole(path: Path, content: bytes) -> None:
    """Under its own name once all of it is there."""
    write_aside(path, content).replace(path)
