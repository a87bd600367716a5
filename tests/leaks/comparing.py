"""Looking at both worlds in the same way, and naming every difference."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from tests.leaks.addresses import addresses, require_visited
from tests.leaks.looking import look
from tests.leaks.masks import links, masked, remains
from tests.leaks.worlds import EVERYBODY, NOBODY, world


@dataclass(frozen=True)
class Leak:
    """Somebody could tell the worlds apart: how, and what stood there in each."""

    moment: str
    role: str
    visit: str
    channel: str
    a: str
    b: str

    def __str__(self):
        where = f"{self.moment}, {self.role}: {self.visit} [{self.channel}]"
        return f"{where}\n    A: {self.a}\n    B: {self.b}"


@dataclass
class Report:
    """What was visited, and every difference."""

    leaks: list = field(default_factory=list)
    visits: Counter = field(default_factory=Counter)
    addresses: dict = field(default_factory=lambda: defaultdict(set))
    found: Counter = field(default_factory=Counter)
    statuses: dict = field(default_factory=lambda: defaultdict(set))
    failures: list = field(default_factory=list)

    def rows(self):
        """(moment, role, addresses, visits, differences) for everybody who looked."""
        return [
            (moment, role, len(self.addresses[moment, role]), count, self.found[moment, role])
            for (moment, role), count in self.visits.items()
        ]

    def require_same(self):
        """Raises AssertionError with every leak and every fault of a page."""
        assert self.failures == [], "\n".join(self.failures)
        assert self.leaks == [], "\n".join(map(str, self.leaks))

    def require_clean(self):
        """The same, and Unvisitable for addresses at which nobody found anything."""
        self.require_same()
        require_visited(self.statuses)


def name_of(role):
    return getattr(role, "value", role)


def compare(base, asking, report, groups=EVERYBODY, walker=None):
    """Visit both worlds as everybody of `groups`.

    `asking(addresses, role)` gives the visits; a `walker` adds what the pages of world A offer.
    """
    for lookers in groups:
        with world("A", base, lookers):
            where = addresses(base.here)
            visits = [visit for role in lookers.roles for visit in asking(where, role)]
            left, known = remains(), links()
            seen = _walk(base, visits, walker) if walker else _visit(base, visits)
        with world("B", base, lookers):
            left_b, known_b = remains(), links()
            again = _visit(base, seen)
        known |= known_b
        _note_remains(report, base, lookers, known, (left, left_b))
        for visit, sight in seen.items():
            _note(report, base.moment.name, visit, known, (sight, again[visit]))


def _visit(base, visits):
    return {visit: look(base, visit) for visit in visits}


def _walk(base, visits, walker):
    waiting, seen = deque(dict.fromkeys(visits)), {}
    while waiting:
        visit = waiting.popleft()
        if visit not in seen:
            seen[visit] = look(base, visit)
            waiting.extend(walker.more(visit, seen[visit]))
    return seen


def _note(report, moment, visit, known, sights):
    role = name_of(visit.role)
    report.visits[moment, role] += 1
    report.addresses[moment, role].add(visit.path)
    if visit.role != NOBODY or sights[0].status == 200:  # strangers are sent to sign in
        report.statuses[visit.kind] |= {sight.status for sight in sights}
    report.failures += [
        f"{moment}, {role}: {visit} answers {sight.status}"
        for sight in sights
        if sight.status >= 500
    ]
    leaks = list(leaks_between(moment, visit, known, sights))
    report.found[moment, role] += len(leaks)
    report.leaks += leaks


def leaks_between(moment, visit, known, sights):
    """Every channel in which the same visit tells two worlds apart."""
    a, b = sights
    if a.is_open and b.is_open:
        return
    hidden = known | a.known | b.known
    for channel, said in a.channels.items():
        if said == b.channels[channel]:
            continue
        said_a, said_b = masked(said, hidden), masked(b.channels[channel], hidden)
        if said_a != said_b:
            yield Leak(moment, name_of(visit.role), str(visit), channel, *_apart(said_a, said_b))


def _note_remains(report, base, lookers, known, remains_of_both):
    """Sealed values have not been copied to where others read."""
    a, b = remains_of_both
    for table, rows in a.items():
        rows_a, rows_b = masked(rows, known), masked(b[table], known)
        if rows_a != rows_b:
            excerpt = _apart(rows_a, rows_b)
            leak = Leak(base.moment.name, lookers.name, "basis data", table, *excerpt)
            report.leaks.append(leak)


def _apart(a, b):
    """Both texts from shortly before where they part."""
    parting = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), 0)
    parting = parting or min(len(a), len(b)) if a[:1] == b[:1] else parting
    around = slice(max(0, parting - 60), parting + 100)
    return tuple(text[around].decode(errors="replace") for text in (a, b))
