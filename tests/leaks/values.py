"""What is sealed in each of the two worlds, and who may know a part of it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from scoring.models import Sheet
from scoring.rules import indicators_of

SAVING = datetime(2025, 12, 3, 2, 20, tzinfo=UTC)  # a bucket of five minutes
SIGNING = datetime(2025, 12, 3, 2, 25, tzinfo=UTC)  # and the next
CLOSING = datetime(2025, 12, 3, 2, 32, tzinfo=UTC)
BUCKET = timedelta(minutes=5)
WORDS = {"A": "nuansa tenang", "B": "gagasan yang jauh lebih berani"}


@dataclass(frozen=True)
class Lookers:
    """People who may know the same: nothing sealed, only what their own seat wrote (`own`), or
    only what they read off paper (`read`: members and candidates by their places).
    """

    name: str
    roles: tuple
    own: int | None = None
    read: frozenset = frozenset()

    def one_by_one(self):
        """Each of them apart."""
        return [replace(self, roles=(role,)) for role in self.roles]


class Values:
    """What the members of one world write, and when within a bucket; who looks knows of some
    sheets what they say, and those say the same in both worlds.
    """

    def __init__(self, world, here, lookers):
        self.world = world
        self.sheets = list(
            Sheet.objects.filter(seat__round=here.small.round)
            .select_related("seat__user", "seat__round", "candidate", "instrument")
            .order_by("pk")
        )
        self.known = {sheet.pk for sheet in self.sheets if _is_known(sheet, here.small, lookers)}
        self.typed = set() if lookers.own is not None else self.known
        self.steps = {sheet.pk: step for step, sheet in enumerate(self.sheets)}
        if world == "B":
            hidden = [sheet.pk for sheet in self.sheets if sheet.pk not in self.known]
            steps = [self.steps[pk] for pk in hidden]
            self.steps.update(zip(hidden, reversed(steps), strict=True))

    def of(self, sheet):
        return "A" if sheet.pk in self.known else self.world

    def moment(self, sheet, bucket):
        return bucket + BUCKET * self.steps[sheet.pk] / len(self.sheets)

    def entries(self, sheet):
        """A whole sheet: scores, and notes at the extremes and here and there."""
        world, number = self.of(sheet), sheet.candidate.number
        return {
            indicator.code: self._entry(world, sheet.seat.number, number, criterion)
            for criterion, indicator in enumerate(indicators_of(sheet.instrument))
        }

    def part(self, sheet):
        """A sheet that is not finished, which the board may tell; how far it is may not be told."""
        entries = self.entries(sheet)
        first = next(iter(entries))
        if self.of(sheet) == "B":
            return {code: {"note": "Nanti saja."} for code in entries}
        return {first: entries[first]}

    def misread(self, sheet, what):
        """What somebody reads who errs, in scores or only in notes; in world B more often.

        Whoever typed the other copy is told where the two differ, and never which score the other
        read; the words of notes only where all scores agree. Nobody else is told anything.
        """
        entries, is_told = self.entries(sheet), sheet.pk in self.typed
        said = "A" if is_told and what == "note" else self.world
        off = {"A": 1, "B": 2}[self.world] if what == "score" else 0
        for code in [*entries][: 1 if is_told or self.world == "A" else None]:
            entries[code] = {
                "score": entries[code]["score"] + off,
                "note": f"Terbaca: {WORDS[said]}",
            }
        return entries

    def _entry(self, world, seat, candidate, criterion):
        if world == "A":
            score = 57 + candidate * 10 + seat + criterion * 3
        else:
            score = 100 - candidate * 9 - seat * 2 - criterion * 4
        is_extreme = not 60 <= score <= 90
        wants_note = is_extreme or (candidate + criterion + (world == "B")) % 2
        note = {"note": f"{WORDS[world]} {seat}-{candidate}-{criterion}"} if wants_note else {}
        return {"score": score} | note


def _is_known(sheet, small, lookers):
    own = None if lookers.own is None else small.seats[lookers.own].pk
    read = {(small.seats[s].pk, small.candidates[c].pk) for s, c in lookers.read}
    return sheet.seat_id == own or (sheet.seat_id, sheet.candidate_id) in read
