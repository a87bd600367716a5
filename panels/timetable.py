"""The timetable: from the drawn order to who is heard when, where and by whom.

Pure and deterministic: the same request gives the same timetable everywhere. What a timetable is
made of stands in `panels.sittings`, its checks in `panels.timetable_checks`, changing it in
`panels.rearranging`, files for calendars in `panels.calendar_files`. Rules: ux.md f.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from accounts.wording import percent
from panels.circles import shares
from panels.matching import seat_in_turn, seat_most
from panels.openings import Opening, offered, tenable
from panels.sittings import Request, RequestRefused, Sitting, Timetable, Venue, faults, in_order
from panels.slots import minutes_in, without


class DoesNotFit(ValueError):
    """The candidates cannot all be heard; the message, for the user, says what is short.

    `unplaced` are the candidates left over, in drawn order. `slots` and `minutes` are what lacks:
    times for a sitting, and those with their gaps in minutes. `members` holds, for each candidate
    with too many recusals in every room, how many members lack; more time does not help them.
    """

    def __init__(
        self,
        message: str,
        *,
        unplaced: tuple[str, ...],
        slots: int,
        minutes: int,
        members: Mapping[str, int],
    ) -> None:
        super().__init__(message)
        self.unplaced = unplaced
        self.slots = slots
        self.minutes = minutes
        self.members = members


def generate(request: Request, version: int = 1) -> Timetable:
    """Give every candidate a time, in the drawn order as far as recusals allow.

    In turn each candidate gets the earliest time that is still free, has members enough who are
    not recused, and leaves a time for everybody else. No member is needed in two rooms at once, no
    break is touched, and the reserve of each room stays free, mostly at the end of the day.

    Times are those of `panels.openings.offered`. Where the rooms of a day have different members,
    or all the same, a timetable is found whenever those times hold one. Where they share some
    members only, the choice which of them sits at which time is improved step by step, and a
    timetable that a patient person would find may be missed.

    `version` is one more than that of the timetable before it, if there was any. Raises
    `RequestRefused` for a request that contradicts itself, and `DoesNotFit`.
    """
    wrong = faults(request)
    if wrong:
        raise RequestRefused("Jadwal belum dapat disusun. " + " ".join(wrong))
    plan = _Planner(request).best()
    found = seat_in_turn(plan.wishes)
    if found is None:
        raise _shortage(request, plan)
    return Timetable(
        in_order(
            Sitting(candidate, o.venue.day, o.venue.room.name, o.hours)
            for number, candidate in enumerate(request.candidates)
            for o in [plan.openings[found[number]]]
        ),
        version,
    )


def hearable(request: Request) -> dict[Venue, frozenset[str]]:
    """For each venue the candidates whom enough members can hear there."""
    return {
        venue: frozenset(
            candidate
            for candidate in request.candidates
            if len(request.present(candidate, venue)) >= request.least_members
        )
        for venue in request.venues
    }


@dataclass(frozen=True, slots=True)
class _Plan:
    """Openings that may all be used, those among them taken first, and who may be heard in each.

    `wishes` are numbers of openings for each candidate; `seated` the candidates who can have one.
    """

    openings: tuple[Opening, ...]
    forced: tuple[Opening, ...]
    wishes: tuple[tuple[int, ...], ...]
    seated: frozenset[int]


class _Planner:
    """Chooses, where rooms share members, which of them sits at which time."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.offered = offered(request)
        self.hearable = hearable(request)

    def best(self) -> _Plan:
        """The times in their order, improved room by room until nothing seats more.

        Where that leaves somebody over, the times that use up least are taken first: before a
        break and before closing no gap is lost, so the reserve may hold one sitting more.
        """
        plan = self._improved(self._plan(()))
        if len(plan.seated) == len(self.request.candidates):
            return plan
        thrifty = self._plan(sorted(self.offered, key=self._used_up_by))
        return thrifty if len(thrifty.seated) > len(plan.seated) else plan

    def _used_up_by(self, opening: Opening) -> int:
        """Minutes of the room's working time."""
        first, end = opening.hours.span
        working = self.request.working(opening.venue)
        left = without(working, [(first, end + self.request.gap)])
        return minutes_in(working) - minutes_in(left)

    def _improved(self, plan: _Plan) -> _Plan:
        """Only rooms that share some of their members, not all, can give times to one another."""
        torn = [
            venue
            for venue in self.request.venues
            if any(shares(venue, v) and venue.panel != v.panel for v in self.request.venues)
        ]
        seated = -1
        while len(plan.seated) > seated:
            seated = len(plan.seated)
            for venue in torn:
                plan = self._improved_at(venue, plan)
        return plan

    def _improved_at(self, venue: Venue, plan: _Plan) -> _Plan:
        """Give the venue times of its neighbours while that seats more candidates."""
        while len(plan.seated) < len(self.request.candidates):
            left = [o for o in self.offered if o.venue == venue and o not in plan.openings]
            tried = (self._plan((*plan.forced, opening)) for opening in _worth_trying(left, plan))
            better = next((trial for trial in tried if len(trial.seated) > len(plan.seated)), None)
            if better is None:
                break
            plan = better
        return plan

    def _plan(self, forced: Sequence[Opening]) -> _Plan:
        openings = tenable(self.request, self.offered, forced)
        wishes = tuple(
            tuple(n for n, o in enumerate(openings) if candidate in self.hearable[o.venue])
            for candidate in self.request.candidates
        )
        return _Plan(openings, tuple(forced), wishes, frozenset(seat_most(wishes)))


