"""Fields of the forms for timetables, with what they say when they are filled in wrongly."""

from dataclasses import dataclass
from typing import Any

from django import forms

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
WHOLE = "Isi angka bulat, misalnya 15."


def number_field(label: str, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    limits = {
        "invalid": WHOLE,
        "required": WHOLE,
        "min_value": f"Paling sedikit {least}.",
        "max_value": f"Paling banyak {most}.",
    }
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages=limits,
        **kwargs,
    )


def clock_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={**NUMBER, "placeholder": "08.00"}),
        error_messages={"invalid": "Tulis jam dan menit, misalnya 08.30."},
    )


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Tulis tanggalnya, misalnya 03-12-2025."},
    )


def text_field(label: str, limit: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        error_messages={"max_length": f"Paling panjang {limit} karakter."},
    )


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one line of the form, in order."""

    number: int
    fields: tuple[forms.BoundField, ...]

    @property
    def is_filled(self) -> bool:
        return bool(self.fields[0].value())
