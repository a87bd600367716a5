"""What is typed at a plenary. The forms parse; the actions decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from decisions.deciding import Proposal
from decisions.holding import Presence
from decisions.models import PlenaryAttendance, PlenaryDecision
from decisions.reasons import NOTHING
from panels.models import Seat
from selection.fields import DayField, WordsField

AWAY = (("", "Belum dicatat"), ("hadir", "Hadir"), ("tidak", "Tidak hadir"))
COUNTED = {"invalid": "Tulis jumlah suara dengan angka, misalnya 7."}
UNKNOWN = {"invalid_choice": "Pilihan ini tidak dikenal. Muat ulang halaman ini."}
AREA = {"rows": 2, "class": "input"}
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
EVERYBODY = "semua"  # the button that notes everybody as there


class OpeningForm(forms.Form):
    """Where and when the plenary meets; why, where it corrects a frozen result."""

    place = WordsField(
        label="Tempat",
        longest=200,
        error_messages={"required": "Tulis tempat rapat, misalnya Ruang Rapat Wali Kota."},
    )
    held_on = DayField(label="Hari rapat")
    reason = WordsField(
        label="Mengapa hasil dikoreksi",
        longest=1000,
        widget=forms.Textarea(attrs=AREA),
        error_messages={"required": "Tulis mengapa hasil yang sudah ditetapkan dikoreksi."},
    )

    def __init__(self, data: QueryDict | None = None, *, corrects: bool) -> None:
        super().__init__(data, initial={"held_on": timezone.localdate()})
        if not corrects:
            del self.fields["reason"]


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """A member with the two fields that say whether that member is there."""

    seat: Seat
    state: forms.BoundField
    reason: forms.BoundField


class AttendanceForm(forms.Form):
    """One line a member: there, or away and why."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        seats: Sequence[Seat],
        noted: dict[int, PlenaryAttendance],
    ) -> None:
        everybody = {f"h{seat.pk}": "hadir" for seat in seats}
        super().__init__(everybody if data and EVERYBODY in data else data)
        self.seats = seats
        for seat in seats:
            row = noted.get(seat.pk)
            self.fields[f"h{seat.pk}"] = forms.ChoiceField(
                label=f"Kehadiran {seat.name}",
                choices=AWAY,
                initial="" if row is None else "hadir" if row.is_present else "tidak",
                widget=forms.Select(attrs={"class": "input sel"}),
                error_messages={"required": f"Catat kehadiran {seat.name}.", **UNKNOWN},
            )
            self.fields[f"r{seat.pk}"] = WordsField(
                label=f"Alasan {seat.name} tidak hadir",
                longest=300,
                required=False,
                initial=row.reason if row else "",
                widget=forms.TextInput(attrs={"class": "input sel"}),
            )

    def clean(self) -> dict[str, Any]:
        """Who is away is away for a reason."""
        said = super().clean() or self.cleaned_data
        for seat in self.seats:
            if said.get(f"h{seat.pk}") == "tidak" and said.get(f"r{seat.pk}") == "":
                words = f"Tulis alasan tidak hadir, misalnya dinas luar. {NOTHING}"
                self.add_error(f"r{seat.pk}", words)
        return said

    @property
    def lines(self) -> Iterator[AttendanceLine]:
        for seat in self.seats:
            yield AttendanceLine(seat, self[f"h{seat.pk}"], self[f"r{seat.pk}"])

    @property
    def noted(self) -> dict[int, Presence]:
        """By key of the seat, as `decisions.holding.note_attendance` takes it."""
        said = self.cleaned_data
        return {
            seat.pk: Presence(is_present=said[f"h{seat.pk}"] == "hadir", reason=said[f"r{seat.pk}"])
            for seat in self.seats
        }


class DecisionForm(forms.Form):
    """One decision. `key` names the question on the page that it answers."""

    key = forms.CharField(max_length=100, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=PlenaryDecision.Kind.choices, widget=forms.HiddenInput, error_messages=UNKNOWN
    )
    vacancy = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    nips = forms.MultipleChoiceField(
        label="Nama yang diusulkan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=UNKNOWN,
    )
    reason = WordsField(
        label="Alasan",
        longest=1000,
        widget=forms.Textarea(attrs=AREA),
        error_messages={"required": "Tulis alasan keputusan ini. Belum ada yang diputuskan."},
    )
    votes_for = forms.IntegerField(
        label="Suara setuju",
        min_value=0,
        max_value=99,
        required=False,
        help_text="Bila dihitung.",
        widget=forms.TextInput(attrs=DIGITS),
        error_messages=COUNTED,
    )
    votes_against = forms.IntegerField(
        label="Suara tidak setuju",
        min_value=0,
        max_value=99,
        required=False,
        help_text="Bila dihitung.",
        widget=forms.TextInput(attrs=DIGITS),
        error_messages=COUNTED,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["nips"]).choices = people

    def clean(self) -> dict[str, Any]:
        """Votes are recorded together, or not at all."""
        said = super().clean() or self.cleaned_data
        if (said.get("votes_for") is None) != (said.get("votes_against") is None):
            self.add_error("votes_against", "Isi kedua jumlah suara, atau kosongkan keduanya.")
        return said

    @property
    def proposal(self) -> Proposal:
        said = self.cleaned_data
        counted = said["votes_for"] is not None
        return Proposal(
            kind=said["kind"],
            reason=said["reason"],
            vacancy=said["vacancy"],
            nips=said["nips"],
            votes=(said["votes_for"], said["votes_against"]) if counted else None,
        )


class DissentForm(forms.Form):
    """A differing opinion; `decision` (its number) where it is about one."""

    text = WordsField(
        label="Pendapat Anda",
        longest=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Tulis pendapat Anda. Belum ada yang tersimpan."},
    )

    def __init__(
        self, data: QueryDict | None = None, *, decisions: Sequence[PlenaryDecision]
    ) -> None:
        super().__init__(data)
        self.fields["decision"] = forms.TypedChoiceField(
            label="Tentang",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[
                ("", "Seluruh hasil pleno"),
                *((d.number, f"Keputusan nomor {d.number}") for d in decisions),
            ],
            error_messages=UNKNOWN,
        )


class FreezeForm(forms.Form):
    """Why the result is fixed although somebody who is there has not confirmed."""

    unconfirmed = WordsField(
        label="Mengapa ditetapkan tanpa konfirmasi semua yang hadir",
        longest=500,
        widget=forms.Textarea(attrs=AREA),
        error_messages={"required": "Tulis alasannya, atau tunggu konfirmasi mereka."},
    )

    def __init__(self, data: QueryDict | None = None, *, silent: Sequence[Seat]) -> None:
        super().__init__(data)
        if not silent:
            del self.fields["unconfirmed"]
