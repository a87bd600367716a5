import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from audit.models import Event
from decisions import actions
from decisions.shortlist import duration
from selection.phases import WrongPhase
from tests import factories
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(draft):
    factories.CareerPostFactory(
        candidate=draft.candidates[2], post="Kepala Bidang", unit="Kecamatan Utara"
    )
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    return small


def page(client, small, vacancy="DINKES"):
    client.force_login(small.authority)
    return client.get(reverse("decisions:shortlist-post", args=[small.round.code, vacancy]))


def read_cards(html):
    """The blocks of every name put forward, each in one line."""
    names = html.split('<ul class="cmp')[1].split('<p class="meta mt4">')[0].split("\n<li>")[1:]
    blocks = [re.split(r"\n  <div>\n", name)[1:] for name in names]
    return [
        [" ".join(unescape(strip_tags(b.replace(">", "> "))).split()) for b in c] for c in blocks
    ]


def test_hand_over_is_recorded_and_happens_once(handed):
    assert Event.objects.filter(verb="selection.handed_over").count() == 1

    with pytest.raises(WrongPhase):
        actions.hand_over(handed.round, by=handed.chair)


def test_the_names_put_forward_stand_side_by_side_with_their_components(client, handed):
    post = page(client, handed).context["post"]

    assert [name.placed.rank for name in post.names] == [1, 2, 3]
    best = post.names[0]
    assert [(c.title, float(c.score)) for c in best.components] == [
        ("Nilai talenta", 73.0),
        ("Wawancara", 84.0),
    ]
    assert (str(best.placed.total), best.agencies) == ("77.40", 2)


def test_each_name_is_printed_with_rank_total_components_and_career(client, handed):
    best, second, third = read_cards(page(client, handed).text)

    place = "Sekretaris Dinas, Dinas Kesehatan"
    titles = "S.E., M.M."
    assert best == [
        f"1 Peringkat 1 Nama Rahasia 03, {titles} {place}",
        "Nilai akhir 77,40",
        "Rincian nilai Nilai talenta 60% 73,00 Wawancara 40% 84,00",
        "Pangkat dan pendidikan Pembina (IV/a) · S-2 5 tahun pada jabatan sekarang"
        " · pengalaman di 2 perangkat daerah",
        "Rekam jejak Kepala Bidang, Kecamatan Utara (2016–kini)",
    ]
    assert second[:3] == [
        f"2 Peringkat 2 Nama Rahasia 02, {titles} {place}",
        "Nilai akhir 75,20",
        "Rincian nilai Nilai talenta 60% 72,00 Wawancara 40% 80,00",
    ]
    assert third[:3] == [
        f"3 Peringkat 3 Nama Rahasia 01, {titles} {place}"
        " Juga diusulkan untuk: Kepala Dinas Perhubungan",
        "Nilai akhir 73,00",
        "Rincian nilai Nilai talenta 60% 71,00 Wawancara 40% 76,00",
    ]


def test_who_is_put_forward_elsewhere_too_is_marked(client, handed):
    response = page(client, handed)

    also = {name.candidate.number: list(name.also) for name in response.context["post"].names}
    twice = {c.number for c in handed.candidates if c.nominations.count() == 2}
    assert {number for number, titles in also.items() if titles} == twice
    assert all(titles in ([], ["Kepala Dinas Perhubungan"]) for titles in also.values())
    assert "Juga diusulkan untuk" in response.text


def test_only_the_first_three_are_put_forward(client, agency):
    small = make_round(agency, candidates=5).play().resolve()
    actions.hand_over(small.round, by=small.chair)

    response = page(client, small)

    assert [n.candidate.number for n in response.context["post"].names] == [5, 4, 3]
    assert "Nama Rahasia 01" not in response.text


def test_out_of_a_shared_rank_the_names_that_the_plenary_chose_are_put_forward(client, agency):
    small = make_round(agency, candidates=4)
    for candidate in small.candidates:
        candidate.given_values.update(value=80)
    small.play(lambda *_: 80).resolve()
    actions.hand_over(small.round, by=small.chair)

    post = page(client, small).context["post"]

    assert [name.candidate.number for name in post.names] == [1, 2, 3]
    assert not post.waiting


def test_the_first_post_opens_by_itself_and_the_others_are_one_click_away(client, handed):
    client.force_login(handed.authority)

    response = client.get(reverse("decisions:shortlist", args=[handed.round.code]))

    assert response.context["post"].vacancy.code == "DINKES"
    assert response.context["after"].code == "DISHUB"
    assert page(client, handed, "DISHUB").context["before"].code == "DINKES"


def test_an_unknown_post_does_not_exist(client, handed):
    assert page(client, handed, "TIDAK-ADA").status_code == 404


@pytest.mark.parametrize("candidates", [3, 9])
def test_the_page_costs_the_same_for_any_number_of_candidates(
    client, agency, candidates, django_assert_num_queries
):
    small = make_round(agency, candidates=candidates).play().resolve()
    actions.hand_over(small.round, by=small.chair)
    client.force_login(small.authority)

    # session, user, round, vacancies, nominations, instruments, indicators, sheets, result, values,
    # career, frame: memberships and seats
    with django_assert_num_queries(12):
        client.get(reverse("decisions:shortlist", args=[small.round.code]))


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2021, 1, 4), date(2026, 1, 5), "5 tahun"),
        (date(2021, 1, 6), date(2026, 1, 5), "4 tahun 11 bulan"),
        (date(2026, 1, 1), date(2026, 1, 20), "0 bulan"),
        (date(2024, 11, 5), date(2026, 1, 5), "1 tahun 2 bulan"),
        (date(2026, 2, 1), date(2026, 1, 5), "0 bulan"),
    ],
)
def test_duration_counts_whole_months(since, until, words):
    assert duration(since, until) == words
