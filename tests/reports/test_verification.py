"""What a paper's QR code says to anybody, and how a document ceases to hold."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from reports import actions, revoking
from reports.models import Document
from reports.verification import address_of
from scoring.models import Result
from tests import factories
from tests.reports.test_documents import page, text_of, told

pytestmark = pytest.mark.django_db


def verify(code):
    return reverse("reports:verify", args=[code])


@pytest.fixture
def minutes(thawed, ready):
    Document.objects.filter(pk=ready.pk).update(
        kind="attendance", traits=["64 lembar nilai", "5 penilai"], pages=2
    )
    ready.refresh_from_db()
    return ready


def test_anybody_reads_what_an_open_document_is(client, minutes, django_assert_num_queries):
    with django_assert_num_queries(2):
        response = client.get(verify(minutes.code))

    text = text_of(response)
    assert response.status_code == 200
    for said in (minutes.number, "Berlaku", "64 lembar nilai, 5 penilai", minutes.fingerprint):
        assert said in text
    assert minutes.round.title in text and minutes.round.agency.name in text
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("thawed")
def test_a_confidential_document_says_only_kind_number_date_and_state(client, ready):
    Document.objects.filter(pk=ready.pk).update(traits=["26 kandidat"], pages=37)

    text = text_of(client.get(verify(ready.code)))

    assert "Laporan rekomendasi" in text and ready.number in text and "Berlaku" in text
    for hidden in ("26 kandidat", "37", "Ciri isi", ready.round.title):
        assert hidden not in text


@pytest.mark.usefixtures("thawed")
def test_a_document_of_a_corrected_result_says_so(client, unsealed, ready):
    unsealed.resolve()
    Document.objects.filter(pk=ready.pk).update(result=Result.objects.get())
    assert "Berlaku" in text_of(client.get(verify(ready.code)))

    unsealed.resolve(reason="Salah jumlah")

    text = text_of(client.get(verify(ready.code)))
    assert "Ada hasil yang lebih baru" in text and "Berlaku" not in text
    ordered = actions.order(unsealed.round, paper="a4", by=unsealed.staff)
    assert ordered.result.number == 2


def test_minutes_of_a_plenary_stay_those_of_the_result_that_it_froze(unsealed):
    unsealed.resolve()
    first = Result.objects.get()
    unsealed.resolve(reason="Salah jumlah")

    ordered = actions.order_plenary(first, paper="f4", by=unsealed.staff)
    again = actions.order_again(ordered, by=unsealed.staff)

    assert (ordered.result, again.result) == (first, first)
    report = actions.order(unsealed.round, paper="a4", by=unsealed.staff)
    assert (report.result.number, actions.order_again(report, by=unsealed.staff).result.number) == (
        2,
        2,
    )


@pytest.mark.parametrize("state", ["ordered", "making", "failed"])
def test_what_was_never_finished_is_as_unknown_as_a_wrong_code(client, unsealed, state):
    problem = "Terhenti." if state == "failed" else ""
    document = factories.DocumentFactory(round=unsealed.round, status=state, problem=problem)

    unfinished = client.get(verify(document.code))
    wrong = client.get(verify("7xQm2KtY0aBcDeFgHiJkLm"))

    assert (unfinished.status_code, wrong.status_code) == (404, 404)
    assert masked(unfinished) == masked(wrong)


def test_a_post_is_refused(client, minutes):
    assert client.post(verify(minutes.code)).status_code == 405


def test_codes_are_random_and_go_into_an_address(unsealed):
    codes = {factories.DocumentFactory.build(round=unsealed.round).code for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", code) for code in codes)


def test_the_head_revokes_with_a_reason_that_everybody_reads(client, unsealed, minutes):
    client.force_login(unsealed.head)

    response = client.post(page(minutes, "revoke-document"), {"reason": "Nomor surat keliru"})

    assert response.status_code == 302
    client.logout()
    text = text_of(client.get(verify(minutes.code)))
    assert "Dicabut" in text and "Alasan: Nomor surat keliru" in text and "Berlaku" not in text
    assert Event.objects.filter(verb="reports.document_revoked").count() == 1


def test_without_a_reason_nothing_is_revoked(client, unsealed, ready):
    client.force_login(unsealed.head)

    response = client.post(page(ready, "revoke-document"), {"reason": "  "})

    assert response.status_code == 422
    assert "Dokumen belum berubah" in text_of(response)
    ready.refresh_from_db()
    assert ready.revoked_at is None
    assert not Event.objects.filter(verb="reports.document_revoked").exists()


def test_who_orders_documents_does_not_revoke_them(client, unsealed, ready):
    client.force_login(unsealed.staff)

    assert "Cabut dokumen" not in text_of(client.get(page(ready)))
    assert client.post(page(ready, "revoke-document"), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"file": "documents/lain.pdf"},
        {"number": "999/LAP-REK"},
        {"code": "A" * 22},
        {"kind": "attendance"},
        {"status": "failed", "sha256": "", "file": "", "problem": "Hilang."},
        {"pages": 99},
        {"traits": ["palsu"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_keeps_what_a_ready_document_is(ready, change):
    with pytest.raises(IntegrityError, match="stays what it is"), transaction.atomic():
        Document.objects.filter(pk=ready.pk).update(**change)


def test_the_database_keeps_a_revocation_and_a_replacement(unsealed, ready):
    row = Document.objects.filter(pk=ready.pk)
    with pytest.raises(IntegrityError, match="replaced once"), transaction.atomic():
        row.update(replaced_by=ready)
    follower = revoking.replace(ready, by=unsealed.head)
    other = factories.DocumentFactory(round=unsealed.round, number="9")
    with pytest.raises(IntegrityError, match="replaced once"), transaction.atomic():
        row.update(replaced_by=other)
    Document.objects.filter(pk=follower.pk).update(status="failed", problem="Terhenti.")
    again = revoking.replace(Document.objects.get(pk=ready.pk), by=unsealed.head)
    revoking.revoke(Document.objects.get(pk=ready.pk), "Keliru", by=unsealed.head)
    with pytest.raises(IntegrityError, match="revoked for good"), transaction.atomic():
        row.update(revoked_at=None, revoked_by=None, revoked_reason="")

    ready.refresh_from_db()
    assert again != follower
    assert (ready.replaced_by, ready.revoked_reason) == (again, "Keliru")


@pytest.mark.parametrize("state", ["ordered", "making", "failed"])
def test_only_what_is_ready_is_revoked_or_replaced(unsealed, state):
    problem = "Terhenti." if state == "failed" else ""
    document = factories.DocumentFactory(round=unsealed.round, status=state, problem=problem)

    for attempt in (
        lambda: revoking.revoke(document, "Keliru", by=unsealed.head),
        lambda: revoking.replace(document, by=unsealed.head),
    ):
        with pytest.raises(revoking.CannotRevoke, match="belum siap"):
            attempt()

    assert Document.objects.count() == 1
    document.refresh_from_db()
    assert (document.revoked_at, document.replaced_by) == (None, None)


def test_a_replaced_document_holds_until_the_new_one_is_ready(client, unsealed, minutes):
    client.force_login(unsealed.head)

    client.post(page(minutes, "replace-document"))

    minutes.refresh_from_db()
    follower = minutes.replaced_by
    assert (follower.kind, follower.paper, follower.status) == ("attendance", "f4", "ordered")
    assert "Berlaku" in text_of(client.get(verify(minutes.code)))
    assert revoking.replace(minutes, by=unsealed.head) == follower

    Document.objects.filter(pk=follower.pk).update(
        status="ready", percent=100, sha256="ab" * 32, file="documents/x.pdf"
    )
    text = text_of(client.get(verify(minutes.code)))
    assert f"Diganti oleh {follower}" in text and "Berlaku" not in text
    with pytest.raises(revoking.CannotRevoke, match="sudah diganti"):
        revoking.revoke(minutes, "Keliru", by=unsealed.head)


def test_revoked_twice_is_refused_and_the_first_reason_stays(client, unsealed, ready):
    revoking.revoke(ready, "Pertama", by=unsealed.head)
    client.force_login(unsealed.head)

    response = client.post(page(ready, "revoke-document"), {"reason": "Kedua"}, follow=True)

    assert told(response) == [
        "Dokumen ini sudah dicabut. Pesan dokumen baru bila masih diperlukan."
    ]
    ready.refresh_from_db()
    assert ready.revoked_reason == "Pertama"


def test_the_page_of_a_document_names_the_address_of_its_paper(client, unsealed, ready):
    client.force_login(unsealed.staff)

    assert address_of(ready) in text_of(client.get(page(ready)))
    assert address_of(ready).endswith(f"/p/{ready.code}/")


def masked(response):
    return re.sub(
        r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", response.content.decode()
    )


def test_a_report_from_before_the_plenary_says_that_a_result_came_later(client, unsealed, ready):
    unsealed.resolve()

    assert "Ada hasil yang lebih baru" in text_of(client.get(verify(ready.code)))


@pytest.mark.usefixtures("thawed")
def test_papers_of_the_days_outlast_a_correction(client, unsealed, ready):
    Document.objects.filter(pk=ready.pk).update(kind=Document.Kind.ATTENDANCE)
    unsealed.resolve()

    assert "Berlaku" in text_of(client.get(verify(ready.code)))


def test_the_list_of_documents_says_which_state_an_older_ranking(client, unsealed, ready):
    unsealed.resolve()
    client.force_login(unsealed.staff)

    page = client.get(reverse("reports:documents", args=[unsealed.round.code]))

    assert "Ada hasil yang lebih baru" in text_of(page)
