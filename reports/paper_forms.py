from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from candidates.models import PaperDeadline
from selection.fields import ClockField, DayField
from selection.models import Instrument


class PaperForm(forms.Form):
    """One paper. What is inside is looked into when it is handed in."""

    file = forms.FileField(
        label="Berkas makalah",
        help_text="Berkas PDF, paling besar 10 MB, tanpa kata sandi.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Pilih berkas PDF lebih dahulu.",
            "empty": "Berkas ini kosong. Pilih berkas PDF yang berisi.",
        },
    )


class DeadlineForm(forms.Form):
    """Until when papers are handed in; a change says why."""

    date = DayField(label="Tanggal", error_messages={"required": "Isi tanggal batas waktu."})
    time = ClockField(
        label="Pukul",
        help_text="Jam dan menit WIB, misalnya 16.00.",
        error_messages={"required": "Isi jam batas waktu, misalnya 16.00."},
    )
    why = forms.CharField(
        label="Alasan perubahan",
        max_length=300,
        error_messages={
            "required": "Tuliskan alasan perubahan.",
            "max_length": "Alasan paling panjang 300 huruf.",
        },
    )

    def __init__(self, *args: Any, held: PaperDeadline | None, **kwargs: Any) -> None:
        if held:
            due_at = timezone.localtime(held.due_at)
            kwargs["initial"] = {"date": due_at.date(), "time": due_at.time()}
        super().__init__(*args, **kwargs)
        if held is None:
            del self.fields["why"]

    def clean(self) -> None:
        """A deadline that is over would mark every paper as late."""
        if {"date", "time"} <= self.cleaned_data.keys() and self.due_at <= timezone.now():
            self.add_error("date", "Batas waktu ini sudah lewat. Pilih waktu yang akan datang.")

    @property
    def due_at(self) -> datetime:
        """The moment, in the zone of this product."""
        naive = datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"])
        return timezone.make_aware(naive)

    @property
    def reason(self) -> str:
        text: str = self.cleaned_data.get("why", "")
        return text


class BlindForm(forms.Form):
    """With which instruments the panel scores by candidate number only."""

    blind = forms.MultipleChoiceField(
        label="Instrumen yang dinilai tanpa nama",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Instrumen ini tidak ada dalam putaran."},
    )

    def __init__(self, *args: Any, instruments: Sequence[Instrument], **kwargs: Any) -> None:
        kwargs["initial"] = {"blind": [i.code for i in instruments if i.is_blind]}
        super().__init__(*args, **kwargs)
        choices = [(instrument.code, instrument.title) for instrument in instruments]
        field: Any = self.fields["blind"]
        field.choices = choices

    @property
    def codes(self) -> Collection[str]:
        codes: list[str] = self.cleaned_data["blind"]
        return codes
