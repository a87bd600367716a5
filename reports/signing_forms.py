"""What is typed to sign a document, to say who signs, and to check a signed paper."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from accounts.models import User
from reports.models import Signatory
from reports.signatories import Wanted
from reports.signing import Secret
from selection.fields import WordsField

MOST_LINES = 40
NO_ACCOUNT = ("", "Tanpa akun")


class SignForm(forms.Form):
    """The passphrase of the signer's certificate. It is read once, and never shown again."""

    read = forms.BooleanField(
        label="Saya sudah membaca dokumen ini dan menandatanganinya",
        error_messages={"required": "Centang bila Anda sudah membaca dokumennya."},
    )
    nik = forms.CharField(
        label="NIK",
        required=False,
        max_length=16,
        validators=[RegexValidator(r"^\d{16}$", "NIK terdiri atas 16 angka.")],
        help_text="Hanya bila akun BSrE Anda tidak memakai alamat email ini. Tidak disimpan.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    passphrase = forms.CharField(
        label="Frasa sandi sertifikat",
        strip=False,
        max_length=200,
        help_text="Langsung dipakai untuk menandatangani; tidak disimpan dan tidak dicatat.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Ketik frasa sandi sertifikat Anda."},
    )

    def __init__(self, *args: Any, asks_nik: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_nik:
            del self.fields["nik"]

    @property
    def secret(self) -> Secret:
        return Secret(self.cleaned_data["passphrase"])

    @property
    def nik_typed(self) -> str:
        nik: str = self.cleaned_data.get("nik", "")
        return nik


class SettleForm(forms.Form):
    """What the service says of an attempt whose end nobody knows."""

    outcome = forms.ChoiceField(
        label="Hasil di layanan",
        choices=[
            ("failed", "Layanan tidak menandatangani dokumen ini"),
            ("signed", "Layanan sudah menandatangani; berkasnya saya unggah"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih hasil yang Anda lihat di layanan."},
    )
    file = forms.FileField(
        label="Berkas yang sudah ditandatangani",
        required=False,
        help_text="Diunduh dari layanan. Diterima hanya bila lanjutan tepat berkas yang dikirim.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    note = WordsField(
        label="Dari mana Anda tahu",
        longest=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        help_text="Misalnya “Riwayat di portal BSrE, dibuka 5 Desember pukul 09.10”.",
        error_messages={"required": "Tulis dari mana Anda tahu."},
    )

    def clean(self) -> None:
        """A signature is nothing without its file."""
        wants = self.cleaned_data.get("outcome") == "signed"
        if wants and not self.cleaned_data.get("file"):
            self.add_error("file", "Pilih berkas yang sudah ditandatangani.")


class LineForm(forms.Form):
    """One line: somebody with an account, or a name. Empty where both are."""

    turn = forms.IntegerField(
        label="Giliran",
        min_value=1,
        max_value=MOST_LINES,
        initial=1,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={
            "required": "Isi giliran, misalnya 1.",
            "invalid": "Giliran adalah angka, misalnya 1.",
            "min_value": "Giliran mulai dari 1.",
            "max_value": f"Giliran paling besar {MOST_LINES}.",
        },
    )
    person = forms.ChoiceField(label="Akun", required=False)
    name = forms.CharField(
        label="Nama",
        required=False,
        max_length=200,
        help_text="Untuk yang tanpa akun. Yang berakun dicantumkan dengan namanya sendiri.",
    )
    position = forms.CharField(label="Jabatan", required=False, max_length=200)
    method = forms.ChoiceField(
        label="Cara",
        choices=Signatory.Method.choices,
        initial=Signatory.Method.WET,
    )

    def __init__(self, *args: Any, people: Mapping[str, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people
        field: Any = self.fields["person"]
        field.choices = [NO_ACCOUNT, *((key, user.name) for key, user in people.items())]

    def clean(self) -> None:
        """Who signs electronically is known by his account; who is named has a position."""
        said = self.cleaned_data
        if not said.get("person") and not said.get("name"):
            return
        if said.get("method") == Signatory.Method.ELECTRONIC and not said.get("person"):
            self.add_error("person", "Tanda tangan elektronik memerlukan akun.")
        if not said.get("position"):
            self.add_error("position", "Isi jabatan dalam penandatanganan, misalnya Saksi.")

    @property
    def wanted(self) -> Wanted | None:
        """The line; None where the row was left empty."""
        said = self.cleaned_data
        user = self._people.get(said.get("person", ""))
        if not user and not said.get("name"):
            return None
        return Wanted(
            name=said["name"] or (user.name if user else ""),
            position=said["position"],
            turn=said["turn"],
            method=Signatory.Method(said["method"]),
            user=user,
        )


# All lines that are not signed yet, and two empty ones.
LinesForms = forms.formset_factory(
    LineForm,
    extra=2,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES,
    validate_max=True,
    can_delete=True,
)


def wanted_in(rows: Iterable[LineForm]) -> list[Wanted]:
    """The lines of valid rows, without those that are empty or struck out."""
    kept = [row for row in rows if not row.cleaned_data.get("DELETE")]
    return [line for row in kept if (line := row.wanted)]


class ScanForm(forms.Form):
    """The scan of a paper that was signed in ink."""

    file = forms.FileField(
        label="Pindaian dokumen yang ditandatangani",
        help_text="PDF atau foto JPG, paling besar 5 MB: dokumen dan lembar tanda tangannya.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf,.jpg,.jpeg,image/jpeg"}),
        error_messages={
            "required": "Pilih berkas PDF atau foto lebih dahulu.",
            "empty": "Berkas ini kosong. Pilih berkas yang berisi.",
        },
    )


class AcceptForm(forms.Form):
    """What is read off the paper: the beginning of its hash, and who has signed it."""

    typed = forms.CharField(
        label="Delapan tanda pertama sidik jari pada kertas",
        max_length=20,
        help_text="Baca dari lembar tanda tangan yang dipindai, misalnya 8f21 0c4d.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Ketik delapan tanda pertama dari kertasnya."},
    )
    signed = forms.MultipleChoiceField(
        label="Yang sudah bertanda tangan pada kertas",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang siapa yang sudah bertanda tangan."},
    )

    def __init__(self, *args: Any, lines: Sequence[Signatory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = {str(line.public_id): line for line in lines}
        field: Any = self.fields["signed"]
        field.choices = [
            (key, f"{line.name}, {line.position}") for key, line in self._lines.items()
        ]

    @property
    def lines(self) -> list[Signatory]:
        return [self._lines[key] for key in self.cleaned_data["signed"]]


class RefuseScanForm(forms.Form):
    """Why a scan does not count."""

    reason = WordsField(
        label="Alasan menolak",
        longest=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": "Tulis alasan menolak pindaian ini."},
    )
