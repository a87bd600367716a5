"""A photo of a signed paper becomes a page of PDF, or is refused with the reason."""

import sys
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from selection import confined, photo_child, photos
from selection.attachments import BadFile
from selection.photos import UNREADABLE, page_of


def a_photo(width=60, height=40, kind="JPEG", **more):
    file = BytesIO()
    Image.new("RGB", (width, height), "white").save(file, kind, **more)
    return file.getvalue()


def upload(content, name="foto.jpg"):
    return SimpleUploadedFile(name, content)


def test_a_photo_becomes_one_page_without_what_else_it_carried():
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"

    page = page_of(upload(a_photo(exif=exif), "Kertas Pleno.JPG"))

    content = page.read()
    assert page.name == "Kertas Pleno.pdf"
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert b"Kamera Rahasia" not in content


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter

    box = PdfReader(BytesIO(photo_child.as_pdf(a_photo(exif=exif)))).pages[0].mediabox

    assert box.height > box.width


def test_what_is_called_a_pdf_is_left_to_the_reader_of_pdf():
    given = upload(b"%PDF-1.7", "pindaian.pdf")

    assert page_of(given) is given


@pytest.mark.parametrize(
    "content",
    [b"", b"halo", b"\xff\xd8\xff", a_photo()[:200], a_photo(kind="PNG"), b"%PDF-1.7"],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(BadFile) as refusal:
        page_of(upload(content))

    assert str(refusal.value) == UNREADABLE


def test_a_photo_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(photo_child, "MOST_PIXELS", 100)

    with pytest.raises(Image.DecompressionBombError):
        photo_child.as_pdf(a_photo())


def test_a_photo_that_is_too_large_is_not_opened(settings):
    settings.ATTACHMENT_LIMIT = 10

    with pytest.raises(BadFile, match="melebihi"):
        page_of(upload(a_photo()))


def test_a_reader_of_photos_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(photos, "COMMAND", (sys.executable, "-c", "import os; os.abort()"))

    with pytest.raises(BadFile, match="tidak dapat dibaca"):
        page_of(upload(a_photo()))


def test_the_reader_of_photos_knows_no_framework():
    seen = "import sys, selection.photo_child; print('django' in sys.modules)"

    assert confined.run_confined((sys.executable, "-c", seen), b"") == b"False\n"
