"""The locks install the same thing everywhere, and say nothing about where it comes from."""

import re
import tomllib

import pytest
from django.conf import settings

LOCKS = ("requirements.txt", "requirements-local.txt", "requirements-dev.txt")
ENTRY = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;]+)")


def entries(lock):
    """Each requirement with its version and its whole text."""
    text = (settings.BASE_DIR / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    return {ENTRY.match(block)["name"]: (ENTRY.match(block)["version"], block) for block in blocks}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_address(lock):
    text = (settings.BASE_DIR / lock).read_text(encoding="utf-8")

    found = re.findall(
        r"^.*(?:://|--[a-z-]*index|--find-links|--trusted-host).*$", text, re.MULTILINE
    )
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_hashed(lock):
    unhashed = [name for name, (_, text) in entries(lock).items() if "--hash=sha256:" not in text]

    assert unhashed == []


@pytest.mark.parametrize(("smaller", "larger"), [(LOCKS[0], LOCKS[1]), (LOCKS[1], LOCKS[2])])
def test_what_is_tested_is_what_runs(smaller, larger):
    pinned = {name: version for name, (version, _) in entries(smaller).items()}
    also = {name: version for name, (version, _) in entries(larger).items() if name in pinned}

    assert also == pinned


def test_every_dependency_is_locked():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["local"], *extras["dev"]]
    names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in asked}

    assert names - entries("requirements-dev.txt").keys() == set()
