from http import HTTPStatus

import pytest
from django.urls import reverse

from audit.models import Event
from decisions.actions import hand_over
from tests import factories
from tests.reports.ranking_pages import as_user, ranking, results, text_of, unsign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]

SEALED = "Peringkat belum tersedia. Nilai tersegel sampai ketua membuka segel."


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
    played.round = hand_over(played.resolve().round, by=played.chair)

    response = ranking(as_user(client, played.authority), played)

    assert response.status_code == HTTPStatus.OK
    assert reverse("reports:round", args=[played.round.code]) + '"' not in response.content.decode()


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
