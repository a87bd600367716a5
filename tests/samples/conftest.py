"""The committed workbooks, read once."""

import pytest

from tests.samples.reading import HERE, NAMES, load


@pytest.fixture(scope="module")
def books():
    return {name: load(HERE / f"{name}.xlsx") for name in NAMES}


@pytest.fixture(params=NAMES)
def book(request, books):
    return books[request.param]
