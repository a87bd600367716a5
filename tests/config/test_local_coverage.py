import json

from config.local_coverage import FULLY, gaps, is_complete, main
from config.local_places import ROOT


def written(tmp_path, percent, **files):
    path = tmp_path / "figures.json"
    figures = {
        name: {"missing_lines": lines, "missing_branches": branches}
        for name, (lines, branches) in files.items()
    }
    path.write_text(json.dumps({"summary": {"percent_covered": percent}, "files": figures}))
    return [str(path)]


def test_what_is_covered_fully_exists():
    assert all(any(ROOT.glob(pattern)) for pattern in FULLY)


def test_gaps_names_lines_and_branches_of_modules_that_have_some():
    files = {
        "reports/b.py": {"missing_lines": [7], "missing_branches": [[8, 9], [8, 0]]},
        "reports/a.py": {"missing_lines": [], "missing_branches": []},
    }

    assert list(gaps(files)) == [("reports/b.py", "7, 8->9, 8->exit")]


def test_what_decides_is_complete_down_to_its_commands():
    assert is_complete("scoring/management/commands/ranking.py")
    assert is_complete("panels/actions.py")
    assert not is_complete("panels/names.py")


def test_a_gap_elsewhere_is_told_and_allowed(tmp_path, capsys):
    assert main(written(tmp_path, 98.0, **{"reports/a.py": ([3], [])})) == 0
    assert "  reports/a.py: 3\n" in capsys.readouterr().out


def test_too_little_altogether_fails(tmp_path):
    assert main(written(tmp_path, 97.99)) == 1


def test_one_branch_of_what_decides_fails(tmp_path, capsys):
    assert main(written(tmp_path, 99.9, **{"scoring/a.py": ([], [[3, 5]])})) == 1
    assert "! scoring/a.py: 3->5\n" in capsys.readouterr().out
