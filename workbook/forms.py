from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TOO_LARGE = "Berkas melebihi 5 MB. Kecilkan berkas lalu unggah lagi."


class UploadForm(forms.Form):
    """One workbook. Only its size is looked at here; the worker opens it."""

    file = forms.FileField(
        label="Buku kerja seleksi",
        help_text="Berkas .xlsx, paling besar 5 MB, paling banyak 20.000 baris per lembar.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Pilih berkas .xlsx lebih dahulu.",
            "empty": "Berkas ini kosong. Pilih berkas yang sudah diisi.",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(TOO_LARGE)
        return file
