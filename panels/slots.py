"""Times of one day: stretches of clock time, breaks, and how sittings are laid between them.

Everything is local time of the agency, in whole minutes. A stretch holds its first minute and not
its last: 08.00–08.40 and 08.40–09.20 do not overlap. Inside, a stretch is a `Span`, two numbers of
minutes since midnight, because clock times cannot be added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

Span = tuple[int, int]
"""From a minute since midnight up to another, which no longer belongs to it."""

MIDNIGHT = 24 * 60


class StretchReversed(ValueError):
    """A time ends before it begins; the message is for the user."""


class PastMidnight(ValueError):
    """A time would leave its day; the message is for the user."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Part of one day. Raises `StretchReversed`; `ValueError` when it is not in whole minutes."""

    starts: time
    ends: time

    def __post_init__(self) -> None:
        if any(clock != at_minute(minute_of(clock)) for clock in (self.starts, self.ends)):
            raise ValueError("A stretch begins and ends at a whole minute of local time.")
        if self.ends <= self.starts:
            raise StretchReversed(
                f"Jam selesai {self.ends:%H.%M} tidak sesudah jam mulai {self.starts:%H.%M}."
                " Data lain aman. Periksa kedua jam itu."
            )

    def __str__(self) -> str:
        """`08.00–08.40`"""
        return f"{self.starts:%H.%M}–{self.ends:%H.%M}"

    @property
    def span(self) -> Span:
        return minute_of(self.starts), minute_of(self.ends)

    @property
    def minutes(self) -> int:
        first, end = self.span
        return end - first

    def overlaps(self, other: "Stretch") -> bool:
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """A pause on one day in every room: lunch, prayer, a rest between two sittings."""

    day: date
    hours: Stretch
    title: str

    def __str__(self) -> str:
        """`Istirahat, salat, makan 12.00–13.00`"""
        return f"{self.title} {self.hours}"


def minute_of(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def at_minute(minute: int) -> time:
    """The clock time so many minutes after midnight. Raises `PastMidnight`."""
    if not 0 <= minute < MIDNIGHT:
        raise PastMidnight(
            "Waktu ini melewati tengah malam. Jadwal tidak berubah. Pilih waktu pada hari yang"
            " sama atau pindahkan ke hari lain."
        )
    return time(minute // 60, minute % 60)


def stretch_of(span: Span) -> Stretch:
    """The span as clock times. Raises `PastMidnight`."""
    return Stretch(at_minute(span[0]), at_minute(span[1]))


def lay_out(hours: Stretch, breaks: Iterable[Break], length: int, gap: int) -> tuple[Stretch, ...]:
    """As many sittings of `length` minutes as the hours hold, each as early as it can be.

    Between two of them lie at least `gap` minutes, a break among them counted; no sitting touches
    a break. Neither a break nor the closing hour needs a gap before it.
    """
    laid: list[Stretch] = []
    earliest = 0
    for first, end in working_time(hours, breaks):
        start = max(first, earliest)
        while start + length <= end:
            laid.append(stretch_of((start, start + length)))
            start = earliest = start + length + gap
    return tuple(laid)


def working_time(hours: Stretch, breaks: Iterable[Break]) -> tuple[Span, ...]:
    """The hours without the breaks."""
    return without([hours.span], [pause.hours.span for pause in breaks])


def first_fit(working: Iterable[Span], earliest: int, length: int) -> Span:
    """The earliest unbroken `length` minutes from `earliest` on. Raises `PastMidnight`."""
    for first, end in working:
        start = max(first, earliest)
        if start + length <= end:
            return start, start + length
    raise PastMidnight(
        "Penundaan ini mendorong wawancara melewati tengah malam. Jadwal tidak berubah. Pindahkan"
        " sebagian kandidat ke ruang atau hari lain lebih dahulu."
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes in order, without overlaps and without seams."""
    together: list[Span] = []
    for first, end in sorted(spans):
        if together and first <= together[-1][1]:
            together[-1] = together[-1][0], max(together[-1][1], end)
        else:
            together.append((first, end))
    return tuple(together)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """The minutes of `spans` that are in none of the holes."""
    left = merged(spans)
    for low, high in merged(holes):
        pieces = [p for a, b in left for p in ((a, min(b, low)), (max(a, high), b))]
        left = tuple((a, b) for a, b in pieces if a < b)
    return left


def minutes_in(spans: Sequence[Span]) -> int:
    """How many minutes the spans hold; minutes held twice count once."""
    return sum(end - first for first, end in merged(spans))
