"""What the public types, and what the verifier does."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.input_actions import LEAST, MOST, Given
from candidates.input_secrecy import Identity
from candidates.inputs import Named
from candidates.models import InputSubject
from reports.input_tokens import FormToken
from selection.fields import WordsField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TOO_SHORT = (
    f"Tuliskan kejadian, waktu, dan tempat agar dapat diperiksa (paling sedikit {LEAST} huruf)."
)
REACHABLE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|(?:[^\d]*\d){8,}[^\d]*")


class PublicInputForm(forms.Form):
    """An input about one of the people named for a vacancy.

    `is_spent`: this form was sent before; what is typed now needs a new one. `retry_after`:
    seconds to wait, where there was too much of it.
    """

    is_spent = False
    retry_after = 0

    about = forms.ChoiceField(
        label="Nama",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih nama yang Anda beri masukan.",
            "invalid_choice": "Nama itu tidak ada dalam daftar. Pilih salah satu nama.",
        },
    )
    text = forms.CharField(
        label="Apa yang terjadi, kapan, dan di mana",
        help_text=f"Paling sedikit {LEAST} huruf, paling banyak 2.000. Tulis hal yang dapat"
        " diperiksa.",
        widget=forms.Textarea(attrs={"rows": 6, "class": "input", "minlength": LEAST}),
        error_messages={
            "required": TOO_SHORT,
            "null_characters_not_allowed": "Ada karakter yang bukan tulisan. Ketik ulang.",
        },
    )
    file = forms.FileField(
        label="Berkas pendukung",
        required=False,
        help_text="PDF atau JPG, paling besar 5 MB. Foto digambar ulang, sehingga tempat dan alat"
        " pembuatnya tidak ikut tersimpan.",
        widget=forms.FileInput(attrs={"class": "input", "accept": ".pdf,.jpg,.jpeg"}),
        error_messages={"empty": "Berkas ini kosong. Pilih berkas lain, atau kosongkan."},
    )
    name = WordsField(
        label="Nama Anda",
        longest=120,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
        error_messages={"required": "Isi nama Anda. Hanya verifikator yang dapat membukanya."},
    )
    contact = WordsField(
        label="Email atau nomor telepon",
        longest=120,
        help_text="Hanya untuk meminta keterangan tambahan.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={"required": "Isi alamat email atau nomor telepon."},
    )
    is_journalist = forms.BooleanField(label="Saya wartawan", required=False)
    medium = WordsField(
        label="Nama media",
        longest=120,
        required=False,
        help_text="Diisi bila Anda wartawan. Bobotnya sama dengan masukan warga lain.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "organization"}),
    )
    is_confidential = forms.BooleanField(
        label="Rahasiakan identitas saya dari panitia dan Wali Kota", required=False, initial=True
    )
    is_true = forms.BooleanField(
        label="Masukan ini benar sepanjang pengetahuan saya; saya memahami bahwa masukan palsu"
        " dapat berakibat hukum",
        error_messages={
            "required": "Centang pernyataan bahwa masukan ini benar sepanjang pengetahuan Anda."
        },
    )

    def __init__(self, *args: Any, named: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = named
        self._subjects = {str(subject.public_id): subject for subject in named.subjects}
        about: Any = self.fields["about"]
        about.choices = [
            (key, subject.nomination.candidate.full_name) for key, subject in self._subjects.items()
        ]

    @property
    def subject(self) -> InputSubject:
        return self._subjects[self.cleaned_data["about"]]

    def given(self, token: FormToken) -> Given:
        """What was typed, as it is stored."""
        said = self.cleaned_data
        upload: UploadedFile[Any] | None = said["file"]
        return Given(
            text=said["text"],
            identity=Identity(said["name"], said["contact"]),
            medium=said["medium"],
            is_confidential=said["is_confidential"],
            upload=upload,
            form=token.secret,
        )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if len("".join(text.split())) < LEAST:
            raise ValidationError(TOO_SHORT)
        if len(text) > MOST:
            many = f"{len(text):,}".replace(",", ".")
            raise ValidationError(f"Masukan ini {many} huruf; paling banyak 2.000. Ringkaskan.")
        return text

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"]
        if not REACHABLE.fullmatch(contact):
            raise ValidationError("Tulis alamat email, atau nomor telepon paling sedikit 8 angka.")
        return contact

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("is_journalist") and not said.get("medium") and "medium" not in self.errors:
            self.add_error("medium", "Isi nama media Anda, atau hapus centang “Saya wartawan”.")
        return said


class ReceiptForm(forms.Form):
    """The number of a receipt with its code, as one piece or in parts."""

    receipt = forms.CharField(
        label="Nomor tanda terima",
        max_length=60,
        help_text="Seperti tertulis pada tanda terima, misalnya M-2026-041728-KQ7P-W3XM.",
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        error_messages={"required": "Isi nomor tanda terima."},
    )


def choice_of(vacancies: Sequence[Named], code: str) -> Named:
    """The vacancy that was chosen, or the first."""
    return next((named for named in vacancies if named.vacancy.code == code), vacancies[0])
