from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Candidate, Nomination
from scoring.actions import archive_sheets
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
    within_the_ordinary,
)
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]

TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


# What it shows


def test_ranking_shows_each_number_with_its_terms(client, played):
    response = ranking(as_user(client, played.staff), played)

    row = response.context["view"].rows[0]
    assert [(part.instrument.code, part.start, part.width) for part in row.parts] == [
        ("TALENTA", "0.00", "43.40"),
        ("WAWANCARA", "43.80", "33.20"),
    ]
    said = text_of(response)
    assert "Nama Rahasia 03, S.E., M.M. Kandidat 03 · Sekretaris Dinas" in said
    assert "Nilai talenta 73,0000 60% 43,8000 Wawancara 84,0000 40% 33,6000" in said
    assert "Jumlah, sebelum dibulatkan 77,4000 Nilai akhir, dibulatkan satu kali 77,40" in said
    assert "Nilai talenta berasal dari data (60%); wawancara berasal dari lembar nilai" in said


def test_ranking_draws_the_cut_under_the_names_put_forward(client, agency):
    small = make_round(agency, names_put_forward=2).play()

    response = ranking(as_user(client, small.staff), small)

    assert [row.is_cut for row in response.context["view"].rows] == [False, True, False]
    assert response.content.decode().count('class="is-cut"') == 1
    assert "batas dua kandidat terbaik. Selisih peringkat 2 dan 3: 2,20 poin." in text_of(response)


def test_ranking_without_anybody_below_the_cut_has_no_line(client, played):
    response = ranking(as_user(client, played.staff), played)

    assert 'class="is-cut"' not in response.content.decode()
    assert "Garis cokelat" not in text_of(response)


def test_a_shared_rank_across_the_cut_waits_for_the_plenary(client, agency):
    small = with_equal_data(make_round(agency, names_put_forward=2)).play(equals)
    staff = as_user(client, small.staff)

    page, overview = text_of(ranking(staff, small)), text_of(results(staff, small))

    assert page.count("Menunggu keputusan pleno") == 3
    assert "Diusulkan" not in page
    assert "pleno memutuskan siapa yang diusulkan" in page
    assert "Seri yang tersisa menunggu keputusan pleno." in page
    assert "Putaran ini tidak memakai urutan aturan" in page
    assert overview.count("Menunggu keputusan pleno") == 1


def test_a_tie_is_explained_by_the_rule_that_decided_it(client, agency):
    chain = ["WAWANCARA", "PANGKAT", "USIA"]
    small = with_equal_data(make_round(agency, candidates=2, tie_breaks=chain))
    Candidate.objects.filter(pk=small.candidates[1].pk).update(grade="IV/c")

    said = text_of(ranking(as_user(client, small.play(equals).staff), small))

    names = "Nama Rahasia 02, S.E., M.M. dan Nama Rahasia 01, S.E., M.M."
    assert f"{names} sama-sama 74,00 . Urutan ditetapkan dengan aturan ke-2:" in said
    assert "selisih sebelum dibulatkan, 0,0000 poin, tidak dipakai." in said
    assert "aturan ke-2, Pangkat: IV/c" in said
    assert "aturan ke-2, Pangkat: IV/a" in said
    assert "Aturan menurut urutannya: 1 Wawancara 2 Pangkat 3 Usia" in said


@pytest.mark.parametrize(
    ("rule", "better", "compared"),
    [
        ("KINERJA", {"rating_1": "very_good"}, "Predikat kinerja: Sangat baik, Baik"),
        (
            "MASA_JABATAN",
            {"post_since": "2019-03-01"},
            "Masa jabatan: sejak 1 Maret 2019",
        ),
        ("USIA", {"nip": "196905021995031007"}, "Usia: lahir 2 Mei 1969"),
    ],
)
def test_a_tie_shows_what_the_rule_compared(client, agency, rule, better, compared):
    small = with_equal_data(make_round(agency, candidates=2, tie_breaks=[rule]))
    Candidate.objects.filter(round=small.round).update(rating_1="good", rating_2="good")
    Candidate.objects.filter(pk=small.candidates[1].pk).update(**better)

    said = text_of(ranking(as_user(client, small.play(equals).staff), small))

    assert f"Peringkat 1: Nama Rahasia 02, S.E., M.M., aturan ke-1, {compared}" in said


def test_a_tie_by_an_instrument_shows_both_scores(client, agency):
    small = make_round(agency, candidates=2, tie_breaks=["TALENTA"], precision=0)
    GivenValue.objects.filter(candidate=small.candidates[1]).update(value="71.0010")

    said = text_of(ranking(as_user(client, small.play(equals).staff), small))

    assert "aturan ke-1, Nilai talenta: 71,0010" in said
    assert "aturan ke-1, Nilai talenta: 71,0000" in said
    assert "selisih sebelum dibulatkan, 0,0006 poin, tidak dipakai." in said


