"""The steps that a verifier may take with an input now, each with its form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from audit.models import Event
from candidates.input_states import NEXT
from candidates.input_verifying import Step
from candidates.inputs import channels_now
from candidates.models import InputState, PublicInput
from selection.fields import DayField, WordsField

VERBS: Mapping[InputState, str] = {
    InputState.VERIFYING: "Mulai memverifikasi",
    InputState.ASKED: "Minta jawaban pejabat",
    InputState.REPLIED: "Catat jawaban pejabat",
    InputState.VERIFIED: "Nyatakan terverifikasi",
    InputState.NOT_VERIFIED: "Nyatakan tidak terbukti",
    InputState.REFERRED: "Teruskan ke lembaga lain",
}
AGAIN = "Periksa ulang"
KINDS: Mapping[InputState, str] = {
    InputState.RECEIVED: "",
    InputState.VERIFYING: "now",
    InputState.ASKED: "warn",
    InputState.REPLIED: "now",
    InputState.VERIFIED: "ok",
    InputState.NOT_VERIFIED: "",
    InputState.REFERRED: "seal",
}


class StepForm(forms.Form):
    """One step; the fields are those that it needs."""

    def __init__(self, *args: Any, state: InputState, was: InputState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefix, self.state = state.value, state
        self.verb = AGAIN if was in (InputState.VERIFIED, InputState.NOT_VERIFIED) else VERBS[state]
        if state == InputState.ASKED:
            self.fields["due_on"] = DayField(label="Jawaban ditunggu sampai")
        elif state == InputState.REPLIED:
            self.fields["reply"] = _words("Jawaban pejabat, seperti disampaikan", 2000)
        elif state == InputState.VERIFIED:
            self.fields["summary"] = _words(
                "Ringkasan untuk Wali Kota",
                1000,
                "Fakta yang terbukti, tanpa nama pengirim dan tanpa angka nilai.",
            )
        elif state == InputState.REFERRED:
            self._channels = {channel.code: channel for channel in channels_now()}
            self.fields["channel"] = forms.ChoiceField(
                label="Diteruskan kepada",
                choices=[(code, channel.name) for code, channel in self._channels.items()],
            )
        self.fields["reason"] = _words(
            "Alasan", 1000, "Apa yang diperiksa, dengan apa, dan nomor suratnya bila ada."
        )

    @property
    def step(self) -> Step:
        said = self.cleaned_data
        return Step(
            state=self.state,
            reason=said["reason"],
            reply=said.get("reply", ""),
            summary=said.get("summary", ""),
            due_on=said.get("due_on"),
            channel=self._channels[said["channel"]] if "channel" in said else None,
        )


class IdentityForm(forms.Form):
    """Why the identity of a sender is opened."""

    why = WordsField(
        label="Alasan membuka identitas",
        longest=500,
        help_text="Tercatat bersama nama Anda dan waktunya; tidak dapat dihapus.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": "Tuliskan alasan membuka identitas."},
    )


def forms_for(input_: PublicInput, sent: StepForm | None = None) -> list[StepForm]:
    """One for each step that may follow; `sent` in its place."""
    was = state_of(input_)
    follow = [state for state in InputState if state in NEXT[was]]
    return [
        sent if sent and sent.state == state else StepForm(state=state, was=was) for state in follow
    ]


def state_of(input_: PublicInput) -> InputState:
    """Of an input that was fetched with its state."""
    return InputState(vars(input_)["state"])


def openings_of(input_: PublicInput) -> list[Event]:
    """Who opened the identity or the file, when and why; the oldest first."""
    target = f"{input_._meta.label}:{input_.pk}"
    verbs = ("candidates.identity_opened", "candidates.input_file_read")
    return list(Event.objects.filter(target=target, verb__in=verbs).order_by("seq"))


def _words(label: str, longest: int, help_text: str = "") -> WordsField:
    return WordsField(
        label=label,
        longest=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": f"Isi “{label}”."},
    )
