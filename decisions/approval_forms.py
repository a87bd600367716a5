"""Forms of the pages about approvals. They parse; the actions decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from decisions.ending import DecreePaper
from decisions.happenings import Happening, Paper
from decisions.models import ApprovalEvent, Letter
from decisions.overriding import Deviation
from decisions.region_facts import Term, Window
from selection.fields import DayField, WordsField

Kind = ApprovalEvent.Kind
PDF = forms.FileInput(attrs={"accept": ".pdf,application/pdf"})
PDF_ONLY = f"Hanya PDF, paling besar {settings.ATTACHMENT_LIMIT // 1024**2} MB."
LINES = forms.Textarea(attrs={"rows": 3})
REPLY = (
    (Kind.ALLOWED, "Disetujui"),
    (Kind.REFUSED, "Ditolak"),
    (Kind.RETURNED, "Dikembalikan untuk diperbaiki"),
)


class DeedForm(forms.Form):
    """Something that happened to an approval; `letters`: those it may refer to."""

    def __init__(self, *args: Any, letters: QuerySet[Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields.get("known")
        if isinstance(known, forms.ModelChoiceField):
            known.queryset = letters

    @property
    def happening(self) -> Happening:
        raise NotImplementedError


class PrepareForm(DeedForm):
    """That everything for a request is complete."""

    on = DayField(label="Usulan lengkap pada")

    @property
    def happening(self) -> Happening:
        return Happening(kind=Kind.PREPARED, on=self.cleaned_data["on"])


class LetterForm(DeedForm):
    """A letter: one of those known already, or a new one with number, date and file."""

    known = forms.ModelChoiceField(
        label="Surat yang sudah dicatat",
        queryset=Letter.objects.none(),
        required=False,
        empty_label="Surat baru, isi di bawah",
        help_text="Pilih bila surat yang memuat beberapa orang sudah dicatat untuk orang lain.",
    )
    number = WordsField(
        label="Nomor surat",
        longest=120,
        required=False,
        help_text="Untuk surat baru isi ketiganya: nomor, tanggal, dan berkas.",
    )
    dated = DayField(label="Tanggal surat", required=False)
    upload = forms.FileField(
        label="Berkas surat (PDF)", help_text=PDF_ONLY, widget=PDF, required=False
    )

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(
            number=data["number"],
            dated=data["dated"],
            upload=data["upload"],
            known=data["known"],
        )


class SendForm(LetterForm):
    """That a request went out, and by which letter."""

    on = DayField(label="Dikirim pada")
    due_on = DayField(
        label="Batas internal",
        required=False,
        help_text="Kosongkan untuk memakai hari kerja lazim.",
    )
    field_order = ("on", "known", "number", "dated", "upload", "due_on")

    @property
    def happening(self) -> Happening:
        data = self.cleaned_data
        return Happening(kind=Kind.SENT, on=data["on"], paper=self.paper, due_on=data["due_on"])


class ReplyForm(LetterForm):
    """What a body answered about this person."""

    kind = forms.ChoiceField(
        label="Isi balasan",
        help_text="Disetujui dan ditolak dicatat dengan suratnya.",
        choices=REPLY,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih isi balasannya."},
    )
    on = DayField(label="Diterima pada")
    reason = WordsField(
        label="Alasan",
        longest=1000,
        required=False,
        widget=LINES,
        help_text="Wajib bila ditolak atau dikembalikan.",
    )
    conditions = WordsField(
        label="Syarat dalam persetujuan", longest=1000, required=False, widget=LINES
    )
    valid_until = DayField(label="Berlaku sampai", required=False)
    field_order = ("kind", "on", "known", "number", "dated", "upload", "reason")

    @property
    def happening(self) -> Happening:
        data = self.cleaned_data
        return Happening(
            kind=data["kind"],
            on=data["on"],
            paper=self.paper,
            reason=data["reason"],
            conditions=data["conditions"],
            valid_until=data["valid_until"],
        )


class ExpireForm(LetterForm):
    """That an approval does not hold any more."""

    on = DayField(label="Tidak berlaku sejak")
    reason = WordsField(label="Alasan", longest=1000, widget=LINES)
    field_order = ("on", "reason")

    @property
    def happening(self) -> Happening:
        data = self.cleaned_data
        return Happening(kind=Kind.EXPIRED, on=data["on"], paper=self.paper, reason=data["reason"])


class DeadlineForm(DeedForm):
    """Another internal deadline, and why."""

    on = DayField(label="Diubah pada")
    due_on = DayField(label="Batas internal yang baru")
    reason = WordsField(label="Alasan", longest=1000, widget=LINES)

    @property
    def happening(self) -> Happening:
        data = self.cleaned_data
        return Happening(
            kind=Kind.DEADLINE, on=data["on"], due_on=data["due_on"], reason=data["reason"]
        )


DEEDS: Mapping[str, type[DeedForm]] = {
    "lengkap": PrepareForm,
    "kirim": SendForm,
    "balasan": ReplyForm,
    "habis": ExpireForm,
    "batas": DeadlineForm,
}


class OverrideForm(forms.Form):
    """Why a step should be needed, or not, whatever its rule says."""

    reason = WordsField(label="Alasan", longest=1000, widget=LINES)

    def deviation(self, code: str, *, needed: bool) -> Deviation:
        return Deviation(code=code, needed=needed, reason=self.cleaned_data["reason"])


class NoteForm(forms.Form):
    """What is added to a decision about an override."""

    note = WordsField(label="Catatan", longest=500, required=False)


class ReasonForm(forms.Form):
    """Why something is taken back or ends."""

    reason = WordsField(label="Alasan", longest=500, widget=LINES)


class TermForm(forms.Form):
    """A term of who heads the region; the office, not the person."""

    office = WordsField(label="Jabatan", longest=80, initial="Wali Kota")
    is_acting = forms.BooleanField(
        label="Penjabat, pelaksana tugas, atau sementara", required=False
    )
    inaugurated_on = DayField(label="Dilantik atau ditunjuk")
    ends_on = DayField(label="Berakhir", required=False, help_text="Kosongkan bila belum.")
    source = WordsField(label="Sumber", longest=300, help_text="Misalnya nomor keputusan.")

    @property
    def told(self) -> Term:
        return Term(**self.cleaned_data)


class WindowForm(forms.Form):
    """An election of the head of region."""

    designation_on = DayField(label="Penetapan pasangan calon")
    ends_on = DayField(
        label="Akhir masa jabatan", required=False, help_text="Kosongkan bila belum diketahui."
    )
    source = WordsField(label="Sumber", longest=300, help_text="Misalnya nomor keputusan KPU.")

    @property
    def told(self) -> Window:
        return Window(**self.cleaned_data)


class DecreeForm(forms.Form):
    """The decree of appointment."""

    number = WordsField(label="Nomor SK", longest=120, help_text="Seperti tertulis.")
    dated = DayField(label="Tanggal SK")
    upload = forms.FileField(
        label="Berkas SK (PDF)",
        help_text=PDF_ONLY,
        widget=PDF,
        error_messages={"required": "Pilih berkas PDF SK-nya."},
    )

    @property
    def paper(self) -> DecreePaper:
        return DecreePaper(**self.cleaned_data)


class DayForm(forms.Form):
    """A day of an inauguration."""

    on = DayField(label="Tanggal pelantikan")
