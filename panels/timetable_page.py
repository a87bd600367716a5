"""What the pages of a round's timetable show to the viewer for whom the round was fetched."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.policy import Action
from accounts.wording import with_weekday
from candidates.models import Nomination, Verdict
from panels.drawing import may_draw
from panels.models import Draw, TimetablePlan
from panels.permissions import may
from panels.rearranging import Choice, partners_for, places_for
from panels.sittings import NotScheduled, Sitting
from panels.timetable_grid import Day, Finding, days_of, findings_of
from panels.timetable_reading import Facts, Version, draft_of, facts_of, published_of, version_of
from selection.models import Round

MOST_CHECKED = 60
"""Above so many sittings an exchange is checked once it is made: 200 would take 2 s a click."""


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Changing:
    """The select lists for one candidate: what would be in order, and what would not."""

    sitting: Sitting
    places: Sequence[Option]
    troubled_places: Sequence[Option]
    partners: Sequence[Option]
    troubled_partners: Sequence[Option]
    unchecked_partners: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetablePage:
    """The page of the timetable. `shown` is the draft for who may edit, else what is published."""

    round: Round
    facts: Facts
    shown: Version | None
    draft: TimetablePlan | None
    published: TimetablePlan | None
    versions: Sequence[TimetablePlan]
    days: Sequence[Day]
    findings: Sequence[Finding]
    changing: Changing | None
    remarks: Sequence[str]
    may_edit: bool

    @property
    def draw(self) -> Draw | None:
        return self.facts.drawn

    @property
    def may_draw(self) -> bool:
        return may_draw(self.round, again=self.draw is not None)

    @property
    def blocking(self) -> int:
        return sum(finding.count for finding in self.findings if finding.is_blocking)

    @property
    def warnings(self) -> int:
        return sum(finding.count for finding in self.findings if not finding.is_blocking)

    @property
    def today(self) -> list[Sitting]:
        """What may be delayed: the sittings of this day, once published and without a draft."""
        held = self.shown if self.may_edit and self.published and not self.draft else None
        day = timezone.localdate()
        return [s for s in held.timetable.sittings if s.day == day] if held else []

    @property
    def candidates(self) -> list[str]:
        """Who can be moved, in the order of the numbers."""
        sittings = self.shown.timetable.sittings if self.shown else ()
        return sorted({sitting.candidate for sitting in sittings})


def timetable_page(round_: Round, candidate: str = "") -> TimetablePage:
    """The timetable as it stands; `candidate`: whom to move. A fixed number of queries."""
    may_edit = may(round_, Action.EDIT_TIMETABLE)
    facts = facts_of(round_)
    draft = draft_of(round_) if may_edit else None
    published = published_of(round_)
    plan = draft or published
    shown = version_of(plan, facts) if plan else None
    plans = TimetablePlan.objects.published().filter(round=round_).select_related("published_by")
    return TimetablePage(
        round=round_,
        facts=facts,
        shown=shown,
        draft=draft,
        published=published,
        versions=list(plans.order_by("-version")),
        days=_days(round_, shown) if shown else [],
        findings=findings_of(shown, is_drawn=facts.drawn is not None) if shown else [],
        changing=_changing(shown, candidate) if shown and may_edit and candidate else None,
        remarks=[*_remarks(shown, facts), *_called_in_vain(round_, shown)] if shown else [],
        may_edit=may_edit,
    )


def version_page(round_: Round, plan: TimetablePlan) -> TimetablePage:
    """One published version as it was, for reading."""
    facts = facts_of(round_)
    shown = version_of(plan, facts)
    return TimetablePage(
        round=round_,
        facts=facts,
        shown=shown,
        draft=None,
        published=plan,
        versions=[],
        days=_days(round_, shown),
        findings=[],
        changing=None,
        remarks=[],
        may_edit=False,
    )


def place_value(choice: Choice) -> str:
    """`2025-12-03 09.40 Ruang Melati`, as a select list sends it back."""
    place = choice.place
    return f"{place.day.isoformat()} {place.starts:%H.%M} {place.room}"


def _days(round_: Round, version: Version) -> list[Day]:
    return days_of(version, numbered=may(round_, Action.READ_SHEETS_BY_NAME))


def _changing(version: Version, candidate: str) -> Changing | None:
    try:
        sitting = version.timetable.of(candidate)
    except NotScheduled:
        return None
    places = places_for(version.timetable, version.request, candidate)
    sittings = version.timetable.sittings
    is_small = len(sittings) <= MOST_CHECKED
    partners = partners_for(version.timetable, version.request, candidate) if is_small else ()
    return Changing(
        sitting=sitting,
        places=[_place(choice) for choice in places if choice.is_clean],
        troubled_places=[_place(choice) for choice in places if not choice.is_clean],
        partners=[_partner(choice) for choice in partners if choice.is_clean],
        troubled_partners=[_partner(choice) for choice in partners if not choice.is_clean],
        unchecked_partners=[
            _partner(Choice(other.place, other.candidate, ()))
            for other in sittings
            if not is_small and other.candidate != candidate
        ],
    )


def _place(choice: Choice) -> Option:
    place = choice.place
    when = f"{with_weekday(place.day)} pukul {place.starts:%H.%M}, {place.room}"
    return Option(place_value(choice), _with_problem(when, choice))


def _partner(choice: Choice) -> Option:
    place = choice.place
    label = f"Kandidat {choice.other} ({with_weekday(place.day)}, {place.starts:%H.%M})"
    return Option(choice.other or "", _with_problem(label, choice))


def _with_problem(label: str, choice: Choice) -> str:
    return f"{label} – {choice.problems[0].message}" if choice.problems else label


def _called_in_vain(round_: Round, version: Version) -> list[str]:
    """Who is heard although no post is open to him any more, once that was settled."""
    if round_.is_draft:
        return []
    held = Nomination.objects.in_force().filter(candidate__round=round_)
    verdicts: dict[str, set[str]] = {}
    for number, verdict in held.values_list("candidate__number", "verdict"):
        verdicts.setdefault(f"{number:02}", set()).add(verdict)
    heard = {sitting.candidate for sitting in version.timetable.sittings}
    vain = sorted(n for n, found in verdicts.items() if found == {Verdict.NOT_MET} and n in heard)
    return [
        f"Kandidat {number} tidak memenuhi syarat jabatan mana pun, jadi tidak ada lembar nilai"
        " untuknya, tetapi masih terjadwal. Putuskan dengan ketua apakah ia tetap dipanggil."
        for number in vain
    ]


def _remarks(version: Version, facts: Facts) -> list[str]:
    """What no check refuses and yet leads to sheets that nobody can fill in."""
    placed = frozenset(number for room in version.asked.rooms for number in room.members)
    absent = [seat.name for number, seat in facts.seats.items() if number not in placed]
    split = [room.name for room in version.asked.rooms if not facts.seats.keys() <= room.members]
    found = [*facts.remarks, *(f"{name} belum ditempatkan di ruang mana pun." for name in absent)]
    held = version.plan.draw
    if not facts.drawn:
        found.append("Urutan kandidat belum diundi; jadwal ini mengikuti buku kerja.")
    elif held and held != facts.drawn:
        found.append(
            f"Jadwal ini mengikuti undian ke-{held.number}; undian ke-{facts.drawn.number} belum"
            " dipakai."
        )
    if split:
        found.append(
            f"Tidak semua penilai duduk di {' dan '.join(split)}, padahal setiap penilai menilai"
            " setiap kandidat. Nyatakan yang tidak mendengar sebagai berhalangan, atau tempatkan"
            " semua penilai."
        )
    return found
