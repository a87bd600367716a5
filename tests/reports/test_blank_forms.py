"""Blank score forms on paper."""

import re
from datetime import date, time

import pytest
import segno
from django.conf import settings
from django.urls import reverse

from reports.actions import CannotOrder, order_forms
from reports.blank_forms import NoForms, booklet_of, code_of, digits_of, make
from reports.issuing import produce
from reports.models import Document
from reports.verification_mark import MASK
from tests import factories
from tests.reports.reading import pages_of

pytestmark = pytest.mark.django_db
DAY = date(2025, 12, 3)


@pytest.fixture
def small(draft):
    return draft.open()


def ordered(small, day=None):
    return order_forms(small.round, day, paper="f4", by=small.staff)


def made(small, day=None):
    return make(ordered(small, day), lambda _percent, _step: None)


def test_every_sheet_is_one_page_with_its_code_and_no_name_of_a_candidate(small):
    rendered = made(small)

    pages = [" ".join(page.split()) for page in pages_of(rendered.content)]
    booklet = booklet_of(small.round, None)
    assert rendered.pages == len(booklet.forms) == len(pages) == 9
    for page, form in zip(pages, booklet.forms, strict=True):
        assert digits_of(form.sheet) in page
        assert form.sheet.candidate.label in page and form.sheet.seat.name in page
        assert "Kriteria W1" in page and "Kriteria W2" in page and "Tanda tangan" in page
        assert "Nama Rahasia" not in page


def test_members_come_one_after_the_other_in_the_order_of_time(small):
    for candidate, starts in ((2, 8), (0, 9), (1, 10)):
        factories.SlotFactory(
            candidate=small.candidates[candidate],
            instrument=small.interview,
            date=DAY,
            starts=time(starts),
            ends=time(starts, 30),
        )

    forms = booklet_of(small.round, DAY).forms

    assert [form.sheet.seat.number for form in forms] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert [form.sheet.candidate.number for form in forms[:3]] == [3, 1, 2]
    assert forms[0].hour == "Rabu, 3 Desember 2025 pukul 08.00"


def test_a_day_has_only_its_own_forms(small):
    factories.SlotFactory(candidate=small.candidates[0], instrument=small.interview, date=DAY)

    forms = booklet_of(small.round, DAY).forms

    assert {form.sheet.candidate for form in forms} == {small.candidates[0]}
    with pytest.raises(NoForms):
        booklet_of(small.round, date(2025, 12, 4))


def test_the_code_is_the_address_of_the_sheet_and_changes_with_it(small):
    sheet = booklet_of(small.round, None).forms[0].sheet
    code = code_of(sheet)

    path = reverse("reports:copy", args=[small.round.code, sheet.public_id])
    expected = segno.make(f"{settings.BASE_URL}{path}", error="m", micro=False, mask=MASK)
    dark = sum(sum(map(bool, row)) for row in expected.matrix)
    drawn = sum(int(width) for width in re.findall(r"h(\d+)", code.squares.path))
    assert (code.squares.side, drawn) == (len(expected.matrix), dark)
    other = booklet_of(small.round, None).forms[1]
    assert code.squares != other.code.squares and code.digits != other.code.digits


def test_the_same_order_gives_the_same_bytes(small):
    document = ordered(small)

    first, again = (make(document, lambda _percent, _step: None) for _ in range(2))

    assert first.content == again.content


def test_an_order_becomes_a_file_and_says_how_far_it_is(small):
    produce(ordered(small).pk)

    document = Document.objects.get()
    assert (document.status, document.kind, document.pages) == ("ready", "forms", 9)
    assert document.file_name.startswith("formulir-kertas-001-formulir-")
    assert document.traits == ["9 formulir"]


@pytest.mark.usefixtures("thawed")
def test_an_order_whose_sheets_are_gone_fails_in_words(small):
    factories.SlotFactory(candidate=small.candidates[0], instrument=small.interview, date=DAY)
    document = ordered(small, DAY)
    document.day = date(2025, 12, 4)
    document.save()

    produce(document.pk)

    assert "tidak ada formulirnya" in Document.objects.get().problem


def test_without_sheets_nothing_is_ordered(draft):
    with pytest.raises(CannotOrder, match="Formulir dibuat dari lembar nilai"):
        ordered(draft)
    draft.open()
    with pytest.raises(CannotOrder):
        ordered(draft, DAY)
    assert not Document.objects.exists()
