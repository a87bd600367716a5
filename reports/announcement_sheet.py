"""The announcement on paper: word for word what its public page shows."""

from decisions.announced import Announced, read
from decisions.models import Announcement
from reports.letterhead import OFFICE, head_of
from reports.models import Document
from reports.paperwork import Paperwork

TITLE = "Pengumuman"
PUBLIC = "Untuk umum"


def announcement_of(document: Document) -> Paperwork:
    """Written from the published text, and from nothing that came to be known since."""
    announcement = document.announcement
    assert announcement, "the database lets no document of this kind be without one"
    said = read(announcement.text)
    return Paperwork(
        template="reports/pdf/announcement.html",
        title=TITLE,
        content=said,
        drawn_from=announcement.text,
        traits=_traits(said),
        secrecy=PUBLIC,
        office=_office(announcement),
    )


def _traits(said: Announced) -> list[str]:
    return [f"{len(said.posts)} jabatan", f"{said.names} nama"] if said.posts else []


def _office(announcement: Announcement) -> str:
    """The panel's own head on what the panel says; on appointments that of the government."""
    about = announcement.replaces or announcement
    agency = announcement.round.agency
    if about.kind == Announcement.Kind.APPOINTED:
        return agency.office or head_of(agency)
    return OFFICE
