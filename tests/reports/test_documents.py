import hashlib
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from decisions.actions import hand_over
from reports import issuing
from reports.models import Document
from reports.views.documents import DAMAGED, NOT_READY
from tests import factories
from tests.factories import DocumentFactory
from tests.reports.archives import an_archive
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def staff(client, unsealed):
    client.force_login(unsealed.staff)
    return client


def listing(round_):
    return reverse("reports:documents", args=[round_.code])


def page(document, name="document"):
    return reverse(f"reports:{name}", args=[document.public_id])


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_documents_shows_what_was_ordered_by_whom_and_what_became_of_it(staff, unsealed, ready):
    DocumentFactory(round=unsealed.round, vacancy=unsealed.vacancies[1], number="002", paper="a4")
    DocumentFactory(round=make_round(factories.AgencyFactory()).round, number="RAHASIA")

    response = staff.get(listing(unsealed.round))

    text = text_of(response)
    assert [d.number for d in response.context["documents"]] == ["002", "001/LAP-REK/X/2025"]
    assert "Kepala Dinas Perhubungan · A4 (210 × 297 mm)" in text
    assert "Seluruh jabatan · F4 (215 × 330 mm)" in text
    assert unsealed.staff.name in text
    assert f"SHA-256 {ready.fingerprint[:14]}" in text
    assert "Menunggu giliran" in text
    assert "RAHASIA" not in text


def test_documents_invites_the_first_order(staff, unsealed):
    response = staff.get(listing(unsealed.round))

    text = text_of(response)
    assert "Belum ada dokumen" in text
    assert "Pesan dokumen" in text
    choices = response.context["form"].fields["vacancy"].choices
    assert [code for code, _ in choices] == ["*", "DINKES", "DISHUB"]


def test_a_document_is_called_by_kind_and_number(unsealed):
    assert str(DocumentFactory(number="007")) == "Laporan rekomendasi 007"


@pytest.mark.parametrize("rows", [1, 3])
def test_documents_costs_the_same_for_any_number_of_rows(
    staff, unsealed, rows, django_assert_num_queries
):
    documents = DocumentFactory.create_batch(rows, round=unsealed.round)

    # session, user, round, documents, newest result, vacancies to choose from, memberships, seats
    with django_assert_num_queries(7):
        response = staff.get(listing(unsealed.round))

    assert response.context["documents"] == documents[::-1]


@pytest.mark.parametrize("who", ["staff", "head", "chair", "auditor"])
def test_documents_opens_for_those_who_may_read_them(client, unsealed, who):
    client.force_login(getattr(unsealed, who))

    assert client.get(listing(unsealed.round)).status_code == HTTPStatus.OK


def test_documents_offers_no_order_to_the_auditor(client, unsealed):
    client.force_login(unsealed.auditor)

    assert "Pesan dokumen" not in text_of(client.get(listing(unsealed.round)))


def test_documents_waits_for_the_hand_over_before_the_mayor_reads_them(client, unsealed, ready):
    client.force_login(unsealed.authority)
    before = [client.get(url).status_code for url in (listing(unsealed.round), page(ready))]
    hand_over(unsealed.resolve().round, by=unsealed.chair)

    after = [client.get(url).status_code for url in (listing(unsealed.round), page(ready))]

    assert before == [HTTPStatus.FORBIDDEN, HTTPStatus.FORBIDDEN]
    assert after == [HTTPStatus.OK, HTTPStatus.OK]


@pytest.mark.parametrize("name", ["document", "download"])
def test_a_document_is_not_for_ordinary_members(client, unsealed, ready, name):
    client.force_login(unsealed.members[0])

    assert client.get(page(ready, name)).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("name", ["document", "download"])
def test_a_document_of_another_agency_does_not_exist(client, ready, name):
    client.force_login(make_round(factories.AgencyFactory()).staff)

    assert client.get(page(ready, name)).status_code == HTTPStatus.NOT_FOUND


def test_documents_says_why_a_sealed_round_has_none(client, draft):
    draft.open()
    client.force_login(draft.staff)

    assert client.get(listing(draft.round)).status_code == HTTPStatus.FORBIDDEN


