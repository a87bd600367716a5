"""What every card says, with people as plain as they come."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from reports.clarification_words import SUBJECTS, wording_of
from scoring.sightings import Kind, Sighting, Subject

FOUND = SimpleNamespace(
    candidates={f"00{n}": SimpleNamespace(full_name=f"Kandidat {n}") for n in range(1, 8)},
    posts={"DINKES": SimpleNamespace(vacancy=SimpleNamespace(title="Kepala Dinas Kesehatan"))},
    instruments={"W": SimpleNamespace(title="Wawancara")},
)
ABOUT = Subject("001", "W")
TIMES = {"sheets": Fraction(3), "shortest": Fraction(8), "longest": Fraction(780)}
SIGHTINGS = {
    Kind.PUSH: Sighting(
        Kind.PUSH,
        ("P1",),
        "DINKES",
        "001",
        figures={"up": Fraction(126, 10), "down": Fraction(13, 2)},
    ),
    Kind.SIMILAR: Sighting(
        Kind.SIMILAR,
        ("P1", "P2"),
        figures={"r": Fraction(83, 100), "p": Fraction(2, 1000), "shared": Fraction(26)},
    ),
    Kind.SEVERITY: Sighting(Kind.SEVERITY, ("P1",), figures={"points": Fraction(-21, 2)}),
    Kind.SAME: Sighting(
        Kind.SAME, ("P1",), instrument="W", subjects=(ABOUT,), figures={"candidates": Fraction(4)}
    ),
    Kind.FLAT: Sighting(
        Kind.FLAT, ("P1",), instrument="W", subjects=(ABOUT,), figures={"candidates": Fraction(5)}
    ),
    Kind.COPIED: Sighting(Kind.COPIED, ("P1", "P2"), subjects=(ABOUT,), texts=("Jelas sekali.",)),
    Kind.REOPENED: Sighting(
        Kind.REOPENED,
        ("P1",),
        subjects=(replace(ABOUT, vacancy="DINKES"),),
        figures={"colleagues": Fraction(2), "before": Fraction(70), "after": Fraction(82)},
    ),
    Kind.EARLY: Sighting(Kind.EARLY, ("P1",), subjects=(ABOUT,) * 3, figures=TIMES),
    Kind.QUICK: Sighting(Kind.QUICK, ("P1",), subjects=(ABOUT,) * 3, figures=TIMES),
}
SEEN = {
    Kind.PUSH: "Untuk Kandidat 1 nilainya 12,6 poin di atas yang diperkirakan",
    Kind.SIMILAR: "korelasi 0,83. Bila kandidat diacak dalam tingkat nilainya",
    Kind.SEVERITY: "Rata-rata nilainya 10,5 poin di bawah",
    Kind.SAME: "4 kandidat mendapat nilai yang sama persis",
    Kind.FLAT: "Pada lembar 5 kandidat semua kriteria bernilai hampir sama",
    Kind.COPIED: "1 kalimat ditulis sama oleh kedua penilai",
    Kind.REOPENED: "2 penilai lain sudah menandatangani",
    Kind.EARLY: "3 lembar ditandatangani lebih dari 10 menit sebelum jadwal sesi berakhir, paling",
    Kind.QUICK: "3 lembar ditandatangani kurang dari 60 detik setelah simpan pertama, tercepat 8",
}
ACCUSING = ("curang", "manipulasi", "melanggar", "bersalah", "pelanggaran", "mencurigakan")


def words_of(kind, **changes):
    return wording_of(FOUND, replace(SIGHTINGS[kind], **changes))


@pytest.mark.parametrize("kind", Kind)
def test_every_card_says_what_was_seen_asks_and_accuses_nobody(kind):
    words = words_of(kind)

    assert SEEN[kind] in words.seen
    assert words.ask.endswith((".", "?")) and "?" in words.ask
    assert words.innocent
    said = " ".join((words.title, words.seen, words.innocent, words.ask, *SUBJECTS[kind])).lower()
    assert not any(word in said for word in ACCUSING)


def test_a_heading_is_a_fact():
    assert words_of(Kind.PUSH).title == "Kandidat 1, Kepala Dinas Kesehatan"
    assert words_of(Kind.SEVERITY).title == "10,5 poin di bawah rekan"
    assert words_of(Kind.SAME).title == "4 kandidat dengan nilai yang sama, Wawancara"


def test_who_scores_above_the_others_is_above():
    assert (
        words_of(Kind.SEVERITY, figures={"points": Fraction(9)}).title == "9,0 poin di atas rekan"
    )


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"after": Fraction(82)}, "Nilainya 70,00, kemudian 82,00."),
        ({"after": Fraction(70)}, "Nilainya tetap 70,00."),
        ({}, "Setelah itu tidak ditandatangani lagi."),
    ],
)
def test_a_sheet_opened_again_tells_before_and_after(after, said):
    figures = {"colleagues": Fraction(2), "before": Fraction(70)}

    words = words_of(Kind.REOPENED, figures=figures | after)

    assert said in words.seen
    assert words.title == "Kandidat 1, Wawancara, Kepala Dinas Kesehatan"


@pytest.mark.parametrize(
    ("people", "whom"),
    [(1, "Kandidat 1"), (2, "Kandidat 1 dan Kandidat 2"), (3, "3 kandidat")],
)
def test_sentences_name_two_candidates_at_most(people, whom):
    subjects = tuple(Subject(f"00{n}", "W") for n in range(1, people + 1))

    words = words_of(Kind.COPIED, subjects=subjects, texts=("Jelas sekali.",) * people)

    assert words.title == f"Kalimat yang sama tentang {whom}"
    assert words.lines[0] == "Kandidat 1, Wawancara: “Jelas sekali.”"


def test_a_hurried_panel_is_told_how_many_it_was():
    words = words_of(Kind.QUICK, members=("P1", "P2", "P3"))

    assert "oleh 3 penilai" in words.seen
    assert "cara kerja panitia" in words.innocent


def test_a_few_lines_are_read_at_a_glance_and_many_are_folded():
    few = words_of(Kind.SAME)
    many = words_of(Kind.SAME, subjects=tuple(Subject(f"00{n}", "W") for n in range(1, 8)))

    assert (few.is_short, many.is_short, words_of(Kind.SEVERITY).is_short) == (True, False, False)
    assert len(many.lines) == 7
