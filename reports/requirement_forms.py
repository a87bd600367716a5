"""Forms of the pages about requirements. They parse; the actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from candidates.check_actions import Source
from candidates.evidence_actions import Paper
from candidates.exception_actions import Request
from candidates.models import Topic
from selection.fields import DayField, WordsField

YES_NO = (("ya", "Ya"), ("tidak", "Tidak"))
UNKNOWN = {"invalid_choice": "Ada pilihan yang tidak dikenal. Pilih dari daftar."}
PDF = forms.FileInput(attrs={"accept": ".pdf,application/pdf"})
PDF_ONLY = f"Hanya PDF, paling besar {settings.ATTACHMENT_LIMIT // 1024**2} MB."


class CheckForm(forms.Form):
    """Which data were compared with which source."""

    topics = forms.MultipleChoiceField(
        label="Data yang sudah Anda cocokkan",
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu data.", **UNKNOWN},
    )
    source = forms.CharField(
        label="Sumber",
        max_length=120,
        initial="SIASN",
        help_text="Misalnya SIASN, ijazah, atau SK.",
    )
    as_of = DayField(label="Keadaan data per tanggal")
    born_on = DayField(
        label="Tanggal lahir menurut sumber",
        help_text="Isi hanya bila berbeda dari tanggal pada NIP.",
        required=False,
    )

    def __init__(self, *args: Any, has_sanction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_sanction:
            self.fields["sanction_from"] = DayField(
                label="Hukuman disiplin sejak",
                help_text="Menurut SK hukuman disiplin.",
                required=False,
            )
            self.fields["sanction_until"] = DayField(
                label="Hukuman disiplin sampai",
                help_text="Kosongkan bila belum berakhir.",
                required=False,
            )

    @property
    def chosen(self) -> list[str]:
        topics: list[str] = self.cleaned_data["topics"]
        return topics

    @property
    def given(self) -> Source:
        data = self.cleaned_data
        return Source(
            data["source"],
            data["as_of"],
            data["born_on"],
            data.get("sanction_from"),
            data.get("sanction_until"),
        )


class EvidenceForm(forms.Form):
    """A document and the requirements that it answers."""

    document = forms.CharField(
        label="Nama dan nomor dokumen",
        max_length=200,
        help_text="Seperti tertulis pada dokumen, misalnya Surat Sehat RSUD 445/1201/2025.",
    )
    dated = DayField(label="Tanggal dokumen")
    valid_until = DayField(
        label="Berlaku sampai", help_text="Kosongkan bila tidak ada batasnya.", required=False
    )
    favourable = forms.ChoiceField(
        label="Apakah isinya mendukung kandidat?", choices=YES_NO, widget=forms.RadioSelect
    )
    file = forms.FileField(label="Berkas PDF", help_text=PDF_ONLY, required=False, widget=PDF)
    compared = forms.BooleanField(
        label="Saya sudah mencocokkan dengan dokumen aslinya", required=False
    )

    def __init__(self, *args: Any, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"] = forms.MultipleChoiceField(
            label="Dokumen ini menjawab",
            choices=list(asked.items()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Pilih paling sedikit satu syarat dokumen.", **UNKNOWN},
        )
        self.order_fields(["codes"])

    @property
    def papers(self) -> dict[str, Paper]:
        data = self.cleaned_data
        paper = Paper(
            data["document"],
            data["dated"],
            data["favourable"] == "ya",
            data["valid_until"],
            data["compared"],
            data["file"] or None,
        )
        return dict.fromkeys(data["codes"], paper)


class WordForm(forms.Form):
    """A person's answer to a question no machine answers, with the reason."""

    answer = forms.ChoiceField(label="Jawaban", choices=YES_NO, widget=forms.RadioSelect)
    reason = forms.CharField(label="Alasan", max_length=300)

    def __init__(self, *args: Any, question: str = "Jawaban", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = question

    @property
    def says_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == "ya")

    @property
    def why(self) -> str:
        reason: str = self.cleaned_data["reason"]
        return reason


class ExceptionForm(forms.Form):
    """Why a requirement should not count for this candidate."""

    reason = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Alasan dan dokumen tampil dalam laporan untuk selamanya.",
    )
    document_name = forms.CharField(label="Nama dan nomor dokumen", max_length=200)
    document = forms.FileField(
        label="Dokumen (PDF)",
        help_text=PDF_ONLY,
        widget=PDF,
        error_messages={"required": "Pilih berkas PDF dokumennya."},
    )

    @property
    def request(self) -> Request:
        data = self.cleaned_data
        return Request(data["reason"], data["document_name"], data["document"])


class DecisionForm(forms.Form):
    """What the head adds to the decision about an exception."""

    note = WordsField(label="Catatan", longest=500, required=False)


class AdoptForm(forms.Form):
    """Local requirements that the agency makes its own."""

    decree = forms.CharField(
        label="Dasar hukum daerah",
        max_length=300,
        help_text="Nomor dan judul keputusan yang menetapkan syarat tambahan ini.",
    )
    valid_from = DayField(label="Berlaku sejak")

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"] = forms.MultipleChoiceField(
            label="Syarat daerah",
            choices=offered,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Pilih paling sedikit satu syarat daerah.", **UNKNOWN},
        )
        self.order_fields(["codes"])


class EndForm(forms.Form):
    """The last day on which a local requirement is in force."""

    last_day = DayField(label="Hari terakhir")
