"""What people see when something is refused or broken."""

import json
import logging

import pytest
from django.db import OperationalError
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from psycopg.errors import SerializationFailure

from config import failures
from config.middleware import PASSES, RequestLogMiddleware
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_body_larger_than_any_upload_is_refused_unread(client):
    response = client.post(
        reverse("account_login"), b"x", content_type="text/plain", CONTENT_LENGTH=str(7 * 1024**2)
    )

    assert response.status_code == 413
    assert "Berkas melebihi 5 MB" in response.text


def test_an_unknown_address_says_where_to_go(client):
    client.force_login(factories.UserFactory())

    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.text


@pytest.mark.parametrize(
    "rest",
    [
        "syarat/{}/",
        "syarat/{}/1/surat/",
        "syarat/{}/1/USIA/",
        "syarat/DINKES/1/{}/",
        "keterkaitan/{}/",
        "makalah/1/{}/",
        "hasil/{}/",
        "jabatan/{}/",
    ],
)
def test_what_is_no_code_is_no_address(client, draft, rest):
    client.force_login(draft.staff)
    above = "usulan" if rest.startswith("jabatan") else "seleksi"

    for no_code in ("%00", "DINKES%00", "%20", "-"):
        response = client.get(f"/{above}/{draft.round.code}/{rest.format(no_code)}")
        assert response.status_code == 404


def test_every_code_that_a_workbook_may_hold_has_its_address(client, draft):
    factories.VacancyFactory(round=draft.round, code="DINKES-2.A_B")
    client.force_login(draft.staff)

    for code in ("DINKES-2.A_B", "dinkes-2.a_b"):
        address = reverse("reports:relatedness", args=[draft.round.code, code])
        assert client.get(address).status_code == 200


def test_a_refusal_gives_its_reason_and_a_code(client, draft):
    client.force_login(draft.staff)

    response = client.get(reverse("reports:results", args=[draft.round.code]))

    assert response.status_code == 403
    assert "belum" in response.text
    assert "sebutkan kode" in response.text


def test_a_form_from_elsewhere_is_refused_in_words(client):
    strict = type(client)(enforce_csrf_checks=True)

    response = strict.post(reverse("account_login"), {"login": "a@b.example", "password": "x"})

    assert response.status_code == 403
    assert "muat ulang" in response.text.lower()


def test_a_bad_request_says_that_nothing_was_saved():
    response = failures.bad_request(RequestFactory().get("/"), ValueError())

    assert response.status_code == 400


def test_a_broken_page_says_what_is_safe_and_gives_a_code_without_the_database(
    django_assert_num_queries,
):
    request = RequestFactory().get("/")
    request.id = "ABCD2345"

    with django_assert_num_queries(0):
        response = failures.server_error(request)

    assert response.status_code == 500
    assert "Data yang sudah tersimpan aman" in response.text
    assert "ABCD2345" in response.text


def test_addresses_of_libraries_that_are_not_offered_do_not_exist():
    with pytest.raises(Http404):
        failures.closed(RequestFactory().get("/"))


def test_health_says_ok_and_nothing_else(client):
    response = client.get(reverse("health"))

    assert (response.status_code, response.content) == (200, b"ok")


def test_the_log_names_the_page_and_no_person(client, caplog):
    person = factories.UserFactory(name="Nama Rahasia")
    client.force_login(person)

    with caplog.at_level(logging.INFO, "pratama.request"):
        client.get(reverse("reports:home"))

    assert [r.getMessage() for r in caplog.records] == ["GET reports:home 200"]


@pytest.mark.parametrize("cause", PASSES)
def test_what_another_holds_is_answered_with_when_to_try_again(cause):
    broken = OperationalError()
    broken.__cause__ = cause()

    answer = RequestLogMiddleware(None).process_exception(RequestFactory().post("/"), broken)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "Tidak ada yang berubah" in answer.text


def test_a_busy_answer_to_a_script_is_json():
    request = RequestFactory().post("/", headers={"Accept": "application/json"})

    assert "coba lagi" in json.loads(failures.busy(request).content)["message"]


@pytest.mark.parametrize("cause", [None, SerializationFailure()])
def test_other_failures_of_the_database_are_failures(cause):
    broken = OperationalError()
    broken.__cause__ = cause

    assert RequestLogMiddleware(None).process_exception(RequestFactory().get("/"), broken) is None


def test_signing_out_leaves_nothing_in_the_browser(client, draft):
    client.force_login(draft.staff)

    answer = client.post(reverse("account_logout"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
