"""What staff type to ask for a change of a set panel: one form for each kind."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from candidates.models import Candidate
from panels.changing import Wanted
from panels.forms.composition import NO_FILE, PDF
from panels.forms.seats import SeatForm
from panels.models import Conflict, PanelChange, Seat

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from panels.composing import Person

KINDS = {
    "ganti": PanelChange.Kind.REPLACE,
    "keluarkan": PanelChange.Kind.WITHDRAW,
    "berhalangan": PanelChange.Kind.RECUSE,
}


class ChangeForm(forms.Form):
    """Who, why, and the letter; a recusal also says for whom and what the relation is."""

    member = forms.ChoiceField(label="Penilai")
    reason = forms.CharField(
        label="Alasan",
        help_text="Dibaca oleh ketua, Kepala BKPSDM, dan pemeriksa.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": "Paling panjang 1.000 huruf. Ringkaskan."},
    )
    letter = forms.FileField(
        label="Surat",
        help_text=f"Surat yang mendasari perubahan ini. {PDF}",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": NO_FILE, "empty": "Berkas ini kosong. Pilih berkas lain."},
    )

    def __init__(
        self,
        *args: Any,
        kind: PanelChange.Kind,
        seats: Sequence[Seat],
        candidates: Sequence[Candidate] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._seats = {str(seat.user.public_id): seat for seat in seats}
        self._candidates = {str(c.number): c for c in candidates}
        self.fields["member"] = _choice("Penilai", "Pilih penilai", self._seats)
        if kind == PanelChange.Kind.RECUSE:
            labels = {number: f"{c.label}, {c.full_name}" for number, c in self._candidates.items()}
            self.fields["candidate"] = _choice("Kandidat", "Pilih kandidat", labels)
            self.fields["conflict_kind"] = forms.ChoiceField(
                label="Jenis hubungan",
                choices=[("", "Pilih jenis hubungan"), *Conflict.Kind.choices],
            )
            self.order_fields(["member", "candidate", "conflict_kind"])

    def wanted(self, successor: "Person | None" = None) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            kind=self.kind,
            seat=self._seats[said["member"]],
            reason=said["reason"],
            successor=successor,
            candidate=self._candidates.get(said.get("candidate", "")),
            conflict_kind=said.get("conflict_kind", ""),
        )

    @property
    def upload(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["letter"]
        return file


class SuccessorForm(SeatForm):
    """Who takes the seat; fields stand beside those of the change, so they have a prefix."""

    prefix = "pengganti"


class RefusalForm(forms.Form):
    """Why a change is not approved."""

    refusal = forms.CharField(
        label="Alasan penolakan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": "Tulis mengapa perubahan ini ditolak."},
    )


def _choice(label: str, prompt: str, rows: dict[str, Any]) -> forms.ChoiceField:
    choices = [("", prompt), *((key, str(row)) for key, row in rows.items())]
    return forms.ChoiceField(label=label, choices=choices)
