from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from audit.turns import Turn
from selection.models import Round
from tests import factories
from tests.rounds import frozen
from tests.workbook.books import small_book
from tests.workbook.handing_in import hand_in, page, xlsx
from workbook import actions, inspection, tasks
from workbook.models import Upload
from workbook.reading import read

pytestmark = pytest.mark.django_db


def test_upload_is_kept_with_its_hash_and_sent_to_the_worker_after_commit(
    client, staff, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(tasks.check, "delay", sent.append)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("workbook:receive"), {"file": xlsx()})

    upload = Upload.objects.get()
    assert response.url == reverse("workbook:upload", args=[upload.public_id])
    assert sent == [upload.pk]
    assert (upload.status, len(upload.sha256), upload.uploaded_by) == ("received", 64, staff)
    assert Round.objects.count() == 0


def test_an_upload_stands_when_the_broker_does_not(
    client, staff, django_capture_on_commit_callbacks, monkeypatch
):
    def broken(_):
        raise OperationalError

    monkeypatch.setattr(tasks.check, "delay", broken)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("workbook:receive"), {"file": xlsx()})

    assert response.status_code == 302
    assert Upload.objects.get().status == "received"


def test_the_scheduler_sends_a_forgotten_upload_again(agency, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.check, "delay", sent.append)
    old = timezone.now() - timezone.timedelta(minutes=1)
    forgotten = factories.UploadFactory(agency=agency, sent_at=old)
    factories.UploadFactory(agency=agency, sent_at=timezone.now())
    factories.UploadFactory(agency=agency, sent_at=old, status="cancelled")

    tasks.resume()
    tasks.resume()

    assert sent == [forgotten.pk]


def test_the_page_waits_polls_and_then_shows_what_was_found(client, staff):
    client.post(reverse("workbook:receive"), {"file": xlsx()})
    upload = Upload.objects.get()

    waiting = page(client, upload)
    tasks.check(upload.pk)
    fragment = page(client, upload, hx_request="true")

    assert 'hx-trigger="every 1s"' in waiting.text
    assert fragment.text.strip().startswith('<div id="keadaan"')
    assert "hx-trigger" not in fragment.text
    assert "Putaran baru siap diterapkan" in fragment.text
    assert "Belum ada yang disimpan." in fragment.text


def test_apply_loads_the_round_and_says_when_and_by_whom(client, staff):
    upload = hand_in(client, xlsx())

    response = client.post(reverse("workbook:apply", args=[upload.public_id]), follow=True)

    assert Round.objects.get().code == "uji-2025"
    assert f"WIB, {staff.name})" in response.text
    upload.refresh_from_db()
    assert (upload.status, upload.applied_by) == ("applied", staff)
    assert "Diterapkan" in page(client, upload).text


def test_applying_twice_is_refused_and_changes_nothing(client, staff):
    upload = hand_in(client, xlsx())
    client.post(reverse("workbook:apply", args=[upload.public_id]))

    response = client.post(reverse("workbook:apply", args=[upload.public_id]), follow=True)

    assert "belum dapat diterapkan" in response.text
    assert Round.objects.count() == 1


def test_the_same_file_again_says_that_nothing_changed(client, staff):
    for _ in range(2):
        upload = hand_in(client, xlsx())
        response = client.post(reverse("workbook:apply", args=[upload.public_id]), follow=True)

    assert "Tidak ada yang berubah: isi sama" in response.text


def test_a_corrected_file_shows_old_and_new_values(client, staff):
    upload = hand_in(client, xlsx())
    client.post(reverse("workbook:apply", args=[upload.public_id]))
    book = small_book()
    corrected = replace(
        book, candidates=(replace(book.candidates[0], grade="IV/b"), book.candidates[1])
    )

    text = page(client, hand_in(client, xlsx(corrected))).text

    assert "Berubah: Pangkat IV/a → IV/b" in text
    assert "Perubahan siap diterapkan" in text


def test_a_faulty_file_names_every_cell_and_cannot_be_applied(client, staff):
    book = small_book()
    faulty = replace(
        book, indicators=(replace(book.indicators[0], weight=Decimal(40)), book.indicators[1])
    )
    upload = hand_in(client, xlsx(faulty))

    text = page(client, upload).text
    refused = client.post(reverse("workbook:apply", args=[upload.public_id]), follow=True)

    assert "masalah harus diperbaiki dahulu" in text
    assert "Terapkan" not in text
    assert "belum dapat diterapkan" in refused.text
    assert Round.objects.count() == 0


