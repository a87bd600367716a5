"""Taking an import back: exactly, in one piece, and only while nothing was built on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actions import SYSTEM, record
from audit.models import Event
from audit.verification import broken_chains
from panels.models import Seat
from scoring.actions import open_scoring
from selection.models import Round
from tests.rounds import frozen
from tests.workbook.books import FIRST, archive_book, small_book
from tests.workbook.handing_in import hand_in, page, xlsx
from workbook import actions, undoing
from workbook.book import Fault
from workbook.exporting import book_of
from workbook.loading import load
from workbook.models import Snapshot, Upload

pytestmark = pytest.mark.django_db


def imported(client, book=None):
    """Handed in, checked and applied."""
    upload = hand_in(client, xlsx(book or small_book()))
    client.post(reverse("workbook:apply", args=[upload.public_id]))
    upload.refresh_from_db()
    assert upload.status == "applied"
    return upload


def changed_book():
    book = small_book(title="Judul baru")
    parts = ("candidates", "posts", "conflicts", "slots", "given_values")
    about_first = {
        name: tuple(row for row in getattr(book, name) if row.nip == FIRST) for name in parts
    }
    return replace(book, **about_first)


def undo(client, upload):
    address = reverse("workbook:undo", args=[upload.public_id])
    return client.post(address, follow=True)


def refused(client, upload, words):
    """The refusal says why, and nothing remains of the try."""
    before = book_of(Round.objects.get()), Event.objects.count()

    text = undo(client, upload).text

    upload.refresh_from_db()
    assert words in text
    assert (book_of(Round.objects.get()), Event.objects.count()) == before
    assert upload.undone_at is None


def test_a_changed_round_says_again_what_it_said_before(client, staff):
    imported(client)
    before = book_of(Round.objects.get())
    upload = imported(client, changed_book())
    assert book_of(Round.objects.get()) != before

    response = undo(client, upload)

    assert book_of(Round.objects.get()) == before
    upload.refresh_from_db()
    assert (upload.status, upload.undone_by) == ("undone", staff)
    assert "Impor dibatalkan. Putaran uji kembali seperti sebelumnya." in response.text
    assert "Isi putaran kembali seperti sebelum diterapkan" in response.text
    assert list(broken_chains()) == []


def test_a_round_that_the_import_made_is_withdrawn_and_nothing_is_deleted(client, staff):
    upload = imported(client)

    response = undo(client, upload)

    round_ = Round.objects.get()
    assert round_.withdrawn_at is not None
    assert not Round.objects.visible_to(staff).exists()
    assert Seat.objects.filter(round=round_).count() == 3
    assert Seat.objects.in_force().count() == 0
    assert client.get(reverse("reports:round", args=[round_.code])).status_code == 404
    assert reverse("reports:round", args=[round_.code]) not in response.text


def test_a_withdrawn_round_comes_back_with_the_next_import(client, staff):
    undo(client, imported(client))

    upload = imported(client, changed_book())

    assert upload.findings["is_new"]
    assert upload.findings["counts"]["new"] == upload.findings["total"]
    round_ = Round.objects.visible_to(staff).get()
    assert (round_.title, round_.candidates.in_force().count()) == ("Judul baru", 1)


def test_a_round_that_came_back_can_be_taken_back_again(client, staff):
    undo(client, imported(client))
    upload = imported(client)

    undo(client, upload)

    assert not Round.objects.visible_to(staff).exists()


def test_the_trail_of_the_round_and_of_the_agency_both_know(client, staff, agency):
    upload = imported(client)

    undo(client, upload)

    scopes = Event.objects.filter(verb="workbook.undone").order_by("pk").values_list("scope")
    assert list(scopes) == [("round:uji-2025",), (agency.scope,)]
    assert Event.objects.filter(verb="selection.round_withdrawn").get().actor_id == staff.pk


def test_taking_back_twice_does_it_once(client, staff):
    upload = imported(client)
    undo(client, upload)

    with pytest.raises(actions.NotUndoable, match="tidak sedang diterapkan"):
        actions.undo(upload, by=staff)


def test_what_was_never_applied_cannot_be_taken_back(client, staff):
    upload = hand_in(client, xlsx())

    with pytest.raises(actions.NotUndoable, match="tidak sedang diterapkan"):
        actions.undo(upload, by=staff)


def test_after_a_day_it_is_too_late(client, staff):
    upload = imported(client)
    yesterday = timezone.now() - timedelta(hours=24, minutes=1)
    Upload.objects.filter(pk=upload.pk).update(applied_at=yesterday)

    refused(client, upload, "dalam 24 jam sejak diterapkan")
    assert "Batalkan impor ini" not in page(client, upload).text


def test_an_import_without_a_change_has_nothing_to_take_back(client, staff):
    imported(client)

    refused(client, imported(client), "tidak mengubah apa pun")


def test_a_later_import_must_be_taken_back_first(client, staff):
    first = imported(client)
    imported(client, changed_book())

    refused(client, first, "Sesudah impor ini, berkas putaran.xlsx sudah diterapkan")


def test_work_on_the_round_since_then_stands_against_it(client, staff):
    upload = imported(client)
    round_ = Round.objects.get()
    record("selection.attachment_added", round_, by=staff, scope=round_.scope)

    refused(client, upload, "sudah dikerjakan lagi sesudah impor")
    assert staff.name in page(client, upload).text


def test_a_load_from_the_command_line_counts_as_work(client, staff):
    upload = imported(client)
    load(changed_book(), by=SYSTEM)

    refused(client, upload, "sudah dikerjakan lagi sesudah impor")


def test_reading_the_round_does_not_count_as_work(client, staff):
    upload = imported(client)
    round_ = Round.objects.get()
    record("reports.results_read", round_, by=staff, scope=round_.scope)

    undo(client, upload)

    assert not Round.objects.visible_to(staff).exists()


def test_work_that_is_recorded_at_the_very_last_moment_is_seen(client, staff, monkeypatch):
    upload = imported(client)
    round_ = Round.objects.get()

    def in_between(asked):
        reason = undoing.why_not(asked)
        record("selection.attachment_added", round_, by=SYSTEM, scope=round_.scope)
        return reason

    monkeypatch.setattr(actions, "why_not", in_between)

    with pytest.raises(actions.NotUndoable, match="sudah dikerjakan lagi"):
        actions.undo(upload, by=staff)


def test_a_frozen_round_stays(client, staff):
    upload = imported(client)
    round_ = Round.objects.get()
    open_scoring(frozen(round_), by=round_.seats.get(part="chair").user)

    refused(client, upload, "sudah dibekukan atau berupa arsip")


def test_an_archive_stays(client, staff):
    refused(client, imported(client, archive_book()), "sudah dibekukan atau berupa arsip")


@pytest.mark.parametrize("damage", ["content", "order", "faults"])
def test_a_state_that_cannot_be_had_back_exactly_is_refused(client, staff, damage):
    imported(client)
    upload = imported(client, changed_book())
    kept = upload.snapshots.get(kind=Snapshot.Kind.BEFORE)
    book = small_book()
    first, second = book.candidates
    if damage == "content":
        Snapshot.objects.filter(pk=kept.pk).update(content=kept.content[:-1])
    elif damage == "order":
        turned = replace(first, nominations=first.nominations[::-1])
        actions.keep(upload, Snapshot.Kind.BEFORE, replace(book, candidates=(turned, second)))
    else:
        actions.keep(upload, Snapshot.Kind.BEFORE, replace(book, faults=(Fault("A", "A1", "x"),)))

    refused(client, upload, "tidak dapat dikembalikan dengan tepat")


def test_the_page_offers_it_with_what_it_means(client, staff):
    upload = imported(client)

    text = page(client, upload).text

    assert "Batalkan impor ini" in text
    assert "selama putaran belum dikerjakan lagi" in text
