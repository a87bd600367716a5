"""What the authority types, and what the chair answers. The forms parse; the actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from candidates.models import Candidate
from decisions.choosing import Picked
from decisions.models import Inquiry, What
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
    """The chair's answer to one `inquiry`; several stand on one page."""

    answer = WordsField(
        label="Jawaban panitia",
        longest=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Tulis jawabannya. Belum ada yang dikirim."},
    )

    def __init__(self, data: QueryDict | None = None, *, inquiry: Inquiry) -> None:
        super().__init__(data, auto_id=f"id_{inquiry.pk}_%s")
        self.inquiry = inquiry


class WithdrawalForm(forms.Form):
    """Who withdraws, and by which letter."""

    candidate = forms.ChoiceField(
        label="Siapa mengundurkan diri",
        error_messages={"required": "Pilih namanya. Belum ada yang dicatat."},
    )
    letter = WordsField(
        label="Nomor dan tanggal surat",
        longest=300,
        help_text="Misalnya 800/12/2026 tanggal 3 Desember 2026. Peringkat tidak berubah.",
        error_messages={"required": "Tulis nomor dan tanggal suratnya. Belum ada yang dicatat."},
    )

    def __init__(self, data: QueryDict | None = None, *, people: Sequence[Candidate]) -> None:
        super().__init__(data)
        self.people = {str(candidate.number): candidate for candidate in people}
        choices = [(number, person.full_name) for number, person in self.people.items()]
        cast("forms.ChoiceField", self.fields["candidate"]).choices = [("", "Pilih"), *choices]

    @property
    def person(self) -> Candidate:
        return self.people[self.cleaned_data["candidate"]]


class DraftVersionForm(forms.Form):
    """Which draft is taken back."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SettingForm(forms.Form):
    """What was read, and why it follows a decision that was set before."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    reason = WordsField(
        label="Mengapa ada keputusan baru",
        longest=REASON,
        help_text="Paling sedikit 30 huruf; tersimpan bersama keputusan yang baru.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={
            "required": "Keputusan baru memerlukan alasan. Belum ada yang ditetapkan.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, changes: bool, seen: str = "") -> None:
        super().__init__(data, initial={"seen": seen})
        if not changes:
            del self.fields["reason"]
        elif data is not None and "reason" not in data:  # of a page from before: told as overtaken
            self.fields["reason"].required = False
