import re
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from candidates.models import Candidate, Nomination
from scoring.actions import archive_sheets
from scoring.models import GivenValue, Sheet
from selection.models import Instrument, Round
from tests import factories
from tests.rounds import make_round

pytestmark = pytest.mark.django_db

SEALED = "Peringkat belum tersedia. Nilai tersegel sampai ketua dan saksi membuka segel."
TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def equals(seat, candidate, place):
    return 80


def within_the_ordinary(seat, candidate, place):
    return 70 + candidate + seat


def text_of(response):
    """The page as it is read: without tags, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def as_user(client, user):
    client.force_login(user)
    return client


def results(client, small):
    return client.get(reverse("reports:results", args=[small.round.code]))


def ranking(client, small, vacancy="DINKES"):
    return client.get(reverse("reports:ranking", args=[small.round.code, vacancy]))


def with_equal_data(small):
    GivenValue.objects.filter(candidate__round=small.round).update(value=Decimal(70))
    return small


def withdraw(rows):
    rows.update(withdrawn_at=timezone.now())


def unsign(**which):
    Sheet.objects.filter(**which).update(signed_at=None, receipt="")


@pytest.fixture
def played(draft):
    return draft.play()


# Who may read it


@pytest.mark.parametrize("name", ["results", "ranking"])
@pytest.mark.parametrize("reader", ["staff", "head", "chair", "auditor"])
def test_results_are_open_to_the_office_after_unsealing(client, played, reader, name):
    page = {"results": results, "ranking": ranking}[name]

    response = page(as_user(client, getattr(played, reader)), played)

    assert response.status_code == HTTPStatus.OK
    assert "77,40" in text_of(response)


@pytest.mark.parametrize("page", [results, ranking])
@pytest.mark.parametrize("reader", ["staff", "head", "chair", "auditor"])
def test_sealed_results_say_what_is_awaited_and_nothing_else(client, draft, page, reader):
    response = page(as_user(client, getattr(draft.open(), reader)), draft)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert SEALED in text_of(response)
    assert "Nama Rahasia" not in text_of(response)


def test_results_before_scoring_say_so(client, draft):
    response = ranking(as_user(client, draft.staff), draft)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "Penilaian putaran ini belum dibuka." in text_of(response)


def test_the_mayor_reads_nothing_before_the_hand_over(client, played):
    response = ranking(as_user(client, played.authority), played)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "Panitia belum menyerahkan hasil kepada Anda." in text_of(response)
    assert "Nama Rahasia" not in text_of(response)


def test_the_mayor_reads_the_ranking_after_the_hand_over(client, played):
    Round.objects.filter(pk=played.round.pk).update(
        phase="handed_over", handed_over_at=timezone.now()
    )

    assert ranking(as_user(client, played.authority), played).status_code == HTTPStatus.OK


@pytest.mark.parametrize("page", [results, ranking])
def test_a_system_administrator_is_refused_without_a_promise(client, played, page):
    admin = factories.MembershipFactory(agency=played.round.agency, role="sysadmin").user

    response = page(as_user(client, admin), played)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "belum tersedia" not in text_of(response)
    assert "Nama Rahasia" not in text_of(response)


@pytest.mark.parametrize("page", [results, ranking])
def test_a_stranger_does_not_learn_that_the_round_exists(client, played, page):
    response = page(as_user(client, factories.UserFactory()), played)

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_an_unknown_vacancy_is_not_found(client, played):
    response = ranking(as_user(client, played.staff), played, "TIDAK_ADA")

    assert response.status_code == HTTPStatus.NOT_FOUND


# A member reads about the posts whose candidates he scored


def test_a_member_reads_the_posts_whose_candidates_he_scored(client, played):
    unsign(seat=played.seats[0], candidate=played.candidates[0])
    member = as_user(client, played.members[0])

    overview, own, other = (
        results(member, played),
        ranking(member, played),
        ranking(member, played, "DISHUB"),
    )

    assert [post.vacancy.code for post in overview.context["view"].posts] == ["DINKES"]
    assert "Kepala Dinas Perhubungan" not in text_of(overview)
    assert own.status_code == HTTPStatus.OK
    assert own.context["following"] is None
    assert other.status_code == HTTPStatus.FORBIDDEN
    assert "kandidatnya Anda nilai" in text_of(other)
    assert "Nama Rahasia" not in text_of(other)


@pytest.mark.parametrize("page", [results, ranking])
def test_a_member_who_scored_nobody_reads_nothing(client, played, page):
    unsign(seat=played.seats[0])

    response = page(as_user(client, played.members[0]), played)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "kandidatnya Anda nilai" in text_of(response)
    assert "Nama Rahasia" not in text_of(response)


def test_a_score_for_one_vacancy_opens_that_vacancy_alone(client, draft):
    draft.interview.coverage = "vacancy"
    draft.interview.save()
    draft.play()
    unsign(seat=draft.seats[0], vacancy=draft.vacancies[0])

    overview = results(as_user(client, draft.members[0]), draft)

    assert [post.vacancy.code for post in overview.context["view"].posts] == ["DISHUB"]


def test_a_member_with_an_office_too_reads_everything(client, played):
    unsign(seat=played.seats[0], candidate=played.candidates[0])
    factories.MembershipFactory(user=played.members[0], agency=played.round.agency)

    overview = results(as_user(client, played.members[0]), played)

    assert [post.vacancy.code for post in overview.context["view"].posts] == ["DINKES", "DISHUB"]


# Reading is recorded


def test_reading_the_ranking_is_recorded_with_the_vacancy(client, played):
    ranking(as_user(client, played.auditor), played, "dinkes")

    event = Event.objects.filter(scope=played.round.scope).latest("pk")
    assert (event.verb, event.actor_id) == ("reports.ranking_read", played.auditor.pk)
    assert event.facts == {"vacancy": "DINKES"}


def test_reading_the_results_is_recorded(client, played):
    results(as_user(client, played.staff), played)

    event = Event.objects.filter(scope=played.round.scope).latest("pk")
    assert (event.verb, event.actor_id) == ("reports.results_read", played.staff.pk)


def test_a_refused_reading_leaves_no_record(client, draft):
    draft.open()
    before = Event.objects.count()

    ranking(as_user(client, draft.staff), draft)

    assert Event.objects.count() == before


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
    assert "Diajukan" not in page
    assert "pleno memutuskan siapa yang diajukan" in page
    assert "Seri yang tersisa menunggu keputusan pleno." in page
    assert "Putaran ini tidak memakai urutan aturan" in page
    assert overview.count("Menunggu keputusan pleno") == 1


def test_a_tie_is_explained_by_the_rule_that_decided_it(client, agency):
    chain = ["WAWANCARA", "PANGKAT", "USIA"]
    small = with_equal_data(make_round(agency, candidates=2, tie_breaks=chain))
    Candidate.objects.filter(pk=small.candidates[1].pk).update(grade="IV/c")

    said = text_of(ranking(as_user(client, small.play(equals).staff), small))

    names = "Nama Rahasia 02, S.E., M.M. dan Nama Rahasia 01, S.E., M.M."
    assert f"{names} sama-sama 74,00 . Selisih sebelum dibulatkan 0,0000 poin." in said
    assert "aturan ke-2, pangkat lebih tinggi (IV/c)" in said
    assert "aturan ke-2, pangkat lebih tinggi (IV/a)" in said
    assert "Aturan menurut urutannya: 1 Wawancara 2 Pangkat 3 Usia" in said


@pytest.mark.parametrize(
    ("rule", "better", "compared"),
    [
        ("KINERJA", {"rating_1": "very_good"}, "predikat kinerja lebih baik (Sangat baik, Baik)"),
        (
            "MASA_JABATAN",
            {"post_since": "2019-03-01"},
            "lebih lama dalam jabatan sekarang (sejak 1 Maret 2019)",
        ),
        ("USIA", {"nip": "196905021995031007"}, "usia lebih tua (lahir 2 Mei 1969)"),
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

    assert "aturan ke-1, nilai talenta lebih tinggi (71,0010)" in said
    assert "aturan ke-1, nilai talenta lebih tinggi (71,0000)" in said
    assert "Selisih sebelum dibulatkan 0,0006 poin." in said


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


# The panel


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

    assert "P1 P2 P3 Rata-rata" in said
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
    assert "– tidak menilai karena benturan kepentingan. × tidak ditandatangani" in said
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
