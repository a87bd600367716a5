from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.wording import with_weekday
from candidates.models import Candidate, Nomination
from panels.attending import days_of
from reports.actions import About
from reports.models import Document
from reports.ordering import CANDIDATE, DAY, VACANCY, Offer
from scoring.freezing import NO_REASON
from selection.fields import WordsField
from selection.models import Round, Vacancy

WHOLE = "*"  # no vacancy has such a code
LABELS = {VACANCY: "Jabatan", CANDIDATE: "Kandidat", DAY: "Hari"}


def paper_of(sent: Mapping[str, Any]) -> str:
    """The paper that a button orders for: F4 unless it says another."""
    paper: str = sent.get("paper", "")
    return paper if paper in Document.Paper.values else Document.Paper.F4


class OrderForm(forms.Form):
    """What a document is about, and the paper it is laid out for."""

    paper = forms.ChoiceField(
        label="Kertas",
        choices=Document.Paper.choices,
        initial=Document.Paper.F4,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, offer: Offer, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self._parts = _parts_of(round_, offer.asks)
        if offer.asks:
            whole = [(WHOLE, offer.whole)] if offer.whole else []
            parts = [(key, title) for key, (title, _) in self._parts.items()]
            self.fields[offer.asks] = forms.ChoiceField(
                label=LABELS[offer.asks], choices=[*whole, *parts]
            )
            self.order_fields([offer.asks, "paper"])
        if offer.has_formats:
            self.fields["format"] = forms.ChoiceField(
                label="Bentuk",
                choices=Document.Format.choices,
                initial=Document.Format.PDF,
                widget=forms.RadioSelect,
            )
            self.order_fields(["format", "paper"])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that such a document could be about."""
        return bool(self.offer.asks) and not self._parts

    @property
    def about(self) -> About:
        """The part that was chosen; nothing: the whole round."""
        if self.offer.has_formats:
            return About(format=self.cleaned_data["format"])
        chosen = self._parts.get(self.cleaned_data.get(self.offer.asks, ""))
        return chosen[1] if chosen else About()

    @property
    def paper_chosen(self) -> str:
        paper: str = self.cleaned_data["paper"]
        return paper

    @property
    def given(self) -> dict[str, str]:
        """What to send to order the same again."""
        return {"kind": self.offer.kind.value, **self.cleaned_data}


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


def _parts_of(round_: Round, asked: str) -> Mapping[str, tuple[str, About]]:
    """What there is to choose from, by what the form sends: its title, and what it means."""
    if asked == VACANCY:
        return {v.code: (v.title, About(vacancy=v)) for v in reportable(round_)}
    if asked == CANDIDATE:
        competing = Nomination.objects.in_force().filter(vacancy__withdrawn_at=None)
        people = Candidate.objects.in_force().filter(round=round_, nominations__in=competing)
        return {
            str(c.number): (f"{c.number:02} · {c.full_name}", About(candidate=c))
            for c in people.distinct().order_by("number")
        }
    if asked == DAY:
        return {d.isoformat(): (with_weekday(d), About(day=d)) for d in days_of(round_)}
    return {}


def reportable(round_: Round) -> list[Vacancy]:
    """Vacancies that somebody is nominated for."""
    nominations = Nomination.objects.in_force().filter(candidate__withdrawn_at=None)
    vacancies = Vacancy.objects.in_force().filter(round=round_, nominations__in=nominations)
    return list(vacancies.distinct().order_by("code"))
