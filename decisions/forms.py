"""What the authority types, and what the chair answers. The forms parse; the actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from candidates.models import Candidate
from decisions.choosing import Picked
from decisions.models import What
from decisions.models.choices import REASON
from selection.fields import WordsField

NAMES, NOBODY = What.NAMES.value, What.NOBODY.value
UNKNOWN = {
    "required": "Pilih salah satu nama. Belum ada yang disimpan.",
    "invalid_choice": "Nama ini tidak ada di halaman. Muat ulang halaman, lalu pilih lagi.",
}


class ChoiceForm(forms.Form):
    """One choice: `picked` is a candidate's number, `names` or `nobody`.

    `version`: of the draft that the page showed.
    """

    picked = forms.ChoiceField(label="Pilihan", error_messages=UNKNOWN)
    reason = WordsField(
        label="Mengapa pilihan ini?",
        longest=REASON,
        required=False,  # what is missing is said by the action, with the length asked for
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        people: Sequence[Candidate],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.people = {str(candidate.number): candidate for candidate in people}
        numbers = [(number, candidate.name) for number, candidate in self.people.items()]
        choices = [*numbers, (NAMES, "Semua nama"), (NOBODY, "Tidak seorang pun")]
        cast("forms.ChoiceField", self.fields["picked"]).choices = choices

    @property
    def choice(self) -> Picked:
        said = self.cleaned_data["picked"]
        if said in (NAMES, NOBODY):
            return Picked(What(said))
        return Picked(What.PERSON, self.people[said])


class QuestionForm(forms.Form):
    """What the authority wants to know from the panel."""

    question = WordsField(
        label="Apa yang ingin Anda ketahui?",
        longest=REASON,
        help_text="Ketua panitia menjawab di sini; pertanyaan dan jawabannya tetap tersimpan.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Tulis apa yang ingin Anda ketahui dari panitia."},
    )


class AnswerForm(forms.Form):
    """The chair's answer."""

    answer = WordsField(
        label="Jawaban panitia",
        longest=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Tulis jawabannya. Belum ada yang dikirim."},
    )


class DraftVersionForm(forms.Form):
    """Which draft is taken back."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SettingForm(forms.Form):
    """What was read, and why something is changed that was set before."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    reason = WordsField(
        label="Mengapa diubah",
        longest=REASON,
        required=False,
        help_text="Paling sedikit 30 huruf; tersimpan bersama keputusan yang baru.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
    )

    def __init__(self, data: QueryDict | None = None, *, changes: bool, seen: str = "") -> None:
        super().__init__(data, initial={"seen": seen})
        if not changes:
            del self.fields["reason"]
