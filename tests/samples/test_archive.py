"""The archive round: complete sheets, a believable panel, and one tie that a rule must decide."""

from itertools import pairwise

import pytest

from tests.samples.reading import (
    NAMES,
    interrater,
    recused,
    rounded,
    sheet_scores,
    split,
    totals,
)

_LIVE, ARCHIVE, _SMALL = NAMES


def test_archive_holds_every_indicator_of_every_member_who_is_not_recused(books):
    book = books[ARCHIVE]
    away = recused(book)
    expected = {
        (member["email"], person["nip"], indicator["instrumen"], indicator["kode"])
        for member in book["Pansel"]
        for person in book["Peserta"]
        for indicator in book["Indikator"]
        if (member["email"], person["nip"]) not in away
    }
    keys = [
        (row["email"], row["nip"], row["instrumen"], row["indikator"])
        for row in book["Nilai_Pansel"]
    ]

    assert len(away) == 2
    assert keys == sorted(expected)


def test_archive_scores_are_whole_and_extremes_are_explained(books):
    rows = books[ARCHIVE]["Nilai_Pansel"]
    usual = [row for row in rows if 65 <= row["nilai"] <= 92]

    assert all(isinstance(row["nilai"], int) and 0 <= row["nilai"] <= 100 for row in rows)
    assert all(bool(row["catatan"]) == (not 60 <= row["nilai"] <= 90) for row in rows)
    assert len(usual) > 0.9 * len(rows)


@pytest.mark.parametrize("instrument", ["UJI_GAGASAN", "WAWANCARA"])
def test_archive_panel_agrees_as_a_real_panel_would(instrument, books):
    sheets = [
        list(scores.values())
        for (code, _), scores in sheet_scores(books[ARCHIVE]).items()
        if code == instrument and len(scores) == 7
    ]

    assert len(sheets) == 24
    assert float(interrater(sheets)) == pytest.approx(0.8, abs=0.05)


def test_archive_has_one_tie_and_the_interview_decides_the_third_name(books):
    book = books[ARCHIVE]
    total, scores = totals(book), sheet_scores(book)
    ties = {}
    for vacancy in book["Jabatan"]:
        ranked = sorted(
            (
                row["nip"]
                for row in book["Peserta"]
                if vacancy["kode"] in split(row["jabatan_dituju"])
            ),
            key=lambda nip: -total[nip],
        )
        places = enumerate(pairwise(ranked), start=1)
        ties |= {
            (vacancy["kode"], place): pair
            for place, pair in places
            if rounded(total[pair[0]]) == rounded(total[pair[1]])
        }

    assert list(ties) == [("DINDAGKOP", 3)]
    ahead, behind = ties["DINDAGKOP", 3]
    interviews = [scores["WAWANCARA", nip] for nip in (ahead, behind)]
    means = [sum(sheets.values()) / len(sheets) for sheets in interviews]
    assert total[ahead] > total[behind]
    assert means[0] < means[1]
