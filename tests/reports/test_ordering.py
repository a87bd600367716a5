"""The page on which documents are ordered: kind first, then what it is about, preview, number."""

import json
from copy import deepcopy
from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse

from audit.models import Event
from reports import issuing
from reports.models import Document
from reports.ordering import OFFERS
from tests import factories
from tests.factories import AgencyFactory, DocumentFactory, SlotFactory
from tests.reports.reading import text_of as text_of_pdf
from tests.reports.test_documents import text_of, told
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
WRITTEN = [kind for kind in OFFERS if kind not in {"recommendation", "dossier"}]
ABOUT = {
    "dossier": {"format": "pdf"},
    "recommendation": {"vacancy": "*"},
    "recapitulation": {"vacancy": "DINKES"},
    "decision": {"vacancy": "*"},
    "candidate": {"candidate": "2"},
    "attendance": {"day": "2025-12-03"},
    "receipts": {},
}


@pytest.fixture(scope="module")
def heard_once(made_once):
    small = make_round(AgencyFactory())
    for candidate in small.candidates:
        SlotFactory(candidate=candidate, round=small.round, instrument=small.interview)
    return made_once(small.play)


@pytest.fixture
def unsealed(heard_once, db):
    return deepcopy(heard_once)


@pytest.fixture
def staff(client, unsealed):
    client.force_login(unsealed.staff)
    return client


def to(name, round_):
    return reverse(f"reports:{name}", args=[round_.code])


def wanted(kind, **more):
    return {"kind": kind, "paper": "f4", **ABOUT[kind], **more}


@pytest.mark.parametrize("kind", OFFERS)
def test_each_kind_asks_for_what_it_is_about(staff, unsealed, kind):
    response = staff.get(to("documents", unsealed.round), {"jenis": kind})

    form = response.context["form"]
    assert [*form.fields] == [*ABOUT[kind], "paper"]
    assert OFFERS[kind].words in text_of(response)
    assert f'name="kind" value="{kind}"' in response.content.decode()


def test_an_unknown_kind_is_the_report(staff, unsealed):
    response = staff.get(to("documents", unsealed.round), {"jenis": "sampul"})

    assert response.context["form"].offer.kind == Document.Kind.RECOMMENDATION


@pytest.mark.parametrize("kind", OFFERS)
def test_an_order_becomes_a_numbered_file(staff, unsealed, kind):
    response = staff.post(to("order-document", unsealed.round), wanted(kind))

    document = Document.objects.get()
    issuing.produce(document.pk)  # of a dossier: whatever it lacks as well
    document.refresh_from_db()
    assert response.url == document.get_absolute_url()
    assert (document.kind, document.status, document.problem) == (kind, "ready", "")
    assert document.number.startswith("001/") and document.pages > 0
    assert bool(document.traits) == (kind in WRITTEN)
    with document.file.open() as file:
        assert document.number in text_of_pdf(file.read())


def test_each_kind_counts_its_own_numbers(staff, unsealed):
    for kind in ("recapitulation", "decision"):
        staff.post(to("order-document", unsealed.round), wanted(kind))

    numbers = sorted(Document.objects.values_list("number", flat=True))
    assert [number.split("/")[:2] for number in numbers] == [
        ["001", "LEMBAR-KEPUTUSAN"],
        ["001", "REKAP"],
    ]


def test_an_order_keeps_what_it_is_about(staff, unsealed):
    staff.post(to("order-document", unsealed.round), wanted("candidate", paper="a4"))
    staff.post(to("order-document", unsealed.round), wanted("attendance"))

    of_one, of_a_day = Document.objects.order_by("pk")
    assert (of_one.candidate, of_one.paper) == (unsealed.candidates[1], "a4")
    assert (of_a_day.day, of_a_day.vacancy) == (date(2025, 12, 3), None)


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_same_order_twice_is_one_document(staff, unsealed, kind):
    answers = [staff.post(to("order-document", unsealed.round), wanted(kind)) for _ in range(2)]

    assert answers[0].url == answers[1].url == Document.objects.get().get_absolute_url()


def test_asking_for_a_preview_orders_nothing(staff, unsealed):
    response = staff.post(
        to("order-document", unsealed.round), wanted("recapitulation", preview="1")
    )

    assert response.status_code == HTTPStatus.FOUND
    assert response.url == (
        f"{to('preview', unsealed.round)}?kind=recapitulation&vacancy=DINKES&paper=f4"
    )
    assert not Document.objects.exists()


@pytest.mark.parametrize("kind", OFFERS)
def test_a_preview_says_the_same_without_a_number(staff, unsealed, kind):
    response = staff.get(to("preview", unsealed.round), wanted(kind))

    html = response.content.decode()
    assert "PRATINJAU – tanpa nomor" in html
    assert "Nomor 001" not in html and "/p/" not in html
    assert "app-static:" not in html and " style=" not in html
    for name, value in wanted(kind).items():
        assert f'name="{name}" value="{value}"' in html
    assert not Document.objects.exists()
    assert not Event.objects.filter(verb__startswith="reports.document").exists()


