import json

import pytest

from config.local_coverage import FULLY, Module, main, percent, read
from config.local_places import ROOT

SOURCE = """\
def half(
    number,
):
    if number:
        return number / 2
    return 0
"""
COMPLETE = {
    "executed_lines": [1, 4, 5, 6],
    "missing_lines": [],
    "executed_branches": [[4, 5], [4, 6]],
    "missing_branches": [],
}


@pytest.fixture
def figures(tmp_path, monkeypatch):
    """Writes one module of the product, and what is said of it."""
    monkeypatch.chdir(tmp_path)

    def write(name, **given):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SOURCE)
        path = tmp_path / "figures.json"
        path.write_text(json.dumps({"files": {name: COMPLETE | given}}))
        return [str(path)]

    return write


def test_what_is_covered_fully_exists():
    assert all(any(ROOT.glob(pattern)) for pattern in FULLY)


def test_read_counts_statements_by_their_first_line():
    found = COMPLETE | {"missing_lines": [2, 5], "executed_lines": [1, 3, 4, 6]}

    assert read("reports/half.py", SOURCE, found) == Module("reports/half.py", 5, ("5",))


def test_read_names_branches_and_the_way_out():
    found = COMPLETE | {"missing_branches": [[4, 6], [4, 0]]}

    assert read("reports/half.py", SOURCE, found).never == ("4->6", "4->exit")


def test_percent_is_of_statements_and_branches_together():
    assert percent([Module("a.py", 97, ()), Module("b.py", 1, ("7", "7->8"))]) == 98


def test_what_decides_is_complete_down_to_its_commands():
    wanted = ("scoring/management/commands/ranking.py", "panels/actions.py", "accounts/access.py")

    assert all(Module(name, 1, ("7",)).fails for name in wanted)
    assert not Module("panels/names.py", 1, ("7",)).fails
    assert not Module("scoring/ranking.py", 1, ()).fails


def test_all_that_ran_is_enough(figures, capsys):
    assert main(figures("scoring/half.py")) == 0
    assert capsys.readouterr().out.startswith("100.00 %")


def test_one_branch_of_what_decides_is_too_much(figures, capsys):
    assert main(figures("scoring/half.py", missing_branches=[[4, 6]])) == 1
    assert capsys.readouterr().out.startswith("! scoring/half.py: 4->6\n")


def test_too_little_altogether_is_too_little_everywhere(figures, capsys):
    assert main(figures("reports/half.py", missing_lines=[6], executed_lines=[1, 4, 5])) == 1
    assert capsys.readouterr().out.startswith("  reports/half.py: 6\n83.33 %")
