from django import forms

from selection.fields import WordsField


class AnswerForm(forms.Form):
    """What was answered to one question."""

    key = forms.CharField(max_length=200, widget=forms.HiddenInput)
    answer = WordsField(
        label="Jawaban atau hasil klarifikasi",
        longest=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Tulis jawabannya lebih dahulu. Belum ada yang disimpan."},
    )

    @property
    def asked(self) -> str:
        """Which question was answered, also where the answer was refused."""
        asked: str = self.data.get("key", "")
        return asked

    @property
    def text(self) -> str:
        text: str = self.cleaned_data["answer"]
        return text
