import pytest

from tests.panels.hearings import on_the_first_day


@pytest.fixture
def on_the_day():
    with on_the_first_day():
        yield
