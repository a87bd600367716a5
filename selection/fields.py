"""Days, hours and words in forms as people here write them, the same everywhere."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = date(1945, 8, 17), date(2100, 12, 31)
OUTSIDE = f"Tahunnya harus antara {FIRST.year} dan {LAST.year}."


class DayField(forms.DateField):
    """A day, written day first; a browser's own field turns it round where it speaks English."""

    def __init__(self, *, help_text: str = "", **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "size": "12"}
        messages = {
            "required": "Isi tanggalnya, misalnya 01-11-2025.",
            "invalid": "Tanggal ini tidak ada. Tulis hari, bulan, tahun, misalnya 01-11-2025.",
        }
        messages.update(kwargs.pop("error_messages", {}))
        super().__init__(
            help_text=f"{help_text} Tulis HH-BB-TTTT.".lstrip(),
            input_formats=["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"],
            widget=forms.DateInput(format="%d-%m-%Y", attrs=attributes),
            error_messages=messages,
            validators=[MinValueValidator(FIRST, OUTSIDE), MaxValueValidator(LAST, OUTSIDE)],
            **kwargs,
        )


class ClockField(forms.TimeField):
    """A time of day, hour and minute."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "size": "6"}
        messages = {"invalid": "Tulis jam dan menit, misalnya 08.05."}
        messages.update(kwargs.pop("error_messages", {}))
        super().__init__(
            input_formats=["%H.%M", "%H:%M"],
            widget=forms.TimeInput(format="%H.%M", attrs=attributes),
            error_messages=messages,
            **kwargs,
        )


class WordsField(forms.CharField):
    """What somebody says in words. Too much of it, or what is no text, is refused, never cut."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        messages = {
            "max_length": f"Paling panjang {longest} huruf. Belum ada yang disimpan. Ringkaskan,"
            " lalu kirim lagi.",
            "required": "Bagian ini wajib diisi.",
            "null_characters_not_allowed": "Ada karakter yang bukan tulisan. Belum ada yang"
            " disimpan. Ketik ulang, lalu kirim lagi.",
        }
        messages.update(kwargs.pop("error_messages", {}))
        super().__init__(max_length=longest, error_messages=messages, **kwargs)
