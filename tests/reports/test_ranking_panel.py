from decimal import Decimal

import pytest

from candidates.models import Nomination
from selection.models import Instrument
from tests import factories
from tests.reports.ranking_pages import (
    as_user,
    ranking,
    results,
    text_of,
    unsign,
    withdraw,
    within_the_ordinary,
)
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]


def test_agreement_is_told_in_numbers_and_words(client, played):
    said = text_of(ranking(as_user(client, played.staff), played))

    assert "ICC(2,3), rata-rata 3 penilai 0,98 sangat baik" in said
    assert "ICC(2,1), satu penilai 0,94 sangat baik" in said
    assert "Kendall W, urutan 1,00 kuat" in said
    basis = "Dihitung dari 3 kandidat yang dinilai semua penilai."
    assert f"{basis} Makin sedikit kandidat, makin kasar ukuran ini." in said


def test_agreement_over_many_candidates_needs_no_caution(client, agency):
    small = make_round(agency, candidates=10).play(within_the_ordinary)

    said = text_of(ranking(as_user(client, small.staff), small))

    assert "Dihitung dari 10 kandidat yang dinilai semua penilai." in said
    assert "makin kasar" not in said


def test_agreement_without_meaning_says_what_it_needs(client, played):
    said = text_of(ranking(as_user(client, played.staff), played, "DISHUB"))

    assert "ICC(2,3), rata-rata 3 penilai – " in said
    assert "paling sedikit 2 penilai, 3 kandidat" in said


def test_agreement_names_the_basis_of_each_instrument(client, agency):
    small = make_round(agency)
    small.interview.weight = Decimal(20)
    small.interview.save()
    essay = factories.InstrumentFactory(
        round=small.round, code="UJI", title="Uji gagasan", weight=Decimal(20), coverage="vacancy"
    )
    factories.IndicatorFactory(instrument=essay, weight=Decimal(100))

    said = text_of(results(as_user(client, small.play().staff), small))

    basis = "4 pencalonan (uji gagasan) dan 3 kandidat (wawancara)"
    assert f"Dihitung dari {basis} yang dinilai semua penilai." in said


@pytest.mark.parametrize("page", [results, ranking])
def test_without_panel_instruments_there_is_no_agreement(client, played, page):
    withdraw(Instrument.objects.filter(pk=played.interview.pk))
    Instrument.objects.filter(pk=played.talent.pk).update(weight=Decimal(100))

    said = text_of(page(as_user(client, played.staff), played))

    assert "Tidak ada instrumen yang dinilai panitia." in said
    assert "lembar nilai panitia" not in said


@pytest.mark.parametrize(
    ("reader", "shown"), [("chair", True), ("auditor", True), ("staff", False)]
)
def test_members_have_names_for_chair_and_auditor_alone(client, played, reader, shown):
    said = text_of(ranking(as_user(client, getattr(played, reader)), played))

    assert ("P1 P2 P3 Rata-rata" in said) is not shown
    assert ("P1 Akademisi P2 Akademisi P3 Ketua Rata-rata" in said) is shown
    assert (f"P1 {played.seats[0].name} P2" in said) is shown
    assert (played.seats[1].name in said) is shown


def test_panel_scores_go_down_to_the_criteria(client, played):
    response = ranking(as_user(client, played.staff), played)

    table = response.context["view"].panel_scores[0]
    assert [line.candidate.number for line in table.lines] == [3, 2, 1]
    assert [mark.score for mark in table.lines[0].marks] == ["83,00", "84,00", "85,00"]
    assert [criterion.given for criterion in table.lines[0].criteria] == [["83", "84", "85"]] * 2
    assert "Kriteria W1 50% 83 84 85" in text_of(response)


def test_panel_scores_say_why_a_sheet_is_missing(client, draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[2])
    draft.play()
    unsign(seat=draft.seats[1], candidate=draft.candidates[0])

    said = text_of(ranking(as_user(client, draft.staff), draft))

    assert "Nama Rahasia 03 – tidak menilai 84,00 85,00 84,50" in said
    assert (
        "– tidak menilai kandidat ini, misalnya karena benturan kepentingan. × tidak ditandatangani"
        in said
    )
    assert "Nama Rahasia 01 75,00 × tanpa tanda tangan 77,00 76,00" in said


def test_panel_scores_without_a_quorum_have_no_mean(client, played):
    unsign(candidate=played.candidates[0])

    said = text_of(ranking(as_user(client, played.staff), played))

    empty = " ".join(["× tanpa tanda tangan"] * 3)
    assert f"Nama Rahasia 01 {empty} –" in said


def test_a_trimmed_mean_says_what_is_left_out(client, agency):
    small = make_round(agency, members=4, aggregation="trimmed_mean").play()

    said = text_of(ranking(as_user(client, small.staff), small))

    assert "Rata-rata terpangkas" in said
    assert "Satu nilai tertinggi dan satu terendah tiap kandidat tidak dihitung" in said


def test_who_does_not_qualify_was_not_scored_rather_than_recused(client, draft):
    Nomination.objects.filter(candidate=draft.candidates[2]).update(verdict="not_met")
    draft.play()

    said = text_of(ranking(as_user(client, draft.staff), draft))

    assert "Nama Rahasia 03 tidak dinilai panitia" in said
    assert "Tanpa peringkat. Tidak memenuhi syarat jabatan. Tidak dinilai panitia." in said
    assert "tidak menilai kandidat ini" not in said
    assert "Lihat kriteria: Nama Rahasia 03" not in said
