"""What staff and the head type about a window for public input."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from candidates.input_windows import WantedWindow
from candidates.models import Nomination
from selection.fields import ClockField, DayField, WordsField
from selection.models import Vacancy

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

    def __init__(
        self,
        *args: Any,
        nominations: Sequence[Nomination],
        ticked: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._nominations = {str(nomination.pk): nomination for nomination in nominations}
        choices: dict[Vacancy, list[tuple[str, str]]] = {}
        for key, nomination in self._nominations.items():
            choices.setdefault(nomination.vacancy, []).append((key, nomination.candidate.full_name))
        self._posts = [_post(vacancy) for vacancy in choices]
        for name, vacancy in zip(self._posts, choices, strict=True):
            self.fields[name] = _people(vacancy, choices[vacancy])
            self.initial[name] = [key for key, _ in choices[vacancy] if int(key) in ticked]

    @property
    def posts(self) -> list[forms.BoundField]:
        """The people of each post, to be ticked."""
        return [self[name] for name in self._posts]

    @property
    def moments(self) -> list[forms.BoundField]:
        """When, and of which announcement."""
        return [self[name] for name in self.fields if name not in self._posts]

    @property
    def named(self) -> set[int]:
        """Keys of the nominations that are ticked."""
        return {one.pk for one in self.wanted.nominations}

    @property
    def wanted(self) -> WantedWindow:
        said = self.cleaned_data
        return WantedWindow(
            opens_at=_moment(said["opens_on"], said["opens_clock"]),
            closes_at=_moment(said["closes_on"], said["closes_clock"]),
            announcement=said["announcement"],
            nominations=[self._nominations[key] for name in self._posts for key in said[name]],
        )


class WhyForm(forms.Form):
    """Why a request is returned, or a window ended."""

    reason = WordsField(
        label="Alasan",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": "Tuliskan alasannya."},
    )


def _post(vacancy: Vacancy) -> str:
    return f"named-{vacancy.code}"


def _people(vacancy: Vacancy, choices: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=vacancy.title,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Pencalonan itu sudah tidak ada. Muat ulang, lalu pilih lagi.",
        },
    )


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
