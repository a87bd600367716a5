"""What staff type to have something announced, and the head to return it."""

from typing import Any

from django import forms
from django.utils import timezone

from decisions.announced import Wanted, read
from decisions.announcing import rules_for
from decisions.models import Announcement
from selection.fields import DayField, WordsField
from selection.models import Round

Kind = Announcement.Kind
TITLES = {Kind.SHORTLIST: "Hasil {}", Kind.APPOINTED: "Hasil akhir {}"}
UNKNOWN = {
    "required": "Pilih yang ditampilkan.",
    "invalid_choice": "Ketentuan itu tidak berlaku lagi. Muat ulang, lalu pilih lagi.",
}
ROWS = {"rows": 3, "class": "input"}


class AnnouncementForm(forms.Form):
    """Number, day and words of an announcement, how much it shows, and why where it replaces."""

    number = WordsField(
        label="Nomor pengumuman",
        longest=100,
        help_text="Seperti dalam buku agenda, misalnya 800.1.2/1402/2025.",
        error_messages={"required": "Isi nomor pengumuman."},
    )
    dated = DayField(label="Tanggal pengumuman", help_text="Tidak terbit sebelum tanggal ini.")
    title = WordsField(
        label="Perihal",
        longest=200,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
        error_messages={"required": "Isi perihal pengumuman."},
    )
    contact = WordsField(
        label="Pertanyaan diajukan kepada",
        longest=200,
        help_text="Nama unit dengan telepon atau surelnya; tampil untuk umum.",
        error_messages={"required": "Isi kepada siapa masyarakat dapat bertanya."},
    )
    reason = WordsField(
        label="Alasan, tampil untuk umum",
        longest=500,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": "Tuliskan alasannya; masyarakat membacanya."},
    )

    def __init__(
        self,
        *args: Any,
        round_: Round,
        kind: Announcement.Kind,
        replaces: Announcement | None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.replaces = kind, replaces
        super().__init__(*args, **kwargs)
        self.initial = _usual(round_, kind, replaces)
        self.rules = rules_for(kind)
        if len(self.rules) > 1:
            choices = [(rule.shows, rule.title) for rule in self.rules]
            self.fields["shows"] = forms.ChoiceField(
                label="Yang ditampilkan",
                choices=choices,
                initial=choices[0][0],
                widget=forms.RadioSelect,
                error_messages=UNKNOWN,
            )
            self.order_fields(["shows"])
        if replaces is None:
            del self.fields["reason"]

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        usual = self.rules[0] if self.rules else None
        chosen = {rule.shows: rule for rule in self.rules}.get(said.get("shows", ""))
        return Wanted(
            kind=self.kind,
            disclosure=chosen or usual,
            number=said["number"],
            dated=said["dated"],
            title=said["title"],
            contact=said["contact"],
            replaces=self.replaces,
            reason=said.get("reason", ""),
        )


class ReturnForm(forms.Form):
    """Why a request is not published."""

    reason = WordsField(
        label="Alasan mengembalikan",
        longest=500,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": "Tuliskan alasannya."},
    )


def _usual(round_: Round, kind: Announcement.Kind, replaces: Announcement | None) -> dict[str, Any]:
    """What the fields say before anybody typed."""
    today = {"dated": timezone.localdate()}
    if replaces:
        before = read(replaces.text)
        revokes = kind == Kind.REVOCATION
        title = f"Pencabutan Pengumuman Nomor {replaces.number}" if revokes else before.title
        return today | {"title": title, "contact": before.contact}
    phone = round_.agency.phone
    contact = f"Sekretariat panitia, {phone}" if phone else "Sekretariat panitia"
    return today | {"title": TITLES[kind].format(round_.title), "contact": contact}
