from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from panels.letters import Particulars
from panels.models import Seat
from selection.fields import DayField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

DECREE = ("sk", "SK pembentukan panitia")
PDF = "Berkas PDF, paling besar 5 MB."
NO_FILE = "Pilih berkas PDF lebih dahulu."


class NoteForm(forms.Form):
    """Why a warning about the panel is accepted."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Catatan",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={
            "required": "Tulis mengapa susunan ini tetap dipakai.",
            "max_length": "Paling panjang 1.000 huruf. Ringkaskan.",
        },
    )


class LetterForm(forms.Form):
    """A decree or an assignment letter with its number, date and file."""

    about = forms.ChoiceField(label="Surat", choices=[DECREE])
    number = forms.CharField(label="Nomor surat", max_length=100)
    date = DayField(label="Tanggal surat")
    file = forms.FileField(
        label="Berkas surat",
        help_text=PDF,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": NO_FILE, "empty": "Berkas ini kosong. Pilih berkas lain."},
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seats = {str(seat.user.public_id): seat for seat in seats}
        letters = [(key, f"Surat tugas {seat.name}") for key, seat in self._seats.items()]
        self.fields["about"] = forms.ChoiceField(label="Surat", choices=[DECREE, *letters])
        self.order_fields(["about", "number", "date", "file"])

    @property
    def particulars(self) -> Particulars:
        said = self.cleaned_data
        return Particulars(said["number"], said["date"], self._seats.get(said["about"]))

    @property
    def upload(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file
