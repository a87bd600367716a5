"""What staff and the head type about a window for public input."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from candidates.input_windows import WantedWindow
from candidates.models import Nomination
from selection.fields import ClockField, DayField, WordsField

OPENS, CLOSES = time(8), time(16)


class WindowForm(forms.Form):
    """When, and about whom."""

    opens_on = DayField(label="Dibuka pada")
    opens_clock = ClockField(label="Pukul", initial=OPENS)
    closes_on = DayField(label="Ditutup pada")
    closes_clock = ClockField(label="Sampai pukul", initial=CLOSES)
    announcement = WordsField(
        label="Nomor pengumuman",
        longest=100,
        required=False,
        help_text="Tampil di halaman publik.",
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    named = forms.MultipleChoiceField(
        label="Yang dapat diberi masukan",
        help_text="Namanya menjadi publik begitu Kepala BKPSDM membuka masa masukan.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Pilih paling sedikit satu nama.",
            "invalid_choice": "Pencalonan itu sudah tidak ada. Muat ulang, lalu pilih lagi.",
        },
    )

    def __init__(self, *args: Any, nominations: Sequence[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._nominations = {str(nomination.pk): nomination for nomination in nominations}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, nomination in self._nominations.items():
            groups.setdefault(nomination.vacancy.title, []).append(
                (key, nomination.candidate.full_name)
            )
        named: Any = self.fields["named"]
        named.choices = list(groups.items())

    @property
    def wanted(self) -> WantedWindow:
        said = self.cleaned_data
        return WantedWindow(
            opens_at=_moment(said["opens_on"], said["opens_clock"]),
            closes_at=_moment(said["closes_on"], said["closes_clock"]),
            announcement=said["announcement"],
            nominations=[self._nominations[key] for key in said["named"]],
        )


class WhyForm(forms.Form):
    """Why a request is returned, or a window ended."""

    reason = WordsField(
        label="Alasan",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": "Tuliskan alasannya."},
    )


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
