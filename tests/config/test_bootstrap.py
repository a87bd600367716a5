"""script/bootstrap on a machine made of stand-ins: which steps it takes, and what it says."""

import os
import shutil
import stat
import subprocess

import pytest
from django.conf import settings

PYTHON = """#!/bin/sh
# A Python that installs nothing: it notes its arguments, and lacks what the test says it lacks.
[ "$1" = -c ] && exit 0
if [ "$1" = - ]; then cat >/dev/null; printf '%s' "$LACKING"; exit 0; fi
echo "$*" >>"$CALLS"
exit "${PIP_STATUS:-0}"
"""
NOBODY = """#!/bin/sh
echo 1000
"""
REFUSING = """#!/bin/sh
exit 1
"""


class Machine:
    """A copy of the tree's installer with a virtual environment that only takes notes."""

    def __init__(self, home):
        self.tree, self.tools, self.calls = home / "tree", home / "tools", home / "calls"
        for folder in (self.tree / "script", self.tree / ".venv" / "bin", self.tools):
            folder.mkdir(parents=True)
        shutil.copy(settings.BASE_DIR / "script" / "bootstrap", self.tree / "script")
        for kind in ("local", "dev"):
            (self.tree / f"requirements-{kind}.txt").write_text(f"{kind} 1\n")
        self.program(self.tree / ".venv" / "bin" / "python", PYTHON)
        self.program(self.tools / "id", NOBODY)
        self.program(self.tools / "sudo", REFUSING)

    def program(self, path, text):
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def bootstrap(self, kind="local", **changes):
        environment = {
            **os.environ,
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "CALLS": str(self.calls),
            "PRATAMA_CHROMIUM": "/usr/bin/true",
            **changes,
        }
        return subprocess.run(
            [self.tree / "script" / "bootstrap", kind],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def installed(self):
        """The locks given to pip, in order."""
        calls = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [call.split()[-1] for call in calls]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_packages_come_only_from_the_hashed_lock(machine):
    assert machine.bootstrap().returncode == 0

    (call,) = machine.calls.read_text().splitlines()
    assert call.startswith("-m pip install ")
    assert call.endswith("--only-binary :all: --require-hashes -r requirements-local.txt")


def test_a_second_start_installs_nothing(machine):
    machine.bootstrap()

    assert machine.bootstrap().returncode == 0
    assert machine.installed == ["requirements-local.txt"]


def test_a_changed_lock_is_installed(machine):
    machine.bootstrap()
    (machine.tree / "requirements-local.txt").write_text("local 2\n")

    machine.bootstrap()

    assert machine.installed == ["requirements-local.txt"] * 2


def test_what_the_tests_need_satisfies_what_runs(machine):
    machine.bootstrap("dev")

    machine.bootstrap("local")

    assert machine.installed == ["requirements-dev.txt"]


def test_what_runs_does_not_satisfy_the_tests(machine):
    machine.bootstrap("local")

    machine.bootstrap("dev")

    assert machine.installed == ["requirements-local.txt", "requirements-dev.txt"]


def test_a_failed_installation_is_not_remembered_as_done(machine):
    failed = machine.bootstrap(PIP_STATUS="1")

    assert failed.returncode == 1
    assert "Pustaka Python tidak terpasang" in failed.stderr
    assert machine.bootstrap().returncode == 0
    assert machine.installed == ["requirements-local.txt"] * 2


def test_without_rights_a_missing_library_is_one_line_to_run(machine):
    stopped = machine.bootstrap(LACKING="libpango-1.0-0\nlibharfbuzz-subset0\n")

    assert stopped.returncode == 1
    assert stopped.stderr.splitlines()[-1] == (
        "Belum ada pustaka untuk berkas PDF. Jalankan dahulu: sudo apt-get install -y "
        "--no-install-recommends libpango-1.0-0 libharfbuzz-subset0"
    )


def test_with_rights_a_missing_library_is_installed(machine):
    noted = '#!/bin/sh\necho "apt-get $*" >>"$CALLS"\n'
    machine.program(machine.tools / "apt-get", noted)
    machine.program(machine.tools / "sudo", '#!/bin/sh\nshift\nexec "$@"\n')

    assert machine.bootstrap(LACKING="libpango-1.0-0\n").returncode == 0
    assert machine.calls.read_text().splitlines()[-1] == (
        "apt-get install -qq -y --no-install-recommends libpango-1.0-0"
    )


def test_an_unknown_kind_is_refused(machine):
    refused = machine.bootstrap("produksi")

    assert refused.returncode == 2
    assert "script/bootstrap [local|dev]" in refused.stderr
    assert machine.installed == []
