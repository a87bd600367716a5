"""The parts of a round, as its second menu lists them."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.policy import Action
from panels.permissions import rights_in
from selection.models import Round

PLACES = (
    (Action.READ_ROUND, "reports:round", "Ringkasan"),
    (Action.READ_SHORTLIST, "decisions:shortlist", "Jabatan"),
    (Action.CHOOSE, "decisions:review", "Tinjau dan tetapkan"),
    (Action.READ_CHOICES, "decisions:choices", "Pilihan ditetapkan"),
    (Action.READ_TALENT_GRID, "reports:talent-grid", "Kotak talenta"),
    (Action.READ_REQUIREMENTS, "reports:requirements", "Syarat"),
    (Action.READ_PANEL, "panels:panel", "Panitia"),
    (Action.READ_PAPERS, "reports:papers", "Makalah gagasan"),
    (Action.READ_TIMETABLE, "panels:timetable", "Jadwal"),
    (Action.READ_MAIL, "panels:mail", "Surel"),
    (Action.READ_RULES, "reports:rules", "Aturan"),
    (Action.READ_PROGRESS, "scoring:progress", "Kemajuan"),
    (Action.READ_ATTENDANCE, "reports:attendance", "Kehadiran"),
    (Action.READ_FORMS, "reports:on-paper", "Kertas"),
    (Action.READ_MINUTES, "reports:sealing", "Segel"),
    (Action.READ_PLENARY, "reports:plenary", "Pleno"),
    (Action.READ_RANKING, "reports:results", "Peringkat"),
    (Action.READ_INPUT_WINDOW, "reports:input-window", "Masukan"),
    (Action.READ_INPUTS, "reports:inputs", "Verifikasi"),
    (Action.READ_VERIFIED_INPUTS, "reports:verified-inputs", "Masukan masyarakat"),
    (Action.READ_DOCUMENT, "reports:documents", "Dokumen"),
    (Action.READ_APPROVALS, "decisions:approvals", "Persetujuan"),
    (Action.READ_ANNOUNCEMENTS, "reports:announcements", "Pengumuman"),
)
EARLIER = {  # what the round has left behind once its seal is open
    *("reports:requirements", "panels:panel", "reports:papers", "panels:timetable"),
    *("reports:rules", "scoring:progress", "reports:attendance", "reports:on-paper"),
    "reports:sealing",
}
ALSO = {
    "reports:requirements": ("kandidat/", "keterkaitan/", "pengecualian/", "aturan-syarat/"),
    "reports:results": ("klarifikasi/",),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of a menu. `also`: how addresses begin that belong to it but not to its own.

    `is_earlier`: it belongs to work that lies behind the round.
    """

    url: str
    label: str
    also: tuple[str, ...] = ()
    is_earlier: bool = False

    def nearness(self, path: str) -> int:
        """How much of the path is an address that belongs here; 0 where none does."""
        above = [url for url in (self.url, *self.also) if path.startswith(url)]
        return max(map(len, above), default=0)


def places_of(round_: Round) -> list[Place]:
    """Every part of the round that the person for whom it was fetched may read now."""
    code, rights = round_.code, rights_in(round_)
    home = reverse("reports:round", args=[code])
    return [
        Place(
            reverse(page, args=[code]),
            name,
            tuple(home + part for part in ALSO.get(page, ())),
            round_.is_unsealed and page in EARLIER,
        )
        for what, page, name in PLACES
        if what in rights
    ]
