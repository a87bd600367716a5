"""Evidence packages for tests, and the checker as a stranger runs it."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

CHECKER = Path(__file__).parents[2] / "scoring" / "check_ranking.py"


def checked(place, *options):
    """The checker in a Python of its own: no site packages, no environment, another folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", CHECKER, place, *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd="/",
        env={},
        timeout=60,
    )


def contents(package):
    """What `putaran.json` of a package says."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return json.loads(archive.read("putaran.json"))
