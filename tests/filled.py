"""The product's data with the sample rounds: loaded once for all workers of a run, then copied."""

import fcntl
import os

import pytest

from tests.faults.servers import Copy


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A data folder from which each copy of the product here begins. Nobody starts it itself."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    filled, filling = shared / "contoh", shared / "contoh-baru"
    with (shared / "contoh.kunci").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.exists():
            Copy(filling).fill()
            filling.rename(filled)
    return filled
