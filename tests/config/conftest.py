import shutil
import tempfile
from pathlib import Path

import pytest

from config.local_places import prepare


@pytest.fixture
def short():
    """A temporary folder with a short name: sockets need one."""
    folder = Path(tempfile.mkdtemp(prefix="p"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def places(short):
    """The folders of a copy that nobody has started."""
    return prepare(short / "data")
