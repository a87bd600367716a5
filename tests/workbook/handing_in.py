"""A workbook on its way through the browser, the worker and back."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.workbook.books import small_book
from workbook import inspection
from workbook.models import Upload
from workbook.writing import write_book


def xlsx(book=None, name="putaran.xlsx"):
    file = BytesIO()
    write_book(book or small_book(), file)
    return SimpleUploadedFile(name, file.getvalue())


def hand_in(client, file, **fields):
    client.post(reverse("workbook:receive"), {"file": file, **fields})
    upload = Upload.objects.latest("pk")
    inspection.check(upload.pk)
    upload.refresh_from_db()
    return upload


def page(client, upload, **headers):
    return client.get(reverse("workbook:upload", args=[upload.public_id]), headers=headers)
