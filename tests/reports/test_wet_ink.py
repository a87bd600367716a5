"""Signed in ink: the scan is of the very file, somebody else checks it, and turns hold."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from reports.models import Document, Scan, Signatory
from reports.turns import CannotSign
from reports.wet_ink import accept, refuse, upload
from selection.attachments import BadFile
from selection.models import Attachment
from tests import factories
from tests.reports.plain_pdf import a_pdf
from tests.reports.signing_places import a_document, lines, wet
from tests.selection.test_photos import a_photo

pytestmark = pytest.mark.django_db


def a_scan(content=None):
    return SimpleUploadedFile("pindaian.pdf", content or a_pdf("Pindaian"), "application/pdf")


@pytest.fixture
def document(draft):
    return a_document(draft)


@pytest.fixture
def witnesses(draft, document):
    return lines(document, wet("Saksi Satu"), wet("Saksi Dua"), wet("Ketua", 2), by=draft.staff)


@pytest.fixture
def scan(draft, document, witnesses):
    return upload(document, a_scan(), by=draft.staff)


def signed(document):
    rows = document.signatories.in_force().exclude(signed_at=None)
    return sorted(rows.values_list("name", flat=True))


def test_upload_keeps_the_scan_with_the_hash_of_the_document(draft, document, scan):
    event = Event.objects.get(verb="reports.scan_uploaded")

    assert scan.document_sha256 == document.sha256
    assert scan.attachment.kind == "signed_scan"
    assert scan.attachment.sha256 in event.facts_json
    assert signed(document) == []


def test_upload_keeps_a_photo_as_a_page(draft, document, witnesses):
    scan = upload(document, SimpleUploadedFile("kertas.jpg", a_photo()), by=draft.staff)

    assert scan.attachment.name == "kertas.pdf"
    with scan.attachment.file.open("rb") as file:
        assert file.read().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("content", "name"), [(b"GIF89a", "pindaian.pdf"), (a_pdf()[:40], "pindaian.pdf")]
)
def test_upload_refuses_what_is_no_harmless_pdf(draft, document, witnesses, content, name):
    with pytest.raises(BadFile):
        upload(document, SimpleUploadedFile(name, content), by=draft.staff)

    assert Scan.objects.count() == 0
    assert Attachment.objects.filter(kind="signed_scan").count() == 0


def test_upload_refuses_the_document_itself(draft, document, witnesses):
    with document.file.open("rb") as file:
        content = file.read()

    with pytest.raises(CannotSign, match="dokumen itu sendiri"):
        upload(document, a_scan(content), by=draft.staff)

    assert not Scan.objects.filter(document=document).exists()
    assert not Attachment.objects.filter(round=draft.round).exists()


def test_upload_refuses_where_no_ink_is_waited_for(draft, document):
    with pytest.raises(CannotSign, match="Tidak ada tanda tangan basah"):
        upload(document, a_scan(), by=draft.staff)


def test_accept_signs_the_lines_that_the_paper_carries(draft, document, witnesses, scan):
    typed = f"{document.sha256[:4]} {document.sha256[4:8].upper()}"

    accept(scan, witnesses[:2], typed, by=draft.head)

    assert signed(document) == ["Saksi Dua", "Saksi Satu"]
    assert Signatory.objects.filter(scan=scan).count() == 2


def test_one_paper_may_carry_all_turns(draft, document, witnesses, scan):
    accept(scan, list(reversed(witnesses)), document.sha256[:8], by=draft.head)

    assert signed(document) == ["Ketua", "Saksi Dua", "Saksi Satu"]


@pytest.mark.parametrize(
    ("typed", "which", "words"),
    [
        ("00000000", slice(0, 1), "tidak sama dengan sidik jari"),
        ("", slice(0, 1), "tidak sama dengan sidik jari"),
        (None, slice(0, 0), "Pilih siapa"),
        (None, slice(2, 3), "Belum giliran"),
    ],
)
def test_accept_refuses_and_leaves_the_scan_unchecked(
    draft, document, witnesses, scan, typed, which, words
):
    typed = document.sha256[:8] if typed is None else typed

    with pytest.raises(CannotSign, match=words):
        accept(scan, witnesses[which], typed, by=draft.head)

    scan.refresh_from_db()
    assert scan.checked_at is None
    assert signed(document) == []


def test_nobody_checks_his_own_scan(draft, document, witnesses, scan):
    with pytest.raises(CannotSign, match="orang lain"):
        accept(scan, witnesses, document.sha256[:8], by=draft.staff)
    with pytest.raises(IntegrityError, match="checked by somebody else"), transaction.atomic():
        Scan.objects.filter(pk=scan.pk).update(checked_by=draft.staff, checked_at=timezone.now())

    assert signed(document) == []


def test_a_scan_is_checked_once(draft, document, witnesses, scan):
    refuse(scan, "Halaman terpotong", by=draft.head)

    with pytest.raises(CannotSign, match="sudah diperiksa"):
        accept(scan, witnesses, document.sha256[:8], by=draft.head)

    assert signed(document) == []


def test_a_refused_scan_signs_nothing_and_another_may_follow(draft, document, witnesses, scan):
    refuse(scan, "Halaman terpotong", by=draft.head)
    second = upload(document, a_scan(), by=draft.staff)

    accept(second, witnesses, document.sha256[:8], by=draft.head)

    scan.refresh_from_db()
    assert (scan.is_accepted, scan.refused_reason) == (False, "Halaman terpotong")
    assert signed(document) == ["Ketua", "Saksi Dua", "Saksi Satu"]


def test_the_database_takes_no_scan_of_another_file(document):
    with pytest.raises(IntegrityError, match="this very file"):
        factories.ScanFactory(document=document, document_sha256="f" * 64)


def test_the_database_takes_no_ink_without_an_accepted_scan(document, witnesses, scan):
    with pytest.raises(IntegrityError, match="nobody has accepted"), transaction.atomic():
        Signatory.objects.filter(pk=witnesses[0].pk).update(scan=scan, signed_at=timezone.now())


def test_a_revoked_document_takes_no_scan(draft, document, witnesses, scan):
    facts = {"revoked_at": timezone.now(), "revoked_by": draft.chair, "revoked_reason": "Salah"}
    Document.objects.filter(pk=document.pk).update(**facts)

    with pytest.raises(CannotSign, match="dicabut"):
        upload(document, a_scan(), by=draft.staff)
    with pytest.raises(CannotSign, match="dicabut"):
        accept(scan, witnesses, document.sha256[:8], by=draft.head)