def test_a_file_that_is_no_workbook_is_refused_in_words(client, staff):
    upload = hand_in(client, SimpleUploadedFile("daftar.xlsx", b"nama;nip\n"))

    text = page(client, upload).text

    assert upload.status == "refused"
    assert "Berkas ini bukan .xlsx" in text
    assert "Tidak ada yang disimpan" in text


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("a.xlsx", b""), "Berkas ini kosong"),
        (SimpleUploadedFile("a.xlsx", b"x" * (5 * 1024 * 1024 + 1)), "Berkas melebihi 5 MB"),
        ("", "Pilih berkas .xlsx"),
    ],
    ids=["empty", "too large", "none"],
)
def test_the_form_says_what_is_wrong_with_the_choice(client, staff, file, message):
    response = client.post(reverse("workbook:receive"), {"file": file})

    assert response.status_code == 422
    assert message in response.text
    assert Upload.objects.count() == 0


def test_another_agencys_workbook_is_refused(client, staff):
    upload = hand_in(client, xlsx(small_book(agency="Pemerintah Kota Lain")))

    assert "Instansi harus Pemerintah Kota Tirtakencana" in page(client, upload).text


def test_a_round_that_changed_since_the_check_is_not_overwritten(client, staff):
    first, second = hand_in(client, xlsx()), hand_in(client, xlsx(small_book(title="Lain")))
    client.post(reverse("workbook:apply", args=[first.public_id]))
    round_ = Round.objects.get()
    frozen(round_)

    response = client.post(reverse("workbook:apply", args=[second.public_id]), follow=True)

    assert "Putaran berubah sejak berkas diperiksa" in response.text
    assert Round.objects.get().title == "Putaran uji"


def test_cancel_sets_the_upload_aside(client, staff):
    upload = hand_in(client, xlsx())

    done = client.post(reverse("workbook:cancel", args=[upload.public_id]), follow=True)
    again = client.post(reverse("workbook:cancel", args=[upload.public_id]), follow=True)

    assert "Impor dibatalkan" in done.text
    assert "tidak dapat dibatalkan" in again.text
    assert "Impor ini dibatalkan" in page(client, upload).text


def test_a_check_delivered_twice_finds_nothing_to_do(client, staff):
    upload = hand_in(client, xlsx())
    found = upload.findings

    inspection.check(upload.pk)

    upload.refresh_from_db()
    assert (upload.attempts, upload.findings) == (1, found)


def test_a_check_that_never_ends_well_gives_up_in_words(agency):
    upload = factories.UploadFactory(agency=agency, attempts=inspection.TRIES)

    inspection.check(upload.pk)

    upload.refresh_from_db()
    assert (upload.status, upload.problem) == ("refused", inspection.GAVE_UP)


@pytest.fixture
def other_worker(settings):
    """A second connection, as another worker would have it."""
    other = connection.copy()
    yield other.cursor()
    other.close()


def test_an_upload_in_other_hands_is_left_alone(agency, other_worker):
    upload = factories.UploadFactory(agency=agency)
    other_worker.execute("SELECT pg_advisory_lock(%s, %s)", [Turn.UPLOAD, upload.pk])

    inspection.check(upload.pk)

    assert inspection.waiting() == []
    upload.refresh_from_db()
    assert upload.attempts == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_uploads(
    client, staff, agency, rows, django_assert_num_queries
):
    factories.UploadFactory.create_batch(rows, agency=agency)

    # session, user, memberships, uploads, frame: memberships and seats
    with django_assert_num_queries(5):
        response = client.get(reverse("workbook:uploads"))

    assert len(response.context["uploads"]) == rows


def test_the_template_and_the_export_are_workbooks(client, staff, draft, agency):
    template = client.get(reverse("workbook:template"))
    Round.objects.filter(pk=draft.round.pk).update(agency=agency)
    export = client.get(reverse("workbook:export", args=[draft.round.code]))

    assert template.content[:2] == b"PK"
    assert export["Content-Disposition"] == f'attachment; filename="{draft.round.code}.xlsx"'
    assert read(export.content).round.code == draft.round.code


def test_the_chair_exports_scores_and_the_reading_is_recorded(client, draft):
    from audit.models import Event

    small = draft.play()
    client.force_login(small.chair)

    response = client.get(reverse("workbook:export-scores", args=[small.round.code]))

    assert len(read(response.content).scores) == 18
    assert Event.objects.filter(verb="workbook.scores_exported").count() == 1


def test_receive_belongs_to_the_agency_of_the_staff_member(staff, agency):
    upload = actions.receive(xlsx(), agency, by=staff)

    assert upload.agency == agency
