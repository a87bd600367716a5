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
