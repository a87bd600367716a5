import os
from contextlib import ExitStack

import pytest

from tests.faults.cases import Case
from tests.faults.servers import NoDisk, clone, folder
from tests.faults.table import Row, lines, rows_of

RUNS = int(os.environ.get("PRATAMA_FAULT_RUNS", "1"))


def pytest_generate_tests(metafunc):
    """Each fault as often as script/faults was asked for."""
    if RUNS > 1 and "case" in metafunc.fixturenames:
        metafunc.fixturenames.append("run")
        metafunc.parametrize("run", range(1, RUNS + 1))


def pytest_collection_modifyitems(items):
    """A fault that is left out, or whose copy does not start, has its line in the table too."""
    for item in items:
        if mark := item.get_closest_marker("fault"):
            item.user_properties.append(("fault", Row(*mark.args).packed()))


@pytest.fixture(scope="session")
def shared(made):
    """The copy for faults that leave nothing behind but what was scored."""
    with folder() as data, clone(made, data) as running:
        yield running
        assert "Nilai utuh" in running.manage("verify_scores")


@pytest.fixture
def copy(request):
    """What the fault happens to: the shared copy, or one of its own that it may ruin."""
    asked = request.node.get_closest_marker("fault").kwargs
    if not asked.get("own_copy"):
        yield request.getfixturevalue("shared")
        return
    with ExitStack() as stack:
        try:
            data = stack.enter_context(folder(asked.get("megabytes", 0)))
        except NoDisk as reason:
            pytest.skip(str(reason))
        yield stack.enter_context(clone(request.getfixturevalue("made"), data))


@pytest.fixture
def case(copy, chromium, request):
    row = Row(*request.node.get_closest_marker("fault").args)
    case = Case(copy, chromium, row)
    try:
        yield case
        case.compare()
    finally:
        for context in case.contexts:
            context.close()
        request.node.user_properties.append(("fault", row.packed()))


def pytest_terminal_summary(terminalreporter):
    rows = rows_of(terminalreporter.stats)
    if rows:
        terminalreporter.section("gangguan pada hari penilaian")
        for line in lines(rows):
            terminalreporter.write_line(line)
