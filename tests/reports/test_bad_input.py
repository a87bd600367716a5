"""Documents of what nobody expects: names of every alphabet, nobody ranked, far too many."""

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from candidates.models import Candidate
from reports.recommendation import Order, build, make
from scoring.models import GivenValue
from selection.models import Instrument, Round
from tests import factories
from tests.reports.reading import html_of, pages_of, text_of
from tests.reports.tables import table_under
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(datetime(2025, 12, 5, 10, 42))
LONG = " ".join(f"Nama{number:02}" for number in range(28))  # 195 letters
TORN = "N" * 200
NAMES = {
    "right to left": ("محمد علي", None),
    "combining": ("Ra̷de̷n Ñguyễn", None),
    "emoji": ("Budi \U0001f468", r"Budi (\U0001f468|\[U\+1F468\])"),
    "no font": ("Siti \U000f0001", r"Siti \[U\+F0001\]"),
    "turned round": ("Joko\u202egnaro", r"Joko\[U\+202E\]gnaro"),
    "markup": ("<script>alert(1)</script>", None),
    "formula": ("=cmd|' /C calc'!A0", None),
    "template": ("{{ 7|add:7 }} {0.__class__}", None),
    "long": (LONG, None),
    "torn": (TORN, None),
}


def as_given(small):
    """Without a panel: everybody has a value for both instruments, and the round is open to see."""
    Instrument.objects.filter(pk=small.interview.pk).update(source="data")
    GivenValue.objects.bulk_create(
        factories.GivenValueFactory.build(
            candidate=candidate, instrument=small.interview, value=Decimal(80)
        )
        for candidate in small.candidates
    )
    return opened(small)


def opened(small):
    small.freeze()
    Round.objects.filter(pk=small.round.pk).update(phase="unsealed", unsealed_at=AT)
    return Round.objects.select_related("agency").get(pk=small.round.pk)


def order(round_, vacancy=None):
    return Order(round=round_, vacancy=vacancy, paper="a4", number="007/X", at=AT)


def report(round_, vacancy=None):
    return make(order(round_, vacancy))


def squeezed(text):
    """Without white space: where a line breaks is the engine's business."""
    return re.sub(r"\s", "", text)


def is_inside(content):
    """Whether every word begins on its page, right of the left margin and left of the right one."""
    found = []

    def look(text, _cm, matrix, _font, size):
        if text.strip():
            found.append(matrix[4])

    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(visitor_text=look)
    return min(found) >= 0 and max(found) <= 297 * 72 / 25.4


@pytest.fixture(scope="module")
def strangers(stage):
    """The report on a round in which everybody has another strange name."""
    small = make_round(factories.AgencyFactory(), candidates=len(NAMES))
    for candidate, (name, _) in zip(small.candidates, NAMES.values(), strict=True):
        titles = {"front_title": "Prof. Dr. Ir. H.", "back_title": "S.E., M.M., Ph.D., CPA."}
        Candidate.objects.filter(pk=candidate.pk).update(name=name, **titles)
    return report(as_given(small)).content


def test_every_name_is_readable_and_nothing_of_it_is_cut(strangers):
    text = squeezed(text_of(strangers))
    for name, printed in NAMES.values():
        if not name.isascii() and printed is None:
            continue  # the order and marks of these scripts are the reader's business
        assert re.search(squeezed(printed) if printed else re.escape(squeezed(name)), text), name
    assert is_inside(strangers)


def test_scripts_of_other_directions_and_marks_reach_the_paper(strangers):
    text = text_of(strangers)

    assert set("محمدعلي") <= set(text)
    assert {"ñ", "Ñ"} & set(text) or "n\u0303" in text


def test_a_post_of_two_hundred_letters_is_printed_whole(draft):
    draft.round.vacancies.filter(code="DINKES").update(title=LONG)

    made = report(as_given(draft))

    assert squeezed(text_of(made.content)).count(squeezed(LONG)) >= 2
    assert is_inside(made.content)


def test_sixty_criteria_are_all_named(draft):
    for number in range(60):
        factories.IndicatorFactory(
            instrument=draft.talent, code=f"K{number:02}", title=f"Ukuran ke-{number:02}", weight=1
        )

    text = text_of(report(as_given(draft)).content)

    assert [n for n in range(60) if f"Ukuran ke-{n:02} 1%" not in text] == []


def test_one_candidate_is_a_report_too(agency):
    small = make_round(agency, candidates=1)

    text = text_of(report(as_given(small), small.vacancies[1]).content)

    assert "1 kandidat" in text
    assert "Diusulkan" in text


def test_nobody_ranked_is_said_of_each_with_the_reason(draft):
    text = text_of(report(opened(draft)).content)

    assert "Dari 4 pencalonan, 0 memperoleh peringkat dan 4 tidak." in text
    assert text.count("Tanpa peringkat.") == 4


def test_a_crowd_put_forward_leaves_no_row_without_its_cells(agency):
    small = make_round(agency, candidates=12, names_put_forward=12)
    round_ = as_given(small)

    rows = table_under(html_of(build(order(round_))), "Nama yang diusulkan")

    assert {len(row) for row in rows[2:13]} == {len(rows[0])}
    assert [row[:2] for row in rows[2:13]] == [["", ""]] * 11


@pytest.mark.long
def test_two_hundred_candidates_take_their_pages_with_the_head_on_each(agency):
    small = make_round(agency, candidates=200)

    made = report(as_given(small), small.vacancies[0])

    pages = [text for text in pages_of(made.content) if "Per. Kandidat" in text]
    assert len(pages) > 4
    assert "Peringkat kandidat" in pages[0]
    ranks = re.findall(r"Kandidat (\d+) ·", text_of(made.content))
    assert sorted(map(int, ranks)) == list(range(1, 201))
    assert is_inside(made.content)
