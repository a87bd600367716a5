"""What is taken in, what is refused in which words, and what is given out again."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from audit.models import Event
from selection import attachments, confined
from selection.attachments import BadFile, answer, attach, clean_name
from selection.models import Attachment
from selection.pdf_faults import WORDS, Fault
from tests import factories
from tests.selection.pdfs import pdf, stream, upload

Kind = Attachment.Kind
BOMB = b"<< /S /JavaScript /JS (app.alert(1)) >>"


@pytest.fixture
def round_(db):
    return factories.RoundFactory()


@pytest.fixture
def staff(db):
    return factories.UserFactory()


def stored():
    return sorted(Path(settings.MEDIA_ROOT, "attachments").glob("*"))


def encrypted(password):
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt(password, "pemilik", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def refusal_of(content, round_, staff, kind=Kind.EVIDENCE):
    before = stored()
    with pytest.raises(BadFile) as refused:
        attach(round_, kind, upload(content), by=staff)
    assert stored() == before
    assert not Attachment.objects.exists()
    assert not Event.objects.filter(scope=round_.scope).exists()
    return str(refused.value)


def test_a_pdf_is_kept_with_its_hash_under_a_name_nobody_guesses(round_, staff):
    kept = attach(round_, Kind.IDEA_PAPER, upload(), by=staff)

    with kept.file.open("rb") as file:
        assert file.read() == pdf()
    assert kept.size == len(pdf())
    assert kept.name == "makalah.pdf"
    assert "makalah" not in kept.file.name
    assert str(kept.public_id) not in kept.file.name
    event = Event.objects.get(scope=round_.scope)
    assert (event.verb, event.actor_id) == ("selection.attached", staff.pk)
    assert "makalah" not in event.facts_json


@pytest.mark.parametrize(
    "content",
    [
        pdf(catalog=b"/OpenAction [3 0 R /XYZ null null 0]"),
        pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
        pdf(page=b"/Annots [<< /Subtype /Link /A << /S /URI /URI (https://contoh.example) >> >>]"),
        pdf(page=b"/Annots [<< /A << /S /URI /URI (MailTo:a@contoh.example) >> >>]"),
        pdf(page=b"/Annots [<< /A << /S /URI /URI (contoh.example/a:b) >> >>]"),
        pdf(stream(b"BT (/JavaScript /Launch) Tj ET"), page=b"/Contents 4 0 R"),
    ],
    ids=[
        "opens at a page",
        "goes to a page",
        "links",
        "letters",
        "bare address",
        "writes about scripts",
    ],
)
def test_what_ordinary_programs_write_is_taken(round_, staff, content):
    assert attach(round_, Kind.EVIDENCE, upload(content), by=staff).pk


@pytest.mark.parametrize(
    ("fault", "content"),
    [
        (Fault.SCRIPT, pdf(BOMB, catalog=b"/OpenAction 4 0 R")),
        (Fault.SCRIPT, pdf(catalog=b"/Names << /JavaScript << /Names [] >> >>")),
        (Fault.SCRIPT, pdf(b"<< /J#53 (app.alert) >>")),
        (Fault.SCRIPT, pdf(b"/JavaScript", b"<< /S 4 0 R >>")),
        (Fault.ACTION, pdf(catalog=b"/AA << /WC 4 0 R >>")),
        (Fault.ACTION, pdf(page=b"/AA << /O << /S /GoTo >> >>")),
        (Fault.ACTION, pdf(page=b"/Annots [<< /Subtype /Link /A << /S /Launch /F (a) >> >>]")),
        (Fault.ACTION, pdf(catalog=b"/OpenAction << /S /URI /URI (https://contoh.example) >>")),
        (Fault.ACTION, pdf(catalog=b"/OpenAction << /D [3 0 R /Fit] >>")),
        (Fault.ACTION, pdf(page=b"/Annots [<< /A << /S /URI /URI (javascript:alert(1)) >> >>]")),
        (Fault.ACTION, pdf(page=b"/Annots [<< /A << /S /URI /URI (\\nJava\\nScript:x) >> >>]")),
        (Fault.ACTION, pdf(page=b"/Annots [<< /A << /S /URI /URI (file:///etc/passwd) >> >>]")),
        (Fault.ACTION, pdf(page=b"/Annots [<< /A << /S /URI /URI <646174613A782F79> >> >>]")),
        (Fault.EMBEDDED, pdf(catalog=b"/Names << /EmbeddedFiles << /Names [] >> >>")),
        (Fault.EMBEDDED, pdf(stream(b"x", b"/Type /EmbeddedFile"))),
        (Fault.EMBEDDED, pdf(b"<< /Type /Filespec /EF << /F 3 0 R >> >>")),
        (Fault.EMBEDDED, pdf(page=b"/Annots [<< /Subtype /RichMedia >>]")),
        (Fault.FORM, pdf(stream(b"<xdp/>"), catalog=b"/AcroForm << /Fields [] /XFA 4 0 R >>")),
        (Fault.ENCRYPTED, encrypted("sandi")),
        (Fault.ENCRYPTED, encrypted("")),
        (Fault.EMPTY, pdf(pages=b"<< /Type /Pages /Kids [] /Count 0 >>")),
        (Fault.BROKEN, pdf(pages=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")),
        (Fault.BROKEN, b"%PDF-1.7 tidak ada apa-apa di sini %%EOF"),
        (Fault.BROKEN, pdf()[:-120]),
        (Fault.BROKEN, pdf() + b"PK\x03\x04"),
        (Fault.BROKEN, pdf(trailer=b"/Root 99 0 R").replace(b"/Root 1 0 R", b"")),
    ],
)  # fmt: skip
def test_what_a_pdf_may_not_hold_is_refused_in_words(round_, staff, fault, content):
    assert refusal_of(content, round_, staff) == WORDS[fault]


@pytest.mark.parametrize(
    ("content", "really"),
    [
        (b"PK\x03\x04word/document.xml", "melainkan dokumen Word"),
        (b"\xff\xd8\xff\xe0 JFIF", "melainkan foto JPEG"),
        (b" <!doctype html><script>alert(1)</script>", "melainkan halaman web"),
        (b"MZ\x90", "melainkan program komputer"),
        (b"bukan apa-apa", "bukan PDF."),
        (b"GIF89a" + pdf(), "bukan PDF."),
    ],
)
def test_a_file_that_lies_about_its_type_is_named_what_it_is(round_, staff, content, really):
    assert really in refusal_of(content, round_, staff)


@pytest.mark.parametrize("name", ["makalah.exe", "makalah.pdf.scr", "makalah"])
def test_a_pdf_under_the_name_of_something_else_is_refused(round_, staff, name):
    with pytest.raises(BadFile, match=r"tidak berakhiran \.pdf"):
        attach(round_, Kind.EVIDENCE, upload(name=name), by=staff)

    assert not Attachment.objects.exists()


def test_an_empty_file_is_refused(round_, staff):
    assert "kosong" in refusal_of(b"", round_, staff)


@pytest.mark.parametrize(
    ("kind", "limit"), [(Kind.EVIDENCE, 5), (Kind.ASSIGNMENT_LETTER, 5), (Kind.IDEA_PAPER, 10)]
)
def test_a_file_at_the_limit_is_taken_and_one_byte_more_refused(round_, staff, kind, limit):
    content = pdf(stream(b"x" * (limit * 1024 * 1024 - len(pdf(stream(b""))) - 100)))
    content = content + b"\n" * (limit * 1024 * 1024 - len(content))

    assert f"melebihi {limit} MB" in refusal_of(content + b"\n", round_, staff, kind)
    assert attach(round_, kind, upload(content), by=staff).size == limit * 1024 * 1024


@pytest.mark.parametrize("does", ["os.abort()", "sys.exit(3)", "raise MemoryError"])
def test_a_reader_that_dies_is_a_refusal(monkeypatch, round_, staff, does):
    command = (sys.executable, "-c", f"import os, sys\n{does}")
    monkeypatch.setattr(attachments, "COMMAND", command)

    assert refusal_of(pdf(), round_, staff) == WORDS[Fault.HEAVY]


def test_the_reader_knows_no_framework_and_no_secret():
    seen = "import sys, os, selection.pdf_child; print('django' in sys.modules, dict(os.environ))"

    said = confined.run_confined((sys.executable, "-c", seen), b"").decode()

    assert said.startswith("False")
    assert "SECRET_KEY" not in said


def test_the_reader_has_little_memory():
    hungry = "from selection.confined import limit_resources as l; l(); bytearray(600 * 1024**2)"
    child = subprocess.run(
        [sys.executable, "-c", hungry], cwd=confined.ROOT, capture_output=True, check=False
    )

    assert child.returncode == 1
    assert b"MemoryError" in child.stderr


class Interrupted(Exception):
    """Carries the path that the file had."""


@transaction.atomic
def attach_and_fail(round_, staff):
    path = Path(attach(round_, Kind.EVIDENCE, upload(), by=staff).file.path)
    assert path.exists()
    raise Interrupted(path)


def test_nothing_is_left_on_disk_when_the_transaction_fails(round_, staff):
    before = stored()

    with pytest.raises(Interrupted):
        attach_and_fail(round_, staff)

    assert stored() == before
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_stays_on_disk():
    round_, staff = factories.RoundFactory(), factories.UserFactory()
    kept = attach(round_, Kind.EVIDENCE, upload(), by=staff)

    assert answer(kept).content == pdf()
    with pytest.raises(Interrupted) as lost:
        attach_and_fail(round_, staff)
    assert not lost.value.args[0].exists()
    assert Path(kept.file.path).exists()


def test_a_download_is_a_file_and_nothing_else(round_, staff):
    kept = attach(round_, Kind.EVIDENCE, upload(name="Bukti – é.pdf"), by=staff)

    response = answer(kept)

    assert response.content == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Bukti%20%E2%80%93%20%C3%A9.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert answer(kept, name="Kandidat 07")["Content-Disposition"] == (
        'attachment; filename="Kandidat 07.pdf"'
    )


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_changed_file_is_not_sent_but_reported(round_, staff, caplog, harm):
    kept = attach(round_, Kind.EVIDENCE, upload(), by=staff)
    path = Path(kept.file.path)
    path.unlink() if harm == "gone" else path.write_bytes(pdf(b"<< >>"))

    response = answer(kept)

    assert response.status_code == 409
    assert "berbeda dari sidik jarinya" in response.text
    assert "%PDF" not in response.text
    assert str(kept.public_id) in caplog.text


def test_the_database_lets_nobody_change_or_delete_an_attachment(round_, staff, as_owner):
    kept = attach(round_, Kind.EVIDENCE, upload(), by=staff)
    as_owner.execute("SET ROLE pratama_app")

    for statement in (
        "UPDATE selection_attachment SET name = 'x'",
        "DELETE FROM selection_attachment",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            as_owner.execute(statement)
        as_owner.execute("SET ROLE NONE")
        with pytest.raises(IntegrityError), transaction.atomic():
            as_owner.execute(statement)
        as_owner.execute("SET ROLE pratama_app")
    kept.refresh_from_db()
    assert kept.name == "makalah.pdf"


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\budi\\Makalah Budi.PDF", "Makalah Budi.pdf"),
        ("makalah\u202efdp.exe", "makalah fdp.exe.pdf"),
        ('a"; filename=b\r\nX: 1.pdf', "a ; filename=b X 1.pdf"),
        ("", "berkas.pdf"),
        (".pdf", "berkas.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_a_line_of_text(given_name, kept_name):
    assert clean_name(given_name) == kept_name


@given(st.text())
def test_whatever_a_file_is_called_its_name_is_harmless_and_settled(name):
    cleaned = clean_name(name)

    assert cleaned.endswith(".pdf")
    assert cleaned.isprintable()
    assert 4 < len(cleaned) <= 150
    assert not set(cleaned) & set('/\\"')
    assert clean_name(cleaned) == cleaned
