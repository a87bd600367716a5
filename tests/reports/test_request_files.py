"""The ZIP of a request: what is in it, that its list is right, and that damage stops it."""

import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from decisions import actions
from decisions.approving import advance_approval
from decisions.happenings import Happening, Paper
from reports.models import Document
from selection.attachments import attach
from selection.models import Attachment
from tests import factories
from tests.decisions.chosen import determine, mayor
from tests.selection.pdfs import pdf, upload

pytestmark = pytest.mark.django_db


def document(small, kind, **about):
    made = factories.DocumentFactory(round=small.round, kind=kind, number=f"1/{kind}", **about)
    made.file.save(f"{made.public_id}.pdf", ContentFile(pdf()), save=False)
    Document.objects.filter(pk=made.pk).update(
        status="ready", sha256=hashlib.sha256(pdf()).hexdigest(), percent=100, file=made.file.name
    )
    return made


@pytest.fixture
def small(draft):
    evidence = attach(draft.round, Attachment.Kind.EVIDENCE, upload(), by=draft.staff)
    factories.EvidenceFactory(
        candidate=draft.candidates[1], code="health", document="Surat/sehat", file=evidence
    )
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    mayor(small)
    day = timezone.localdate() - timedelta(days=3)
    picks = [(small.vacancies[0], small.candidates[1])]
    small.choice = determine(small, picks, on=day)[0]
    happening = Happening(kind="prepared", on=day)
    advance_approval(small.choice, "BKN_PERTEK", happening, by=small.staff)
    letter = Paper(number="800/1301", dated=day, upload=upload(name="surat.pdf"))
    happening = Happening(kind="sent", on=day, paper=letter)
    advance_approval(small.choice, "BKN_PERTEK", happening, by=small.staff)
    document(small, "recommendation", vacancy=small.vacancies[0])
    document(small, "decision", vacancy=small.vacancies[1])
    document(small, "candidate", candidate=small.candidates[1])
    return small


def fetch(client, small, reader="staff"):
    client.force_login(getattr(small, reader))
    return client.get(reverse("reports:request-files", args=[small.round.code, "DINKES"]))


def test_everything_that_is_there_is_in_the_zip_and_the_list_is_right(client, small):
    answer = fetch(client, small)

    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    names = archive.namelist()
    day = timezone.localdate() - timedelta(days=3)
    assert names == [
        "00-daftar-isi.txt",
        "01-alasan-pilihan.txt",
        "02-laporan-rekomendasi-1-recommendation.pdf",
        "03-laporan-kandidat-1-candidate.pdf",
        "04-bukti-health-sehat.pdf",
        f"05-surat-keluar-{day}-BKN 800-1301.pdf",
        "SHA256SUMS",
    ]
    listed = archive.read("00-daftar-isi.txt").decode()
    for name in names[1:-1]:
        assert f"{hashlib.sha256(archive.read(name)).hexdigest()}  {name}" in listed
    assert "- Lembar keputusan" in listed
    assert "- Laporan rekomendasi" not in listed
    reason = archive.read("01-alasan-pilihan.txt").decode()
    assert "Paling siap untuk jabatan ini." in reason
    assert "- Pertimbangan teknis BKN: diperlukan: selalu, sebelum pelantikan" in reason
    assert Event.objects.filter(verb="reports.request_fetched").count() == 1


def test_a_damaged_file_stops_the_zip(client, small):
    letter = Attachment.objects.get(kind="letter")
    Path(letter.file.path).write_bytes(b"%PDF- lain")

    answer = fetch(client, small)

    assert answer.status_code == 302
    assert Event.objects.filter(verb="reports.request_fetched").count() == 0
    told = client.get(answer.url).text
    assert "hilang atau berbeda dari sidik jarinya" in told


def test_who_decides_and_who_chairs_do_not_fetch_it(client, small):
    assert fetch(client, small, "authority").status_code == 403
    assert fetch(client, small, "chair").status_code == 403


def test_letters_about_whom_was_chosen_before_are_not_in_the_request_of_another(client, small):
    picks = [(small.vacancies[0], small.candidates[2])]
    determine(small, picks, on=timezone.localdate(), reason="Ditolak BKN.")

    answer = fetch(client, small)

    names = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))).namelist()
    assert not [name for name in names if "surat" in name]
