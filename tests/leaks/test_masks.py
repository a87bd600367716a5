"""Only links of the chains are covered: anything else that differs would be a leak."""

import hashlib
import json

import pytest

from tests.leaks.dice import counters, same_chance, turn_back
from tests.leaks.masks import links, masked, remains, text_of
from tests.leaks.offers import Offers, links_of, posts_of, searches_of
from tests.leaks.worlds import MOMENTS, OUTSIDERS, base_of, world
from tests.selection.pdfs import pdf

LINK = hashlib.sha256(b"mata rantai").hexdigest()
OTHER = hashlib.sha256(b"nilai 88").hexdigest()
COVERED = b"<mata rantai>"


@pytest.mark.parametrize(
    "shown",
    [
        LINK,
        LINK.upper(),
        LINK[:12],
        " ".join(LINK[n : n + 4] for n in range(0, 64, 4)),
        "\u00a0".join(LINK[n : n + 8] for n in range(0, 32, 8)),
        "-".join(LINK[n : n + 4] for n in range(0, 16, 4)),
    ],
)
def test_a_link_is_covered_however_it_is_written(shown):
    assert masked(f"akar {shown}.".encode(), {LINK}) == b"akar " + COVERED + b"."


@pytest.mark.parametrize("shown", [OTHER, OTHER[:12], LINK[:7], LINK[1:], "88", "2098-12-03"])
def test_what_is_no_link_stays(shown):
    assert masked(shown.encode(), {LINK}) == shown.encode()


def test_a_pdf_is_compared_by_what_it_says():
    assert text_of(pdf(trailer=b"/ID [<01> <01>]")) == text_of(pdf(trailer=b"/ID [<02> <02>]"))
    assert text_of(b"hasil.csv") == b"hasil.csv"


@pytest.fixture
def base(db):
    with same_chance() as dice:
        yield base_of(MOMENTS[0], dice)


def test_both_worlds_are_the_same_but_for_what_is_sealed(base):
    sealed, rest, known = {}, {}, set()
    for name in "AB":
        with world(name, base, OUTSIDERS) as scribe:
            sheets = [sheet.__class__.objects.get(pk=sheet.pk) for sheet in scribe.sheets()]
            sealed[name] = [(s.candidate_id, json.dumps(s.entries), s.saved_at) for s in sheets]
            rest[name] = [(s.pk, s.public_id, s.version, s.receipt) for s in sheets]
            known |= links()
            rest[name].append({t: masked(rows, known) for t, rows in remains().items()})

    assert rest["A"] == rest["B"]
    assert not set(sealed["A"]) & set(sealed["B"])
    assert {at for *_, at in sealed["A"]} == {at for *_, at in sealed["B"]}
    assert known


def test_the_other_world_begins_with_the_same_numbers(base):
    before = counters()
    with world("A", base, OUTSIDERS):
        assert counters() != before

    assert counters() == before
    turn_back(before)
    assert counters() == before


PAGE = """
<a href="?urut=nama#daftar">Urutkan</a> <a href="/static/x.css">x</a>
<a href="https://contoh.example/">luar</a> <div hx-get="/seleksi/a/perubahan/"></div>
<form action="/talenta/" method="get">
  <input type="search" name="q"> <select name="kotak"><option value="1"><option value="9"></select>
</form>
<form method="post">
  <input type="hidden" name="csrfmiddlewaretoken" value="x">
  <input type="hidden" name="base_version" value="3">
  <input type="radio" name="n1" value="70"> <input name="n2" inputmode="numeric" value="">
  <textarea name="c1"></textarea>
  <button name="next" value="review">Tinjau</button>
</form>
"""


def test_a_page_offers_its_links_searches_and_forms():
    offers = Offers("/penilaian/", PAGE)

    assert list(links_of(offers)) == [
        ("/penilaian/", (("urut", "nama"),)),
        ("/seleksi/a/perubahan/", ()),
    ]
    asked = [dict(query) for path, query in searches_of(offers) if path == "/talenta/"]
    assert {query["kotak"] for query in asked} == {"1", "9"}
    assert "88" in {query["q"] for query in asked}
    sent, stale = [dict(fields) for _, fields in posts_of(offers)]
    assert sent == {
        "base_version": "3",
        "n1": "70",
        "n2": "88",
        "c1": "Isian uji coba",
        "next": "review",
    }
    assert stale["base_version"] == "0"
