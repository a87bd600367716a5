from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from panels.attending import Happening, Presence
from panels.models import Attendance, Incident
from selection.fields import ClockField


class NoteForm(forms.Form):
    """What staff saw of one person. Whether it is enough is decided where it is noted."""

    state = forms.ChoiceField(
        label="Keadaan",
        choices=Attendance.State.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih hadir, terlambat, atau tidak hadir.",
            "invalid_choice": "Pilih hadir, terlambat, atau tidak hadir.",
        },
    )
    came_at = ClockField(label="Jam datang", help_text="Misalnya 08.20.", required=False)
    reason = forms.CharField(
        label="Alasan",
        required=False,
        max_length=300,
        error_messages={"max_length": "Alasan paling panjang 300 huruf."},
    )

    def seen(self, day: date) -> Presence:
        """A present person without a time came now, if the day is today."""
        state = Attendance.State(self.cleaned_data["state"])
        clock, now = self.cleaned_data["came_at"], timezone.localtime()
        came_at = timezone.make_aware(datetime.combine(day, clock)) if clock else None
        if state == Attendance.State.PRESENT and not clock and day == now.date():
            came_at = now.replace(second=0, microsecond=0)
        return Presence(state, came_at, self.cleaned_data["reason"])


class IncidentForm(forms.Form):
    """What happened on a day."""

    clock = ClockField(
        label="Pukul",
        help_text="Jam dan menit, misalnya 09.40.",
        error_messages={"required": "Isi jam kejadian, misalnya 09.40."},
    )
    place = forms.CharField(
        label="Tempat",
        max_length=120,
        error_messages={"required": "Isi tempat kejadian, misalnya nama ruang."},
    )
    text = forms.CharField(
        label="Kejadian",
        help_text="Apa yang terjadi, siapa yang terlibat, dan apa yang dilakukan.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={
            "required": "Tuliskan kejadiannya.",
            "max_length": "Kejadian paling panjang 2.000 huruf.",
        },
    )
    corrects = forms.ChoiceField(
        label="Membetulkan kejadian",
        required=False,
        error_messages={"invalid_choice": "Kejadian itu tidak ada dalam putaran ini."},
    )

    def __init__(self, *args: Any, incidents: Sequence[Incident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._incidents = {str(incident.number): incident for incident in incidents}
        numbers = [(number, f"Nomor {number}") for number in self._incidents]
        choices = [("", "Tidak, kejadian baru"), *numbers]
        field: Any = self.fields["corrects"]
        field.choices = choices
        if not numbers:
            del self.fields["corrects"]

    def happening(self, day: date) -> Happening:
        """As it is written down for this day."""
        given = self.cleaned_data
        return Happening(
            at=timezone.make_aware(datetime.combine(day, given["clock"])),
            place=given["place"],
            text=given["text"],
            corrects=self._incidents.get(given.get("corrects", "")),
        )
