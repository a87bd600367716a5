"""The list of attendance on paper: who is expected on a day and when, with lines to sign on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.wording import date_in_words, with_weekday
from panels.attending import days_of
from reports import pdf
from reports.attendance import Day, day_of
from reports.models import Document
from reports.paperwork import Paperwork

TITLE = "Daftar Hadir"
NO_TIMETABLE = "Daftar hadir mengikuti jadwal. Putaran ini tidak memuat jadwal."
NO_DAY = "Jadwal hari itu tidak ada lagi, sehingga tidak ada daftar hadirnya."


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everything that the template prints: each day on pages of its own."""

    days: Sequence[tuple[Day, str]]


def attendance_of(document: Document) -> Paperwork:
    """A day, or every day of the timetable. Raises pdf.CannotRender where there is none."""
    asked = [document.day] if document.day else days_of(document.round)
    days = [day_of(document.round, day.isoformat()) for day in asked]
    expected = [day for day in days if any(group.people for group in day.groups)]
    if not expected or any(day.day != wanted for day, wanted in zip(days, asked, strict=True)):
        raise pdf.CannotRender(NO_DAY)
    groups = [group for day in expected for group in day.groups]
    candidates = {p.key for group in groups for p in group.people if p.candidate}
    members = {p.seat.pk for group in groups for p in group.people if p.seat}
    return Paperwork(
        template="reports/pdf/attendance.html",
        title=TITLE,
        content=Sheets([(day, date_in_words(day.day)) for day in expected if day.day]),
        drawn_from="\n".join(_lines(expected)),
        traits=[f"{len(expected)} hari", f"{len(candidates)} kandidat", f"{len(members)} penilai"],
        secrecy="Terbatas",
    )


def _lines(days: Sequence[Day]) -> Iterator[str]:
    """The list as text: day, group, and each person with time and what was noted."""
    for day in days:
        yield with_weekday(day.day) if day.day else ""
        for group in day.groups:
            yield group.title
            for person in group.people:
                noted = person.current
                said = f"{noted.state} {noted.came_at or ''} {noted.reason}" if noted else ""
                yield f"{person.key} {person.name} {person.starts or ''}-{person.ends or ''} {said}"
