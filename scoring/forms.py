from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict

from scoring.comparing import Text
from scoring.rules import Entries, Entry
from selection.fields import WordsField
from selection.models import Indicator, Instrument

NOTE_LIMIT = 2000
NUL = "Teks memuat tanda yang tidak dapat disimpan. Hapus tanda itu lalu simpan lagi."


class PlainText(forms.CharField):
    """Text without NUL, with one kind of line end."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators[-1] = ProhibitNullCharactersValidator(message=NUL)

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def require_once(data: QueryDict) -> None:
    """Refuse fields that came twice: nobody knows which one the person saw.

    Raises SuspiciousOperation.
    """
    if any(len(data.getlist(name)) > 1 for name in data):
        raise SuspiciousOperation("A field came twice.")


class MutationForm(forms.Form):
    """What makes a save safe to repeat: a random id, and what the page was made from.

    That is the sheet's version, the member, and the rules (scoring.rubric).
    """

    mutation_id = forms.UUIDField()
    base_version = forms.IntegerField(min_value=0, max_value=10**6)
    as_user = forms.UUIDField()
    rubric_hash = forms.RegexField(r"^[0-9a-f]{64}$")

    def __init__(self, data: QueryDict) -> None:
        require_once(data)
        super().__init__(data)

    @property
    def mutation(self) -> tuple[int, UUID]:
        """(base version, mutation id); raises SuspiciousOperation for a page that is not ours."""
        if not self.is_valid():
            raise SuspiciousOperation("The page's version or id is missing.")
        return self.cleaned_data["base_version"], self.cleaned_data["mutation_id"]

    @property
    def rules(self) -> str:
        """The hash of the rules that the page shows; ask for `mutation` first."""
        found: str = self.cleaned_data["rubric_hash"]
        return found


class PositionForm(forms.Form):
    """What a page asks about while it waits: a sheet, and a place in the write-ahead log."""

    lembar = forms.UUIDField(required=False)
    posisi = forms.RegexField(r"^[0-9A-F]{1,8}/[0-9A-F]{1,8}$", required=False)


class ReopeningForm(forms.Form):
    """Why a closed sheet has to be changed."""

    reason = WordsField(
        label="Alasan",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Tulis alasan membuka kembali, lalu kirim lagi. Nilai tetap."},
    )


class SheetForm(forms.Form):
    """A whole number and a note for each indicator; an empty field means 'not scored yet'.

    Where another tab saved the sheet, `p1` = `server` chooses what the server holds of the first.
    """

    def __init__(
        self, data: QueryDict, *, instrument: Instrument, indicators: Sequence[Indicator]
    ) -> None:
        require_once(data)
        super().__init__(data)
        self.instrument = instrument
        self.indicators = indicators
        for number, indicator in enumerate(indicators, start=1):
            if data.get(f"p{number}") == "server":
                continue
            self.fields[f"n{number}"] = PlainText(label=indicator.title, required=False)
            self.fields[f"c{number}"] = PlainText(
                label=f"Catatan {indicator.title}",
                required=False,
                max_length=NOTE_LIMIT,
                error_messages={
                    "max_length": f"Catatan paling panjang {NOTE_LIMIT} huruf. Ringkaskan."
                },
            )

    def clean(self) -> None:
        """Read every score as a whole number within the instrument's scale."""
        for number, indicator in enumerate(self.indicators, start=1):
            name = f"n{number}"
            if name not in self.fields:
                continue
            text = self.cleaned_data.get(name, "").strip()
            try:
                self.cleaned_data[name] = read_score(text, indicator.title, self.instrument)
            except forms.ValidationError as error:
                self.add_error(name, error)

    def complaint(self, name: str) -> str:
        """What is wrong with a field, in words; nothing where it is right."""
        return " ".join(map(str, self.errors.get(name, [])))

    def typed(self, number: int) -> Text | None:
        """What stands in a criterion's fields; None where the server's was chosen instead."""
        name, note = f"n{number}", f"c{number}"
        return Text(self._text(name), self._text(note)) if name in self.fields else None

    def entries(self, kept: Entries) -> Entries:
        """What to save: valid fields as typed; a field with an error keeps what was there."""
        result: dict[str, Entry] = {}
        for number, indicator in enumerate(self.indicators, start=1):
            entry: Entry = {}
            old = kept.get(indicator.code, {})
            score = self.cleaned_data.get(f"n{number}", old.get("score"))
            note = self.cleaned_data.get(f"c{number}", old.get("note"))
            if score is not None:
                entry["score"] = score
            if note:
                entry["note"] = note
            if entry:
                result[indicator.code] = entry
        return result

    def _text(self, name: str) -> str:
        value = self.data.get(name) if name in self.errors else self.cleaned_data[name]
        return "" if value is None else str(value)


def read_score(text: str, title: str, instrument: Instrument) -> int | None:
    """The number a member typed, None for nothing. Raises ValidationError with what to write."""
    if not text:
        return None
    range_ = f"{instrument.lowest} sampai {instrument.highest}"
    if not (text.isascii() and text.isdigit()):
        raise forms.ValidationError(
            f"Nilai {title} harus bilangan bulat {range_}, misalnya"
            f" {instrument.highest * 82 // 100}."
        )
    score = int(text) if len(text) <= 9 else instrument.highest + 1
    if not instrument.lowest <= score <= instrument.highest:
        raise forms.ValidationError(f"Nilai {title} harus bilangan bulat {range_}.")
    return score
