"""What may be appended to a file under the cover of a signature: nothing that a reader sees."""

from io import BytesIO

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, pdf_string
from pyhanko.pdf_utils.generic import NumberObject as Number
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from reports.signing import Secret, Verdict, Who, only_signs
from reports.signing_certificates import make_personal, make_root
from reports.signing_local import Pkcs12
from tests.reports.plain_pdf import a_pdf

PHRASE = "frasa sandi penyerang"
WHO = Who("staff", "Wali Kota", "palsu@contoh.example")


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Certificates that somebody made for himself."""
    folder = tmp_path_factory.mktemp("certificates")
    make_root(folder, "akar", place="Kota Contoh", now=timezone.now())
    make_personal(folder, "akar", WHO, Secret(PHRASE), now=timezone.now())
    return Pkcs12(folder)


def signed(own, pdf):
    return own.sign(pdf, WHO, Secret(PHRASE), "Laporan").content


def altered(pdf, change):
    """The file with a revision after it in which `change` has had its way."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    change(writer, page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def dictionary(**entries):
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def numbers(*values):
    return ArrayObject(map(Number, values))


def another_text(writer, page):
    stream = page["/Contents"]
    stream._data = b"BT /F1 12 Tf (Peringkat 1: orang lain) Tj ET"
    stream._encoded_data = None
    writer.update_container(stream)


def another_stream(writer, page):
    page["/Contents"] = writer.root.raw_get("/Pages")
    writer.update_container(page)


def a_note_on_the_page(writer, page):
    note = dictionary(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/FreeText"),
        Rect=numbers(0, 0, 612, 792),
        Contents=pdf_string("Nilai akhir 99"),
    )
    page["/Annots"] = ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def an_action(writer, _):
    action = dictionary(S=NameObject("/JavaScript"), JS=pdf_string("app.alert(1)"))
    writer.root["/OpenAction"] = writer.add_object(action)
    writer.update_root()


def a_page_left_out(writer, _):
    pages = writer.root["/Pages"]
    pages["/Count"] = Number(0)
    pages["/Kids"] = ArrayObject()
    writer.update_container(pages)


def a_smaller_page(writer, page):
    page["/MediaBox"] = numbers(0, 0, 10, 10)
    writer.update_container(page)


CHANGES = [another_text, another_stream, a_note_on_the_page, an_action, a_smaller_page]


def test_signatures_alone_are_only_signatures(own):
    once = signed(own, a_pdf())
    twice = signed(own, once)

    assert only_signs(a_pdf(), once)
    assert only_signs(once, twice)
    assert only_signs(a_pdf(), twice)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_under_a_sound_signature_is_found(own, change):
    forged = signed(own, altered(a_pdf(), change))

    assert forged.startswith(a_pdf())
    assert [found.verdict for found in own.verify(forged, timezone.now())] == [Verdict.VALID]
    assert not only_signs(a_pdf(), forged)


@pytest.mark.parametrize("change", [*CHANGES, a_page_left_out], ids=lambda c: c.__name__)
def test_a_change_after_the_last_signature_is_found(own, change):
    once = signed(own, a_pdf())

    assert not only_signs(once, altered(once, change))


def test_a_visible_signature_covers_what_is_below_it(own):
    once = signed(own, a_pdf())

    def shown(writer, _):
        field = writer.root["/AcroForm"]["/Fields"][0]
        field["/Rect"] = numbers(0, 0, 612, 792)
        writer.update_container(field)

    assert not only_signs(a_pdf(), altered(once, shown))


def test_an_object_of_another_generation_is_found(own):
    once = signed(own, a_pdf())
    before = PdfFileReader(BytesIO(once))
    number = before.root["/Pages"]["/Kids"][0].raw_get("/Contents").idnum
    added = b"\n%d 1 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00001 n \n" % (number, len(once) + 1)
    trailer = b"trailer\n<</Size 99 /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        before.root_ref.idnum,
        before.last_startxref,
        len(once + added),
    )

    assert not only_signs(a_pdf(), once + added + table + trailer)


def test_a_table_of_objects_that_begins_anew_is_found(own):
    once = signed(own, a_pdf())
    last = PdfFileReader(BytesIO(once)).last_startxref
    tail = once[last:].replace(b"/Prev", b"/Perv")

    assert not only_signs(a_pdf(), once[:last] + tail)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", a_pdf(), a_pdf()[:-9], a_pdf() + b"\n%%EOF\n"])
def test_what_is_not_signed_is_not_only_signatures(pdf):
    assert not only_signs(a_pdf(), pdf)