def _worth_trying(left: Sequence[Opening], plan: _Plan) -> list[Opening]:
    """The time at which the first candidate left over would be in turn, or else the last."""
    turn = next(number for number in range(len(plan.wishes)) if number not in plan.seated)
    in_turn = plan.openings[turn : turn + 1]
    later = [o for o in left if in_turn and o.when >= in_turn[0].when]
    return [*later[:1], *left[-1:]]


def _shortage(request: Request, plan: _Plan) -> DoesNotFit:
    unplaced = tuple(c for n, c in enumerate(request.candidates) if n not in plan.seated)
    members = _members_short(request)
    slots = sum(candidate not in members for candidate in unplaced)
    minutes = slots * (request.length + request.gap)
    return DoesNotFit(
        " ".join(
            [
                "Jadwal tidak muat; tidak ada data yang berubah.",
                *_times_in_words(request, plan, slots, minutes),
                *_members_in_words(request, members),
            ]
        ),
        unplaced=unplaced,
        slots=slots,
        minutes=minutes,
        members=members,
    )


def _members_short(request: Request) -> dict[str, int]:
    """Candidates whom no room can hear, and how many members lack in the best of them."""
    most = {
        candidate: max(len(request.present(candidate, venue)) for venue in request.venues)
        for candidate in request.candidates
    }
    least = request.least_members
    return {candidate: least - n for candidate, n in most.items() if n < least}


def _members_in_words(request: Request, members: Mapping[str, int]) -> list[str]:
    by_lack = sorted((lack, candidate) for candidate, lack in members.items())
    return [
        f"Untuk Kandidat {', '.join(candidate for _, candidate in group)} terlalu banyak penilai"
        f" berhalangan di setiap ruang: kurang {lack} dari paling sedikit {request.least_members}"
        " penilai. Tambah penilai atau tinjau batas itu dengan ketua."
        for lack, group in groupby(by_lack, key=itemgetter(0))
    ]


def _times_in_words(request: Request, plan: _Plan, slots: int, minutes: int) -> list[str]:
    if not slots:
        return []
    needed = len(request.candidates)
    offer = f"{needed} kandidat memerlukan {needed} waktu; tersedia {len(plan.openings)}"
    if request.reserve:
        offer += f" sesudah cadangan {percent(request.reserve * 100)} disisihkan"
    lack = f"Kurang {slots} waktu, yaitu {minutes} menit beserta jedanya"
    if len(plan.openings) >= needed:
        lack += ", di ruang yang penilainya tidak berhalangan"
    words = [f"{offer}.", f"{lack}."]
    if request.reserve and not _unseated(replace(request, reserve=Fraction(0))):
        words.append("Tanpa cadangan, semua kandidat muat.")
    words.append(
        "Tambah hari atau ruang, perpanjang jam buka, atau perpendek lama wawancara atau jeda."
    )
    return words


def _unseated(request: Request) -> int:
    return len(request.candidates) - len(_Planner(request).best().seated)
