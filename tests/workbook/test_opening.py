"""The child process: what it may use, what it is told, and what its death means."""

import json
import os
import subprocess
import sys

import pytest

from selection.confined import PROCESSOR_SECONDS, ROOT
from tests.workbook import making
from workbook import opening
from workbook.guard import DAMAGED, EMPTY, WRONG_TYPE, Refused
from workbook.opening import SECONDS, TOO_HEAVY, TOO_SLOW, open_book

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PLAIN = making.xlsx({"Jabatan": [["kode"], ["DINKES"]]})


def refusal_of(data):
    started = making.processor_seconds()
    with pytest.raises(Refused) as refused:
        open_book(data)
    assert making.processor_seconds() - started < 15
    return str(refused.value)


def child_that(does):
    return (sys.executable, "-c", f"import json, os, sys, time\n{does}")


def test_a_workbook_is_read_in_the_child():
    book = open_book(PLAIN)

    assert [row.code for row in book.vacancies] == ["DINKES"]
    assert book.extent.faults["Jabatan"] == len([f for f in book.faults if f.sheet == "Jabatan"])


def test_an_answer_that_is_too_long_is_a_refusal(monkeypatch):
    monkeypatch.setattr(opening, "LONGEST_ANSWER", 100)

    assert refusal_of(PLAIN) == TOO_HEAVY


def test_the_clock_and_the_processor_have_five_seconds():
    assert (SECONDS, PROCESSOR_SECONDS) == (5, 5)


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

    assert refusal_of(PLAIN) == TOO_SLOW


def test_the_child_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    monkeypatch.setattr(
        opening, "COMMAND", child_that("print(json.dumps({'refused': ' '.join(os.environ)}))")
    )

    known = set(refusal_of(PLAIN).split())

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
    ("data", "beginning"),
    [(b"", {"refused": EMPTY}), (PLAIN, None)],
    ids=["refused", "read"],
)
def test_the_child_answers_in_json(data, beginning):
    command = (sys.executable, "-m", "workbook.child")

    done = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=True)

    answer = json.loads(done.stdout)
    assert answer == beginning or answer["rows"]["vacancies"][0][:2] == [2, "DINKES"]


def test_the_child_knows_neither_django_nor_the_settings():
    script = "import sys, workbook.child; print('django' in sys.modules, 'config' in sys.modules)"

    known = subprocess.check_output((sys.executable, "-c", script), cwd=ROOT, text=True)

    assert known.split() == ["False", "False"]