def test_a_tie_at_the_cut_has_no_gap_but_a_rule(client, agency):
    chain = {"names_put_forward": 1, "tie_breaks": ["PANGKAT"]}
    small = with_equal_data(make_round(agency, candidates=2, **chain))
    Candidate.objects.filter(pk=small.candidates[1].pk).update(grade="IV/c")

    said = text_of(ranking(as_user(client, small.play(equals).staff), small))

    assert "Peringkat 1 dan 2 seri; aturan yang memutus." in said
    assert "Selisih peringkat" not in said


def test_part_of_a_tie_that_no_rule_split_stays_marked(client, agency):
    small = with_equal_data(make_round(agency, tie_breaks=["PANGKAT"]))
    Candidate.objects.filter(pk=small.candidates[2].pk).update(grade="IV/c")

    said = text_of(ranking(as_user(client, small.play(equals).staff), small))

    assert said.count("; sesudah itu tetap sama") == 2
    assert said.count("berbagi peringkat 2") == 2


def test_a_chain_that_decided_nothing_says_so(client, agency):
    small = make_round(agency, tie_breaks=["WAWANCARA"]).play()

    said = text_of(ranking(as_user(client, small.staff), small))

    assert "Seri Tidak ada seri Aturan bila nilai akhir sama, di sini tidak terpakai:" in said


def test_without_a_rank_the_reason_stands_in_words(client, played):
    unsign(candidate=played.candidates[0])
    withdraw(GivenValue.objects.filter(candidate=played.candidates[0]))
    staff = as_user(client, played.staff)

    page, overview = text_of(ranking(staff, played)), text_of(results(staff, played))

    said = "wawancara 0 lembar dari paling sedikit 2. Nilai data belum ada: nilai talenta."
    assert f"Jumlah lembar nilai belum mencapai kuorum: {said}" in page
    assert said in overview
    assert "2 kandidat berperingkat, 1 tanpa peringkat" in overview


def test_a_vacancy_where_nobody_has_a_rank_is_a_page_too(client, played):
    withdraw(GivenValue.objects.all())
    staff = as_user(client, played.staff)

    page, overview = text_of(ranking(staff, played)), text_of(results(staff, played))

    assert "Belum ada kandidat yang memperoleh peringkat." in page
    assert overview.count("Tidak ada nama") == 2


def test_a_vacancy_without_candidates_says_so(client, played):
    factories.VacancyFactory(round=played.round, code="BAPPEDA", title="Kepala Bappeda")
    staff = as_user(client, played.staff)

    page, overview = ranking(staff, played, "BAPPEDA"), results(staff, played)

    assert "Tidak seorang pun dicalonkan" in text_of(page)
    assert [post.ranked for post in overview.context["view"].posts] == [0, 3, 1]


def test_results_of_a_round_without_nominations_say_why(client, played):
    withdraw(Nomination.objects.all())

    response = results(as_user(client, played.staff), played)

    assert "Putaran ini tidak memuat pencalonan" in text_of(response)


def test_a_requirement_that_needs_review_is_not_claimed(client, played):
    assert "perlu ditinjau" not in text_of(ranking(as_user(client, played.staff), played))


# The way through the pages


def test_vacancies_follow_one_another_by_code(client, played):
    staff = as_user(client, played.staff)

    first, last = ranking(staff, played), ranking(staff, played, "DISHUB")

    assert (first.context["previous"], first.context["following"]) == (None, played.vacancies[1])
    assert (last.context["previous"], last.context["following"]) == (played.vacancies[0], None)


@pytest.mark.parametrize("page", [results, ranking])
def test_an_archive_says_so_on_every_page(client, agency, page):
    small = make_round(agency, is_archive=True)
    archive_sheets(small.round, {}, by=small.chair)

    said = text_of(page(as_user(client, small.staff), small))

    assert "Putaran arsip atau latihan." in said
    assert "Buku kerja dimuat" in said
    assert "Segel dibuka" not in said


def test_ranking_shows_the_beginning_of_the_rules_fingerprint(client, played):
    sha = played.round.scheme_sha256

    said = text_of(ranking(as_user(client, played.staff), played))

    assert f"Sidik jari aturan nilai {sha[:4]} {sha[4:8]} {sha[8:12]} ." in said


# What it costs


@pytest.mark.parametrize("page", [results, ranking])
@pytest.mark.parametrize("candidates", [3, 12])
def test_results_cost_the_same_for_any_number_of_candidates(client, agency, page, candidates):
    small = make_round(agency, candidates=candidates).play(within_the_ordinary)
    staff = as_user(client, small.staff)

    with CaptureQueriesContext(connection) as captured:
        response = page(staff, small)

    asked = [q["sql"] for q in captured if not q["sql"].startswith(TRANSACTION)]
    assert response.status_code == HTTPStatus.OK
    # session, user, memberships and seats of the frame, round, vacancies, nominations,
    # instruments, indicators, sheets, given values, the record of the reading
    assert len(asked) == 12, "\n".join(asked)
