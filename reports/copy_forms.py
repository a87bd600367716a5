"""What is typed to use paper: why, and for which day forms are printed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.wording import with_weekday
from reports.models import Document
from selection.fields import WordsField

WHOLE_ROUND = ("", "Seluruh putaran")


class PaperForm(forms.Form):
    """Why the panel scores on paper."""

    reason = WordsField(
        label="Alasan memakai kertas",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        help_text="Misalnya “Jaringan gedung putus sejak pukul 09.10”.",
        error_messages={
            "required": "Tulis alasan memakai kertas, lalu kirim lagi. Belum ada yang berubah."
        },
    )


class BlankFormsForm(forms.Form):
    """A day of the timetable, or the whole round where it has none, and the paper.

    A day at a time: 350 forms in one file are a gigabyte while they are drawn.
    """

    paper = forms.ChoiceField(
        label="Kertas",
        choices=Document.Paper.choices,
        initial=Document.Paper.F4,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, days: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ahead = [day for day in days if day >= timezone.localdate()]
        choices = [(day.isoformat(), with_weekday(day)) for day in days]
        self.fields["day"] = forms.TypedChoiceField(
            label="Untuk",
            choices=choices or [WHOLE_ROUND],
            required=bool(choices),
            initial=ahead[0] if ahead else None,
            coerce=date.fromisoformat,
            empty_value=None,
        )
        self.order_fields(["day", "paper"])
