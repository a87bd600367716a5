"""The minutes of a day on paper."""

from datetime import UTC, date, datetime

import pytest

from accounts.wording import number_in_words
from reports.actions import CannotOrder, order_minutes
from reports.issuing import produce
from reports.minutes import PAPER_ONLY, make, minutes_of
from reports.models import Document
from reports.pdf import CannotRender
from scoring.models import Closing
from scoring.unsealing import request_unsealing
from tests.reports.reading import pages_of
from tests.rounds import fill
from workbook.sample_sealing import close_days

pytestmark = pytest.mark.django_db
AT = datetime(2025, 12, 3, 9, tzinfo=UTC)


def made(closing, number="1"):
    ordered = Document(closing=closing, paper="f4", number=number, ordered_at=AT, code="c" * 22)
    return make(ordered, lambda _percent, _step: None)


@pytest.fixture
def closing(draft):
    draft.open()
    fill(draft.sheet(), lambda *_: 87)
    close_days(draft.round, excused="Sakit <b>keras</b>")
    return Closing.objects.select_related("round__agency", "closed_by").get()


def test_the_minutes_say_codes_and_root(closing):
    rendered = made(closing, "001/BA/X/2025")

    text = " ".join(pages_of(rendered.content))

    assert closing.root_groups[0] in text and closing.root_groups[15] in text
    assert closing.sheets.get(state="signed").receipt in text
    assert "Sakit <b>keras</b>" in text
    assert "Nomor 001/BA/X/2025" in text


def test_the_same_minutes_give_the_same_bytes(closing):
    first, again = (made(closing) for _ in range(2))

    assert first.content == again.content


def test_counts_add_up(closing):
    minutes = minutes_of(closing)

    assert (minutes.total, minutes.counts["signed"], minutes.counts["excused"]) == (9, 1, 8)
    assert sum(member.signed for member in minutes.members) == 1
    assert minutes.confirmed == 3


def test_an_order_becomes_a_file(closing):
    ordered = order_minutes(closing, paper="f4", by=closing.closed_by)
    produce(ordered.pk)

    made = Document.objects.get()
    assert (made.status, made.kind, made.closing) == ("ready", "minutes", closing)
    assert made.number.startswith("001/BA/")
    assert made.traits == ["9 lembar nilai", "3 penilai"]
    assert made.file_name.startswith("berita-acara-001-ba-")


def test_nothing_is_printed_while_the_root_is_the_witness_s(closing):
    request_unsealing(closing.round, by=closing.closed_by)

    with pytest.raises(CannotOrder, match="Selama pembukaan segel menunggu saksi"):
        order_minutes(closing, paper="f4", by=closing.closed_by)
    with pytest.raises(CannotRender) as refusal:
        made(closing)

    assert str(refusal.value) == PAPER_ONLY
    assert not Document.objects.exists()


def test_what_was_ordered_before_the_request_fails_with_the_reason(closing):
    ordered = order_minutes(closing, paper="f4", by=closing.closed_by)
    request_unsealing(closing.round, by=closing.closed_by)

    produce(ordered.pk)

    assert Document.objects.get().problem == PAPER_ONLY


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (3, "tiga"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (20, "dua puluh"),
        (31, "tiga puluh satu"),
        (100, "seratus"),
        (125, "seratus dua puluh lima"),
        (340, "tiga ratus empat puluh"),
        (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2025, "dua ribu dua puluh lima"),
        (100_000, "seratus ribu"),
    ],
)
def test_numbers_are_written_out(number, words):
    assert number_in_words(number) == words


def test_the_first_sentence_has_the_date_in_words(closing):
    closing.day = date(2025, 12, 3)

    assert minutes_of(closing).opening == (
        "Pada hari ini, Rabu tanggal tiga bulan Desember tahun dua ribu dua puluh lima (03-12-2025)"
    )
