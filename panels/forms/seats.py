from typing import Any

from django import forms

from panels.composing import Person
from panels.models import Seat

ELEMENTS = [("", "Pilih unsur"), *Seat.Element.choices]


class SeatForm(forms.Form):
    """A member of the panel. Of a member who has a seat already the address does not change."""

    name = forms.CharField(
        label="Nama dengan gelar", help_text="Seperti tertulis dalam SK panitia.", max_length=200
    )
    email = forms.EmailField(
        label="Alamat email",
        help_text="Dipakai penilai untuk masuk. Kartu aktivasi dibuat di halaman Akun.",
        max_length=254,
        error_messages={"invalid": "Tulis alamat email lengkap, misalnya nama@instansi.go.id."},
    )
    post = forms.CharField(label="Jabatan", max_length=200, required=False)
    institution = forms.CharField(label="Instansi", max_length=200)
    element = forms.ChoiceField(
        label="Unsur", choices=ELEMENTS, error_messages={"required": "Pilih unsur yang diwakili."}
    )
    is_internal = forms.TypedChoiceField(
        label="Internal?",
        help_text="Internal berarti pegawai instansi yang menyelenggarakan seleksi ini.",
        choices=[("ya", "Ya, dari instansi ini"), ("tidak", "Tidak, dari luar")],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih internal atau dari luar."},
    )
    part = forms.ChoiceField(
        label="Peran", choices=Seat.Part.choices, initial=Seat.Part.MEMBER, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, seat: Seat | None = None, **kwargs: Any) -> None:
        if seat:
            kwargs["initial"] = {
                "name": seat.name,
                "post": seat.post,
                "institution": seat.institution,
                "element": seat.element,
                "is_internal": "ya" if seat.is_internal else "tidak",
                "part": seat.part,
            }
        super().__init__(*args, **kwargs)
        self.seat = seat
        if seat:
            del self.fields["email"]

    @property
    def person(self) -> Person:
        said = self.cleaned_data
        return Person(
            email=self.seat.user.email if self.seat else said["email"].lower(),
            name=said["name"],
            post=said["post"],
            institution=said["institution"],
            element=said["element"],
            is_internal=said["is_internal"],
            part=said["part"],
        )
