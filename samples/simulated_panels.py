"""Invented panels for calibration: honest ones, and the same ones with one thing done to them.

A candidate has an ability, and for each instrument and criterion a little more or less of it. A
member has a severity and a way of using the scale; how far a sheet misses depends on the level:
people agree about the best and the weakest and differ in the middle ("Judging the Judges", arXiv
1807.10055). The sizes are those of samples/panel_scores.py, in points on a scale of 0-100.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product

from scoring.sightings import Mark, Signing, Subject

CANDIDATES, VACANCIES = 26, 10
INSTRUMENTS = {"UJI_GAGASAN": 5, "WAWANCARA": 6}  # criteria
WEIGHTS = {"UJI_GAGASAN": Fraction(15), "WAWANCARA": Fraction(15)}
MEAN, ABILITY, ASPECT, CRITERION = 76, 5.0, 1.5, 2.0
SEVERITY, SPREAD = 2.5, 0.15
SURE, UNSURE = 3.0, 5.5  # how far sheets miss at both ends, and in the middle
CHANCE = 3.0
LEVELS = 5
MORNING = datetime(2025, 12, 3, 1, tzinfo=UTC)
SLOT = timedelta(minutes=45)
ENDS_EARLY, OFTEN = timedelta(minutes=15), 0.1
STOCK_NOTES, SENTENCES, NOTED = 40, 12, 0.15


@dataclass(frozen=True, slots=True)
class Paper:
    """How scores are written down: each raw score from 0 to `scale`, in whole `steps`."""

    name: str
    scale: int = 100
    steps: int = 1


WHOLE = Paper("0-100, whole numbers")
FIVES = Paper("0-100, steps of five", steps=5)
FIVE_LEVELS = Paper("1-5, five levels", scale=LEVELS)


@dataclass
class Panel:
    """One panel's whole work. `raw` is by (member, candidate, instrument)."""

    paper: Paper
    members: list[str]
    posts: dict[str, list[str]]
    raw: dict[tuple[str, str, str], list[int]]
    signings: list[Signing]
    notes: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def marks(self) -> list[Mark]:
        """The sheets as the signals read them; all criteria weigh the same."""
        found = []
        for (member, candidate, instrument), scores in self.raw.items():
            scaled = tuple(Fraction(score * 100, self.paper.scale) for score in scores)
            note = self.notes.get((member, candidate, instrument), "")
            found.append(
                Mark(
                    member,
                    Subject(candidate, instrument),
                    sum(scaled, Fraction(0)) / len(scaled),
                    scaled,
                    {"1": note} if note else {},
                )
            )
        return found

    def rivals(self, vacancy: str) -> list[str]:
        return [candidate for candidate, posts in self.posts.items() if vacancy in posts]

    def shift(self, member: str, candidates: Iterable[str], points: float) -> None:
        """Add so many points (0-100) to all that the member gave these candidates."""
        chosen = {*candidates}
        for (who, candidate, instrument), scores in self.raw.items():
            if who == member and candidate in chosen:
                moved = (written(s * 100 / self.paper.scale + points, self.paper) for s in scores)
                self.raw[who, candidate, instrument] = list(moved)


def honest(members: int, paper: Paper, rng: random.Random) -> Panel:
    """A panel of which each member scores alone, as well as he can."""
    names = [f"P{number}" for number in range(1, members + 1)]
    candidates = [f"{number:02}" for number in range(1, CANDIDATES + 1)]
    ability = {c: rng.gauss(0, ABILITY) for c in candidates}
    aspect = {key: rng.gauss(0, ASPECT) for key in product(candidates, INSTRUMENTS)}
    habits = {m: (rng.gauss(0, SEVERITY), max(0.5, rng.gauss(1, SPREAD))) for m in names}
    strengths = {
        (c, i): [rng.gauss(0, CRITERION) for _ in range(n)]
        for c, (i, n) in product(candidates, INSTRUMENTS.items())
    }
    raw = {}
    for member, candidate, instrument in product(names, candidates, INSTRUMENTS):
        severity, spread = habits[member]
        level = ability[candidate] + aspect[candidate, instrument]
        seen = MEAN + severity + spread * level + rng.gauss(0, _miss(level))
        raw[member, candidate, instrument] = [
            written(seen + strength + rng.gauss(0, CHANCE), paper)
            for strength in strengths[candidate, instrument]
        ]
    posts = _posts(candidates, rng)
    signings = list(_signings(names, candidates, rng))
    return Panel(paper, names, posts, raw, signings, _notes(raw, rng))


def written(points: float, paper: Paper) -> int:
    """A score as it is written: on the scale, in its steps. Five levels start below 60."""
    if paper.scale == LEVELS:
        return max(1, min(LEVELS, 1 + sum(points >= cut for cut in (60, 70, 80, 90))))
    return max(0, min(paper.scale, paper.steps * round(points / paper.steps)))