def test_what_a_preview_sends_orders_the_document(staff, unsealed):
    staff.get(to("preview", unsealed.round), wanted("candidate"))

    staff.post(to("order-document", unsealed.round), wanted("candidate"))

    assert Document.objects.get().candidate == unsealed.candidates[1]


@pytest.mark.parametrize("vacancy", ["*", "DINKES"])
def test_the_preview_of_the_report_shows_the_pages_of_its_vacancies(staff, unsealed, vacancy):
    asked = wanted("recommendation", vacancy=vacancy)

    html = staff.get(to("preview", unsealed.round), asked).content.decode()

    titles = [found.title for found in unsealed.vacancies]
    assert titles[0] in html
    assert (titles[1] in html) == (vacancy == "*")
    assert html.count("<html") == 1


def test_the_preview_of_a_dossier_says_what_will_be_in_it_and_why_the_rest_is_not(staff, unsealed):
    text = text_of(staff.get(to("preview", unsealed.round), wanted("dossier")))

    assert "Berita acara nomor 1 dibuat lebih dulu" in text
    assert "Berita acara pleno: Rapat pleno belum menetapkan hasil." in text


@pytest.mark.parametrize(
    "asked", [{}, {"kind": "recommendation"}, {"kind": "candidate", "candidate": "99"}]
)
def test_a_preview_of_nothing_leads_back(staff, unsealed, asked):
    response = staff.get(to("preview", unsealed.round), asked)

    assert (response.status_code, response.url) == (
        HTTPStatus.FOUND,
        to("documents", unsealed.round),
    )


@pytest.mark.parametrize("who", ["auditor", "authority", "member"])
def test_previews_and_orders_are_not_for_readers(client, unsealed, who):
    user = unsealed.members[0] if who == "member" else getattr(unsealed, who)
    client.force_login(user)

    answers = [
        client.get(to("preview", unsealed.round), wanted("receipts")),
        client.post(to("order-document", unsealed.round), wanted("receipts")),
    ]

    assert [answer.status_code for answer in answers] == [HTTPStatus.FORBIDDEN] * 2
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["documents", "preview"])
def test_a_sealed_round_shows_nothing(client, draft, name):
    draft.open()
    client.force_login(draft.staff)

    assert client.get(to(name, draft.round)).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("attendance", "Daftar hadir mengikuti jadwal."),
        ("receipts", "Belum ada lembar nilai yang ditandatangani"),
    ],
)
def test_an_order_of_nothing_says_why(client, draft, kind, words):
    round_ = factories.RoundFactory(agency=draft.round.agency, unsealed=True)
    client.force_login(draft.staff)
    asked = {"kind": kind, "paper": "f4", "day": "*"}

    response = client.post(to("order-document", round_), asked, follow=True)

    assert words in text_of(response) or any(words in message for message in told(response))
    assert not Document.objects.exists()


@pytest.mark.parametrize("kind", OFFERS)
def test_a_choice_that_does_not_exist_is_refused(staff, unsealed, kind):
    nothing = dict.fromkeys(ABOUT[kind], "<script>")

    response = staff.post(
        to("order-document", unsealed.round), {"kind": kind, "paper": "a3", **nothing}
    )

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert set(response.context["form"].errors) == {*ABOUT[kind], "paper"}
    assert not Document.objects.exists()


def test_documents_stand_under_their_kind(staff, unsealed):
    for kind in ("receipts", "recommendation", "recapitulation", "receipts"):
        DocumentFactory(round=unsealed.round, kind=kind)

    response = staff.get(to("documents", unsealed.round))

    groups = [(label, len(mine)) for label, mine in response.context["groups"]]
    assert groups == [
        ("Laporan rekomendasi", 1),
        ("Rekapitulasi nilai", 1),
        ("Tanda terima nilai", 2),
    ]


@pytest.mark.parametrize("kind", OFFERS)
def test_the_page_costs_the_same_for_any_kind(staff, unsealed, kind, django_assert_max_num_queries):
    DocumentFactory.create_batch(3, round=unsealed.round)

    with django_assert_max_num_queries(7):
        staff.get(to("documents", unsealed.round), {"jenis": kind})


MOST = {"dossier": 40, "decision": 32}


@pytest.mark.parametrize(("kind", "most"), [(kind, MOST.get(kind, 24)) for kind in OFFERS])
def test_a_preview_costs_few_queries(staff, unsealed, kind, most, django_assert_max_num_queries):
    with django_assert_max_num_queries(most):
        staff.get(to("preview", unsealed.round), wanted(kind))


def test_the_sheet_of_a_post_is_offered_for_that_post(staff, unsealed):
    asked = {"jenis": "decision", "jabatan": "DISHUB"}
    chosen = staff.get(to("documents", unsealed.round), asked).context["form"]["vacancy"].value()
    other = staff.get(to("documents", unsealed.round), asked | {"jabatan": "LAIN"})

    assert chosen == "DISHUB"
    assert other.status_code == 200 and " selected" not in other.text


def test_an_order_is_recorded_with_its_number(staff, unsealed):
    staff.post(to("order-document", unsealed.round), wanted("receipts"))

    event = Event.objects.get(verb="reports.document_ordered")
    assert json.loads(event.facts_json)["number"].startswith("001/TANDA-TERIMA/")
