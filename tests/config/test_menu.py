import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def current(response):
    """(kind, label) of the menu's active places."""
    return re.findall(r'aria-current="(page|true)">([^<]+)</a></li>', response.text)


def test_the_menu_says_where_the_reader_is(client, draft):
    client.force_login(draft.staff)

    assert current(client.get(reverse("reports:home"))) == [("page", "Beranda")]
    assert current(client.get(reverse("workbook:uploads"))) == [("page", "Buku kerja")]


def test_the_menu_says_to_which_place_a_page_belongs(client, draft):
    draft.play()
    client.force_login(draft.staff)

    page = client.get(reverse("reports:ranking", args=[draft.round.code, "DINKES"]))

    assert current(page) == [("true", "Beranda"), ("true", "Peringkat")]


@pytest.mark.parametrize(
    ("page", "more"),
    [
        ("reports:candidate", [1]),
        ("reports:relatedness", ["DINKES"]),
        ("reports:exceptions", []),
        ("reports:requirement-rules", []),
        ("reports:requirement-matrix", ["DINKES"]),
    ],
)
def test_whatever_is_about_requirements_belongs_to_their_place(client, draft, page, more):
    client.force_login(draft.staff)

    shown = client.get(reverse(page, args=[draft.round.code, *more]))

    assert current(shown) == [("true", "Beranda"), ("true", "Syarat")]


def test_the_menu_says_nothing_on_a_page_that_belongs_to_no_place(client, draft):
    client.force_login(draft.staff)

    assert current(client.get(reverse("mfa_index"))) == []
    assert current(client.get("/tidak-ada/")) == []


def test_the_parts_of_a_round_are_listed_on_its_pages_as_far_as_one_may_read_them(client, draft):
    client.force_login(draft.staff)
    page = client.get(reverse("panels:panel", args=[draft.round.code]))

    parts = page.text.split('aria-label="Bagian putaran"')[1].split("</nav>")[0]
    assert re.findall(r">([^<]+)</a>", parts) == [
        "Ringkasan",
        "Kotak talenta",
        "Syarat",
        "Panitia",
        "Makalah gagasan",
        "Jadwal",
        "Surel",
        "Aturan",
        "Kemajuan",
        "Kehadiran",
        "Segel",
        "Masukan",
    ]
    assert current(page) == [("true", "Beranda"), ("page", "Panitia")]
    assert "Bagian putaran" not in client.get(reverse("reports:home")).text
