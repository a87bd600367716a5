from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone

from accounts.models import Agency
from candidates.talent_pool import FIRST_YEAR, NO_REASON
from selection.fields import DayField, WordsField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TOO_LARGE = "Berkas melebihi 5 MB. Kecilkan berkas lalu unggah lagi."


class UploadForm(forms.Form):
    """One workbook. Only its size is looked at here; the worker opens it.

    `agencies`: those for which the person may hand one in; who has several says which.
    """

    agency = forms.ChoiceField(
        label="Instansi",
        help_text="Instansi pemilik putaran. Kunci “instansi” dalam berkas harus sama.",
        error_messages={
            "required": "Pilih instansi lebih dahulu.",
            "invalid_choice": "Pilih instansi dari daftar.",
        },
    )

    file = forms.FileField(
        label="Buku kerja seleksi",
        help_text="Berkas .xlsx, paling besar 5 MB, paling banyak 20.000 baris per lembar.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Pilih berkas .xlsx lebih dahulu.",
            "empty": "Berkas ini kosong. Pilih berkas yang sudah diisi.",
        },
    )

    def __init__(self, agencies: Sequence[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {str(agency.pk): agency for agency in agencies}
        names = [(pk, agency.name) for pk, agency in self._agencies.items()]
        if len(names) > 1:
            choice = self.fields["agency"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [("", "Pilih instansi"), *names]
        else:
            del self.fields["agency"]

    @property
    def chosen_agency(self) -> Agency:
        (only, *more) = self._agencies
        return self._agencies[self.cleaned_data["agency"] if more else only]

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(TOO_LARGE)
        return file


class TalentUploadForm(UploadForm):
    """One export and the day of its data. Only size and day are looked at here."""

    as_of = DayField(
        label="Data per tanggal",
        help_text="Tanggal keadaan data di SIMATA, bukan tanggal unggah.",
        error_messages={"required": "Isi tanggal data, misalnya 01-11-2025."},
    )
    field_order = ["agency", "as_of", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Ekspor SIMATA"

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError("Tanggal data belum tiba. Isi tanggal hari ini atau lalu.")
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(f"Tanggal data paling lama tahun {FIRST_YEAR}.")
        return day


class WithdrawForm(forms.Form):
    """Why an applied export is taken back."""

    reason = WordsField(label="Alasan", longest=500, error_messages={"required": NO_REASON})
