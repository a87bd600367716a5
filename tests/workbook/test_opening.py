"""The child process: what it may use, what it is told, and what its death means."""

import json
import os
import subprocess
import sys

import pytest

from selection.confined import ROOT
from tests.workbook import making
from workbook import opening
from workbook.guard import DAMAGED, WRONG_TYPE, Refused
from workbook.opening import TOO_HEAVY, open_tables
from workbook.tables import Line

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PLAIN = making.xlsx({"Jabatan": [["kode"], ["DINKES"]]})


def refusal_of(data):
    started = making.processor_seconds()
    with pytest.raises(Refused) as refused:
        open_tables(data)
    assert making.processor_seconds() - started < 15
    return str(refused.value)


def child_that(does):
    return (sys.executable, "-c", f"import json, os, sys, time\n{does}")


def test_a_workbook_is_opened_in_the_child():
    (table,) = open_tables(PLAIN)

    assert table.lines == (Line(1, ("kode",)), Line(2, ("DINKES",)))


def test_the_wrong_type_is_refused_without_a_child(monkeypatch):
    monkeypatch.setattr(opening, "COMMAND", ("/no/such/program",))

    assert refusal_of(b"nip;nama") == WRONG_TYPE


def test_a_refusal_of_the_child_reaches_the_reader():
    assert refusal_of(making.with_worksheet(PLAIN, b"<worksheet>")) == DAMAGED


def test_a_child_that_runs_out_of_memory_is_a_refusal():
    """300 KB of references to one long text: the reader would need three gigabytes."""
    cells = "".join(f'<c r="{letter}%d" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{n}">{cells % ((n,) * 10)}</row>' for n in range(1, 10_001))
    xml = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
    data = making.xlsx_with_shared_strings({"Jabatan": [["x" * 32_000]]})

    assert refusal_of(making.with_worksheet(data, xml.encode())) == TOO_HEAVY


@pytest.mark.parametrize("does", ["os.abort()", "sys.exit(3)", "raise MemoryError"])
def test_a_child_that_dies_is_a_refusal(monkeypatch, does):
    monkeypatch.setattr(opening, "COMMAND", child_that(does))

    assert refusal_of(PLAIN) == TOO_HEAVY


def test_a_child_that_does_not_end_is_stopped(monkeypatch):
    monkeypatch.setattr(opening, "COMMAND", child_that("time.sleep(60)"))
    monkeypatch.setattr(opening, "SECONDS", 0.5)

    assert refusal_of(PLAIN) == TOO_HEAVY


def test_the_child_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    names = '[{"name": n, "lines": [], "formulas": [], "formula_count": 0, "merged": []}'
    monkeypatch.setattr(
        opening, "COMMAND", child_that(f"print(json.dumps({names} for n in os.environ]))")
    )

    known = {table.name for table in open_tables(PLAIN)}

    assert known - {"LC_CTYPE"} == {"PATH", "LD_LIBRARY_PATH"} & set(os.environ)


def test_the_child_limits_its_memory_its_time_and_leaves_no_core():
    script = (
        "import resource; from selection.confined import limit_resources; limit_resources();"
        "print([resource.getrlimit(k)[0] for k in"
        " (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)])"
    )

    limits = subprocess.check_output((sys.executable, "-c", script), cwd=ROOT, text=True)

    assert json.loads(limits) == [512 * 1024 * 1024, 5, 0]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"", {"refused": DAMAGED}),
        (
            PLAIN,
            [
                {
                    "name": "Jabatan",
                    "lines": [[1, ["kode"]], [2, ["DINKES"]]],
                    "formulas": [],
                    "formula_count": 0,
                    "merged": [],
                }
            ],
        ),
    ],
    ids=["refused", "read"],
)
def test_the_child_answers_in_json(data, answer):
    command = (sys.executable, "-m", "workbook.child")

    child = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=True)

    assert json.loads(child.stdout) == answer


def test_the_child_knows_neither_django_nor_the_settings():
    script = "import sys, workbook.child; print('django' in sys.modules, 'config' in sys.modules)"

    known = subprocess.check_output((sys.executable, "-c", script), cwd=ROOT, text=True)

    assert known.split() == ["False", "False"]
