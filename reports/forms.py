from collections.abc import Sequence
from typing import Any

from django import forms

from reports.models import Document
from scoring.freezing import NO_REASON
from selection.fields import WordsField
from selection.models import Vacancy

WHOLE_ROUND = ("*", "Seluruh jabatan")  # no vacancy has such a code


class OrderForm(forms.Form):
    """What a report is about, and the paper it is laid out for."""

    paper = forms.ChoiceField(
        label="Kertas",
        choices=Document.Paper.choices,
        initial=Document.Paper.F4,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, vacancies: Sequence[Vacancy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._vacancies = {vacancy.code: vacancy for vacancy in vacancies}
        choices = [(code, vacancy.title) for code, vacancy in self._vacancies.items()]
        self.fields["vacancy"] = forms.ChoiceField(
            label="Isi laporan", choices=[WHOLE_ROUND, *choices]
        )
        self.order_fields(["vacancy", "paper"])

    @property
    def chosen(self) -> Vacancy | None:
        """The vacancy, or None for the whole round."""
        return self._vacancies.get(self.cleaned_data["vacancy"])

    @property
    def paper_chosen(self) -> str:
        paper: str = self.cleaned_data["paper"]
        return paper


class ReturnForm(forms.Form):
    """Why a request to freeze the rules is given back."""

    reason = WordsField(
        label="Alasan",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": NO_REASON},
    )


class RevokeForm(forms.Form):
    """Why a document no longer holds; strangers who scan its code read this."""

    reason = WordsField(
        label="Alasan pencabutan",
        help_text="Dibaca siapa pun yang memindai QR dokumen. Jangan menyebut nama atau nilai.",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Tulis alasan pencabutan. Dokumen belum berubah."},
    )
