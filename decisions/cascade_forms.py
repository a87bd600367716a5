"""How far the city looks, and the round that follows. The forms parse; the actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from decisions.following import Plan
from decisions.models import CascadeSetting
from decisions.succession import Opening
from decisions.succession_rules import MOST_STEPS, Look
from selection.fields import DayField, WordsField
from selection.models import Vacancy

AS_DRAWN = (4, 7, 9, 2, 5, 8, 1, 3, 6)
"""The boxes in rows of three, as the grid shows them."""

STEPS = [(1, "Satu tingkat"), (2, "Dua tingkat"), (MOST_STEPS, "Tiga tingkat")]
SIDES = [("False", "Semua perangkat daerah"), ("True", "Hanya perangkat daerah yang sama")]


class LookForm(forms.Form):
    """The city's own setting, and why it changes."""

    lowest = forms.ChoiceField(
        label="Telusuri sampai eselon",
        choices=Vacancy.Echelon,
        help_text="Jabatan di bawahnya tidak ditelusuri lagi.",
        error_messages={"invalid_choice": "Pilih eselon dari daftar."},
    )
    boxes = forms.TypedMultipleChoiceField(
        label="Kotak talenta calon pengganti",
        choices=[(number, str(number)) for number in AS_DRAWN],
        help_text="Letaknya seperti pada matriks talenta.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu kotak."},
    )
    steps = forms.TypedChoiceField(
        label="Calon berasal dari",
        choices=[(number, f"{words} di bawahnya") for number, words in STEPS],
        coerce=int,
    )
    same_unit = forms.TypedChoiceField(
        label="Asal calon", choices=SIDES, coerce=lambda said: said == "True"
    )
    reason = WordsField(
        label="Alasan",
        longest=500,
        help_text="Misalnya nomor keputusan tim manajemen talenta.",
        error_messages={"required": "Tulis alasan perubahan ini. Belum ada yang berubah."},
    )

    def __init__(self, data: QueryDict | None = None, *, setting: CascadeSetting) -> None:
        names = ("lowest", "boxes", "steps", "same_unit")
        super().__init__(data, initial={name: getattr(setting, name) for name in names})

    @property
    def look(self) -> Look:
        names = ("lowest", "boxes", "steps", "same_unit")
        return Look(**{name: self.cleaned_data[name] for name in names})


class FollowUpForm(forms.Form):
    """The next round: its name, code and day, and which of the vacated posts it fills."""

    posts = forms.MultipleChoiceField(
        label="Jabatan yang diisi",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Pilih paling sedikit satu jabatan. Belum ada putaran yang dibuat.",
            "invalid_choice": "Satu jabatan tidak lagi kosong menurut pilihan yang berlaku. Belum"
            " ada putaran yang dibuat. Muat ulang halaman, lalu pilih lagi.",
        },
    )
    title = WordsField(
        label="Nama putaran",
        longest=300,
        error_messages={"required": "Tulis nama putarannya. Belum ada putaran yang dibuat."},
    )
    code = forms.SlugField(
        label="Kode putaran",
        max_length=60,
        help_text="Huruf kecil, angka, dan tanda hubung; tidak dapat diubah lagi.",
        error_messages={
            "required": "Tulis kode putarannya. Belum ada putaran yang dibuat.",
            "invalid": "Kode hanya huruf kecil, angka, dan tanda hubung, misalnya lanjutan-2026.",
        },
    )
    reference_date = DayField(
        label="Tanggal acuan",
        help_text="Rencana pengangkatan; usia dan pengalaman dihitung pada hari itu.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        posts: Sequence[Opening],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        choices = [(post.key, post.place) for post in posts]
        cast("forms.MultipleChoiceField", self.fields["posts"]).choices = choices

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).lower()

    @property
    def plan(self) -> Plan:
        return Plan(**{name: self.cleaned_data[name] for name in self.fields})
