"""Stability on the pages: labels, the section, the picture, and sums down to the criteria."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import Event
from scoring.models import GivenValue
from tests import factories
from tests.reports.ranking_pages import (
    as_user,
    equals,
    ranking,
    results,
    text_of,
    unsign,
    with_equal_data,
    withdraw,
)
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]

FIRST, SECOND, THIRD = (f"Nama Rahasia {number:02}" for number in (1, 2, 3))


@pytest.fixture
def cut(agency):
    """Two names are put forward; the third stands 2,20 points below."""
    return make_round(agency, names_put_forward=2).play()


@pytest.fixture
def close(agency):
    """One name; the second leads where P3 is left out, who alone prefers the first."""
    small = with_equal_data(make_round(agency, candidates=2, names_put_forward=1))
    return small.play(
        lambda seat, candidate, _: 90 if (seat, candidate) == (3, 1) else 79 + candidate
    )


# What is shown


def test_a_firm_order_is_called_strong(client, cut):
    said = text_of(ranking(as_user(client, cut.staff), cut))

    assert "Uji kepekaan Hanya informasi, tidak mengubah peringkat Kuat" in said
    assert "Dua besar sama pada semua 7 uji. Selisih di batas 2,20 poin." in said
    assert "Bobot digeser ±5 poin 2 kombinasi semua 2 Dua besar sama." in said
    assert "Satu penilai dikeluarkan 3 kali semua 3 Dua besar sama." in said
    assert "Median menggantikan rata-rata sama Urutan sama." in said
    assert "Tetap di luar dua besar" in said
    assert "Ambang menurut aturan yang dibekukan." in said


def test_the_member_who_makes_the_difference_is_named(client, close):
    said = text_of(ranking(as_user(client, close.staff), close))

    assert f"Tanpa P3: {SECOND} masuk menggantikan {FIRST}." in said
    assert "nama teratas sama" in said.lower()
    assert "Tipis" in said


@pytest.mark.parametrize(
    ("reader", "shown"), [("chair", True), ("auditor", True), ("staff", False)]
)
def test_members_left_out_have_names_for_chair_and_auditor_alone(client, close, reader, shown):
    said = text_of(ranking(as_user(client, getattr(close, reader)), close))

    assert "Jika satu penilai dikeluarkan" in said
    assert (f"Tanpa P1 {close.seats[0].name}" in said) is shown


def test_results_show_a_label_for_every_vacancy(client, cut):
    said = text_of(results(as_user(client, cut.staff), cut))

    assert "Kestabilan" in said
    assert said.count("Kuat semua 7 uji") == 2


def test_thresholds_that_were_never_frozen_are_called_so(client, agency):
    nothing = dict.fromkeys(("stability_strong", "stability_fair", "stability_gap", "weight_shift"))
    old = make_round(agency, **nothing).play()

    assert "Ambang menurut bawaan sistem." in text_of(ranking(as_user(client, old.staff), old))


def test_a_shared_rank_at_the_cut_is_tested_as_such(client, agency):
    small = with_equal_data(make_round(agency, names_put_forward=2)).play(equals)

    said = text_of(ranking(as_user(client, small.staff), small))

    assert "Selisih di batas 0,00 poin." in said
    assert "Tipis" in said


def test_one_candidate_and_nobody_ranked_are_pages_too(client, played):
    staff = as_user(client, played.staff)

    assert "Tiga besar sama pada semua" in text_of(ranking(staff, played, "DISHUB"))
    withdraw(GivenValue.objects.all())
    nobody = text_of(ranking(staff, played))
    assert "Tidak ada yang dapat diuji: belum ada kandidat yang memperoleh peringkat." in nobody
    assert "Jika satu penilai" not in nobody


def test_whoever_has_no_sheet_left_is_named(client, agency):
    small = make_round(agency, candidates=2, quorum=1, names_put_forward=1).play()
    unsign(candidate=small.candidates[0], seat__in=small.seats[1:])

    said = text_of(ranking(as_user(client, small.staff), small))

    assert f"Tanpa P1: nama teratas sama, urutannya berubah; {FIRST} tidak punya lembar" in said


# The picture


def test_the_picture_says_what_it_shows(client, cut):
    page = ranking(as_user(client, cut.staff), cut)
    drawing = re.search(r'<svg class="plot".*?</svg>', page.text, re.DOTALL)[0]

    assert "<title" in drawing
    assert "Peringkat 1 Nama Rahasia 03: 77,40, pada uji" in drawing
    assert drawing.count("<circle") == 3
    assert drawing.count('fill="#fff"') == 1
    assert "batas 75,20" in drawing
    assert "style=" not in drawing


def test_the_picture_without_a_cut_has_none(client, played):
    drawing = ranking(as_user(client, played.staff), played).context["view"].plot

    assert (drawing.cut, drawing.rule) == (None, None)
    assert [bar.placed.rank for bar in drawing.bars] == [1, 2, 3]


def test_a_name_that_does_not_fit_gives_way_to_the_number(client, played):
    played.candidates[0].name = "Raden " * 20
    played.candidates[0].save()

    drawing = ranking(as_user(client, played.staff), played).context["view"].plot

    assert [bar.name for bar in drawing.bars] == [THIRD, SECOND, "Kandidat 01"]


def test_a_name_is_text_in_the_picture_too(client, played):
    played.candidates[0].name = "<b>&\u202eA"
    played.candidates[0].save()

    page = ranking(as_user(client, played.staff), played).text
    drawing = re.search(r'<svg class="plot".*?</svg>', page, re.DOTALL)[0]

    assert drawing.count("&lt;b&gt;&amp;") == 2  # once in the drawing, once in its description
    assert "<b>" not in drawing


# Every number explains itself


def test_a_total_is_written_out_with_this_candidates_numbers(client, played):
    said = text_of(ranking(as_user(client, played.staff), played))

    assert "77,40 = 73,00 × 0,60 + 84,00 × 0,40 = 43,8000 + 33,6000 = 77,4000 → 77,40" in said
    assert "84,0000 = rata-rata 3 lembar: P1 83,00, P2 84,00, P3 85,00" in said
    assert "P1 83,00 = 83 × 0,50 + 83 × 0,50" in said
    assert "73,0000 = data 73,00 pada skala 100" in said


def test_other_scales_are_stretched_in_the_sum(client, agency):
    small = make_round(agency)
    for instrument, highest in ((small.interview, 5), (small.talent, 4)):
        instrument.scale_max = Decimal(highest)
        instrument.scale_min = Decimal(1)
        instrument.save()
    GivenValue.objects.filter(candidate__round=small.round).update(value=Decimal(3))

    said = text_of(ranking(as_user(client, small.play(lambda *_: 4).staff), small))

    assert "P1 80,00 = (4 × 0,50 + 4 × 0,50) ÷ 5 × 100" in said
    assert "75,0000 = data 3,00 pada skala 4: 3,00 ÷ 4 × 100" in said


def test_a_total_is_three_steps_from_the_criteria(client, played):
    """Total, component, sheet: each a fold inside the other, each number a way to its own."""
    page = ranking(as_user(client, played.staff), played).text

    total = page.index('id="rinci-3"')
    component = page.index('id="asal-3-WAWANCARA"')
    sheet = page.index('id="lembar-3-WAWANCARA-P1"')
    between = page[total:sheet]
    assert total < component < sheet
    assert between.count("<details") - between.count("</details>") == 2
    for target in ("rinci-3", "asal-3-WAWANCARA", "asal-3-TALENTA", "lembar-3-WAWANCARA-P1"):
        assert page.count(f'id="{target}"') == 1
        assert f'href="#{target}"' in page


def test_no_link_leads_to_somebody_without_a_rank(client, played):
    unsign(candidate=played.candidates[0])

    page = ranking(as_user(client, played.staff), played).text

    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets
    assert "Lihat kriteria: Nama Rahasia 01" in page


def test_sixty_criteria_are_written_out(client, agency):
    small = make_round(agency, candidates=1)
    for number in range(3, 61):
        factories.IndicatorFactory(instrument=small.interview, code=f"W{number}", weight=Decimal(0))

    page = text_of(ranking(as_user(client, small.play().staff), small))

    assert page.count("75 × 0,00") == 58


def test_agreement_is_told_in_a_sentence(client, played):
    said = text_of(ranking(as_user(client, played.staff), played))

    assert "Wawancara Kira-kira 98% dari perbedaan nilai rata-rata berasal dari kandidat." in said
    assert "Koo dan Li (2016)" in said
    lonely = text_of(ranking(as_user(client, played.staff), played, "DISHUB"))
    assert "Wawancara Belum dapat dinilai dari angka yang ada." in lonely


# The thresholds on the page of rules


LIMITS = {
    "stability_strong": "90",
    "stability_fair": "70",
    "stability_gap": "0,25",
    "weight_shift": "4",
}


def rules(client, small):
    return client.get(reverse("reports:rules", args=[small.round.code]))


def set_to(client, small, **changes):
    address = reverse("reports:set-stability", args=[small.round.code])
    return client.post(address, LIMITS | changes)


def test_staff_set_the_thresholds_of_a_draft(client, draft):
    staff = as_user(client, draft.staff)
    assert "Kuat mulai 95% uji dengan nama yang sama; tipis mulai 80%" in text_of(
        rules(staff, draft)
    )

    set_to(staff, draft)

    said = text_of(rules(staff, draft))
    assert "Ambang kestabilan disimpan." in said
    assert "Kuat mulai 90% uji dengan nama yang sama; tipis mulai 70%, atau selisih" in said
    assert "kurang dari 0,25 poin" in said
    assert "bobot digeser ±4 poin" in said


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"stability_strong": "101"}, "Isi bilangan bulat 1 sampai 100."),
        ({"stability_fair": "95"}, "Batas tipis tidak boleh di atas batas kuat."),
        ({"stability_gap": "0,255"}, "paling banyak dua desimal"),
        ({"weight_shift": ""}, "Isi bilangan bulat 1 sampai 50."),
    ],
    ids=str,
)
def test_thresholds_that_make_no_sense_are_refused_with_what_was_typed(client, draft, wrong, words):
    response = set_to(as_user(client, draft.staff), draft, **wrong)

    assert response.status_code == 422
    assert words in text_of(response)
    draft.round.refresh_from_db()
    assert draft.round.stability_strong == 95
    assert not Event.objects.filter(verb="selection.stability_set").exists()


def test_nobody_sets_thresholds_of_fixed_rules(client, draft):
    draft.freeze()

    assert "Ubah ambang kestabilan" not in text_of(rules(as_user(client, draft.staff), draft))
    assert set_to(as_user(client, draft.staff), draft).status_code == 403
    assert set_to(as_user(client, draft.chair), draft).status_code == 403
