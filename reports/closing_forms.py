"""What is typed to end a day of scoring, and then the scoring itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from scoring.closing import Answer
from scoring.forms import require_once
from scoring.models import ClosedSheet, Closing, Sheet
from scoring.unsealing import UNCONFIRMED
from selection.fields import WordsField

State = ClosedSheet.State
CHOICES = [(State.CARRIED.value, "Dilanjutkan kemudian"), (State.EXCUSED.value, "Berhalangan")]


@dataclass(frozen=True, slots=True)
class Line:
    """An unsigned sheet with the two fields that say what becomes of it."""

    sheet: Sheet
    state: forms.BoundField
    reason: forms.BoundField


class ClosingForm(forms.Form):
    """One answer for all unsigned sheets, and another one for any of them."""

    state = forms.ChoiceField(label="Untuk semua lembar", choices=CHOICES)
    reason = WordsField(
        label="Alasan untuk semua",
        longest=300,
        required=False,
        help_text="Wajib bila berhalangan, misalnya “Sakit sejak pukul 11.00”.",
    )

    def __init__(self, *args: Any, sheets: Sequence[Sheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        if not sheets:
            self.fields.clear()
        for sheet in sheets:
            what = f"{sheet.seat.name}, {sheet.candidate.label}, {sheet.instrument.title}"
            self.fields[f"s{sheet.pk}"] = forms.ChoiceField(
                label=f"Keterangan untuk lembar {what}",
                choices=[("", "Sama seperti di atas"), *CHOICES],
                required=False,
                widget=forms.Select(attrs={"class": "input sel"}),
            )
            self.fields[f"r{sheet.pk}"] = WordsField(
                label=f"Alasan untuk lembar {what}",
                longest=300,
                required=False,
                widget=forms.TextInput(attrs={"class": "input sel"}),
            )

    @property
    def lines(self) -> list[Line]:
        return [Line(s, self[f"s{s.pk}"], self[f"r{s.pk}"]) for s in self.sheets]

    @property
    def answers(self) -> Mapping[int, Answer]:
        """Key of each unsigned sheet -> what becomes of it."""
        said = self.cleaned_data
        return {
            sheet.pk: Answer(
                State(said[f"s{sheet.pk}"] or said["state"]), said[f"r{sheet.pk}"] or said["reason"]
            )
            for sheet in self.sheets
        }


class UnsealForm(forms.Form):
    """Why the seal may be opened although somebody has not confirmed the minutes.

    `silent`: number of the minutes -> who has not; where nobody is silent, nothing is asked.
    """

    unconfirmed = WordsField(
        label="Mengapa dibuka tanpa konfirmasi semua penilai",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": UNCONFIRMED},
    )

    def __init__(self, *args: Any, silent: Mapping[int, Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unconfirmed"].required = bool(silent)


class WitnessForm(forms.Form):
    """The start of each root, typed off the paper."""

    def __init__(self, data: QueryDict | None = None, *, closings: Sequence[Closing]) -> None:
        if data is not None:
            require_once(data)
        super().__init__(data)
        for closing in closings:
            self.fields[f"akar{closing.number}"] = forms.CharField(
                label=f"Akar pada berita acara nomor {closing.number}",
                help_text="Empat kelompok pertama, misalnya 3f9a 07c2 11ae 90bb.",
                max_length=100,
                widget=forms.TextInput(
                    attrs={"autocomplete": "off", "spellcheck": "false", "class": "input hash"}
                ),
                error_messages={"required": "Ketik akar dari kertas berita acara ini."},
            )

    @property
    def typed(self) -> Mapping[int, str]:
        """Number of the minutes -> what was typed."""
        return {int(name.removeprefix("akar")): text for name, text in self.cleaned_data.items()}


class ReasonForm(forms.Form):
    """Why something is given back, refused or asked for."""

    reason = WordsField(
        label="Alasan",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": "Tulis alasannya, lalu kirim lagi. Belum ada yang berubah."},
    )
