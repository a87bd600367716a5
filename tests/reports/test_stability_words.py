"""How a change is told, without a page."""

from types import SimpleNamespace

import pytest

from reports.stability import _Speech, top
from scoring.ranking import rank
from scoring.sensitivity import Change, Thresholds, sensitivity
from tests.scoring.entrants import data, entrant, panel, scheme, sheets

ADI, BUDI, CICI = (f"{number:018}" for number in (1, 2, 3))


def speech(rules):
    people = {ADI: "Adi", BUDI: "Budi", CICI: "Cici"}
    instruments = [SimpleNamespace(code=i.code, title=i.code.title()) for i in rules.instruments]
    return _Speech(
        SimpleNamespace(scheme=rules, instruments=instruments, sheets=[]),
        SimpleNamespace(
            candidates={nip: SimpleNamespace(name=name) for nip, name in people.items()}
        ),
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change((BUDI,), (ADI,), ()), "Budi masuk menggantikan Adi"),
        (Change((BUDI, CICI), (ADI,), ()), "Budi dan Cici masuk menggantikan Adi"),
        (Change((BUDI,), (), ()), "Budi masuk"),
        (Change((), (ADI,), ()), "Adi tidak lagi diusulkan"),
        (Change((), (), (ADI, BUDI)), "Adi dan Budi berbagi peringkat di batas"),
        (
            Change((), (ADI,), (BUDI, CICI)),
            "Adi tidak lagi diusulkan; Budi dan Cici berbagi peringkat di batas",
        ),
    ],
    ids=str,
)
def test_a_change_is_told_in_words(change, words):
    assert speech(scheme())._changed(change) == words


@pytest.mark.parametrize(
    ("names", "words"), [(1, "nama teratas"), (3, "tiga besar"), (12, "12 besar")]
)
def test_the_names_put_forward_have_a_word(names, words):
    assert top(names) == words


def test_a_draw_says_out_of_how_many_and_by_which_seed():
    rules = scheme(*(data(f"D{place}", 10) for place in range(10)))
    people = [entrant(1, given={f"D{place}": 70 + place for place in range(10)})]
    tested = sensitivity(rules, people, Thresholds())

    [line] = speech(rules).lines(tested, Thresholds())

    assert line.tried == "1.000 dari 8.952 kombinasi, diundi tetap (benih pratama-2025)"
    assert (line.same, line.is_same, line.said) == ("semua 1.000", True, ["Tiga besar sama"])


def test_a_kind_without_a_test_has_no_line():
    rules = scheme(panel())
    people = [entrant(n, sheets=sheets("WAWANCARA", 80, 70), panel_size=2) for n in (1, 2)]
    tested = sensitivity(rules, people, Thresholds())

    names = [line.name for line in speech(rules).lines(tested, Thresholds())]

    assert names == ["Satu penilai dikeluarkan", "Median", "Rata-rata terpangkas"]


def test_the_order_may_change_where_the_names_stay():
    rules = scheme(panel(), names_put_forward=2)
    marks = {1: (90, 70, 70), 2: (75, 75, 75), 3: (10, 10, 10)}
    people = [entrant(n, sheets=sheets("WAWANCARA", *m), panel_size=3) for n, m in marks.items()]
    assert [placed.nip for placed in rank(rules, people).ranked] == [ADI, BUDI, CICI]

    tested = sensitivity(rules, people, Thresholds())

    lines = speech(rules).lines(tested, Thresholds())
    assert lines[1].said == ["Dua besar sama, urutannya berubah"]
