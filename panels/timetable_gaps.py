"""What a round's timetable still lacks, as facts. Only a doubtful draw keeps rules from freezing.

A timetable is no rule: it may change until the scores are open (workbook.md, `Jadwal`).
"""

from collections.abc import Iterator

from django.urls import reverse

from accounts.policy import Role
from panels.timetable_reading import Facts, Version, draft_of, facts_of, published_of, version_of
from selection.gaps import Gap, Stage
from selection.models import Round


def gaps_of(round_: Round) -> list[Gap]:
    """What is to be done about the timetable; a fixed number of queries."""
    facts = facts_of(round_)
    draft, published = draft_of(round_), published_of(round_)
    here = reverse("panels:timetable", args=[round_.code])
    found = list(_of_the_draw(round_, facts))
    if draft and not facts.drawn:
        draw = reverse("panels:draw", args=[round_.code])
        found.append(_gap("Undi urutan kandidat dalam rapat", draw, "Undi urutan"))
    elif draft:
        words = f"Terbitkan atau buang draf jadwal versi {draft.version}"
        found.append(_gap(words, here, "Buka jadwal"))
    elif not published:
        found.append(_gap("Susun jadwal wawancara", here, "Susun jadwal"))
    if published and not draft:
        found.extend(_of_the_version(version_of(published, facts), round_))
    return found


def _of_the_draw(round_: Round, facts: Facts) -> Iterator[Gap]:
    for doubt in facts.doubts:
        url = reverse("panels:draw", args=[round_.code])
        yield Gap(Stage.TIMETABLE, f"Periksa undian: {doubt}", Role.STAFF, url, "Buka undian")


def _of_the_version(version: Version, round_: Round) -> Iterator[Gap]:
    """Rooms nobody has counted yet, and what the checks say of the published version."""
    uncounted = version.asked.rooms_uncounted
    if uncounted:
        url = reverse("panels:timetable-setup", args=[round_.code])
        yield _gap(f"Isi kapasitas {', '.join(uncounted)}", url, "Buka isian jadwal")
    broken = sum(problem.kind != "capacity" for problem in version.blocking)
    if broken:
        here = reverse("panels:timetable", args=[round_.code])
        words = f"Perbaiki {broken} masalah pada jadwal versi {version.plan.version}"
        yield _gap(words, here, "Buka jadwal")


def _gap(words: str, url: str, button: str) -> Gap:
    return Gap(
        Stage.TIMETABLE,
        words,
        Role.STAFF,
        url,
        button,
        blocks_freeze=False,
        outlasts_freeze=True,
    )
