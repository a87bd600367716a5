"""The parts of a round, as its second menu lists them."""

from django.urls import reverse

from accounts.policy import Action
from panels.permissions import rights_in
from selection.models import Round

PLACES = (
    (Action.READ_ROUND, "reports:round", "Ringkasan"),
    (Action.READ_TALENT_GRID, "reports:talent-grid", "Kotak talenta"),
    (Action.READ_REQUIREMENTS, "reports:requirements", "Syarat"),
    (Action.READ_PANEL, "panels:panel", "Panitia"),
    (Action.READ_PAPERS, "reports:papers", "Makalah gagasan"),
    (Action.READ_TIMETABLE, "panels:timetable", "Jadwal"),
    (Action.READ_RULES, "reports:rules", "Aturan"),
    (Action.READ_ATTENDANCE, "reports:attendance", "Kehadiran"),
    (Action.READ_RANKING, "reports:results", "Peringkat"),
    (Action.READ_DOCUMENT, "reports:documents", "Dokumen"),
)


def places_of(round_: Round) -> list[tuple[str, str]]:
    """Address and name of every part that the person for whom it was fetched may read now."""
    code, rights = round_.code, rights_in(round_)
    return [(reverse(page, args=[code]), name) for what, page, name in PLACES if what in rights]