def test_order_makes_a_document_and_leads_to_it(staff, unsealed):
    url = reverse("reports:order-document", args=[unsealed.round.code])

    response = staff.post(url, {"kind": "recommendation", "vacancy": "DISHUB", "paper": "a4"})

    document = Document.objects.get()
    assert (document.vacancy, document.paper) == (unsealed.vacancies[1], "a4")
    assert (document.ordered_by, document.status) == (unsealed.staff, "ordered")
    assert (response.status_code, response.url) == (HTTPStatus.FOUND, page(document))


def test_order_clicked_twice_makes_one_document(staff, unsealed):
    url = reverse("reports:order-document", args=[unsealed.round.code])

    answers = [staff.post(url, {"vacancy": "*", "paper": "f4"}) for _ in range(2)]

    document = Document.objects.get()
    assert [answer.url for answer in answers] == [page(document)] * 2


def test_a_form_that_the_browser_sends_again_orders_nothing_more(unsealed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(unsealed.staff)
    url = reverse("reports:order-document", args=[unsealed.round.code])

    def sent(form, paper="f4"):
        return client.post(url, {"vacancy": "*", "paper": paper, "csrfmiddlewaretoken": form}).url

    def opened():
        return re.search(
            r'csrfmiddlewaretoken" value="(\w+)"', client.get(listing(unsealed.round)).text
        )[1]

    form = opened()
    first = sent(form)
    issuing.produce(Document.objects.get().pk)

    assert Document.objects.get().status == "ready"
    assert sent(form) == first
    assert Document.objects.count() == 1
    assert sent(form, paper="a4") != first
    assert sent(opened()) != first


def test_order_shows_what_is_wrong_with_the_form(staff, unsealed):
    url = reverse("reports:order-document", args=[unsealed.round.code])

    response = staff.post(url, {"vacancy": "LAIN", "paper": ""})

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert set(response.context["form"].errors) == {"vacancy", "paper"}
    assert not Document.objects.exists()


def test_order_says_why_there_is_nothing_to_report(staff, unsealed):
    round_ = factories.RoundFactory(agency=unsealed.round.agency, unsealed=True)
    url = reverse("reports:order-document", args=[round_.code])

    response = staff.post(url, {"vacancy": "*", "paper": "f4"}, follow=True)

    assert told(response) == [
        "Tidak ada pencalonan, sehingga tidak ada peringkat yang dapat dilaporkan."
    ]
    assert "Putaran ini tidak memuat pencalonan" in text_of(response)


@pytest.mark.parametrize("who", ["auditor", "authority"])
def test_order_is_not_for_readers(client, unsealed, who):
    client.force_login(getattr(unsealed, who))

    response = client.post(
        reverse("reports:order-document", args=[unsealed.round.code]), {"paper": "f4"}
    )

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert not Document.objects.exists()


def test_document_tells_how_far_it_is_and_asks_again_every_second(staff, unsealed):
    document = DocumentFactory(
        round=unsealed.round, status="making", percent=45, step="Menata halaman 2"
    )

    response = staff.get(page(document))

    html = response.content.decode()
    assert '<progress class="bar" max="100" value="45"' in html
    assert "Menata halaman 2…" in html
    assert f'hx-get="{page(document)}?seen=making-45-0" hx-trigger="every 1s"' in html
    assert "htmx" in html
    assert ">Muat ulang</a>" in html


def test_document_gives_htmx_the_part_that_changes(staff, unsealed):
    document = DocumentFactory(round=unsealed.round)

    response = staff.get(page(document), headers=HTMX)

    html = response.content.decode().strip()
    assert html.startswith('<div id="keadaan"')
    assert "Menunggu giliran…" in html
    assert "<html" not in html


def test_document_asks_for_the_whole_page_once_it_is_settled(staff, ready):
    assert staff.get(page(ready), headers=HTMX)["HX-Refresh"] == "true"


def test_document_is_silent_while_nothing_changes(staff, unsealed):
    document = DocumentFactory(round=unsealed.round, status="making", percent=45)

    same = staff.get(page(document), {"seen": "making-45-0"}, headers=HTMX)
    changed = staff.get(page(document), {"seen": "making-40-0"}, headers=HTMX)

    assert (same.status_code, same.content) == (HTTPStatus.NO_CONTENT, b"")
    assert changed.status_code == HTTPStatus.OK


def test_document_stops_asking_once_it_is_ready(staff, ready):
    html = staff.get(page(ready), headers=HTMX).content.decode()

    assert "hx-get" not in html
    assert page(ready, "download") in html
    assert ready.fingerprint in html


def test_document_that_failed_says_why_and_can_be_tried_again(staff, unsealed):
    document = DocumentFactory(
        round=unsealed.round, status="failed", problem="Ruang penyimpanan penuh."
    )

    html = staff.get(page(document)).content.decode()

    assert "Ruang penyimpanan penuh." in html
    assert page(document, "retry-document") in html
    assert "hx-get" not in html


def test_document_that_failed_offers_no_retry_to_the_auditor(client, unsealed):
    document = DocumentFactory(round=unsealed.round, status="failed", problem="Gagal.")
    client.force_login(unsealed.auditor)

    assert page(document, "retry-document") not in client.get(page(document)).content.decode()


def test_download_sends_the_bytes_that_were_made(staff, ready):
    response = staff.get(page(ready, "download"))

    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == ready.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="laporan-rekomendasi-001-lap-rek-x-2025.pdf"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["Cache-Control"] == "no-store, private"


def test_download_is_recorded(staff, unsealed, ready):
    staff.get(page(ready, "download"))

    event = Event.objects.get(verb="reports.document_read")
    assert event.actor_id == unsealed.staff.pk
    assert event.scope == unsealed.round.scope
    assert ready.number in event.facts_json


def test_download_waits_until_the_file_is_there(staff, unsealed):
    document = DocumentFactory(round=unsealed.round)

    response = staff.get(page(document, "download"), follow=True)

    assert response.redirect_chain == [(page(document), HTTPStatus.FOUND)]
    assert told(response) == [NOT_READY]


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_download_keeps_back_a_file_that_is_not_what_was_made(staff, ready, damage):
    path = Path(ready.file.path)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")

    response = staff.get(page(ready, "download"), follow=True)

    assert told(response) == [DAMAGED]
    assert not Event.objects.filter(verb="reports.document_read").exists()


def test_retry_orders_again(staff, unsealed):
    document = DocumentFactory(round=unsealed.round, status="failed", problem="Gagal.", attempts=3)

    response = staff.post(page(document, "retry-document"))

    document.refresh_from_db()
    assert (document.status, document.attempts, document.problem) == ("ordered", 0, "")
    assert response.url == page(document)


def test_retry_leaves_a_finished_document_alone(staff, ready):
    response = staff.post(page(ready, "retry-document"), follow=True)

    before, ready.sha256 = ready.sha256, ""
    ready.refresh_from_db()
    assert ready.sha256 == before
    assert told(response) == ["Dokumen ini tidak gagal, sehingga tidak perlu dicoba lagi."]


@pytest.mark.parametrize("name", ["order-document", "retry-document"])
def test_commands_asked_for_as_pages_do_nothing(staff, unsealed, ready, name):
    arguments = [unsealed.round.code] if name == "order-document" else [ready.public_id]
    before = list(Document.objects.values())

    response = staff.get(reverse(f"reports:{name}", args=arguments))

    assert response.status_code == HTTPStatus.FOUND
    assert list(Document.objects.values()) == before


def test_pages_of_an_archive_say_so(client, agency):
    small = an_archive(agency)
    document = DocumentFactory(round=small.round)
    client.force_login(small.staff)

    texts = [text_of(client.get(url)) for url in (listing(small.round), page(document))]

    assert all("Putaran arsip atau latihan." in text for text in texts)


def test_the_authority_is_offered_no_way_to_a_page_that_is_closed_to_him(client, unsealed):
    unsealed.resolve()
    hand_over(unsealed.round, by=unsealed.chair)
    client.force_login(unsealed.authority)

    page = client.get(listing(unsealed.round))

    assert page.status_code == HTTPStatus.OK
    assert reverse("reports:round", args=[unsealed.round.code]) not in re.findall(
        r'href="([^"]+)"', page.text
    )
