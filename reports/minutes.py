"""The minutes of a closed day (Berita Acara): what they say, drawn from what was fixed then."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Agency
from accounts.wording import at_moment, opening_of, with_weekday
from panels.models import Attendance, Incident, Seat
from panels.names import by_name
from reports import pdf
from reports.letterhead import OFFICE
from reports.models import Document
from reports.provenance import Source, grouped
from reports.sealing import pending_unsealing
from reports.verification_mark import mark_of
from scoring.models import ClosedSheet, Closing, Confirmation
from scoring.models.sheets import from_paper
from selection.models import Round

TITLE = "Berita Acara Penutupan Hari Penilaian"
PAPER_ONLY = (
    "Berita acara tidak dibuat karena pembukaan segel sedang menunggu saksi: akarnya harus dibaca"
    " dari kertas. Pesan lagi sesudah itu."
)


@dataclass(frozen=True, slots=True)
class MemberLines:
    """A member's sheets on the day, and whether and when he confirmed the minutes."""

    seat: Seat
    lines: Sequence[ClosedSheet]
    confirmation: Confirmation | None

    @property
    def signed(self) -> int:
        return self._count(ClosedSheet.State.SIGNED)

    @property
    def excused(self) -> int:
        return self._count(ClosedSheet.State.EXCUSED)

    @property
    def carried(self) -> int:
        return self._count(ClosedSheet.State.CARRIED)

    def _count(self, state: ClosedSheet.State) -> int:
        return sum(line.state == state for line in self.lines)


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that page and paper show. `root`: empty while it must come off the paper."""

    closing: Closing
    agency: Agency
    opening: str
    counts: dict[str, int]
    members: Sequence[MemberLines]
    incidents: Sequence[Incident]
    absent: Sequence[Attendance]
    shows_root: bool

    @property
    def round(self) -> Round:
        return self.closing.round

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def confirmed(self) -> int:
        return sum(member.confirmation is not None for member in self.members)

    @property
    def chair(self) -> str:
        return self.closing.closed_by.name


def minutes_of(closing: Closing) -> Minutes:
    """The minutes with their sheets by member and candidate."""
    lines = list(
        closing.sheets.annotate(is_paper=from_paper("sheet"))
        .select_related("sheet__seat", "sheet__candidate", "sheet__instrument", "sheet__vacancy")
        .order_by(
            "sheet__candidate__number", "sheet__instrument__code", "sheet__vacancy__code", "pk"
        )
    )
    said = {c.seat_id: c for c in closing.confirmations.all()}
    present = {line.sheet.seat_id for line in lines} | said.keys()
    seats = sorted(Seat.objects.filter(round=closing.round_id), key=by_name)
    absent = Attendance.objects.filter(
        round=closing.round_id, date=closing.day, state=Attendance.State.ABSENT
    )
    return Minutes(
        closing=closing,
        agency=closing.round.agency,
        opening=opening_of(closing.day),
        counts={state.value: 0 for state in ClosedSheet.State}
        | dict(Counter(line.state for line in lines)),
        members=[
            MemberLines(
                seat,
                [line for line in lines if line.sheet.seat_id == seat.pk],
                said.get(seat.pk),
            )
            for seat in seats
            if seat.withdrawn_at is None or seat.pk in present
        ],
        incidents=list(
            Incident.objects.filter(round=closing.round_id, happened_at__date=closing.day).order_by(
                "number"
            )
        ),
        absent=list(absent.select_related("candidate", "seat").order_by("pk")),
        shows_root=pending_unsealing(closing.round) is None,
    )


def traits_of(document: Document) -> list[str]:
    """By what the minutes are recognised on paper."""
    if document.closing is None:
        return []
    minutes = minutes_of(document.closing)
    return [f"{minutes.total} lembar nilai", f"{len(minutes.members)} penilai"]


def make(document: Document, _on_step: Callable[[int, str], None]) -> pdf.Rendered:
    """The minutes on paper. Raises pdf.CannotRender, also while the root is the witness's alone."""
    closing, number, at = document.closing, document.number, document.ordered_at
    if closing is None:
        raise ValueError("Minutes are of a closed day.")
    minutes = minutes_of(closing)
    if not minutes.shows_root:
        raise pdf.CannotRender(PAPER_ONLY)
    made = at_moment(timezone.localtime(at))
    context = {
        "minutes": minutes,
        "office": OFFICE,
        "number": number,
        "made": made,
        "document": document,
        "sources": [Source("Sidik jari aturan nilai", grouped(closing.round.scheme_sha256))],
        "verification": mark_of(document),
    }
    html = render_to_string("reports/pdf/minutes.html", context)
    about = pdf.About(
        title=f"{TITLE} nomor {closing.number}",
        author=minutes.agency.name,
        subject=f"{closing.round.title}, {with_weekday(closing.day)}",
        at=at,
    )
    return pdf.render(html, paper=document.paper, about=about)
