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
from tests.candidates.exports import person, put
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


def page(client, small, vacancy="DINKES", user=None):
    client.force_login(user or small.authority)
    return client.get(reverse("decisions:shortlist-post", args=[small.round.code, vacancy]))


def read_cards(html):
    """The blocks of every name put forward, each in one line."""
    names = html.split('<ul class="cmp')[1].split('<p class="meta mt4">')[0].split("\n  <li>")[1:]
    blocks = [re.split(r"\n(?:    <div|      <label)\b[^>]*>", name)[1:] for name in names]
    return [
        [" ".join(unescape(strip_tags(b.replace(">", "> "))).split()) for b in c] for c in blocks
    ]


def test_hand_over_is_recorded_and_happens_once(handed):
    assert Event.objects.filter(verb="selection.handed_over").count() == 1

    with pytest.raises(WrongPhase):
        actions.hand_over(handed.round, by=handed.chair)


def test_the_names_put_forward_stand_side_by_side_with_their_components(client, handed):
    post = page(client, handed).context["page"].post

    assert [name.placed.rank for name in post.names] == [1, 2, 3]
    best = post.names[0]
    assert [(c.title, float(c.score)) for c in best.components] == [
        ("Nilai talenta", 73.0),
        ("Wawancara", 84.0),
    ]
    assert (str(best.placed.total), best.agencies) == ("77.40", 2)


def test_each_card_has_the_same_nine_blocks_in_the_same_order(client, handed):
    best, second, third = read_cards(page(client, handed).text)

    assert [len(card) for card in (best, second, third)] == [9, 9, 9]
    place = "Sekretaris Dinas, Dinas Kesehatan"
    vacant = "Sekretaris Dinas Kesehatan menjadi kosong"
    assert best[0] == f"1 Peringkat 1 Nama Rahasia 03, S.E., M.M. {place}"
    assert best[1].startswith("Nilai akhir 77,40")
    assert best[2] == "Rincian nilai Nilai talenta 60% 73,00 Wawancara 40% 84,00"
    assert best[3] == "Kotak talenta belum dapat ditentukan dari data yang dimuat."
    assert best[4].startswith(
        "Rekam jejak 5 tahun pada jabatan sekarang Kepala Bidang, Kecamatan Utara (2016–kini)"
        " Pengalaman di 2 perangkat daerah S-2 · Pembina (IV/a) SKP "
    )
    assert "Pensiun 1 Februari 2030 (usia 60)" in best[4]
    assert best[5] == (
        "Kekuatan Nilai akhir tertinggi, 2,20 poin di atas peringkat berikutnya"
        " Nilai talenta 73,00, tertinggi dari 3 Wawancara 84,00, tertinggi dari 3"
    )
    route = "Pertimbangan teknis BKN; Persetujuan tertulis Mendagri (mungkin)"
    assert best[7] == f"Jika dipilih {vacant} Rute: {route}; lazimnya 43 hari kerja"
    assert best[8] == "Pilih Nama Rahasia 03"
    assert "Juga diusulkan untuk Kepala Dinas Perhubungan" in third[6]
    assert "Nilai talenta 71,00, terendah dari 3" in third[6]


def test_every_sentence_leads_to_its_source(client, handed):
    places = page(client, handed).context["page"].places

    urls = {r.url for place in places for r in (*place.card.strengths, *place.card.risks)}
    ranking = reverse("reports:ranking", args=[handed.round.code, "DINKES"])
    assert urls
    assert all(url.startswith((f"{ranking}#", "#rekam-")) for url in urls)


def test_the_talent_box_is_drawn_where_the_data_are(client, draft):
    put(draft.round.agency, *(person(n) for n in range(1, 4)))
    handed = draft.play().resolve()
    actions.hand_over(handed.round, by=handed.chair)

    boxes = [place.card.box for place in page(client, handed).context["page"].places]

    assert all(box and sum(cell.is_here for cell in box.cells) == 1 for box in boxes)
    assert all(len(box.cells) == 9 for box in boxes)


def test_who_only_reads_along_has_nothing_to_choose_with(client, handed):
    for user in (handed.staff, handed.head, handed.chair, handed.auditor):
        response = page(client, handed, user=user)
        assert response.status_code == 200
        assert "Simpan pilihan sementara" not in response.text
        assert 'name="picked"' not in response.text


def test_only_the_first_three_are_put_forward(client, agency):
    small = make_round(agency, candidates=5).play().resolve()
    actions.hand_over(small.round, by=small.chair)

    response = page(client, small)

    numbers = [n.candidate.number for n in response.context["page"].post.names]
    assert numbers == [5, 4, 3]
    assert "Nama Rahasia 01" not in response.text


def test_out_of_a_shared_rank_the_names_that_the_plenary_chose_are_put_forward(client, agency):
    small = make_round(agency, candidates=4)
    for candidate in small.candidates:
        candidate.given_values.update(value=80)
    small.play(lambda *_: 80).resolve()
    actions.hand_over(small.round, by=small.chair)

    post = page(client, small).context["page"].post

    assert [name.candidate.number for name in post.names] == [1, 2, 3]
    assert not post.waiting


def test_all_posts_are_listed_and_every_one_is_a_click_away(client, handed):
    client.force_login(handed.authority)

    response = client.get(reverse("decisions:shortlist", args=[handed.round.code]))

    states = [(post.vacancy.code, post.state) for post in response.context["strip"].posts]
    assert states == [("DINKES", "open"), ("DISHUB", "open")]
    assert "Mulai memilih" in response.text
    first = page(client, handed).context["page"]
    assert (first.before, first.after.code) == (None, "DISHUB")
    last = page(client, handed, "DISHUB").context["page"]
    assert (last.before.code, last.after) == ("DINKES", None)


def test_an_unknown_post_does_not_exist(client, handed):
    assert page(client, handed, "TIDAK-ADA").status_code == 404


@pytest.mark.parametrize("candidates", [3, 9])
def test_the_page_costs_the_same_for_any_number_of_candidates(
    client, agency, candidates, django_assert_num_queries
):
    small = make_round(agency, candidates=candidates)
    put(agency, *(person(n) for n in range(1, candidates + 1)))
    small.play().resolve()
    actions.hand_over(small.round, by=small.chair)
    client.force_login(small.authority)

    # session, user, round, vacancies, nominations, instruments, indicators, seats, sheets, result,
    # career, drafts, choices, inquiries, withdrawals, refusals, rules, heads, elections, who is
    # away, setting, levels; of the bench import, records, schemes, candidates, later posts, career;
    # freeze and import of the round; round, hand-over, verified input, new posts, frame
    with django_assert_num_queries(35):
        client.get(reverse("decisions:shortlist-post", args=[small.round.code, "DINKES"]))


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