def _miss(level: float) -> float:
    """Least sure in the middle, surest two abilities away from it."""
    away = min(1.0, abs(level) / (2 * ABILITY))
    return UNSURE - (UNSURE - SURE) * away


def _posts(candidates: list[str], rng: random.Random) -> dict[str, list[str]]:
    """One or two posts for everybody, each post with three candidates or more."""
    vacancies = [f"J{number:02}" for number in range(1, VACANCIES + 1)]
    seats = [vacancies[place % VACANCIES] for place in range(CANDIDATES + VACANCIES + 6)]
    posts: dict[str, list[str]] = {c: [seats.pop()] for c in rng.sample(candidates, CANDIDATES)}
    for vacancy in seats:
        free = [c for c in candidates if len(posts[c]) == 1 and posts[c] != [vacancy]]
        posts[rng.choice(free)].append(vacancy)
    return posts


def _signings(members: list[str], candidates: list[str], rng: random.Random) -> Iterator[Signing]:
    """Interviews end early or late, typing takes its time, then it is signed."""
    for place, candidate in enumerate(candidates):
        ends = MORNING + SLOT * (place + 1)
        short = ENDS_EARLY if rng.random() < OFTEN else timedelta()
        over = ends - short + timedelta(minutes=rng.gauss(-1, 3))
        for member in members:
            began = over - timedelta(minutes=rng.uniform(0, 20))
            signed = over + timedelta(minutes=rng.expovariate(1 / 4))
            yield Signing(member, Subject(candidate, "WAWANCARA"), began, signed, ends)


def _notes(
    keys: Iterable[tuple[str, str, str]], rng: random.Random
) -> dict[tuple[str, str, str], str]:
    """Notes on some sheets: half of them a stock phrase of three words, half put together."""
    notes = {}
    for key in keys:
        if rng.random() < NOTED:
            stock = f"catatan singkat {rng.randrange(STOCK_NOTES)}"
            parts = (f"kalimat bagian {rng.randrange(SENTENCES)}" for _ in range(3))
            notes[key] = stock if rng.random() < 0.5 else " ".join(parts)
    return notes


def push(panel: Panel, rng: random.Random, up: float, down: float) -> None:
    """A member raises one candidate and lowers the rivals of that post."""
    vacancy = rng.choice(sorted({post for posts in panel.posts.values() for post in posts}))
    rivals = panel.rivals(vacancy)
    favoured = rng.choice(rivals)
    panel.shift("P1", [favoured], up)
    panel.shift("P1", [rival for rival in rivals if rival != favoured], -down)


def copy(panel: Panel, rng: random.Random, share: float) -> None:
    """A member takes over a colleague's sheets, or a share of them, with a change here and there.

    By a point, half of the time; five levels are too few to be changed often.
    """
    often = 0.1 if panel.paper.scale == LEVELS else 0.5
    for (who, candidate, instrument), scores in list(panel.raw.items()):
        if who == "P1" and rng.random() < share:
            panel.raw["P2", candidate, instrument] = [
                max(0, min(panel.paper.scale, score + rng.choice((-1, 1)) * (rng.random() < often)))
                for score in scores
            ]


def severity(panel: Panel, points: float) -> None:
    panel.shift("P1", panel.posts, points)


def same(panel: Panel, rng: random.Random, share: float) -> None:
    """A member gives a part of the candidates one and the same sheet."""
    for instrument, criteria in INSTRUMENTS.items():
        usual = panel.raw["P1", "01", instrument][:criteria]
        for candidate in panel.posts:
            if rng.random() < share:
                panel.raw["P1", candidate, instrument] = list(usual)


def flat(panel: Panel, rng: random.Random, share: float) -> None:
    """A member writes one score for all criteria of a part of the sheets."""
    for (who, candidate, instrument), scores in list(panel.raw.items()):
        if who == "P1" and rng.random() < share:
            panel.raw[who, candidate, instrument] = [scores[0]] * len(scores)


def notes(panel: Panel, rng: random.Random, share: float) -> None:
    """A member writes a colleague's notes off."""
    for (who, candidate, instrument), note in list(panel.notes.items()):
        if who == "P1" and rng.random() < share:
            panel.notes["P2", candidate, instrument] = note


def hours(panel: Panel, *, before: timedelta = timedelta(), after: timedelta | None = None) -> None:
    """A member signs every sheet so long before the slot ends, or so long after the first save."""
    for place, one in enumerate(panel.signings):
        if one.member == "P1" and one.ends:
            signed = one.began + after if after else one.ends - before
            panel.signings[place] = replace(one, signed=signed)
