"""The dossier: whatever is ready, untouched, in one file that says what is in it and what not."""

import hashlib
import zipfile
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader

from reports import builders, completing, dossier, gathering, issuing, pdf
from reports.completing import complete
from reports.electronic import sign
from reports.models import Document
from reports.pdf import CannotRender
from reports.signing import Secret
from scoring.models import Result
from tests.factories import DocumentFactory
from tests.reports.reading import pages_of, text_of
from tests.reports.signing_places import PHRASE, Certified, electronic, lines

pytestmark = pytest.mark.django_db
LATER = timezone.make_aware(datetime(2031, 1, 2, 3, 4, 6))


def quietly(_percent, _step):
    pass


@cache
def page(words):
    """A document of two pages."""
    html = f'<h1>{words}</h1><p style="break-before: page">Habis.</p>'
    about = pdf.About(words, "", "", timezone.make_aware(datetime(2025, 12, 5, 10, 42)))
    return pdf.render(f'<html lang="id"><body>{html}</body></html>', paper="a4", about=about)


def ready(small, **fields):
    """A document of the round that is there."""
    row = DocumentFactory(
        round=small.round, ordered_by=small.staff, **{"kind": "recommendation", **fields}
    )
    made = page(row.number)
    path = Path(default_storage.path(f"documents/{row.public_id}.pdf"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.content)
    row.file.name, row.sha256 = (
        f"documents/{path.name}",
        hashlib.sha256(made.content).hexdigest(),
    )
    row.status, row.percent, row.pages = "ready", 100, made.pages
    row.finished_at = row.ordered_at
    row.save()
    return row


def ordered(small, **fields):
    row = {"number": "001/BERKAS/X", "ordered_at": LATER, "paper": "f4", "ordered_by": small.staff}
    row["code"] = "7xQm2KtY0aBcDeFgHiJkLm"
    return Document(round=small.round, kind=Document.Kind.DOSSIER, **{**row, **fields})


def unpacked(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_pages_of_every_document_follow_the_list_and_its_bookmarks_lead_there(unsealed):
    whole, one = ready(unsealed), ready(unsealed, vacancy=unsealed.vacancies[0])

    made = dossier.make(ordered(unsealed), quietly)

    cover, *rest = pages_of(made.content)
    assert made.pages == 1 + whole.pages + one.pages
    assert rest == [
        text for found in (whole, one) for text in pages_of(Path(found.file.path).read_bytes())
    ]
    assert f"1 Laporan rekomendasi {whole.sha256} {whole.number} {whole.pages} 2" in cover
    assert f"{one.number} {one.pages} {2 + whole.pages}" in cover
    reader = PdfReader(BytesIO(made.content))
    titles = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [(entry.title, reader.get_destination_page_number(entry)) for entry in titles] == [
        ("Berkas Lengkap Seleksi", 0),
        ("Laporan rekomendasi", 1),
        ("Laporan rekomendasi · Kepala Dinas Kesehatan", 1 + whole.pages),
    ]


def test_what_is_not_there_is_listed_as_missing(unsealed):
    text = text_of(dossier.make(ordered(unsealed), quietly).content)

    assert "Belum ada dokumen yang siap." in text
    missing = text.split("Belum ada di berkas ini ")[1]
    assert "Berita acara nomor 1: Belum dibuat." in missing
    assert "Berita acara pleno: Rapat pleno belum menetapkan hasil." in missing
    assert missing.index("Rekapitulasi nilai") < missing.index("Laporan rekomendasi")


def test_the_data_ride_along_once(unsealed):
    ready(unsealed)

    made = dossier.make(ordered(unsealed), quietly)

    attached = PdfReader(BytesIO(made.content)).attachments
    assert sorted(attached) == [
        "nilai-lembar.json",
        "peringkat.json",
        "peringkat.xlsx",
        "rekapitulasi.xlsx",
    ]


@pytest.mark.usefixtures("thawed")
def test_only_the_latest_that_was_ready_and_in_force_at_the_order_counts(unsealed):
    first, second = ready(unsealed), ready(unsealed)
    revoked = ready(unsealed, vacancy=unsealed.vacancies[0])
    Document.objects.filter(pk=revoked.pk).update(
        revoked_by=unsealed.staff, revoked_at=LATER - timedelta(days=1), revoked_reason="Salah"
    )
    late = ready(unsealed, vacancy=unsealed.vacancies[1])
    Document.objects.filter(pk=late.pk).update(ordered_at=LATER + timedelta(seconds=1))

    found = gathering.documents_of(ordered(unsealed))

    assert found == [second]
    assert first not in found


def test_the_same_order_gives_the_same_bytes(unsealed):
    ready(unsealed)

    for form in Document.Format.values:
        first, again = (dossier.make(ordered(unsealed, format=form), quietly) for _ in range(2))
        assert first == again


def test_a_zip_holds_the_files_byte_for_byte_with_sums_that_agree(unsealed):
    whole = ready(unsealed)

    made = dossier.make(ordered(unsealed, format="zip"), quietly)

    files = unpacked(made.content)
    name = f"01-{whole.file_name}"
    assert list(files) == [
        "00-daftar-isi.pdf",
        name,
        "peringkat.json",
        "nilai-lembar.json",
        "rekapitulasi.xlsx",
        "peringkat.xlsx",
        "SHA256SUMS",
    ]
    assert hashlib.sha256(files[name]).hexdigest() == whole.sha256
    lines = files.pop("SHA256SUMS").decode().splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    assert sums == {n: hashlib.sha256(content).hexdigest() for n, content in files.items()}
    assert made.pages == 1 + whole.pages


def test_a_zip_holds_the_signatures_that_there_were_when_it_was_ordered(
    unsealed, settings, tmp_path
):
    settings.SIGNING, settings.SIGNING_FOLDER = "local", tmp_path
    Certified(tmp_path).give(unsealed.chair)
    whole = ready(unsealed)
    [line] = lines(whole, electronic(unsealed.chair), by=unsealed.staff)
    before = timezone.now()
    signature = sign(line, Secret(PHRASE), by=unsealed.chair)

    now, earlier = (
        unpacked(dossier.make(ordered(unsealed, format="zip", ordered_at=at), quietly).content)
        for at in (LATER, before)
    )
    joined = text_of(dossier.make(ordered(unsealed), quietly).content)

    name = f"01-{whole.file_name}"
    assert hashlib.sha256(now[name]).hexdigest() == signature.sha256
    assert signature.sha256 in text_of(now["00-daftar-isi.pdf"])
    assert hashlib.sha256(earlier[name]).hexdigest() == whole.sha256
    assert whole.sha256 in joined
    assert signature.sha256 not in joined


def test_a_file_that_was_changed_stops_the_dossier(unsealed):
    whole = ready(unsealed)
    Path(whole.file.path).write_bytes(b"%PDF-1.7 another")

    with pytest.raises(CannotRender, match=whole.number):
        dossier.make(ordered(unsealed), quietly)


def test_a_list_longer_than_a_page_still_tells_the_right_pages(unsealed):
    whole = ready(unsealed)
    for number in range(60):
        DocumentFactory(
            round=unsealed.round,
            kind="attendance",
            day=datetime(2025, 1, 1) + timedelta(days=number),
            number=f"{number:03}/HADIR",
            status="ready",
            percent=100,
            pages=whole.pages,
            finished_at=LATER,
            file=whole.file.name,
            sha256=whole.sha256,
        )

    made = dossier.make(ordered(unsealed), quietly)

    reader = PdfReader(BytesIO(made.content))
    first = reader.get_destination_page_number(reader.outline[2])
    cover = " ".join(" ".join(reader.pages[n].extract_text().split()) for n in range(first))
    assert first > 1
    assert f"000/HADIR {whole.pages} {first + 1}" in cover
    assert f"059/HADIR {whole.pages} {first + 1 + 59 * whole.pages}" in cover


def test_a_dossier_of_a_sealed_round_has_no_data(draft):
    draft.open()

    made = dossier.make(ordered(draft), quietly)

    assert PdfReader(BytesIO(made.content)).attachments == {}


def test_an_ordered_zip_is_stored_and_described(unsealed, monkeypatch):
    monkeypatch.setattr(issuing, "complete", lambda *_: True)
    ready(unsealed)
    row = ordered(unsealed, format="zip", ordered_at=timezone.now())
    row.save(force_insert=True)

    issuing.produce(row.pk)

    row.refresh_from_db()
    assert (row.status, row.media_type) == (Document.Status.READY, "application/zip")
    assert row.file.name.endswith(".zip")
    assert row.file_name == "berkas-lengkap-001-berkas-x.zip"
    assert "SHA256SUMS" in unpacked(Path(row.file.path).read_bytes())


def test_what_was_never_made_is_made_first_by_who_ordered_the_dossier(unsealed, monkeypatch):
    monkeypatch.setattr(builders, "make", lambda row, _tell: page(row.get_kind_display()))
    old = ready(unsealed)
    row = ordered(unsealed, ordered_at=timezone.now())
    row.save(force_insert=True)

    assert complete(row, issuing.produce, quietly)

    made = Document.objects.filter(ordered_at=row.ordered_at).exclude(pk=row.pk)
    assert {one.status for one in made} == {"ready"}
    assert {one.ordered_by for one in made} == {unsealed.staff}
    found = gathering.documents_of(row)
    assert set(found) == {old, *made}
    assert {one.kind for one in made} == {
        "minutes",
        "receipts",
        "recapitulation",
        "decision",
        "candidate",
    }
    assert [line.title for line in gathering.missing_from(row, found)] == [
        "Daftar hadir",
        "Berita acara pleno",
    ]
    assert complete(row, issuing.produce, quietly)
    assert made.count() == len(found) - 1


def test_what_fails_is_listed_with_its_reason_and_not_tried_twice(unsealed, monkeypatch):
    def refuse(*_):
        raise CannotRender("Kertasnya habis.")

    monkeypatch.setattr(builders, "make", refuse)
    row = ordered(unsealed, ordered_at=timezone.now())
    row.save(force_insert=True)

    assert complete(row, issuing.produce, quietly)
    assert gathering.to_make(row) == []
    reasons = {line.reason for line in gathering.missing_from(row, [])}
    assert "Kertasnya habis." in reasons


def test_a_dossier_that_takes_too_long_lets_go_of_its_worker(unsealed, monkeypatch):
    monkeypatch.setattr(completing, "BUDGET", -1)
    row = ordered(unsealed, ordered_at=timezone.now())
    row.save(force_insert=True)

    issuing.produce(row.pk)

    row.refresh_from_db()
    assert (row.status, row.attempts, row.sent_at) == (Document.Status.MAKING, 0, None)
    assert row.pk in issuing.waiting()


def test_sheets_of_each_vacancy_are_not_made_beside_one_of_all(unsealed):
    row = ordered(unsealed)
    assert sum(paper.kind == "decision" for paper in gathering.to_make(row)) == 2

    whole = ready(unsealed, kind="decision")

    assert not any(paper.kind == "decision" for paper in gathering.to_make(row))
    titles = [line.title for line in gathering.missing_from(row, [whole])]
    assert not any(title.startswith("Lembar keputusan") for title in titles)


def test_what_stands_for_an_older_result_is_made_anew(unsealed):
    old = ready(unsealed)
    unsealed.resolve()
    result = Result.objects.in_force().get()
    row = ordered(unsealed, result=result)

    assert old not in gathering.documents_of(row)
    assert "recommendation" in {paper.kind for paper in gathering.to_make(row)}
    assert {paper.result for paper in gathering.to_make(row)} == {None, result}
