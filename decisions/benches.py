"""Who of an agency's talent pool holds which post, and how ready each is for the level above."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.models import Agency
from candidates.models import Candidate, CareerPost, TalentImport
from candidates.talent_standing import Rows, Standing, rows_of
from decisions.cascade import Holder, Rule, Vacated, cascade
from decisions.ladders import ladder_on
from decisions.models import CascadeSetting
from decisions.post_levels import Ladder
from decisions.succession_facts import Person, gaps_for
from decisions.succession_rules import rule_of, setting_of
from decisions.terms_of_office import Held, held_by


@dataclass(frozen=True, slots=True)
class Bench:
    """The talent pool as successors; people are placed and judged when their level is asked for.

    `rows` is None where nothing was imported.
    """

    setting: CascadeSetting
    ladder: Ladder
    today: date
    rows: Rows | None = None
    candidates: Mapping[int, Candidate] = field(default_factory=dict)
    held: Mapping[int, Held] = field(default_factory=dict)
    career: Mapping[int, Sequence[CareerPost]] = field(default_factory=dict)
    _judged: dict[int, list[Holder]] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        return rule_of(self.setting)

    @property
    def talent_import(self) -> TalentImport | None:
        return self.rows.talent_import if self.rows else None

    @property
    def no_rules(self) -> str:
        """Why nobody has a box: no talent scheme holds on the day of the data."""
        return self.rows.rules[1] if self.rows else ""

    @property
    def people(self) -> list[Holder]:
        """Everybody in the boxes that the city looks into."""
        return self.on(self.ladder.by_number)

    def on(self, levels: Iterable[int]) -> list[Holder]:
        """Those of them who hold a post of these levels."""
        return [person for level in levels for person in self._level(level)]

    def levels(
        self, movers: Sequence[Holder], away: Collection[str]
    ) -> tuple[tuple[Vacated, ...], ...]:
        """The cascade; whoever is `away` follows nobody."""
        return self._cascade(movers, self.rule, away)

    def behind(self, holder: Holder, away: Collection[str]) -> Vacated:
        """What one person leaves, and who could follow there."""
        return self._cascade([holder], replace(self.rule, lowest=0), away)[0][0]

    def _cascade(
        self, movers: Sequence[Holder], rule: Rule, away: Collection[str]
    ) -> tuple[tuple[Vacated, ...], ...]:
        """Nobody stands nearer than a step below the highest post, or further than the lowest."""
        left = [mover.level for mover in movers if mover.level is not None]
        reach = range(min(left) + 1, max(*left, rule.lowest) + rule.steps + 1) if left else ()
        pool = [person for person in self.on(reach) if person.nip not in away]
        return cascade(movers, pool, rule)

    def _level(self, level: int) -> list[Holder]:
        if level not in self._judged:
            here = [official for official, held in self.held.items() if held.level == level]
            standings = self.rows.pool(here).people if self.rows else ()
            boxes = self.rule.boxes
            self._judged[level] = [self._holder(one) for one in standings if one.box in boxes]
        return self._judged[level]

    def _holder(self, standing: Standing) -> Holder:
        assert self.rows is not None
        official = standing.official.pk
        candidate, held = self.candidates.get(official), self.held[official]
        career = self.career.get(candidate.pk, ()) if candidate else ()
        person = Person(standing, self.rows.rules[0], candidate, career, held.served)
        reach = range(held.level - self.setting.steps, held.level)
        above = [self.ladder.by_number[n] for n in reach if n in self.ladder.by_number]
        return Holder(
            nip=standing.official.nip,
            name=person.name,
            post=held.post,
            level=held.level,
            box=standing.box,
            gaps=gaps_for(person, above, self.today),
        )


def bench_of(agency: Agency, today: date) -> Bench:
    """The newest talent data up to a day. The number of queries does not depend on its size."""
    setting, ladder = setting_of(agency), ladder_on(today)
    imports = TalentImport.objects.in_force().filter(agency=agency, as_of__lte=today)
    talent_import = imports.select_related("agency").first()
    if talent_import is None:
        return Bench(setting, ladder, today)
    rows, candidates = rows_of(talent_import), _candidates(agency)
    held = held_by(rows, candidates, ladder)
    known = [one for official, one in candidates.items() if official in held]
    return Bench(setting, ladder, today, rows, candidates, held, _career(known))


def _candidates(agency: Agency) -> dict[int, Candidate]:
    """By official: the newest data that a round of the agency has of him."""
    rows = Candidate.objects.in_force().filter(official__agency=agency, round__withdrawn_at=None)
    newest = rows.order_by("official", "-round__reference_date", "-pk").distinct("official")
    return {row.official_id: row for row in newest.select_related("round")}


def _career(candidates: Sequence[Candidate]) -> dict[int, list[CareerPost]]:
    lines: dict[int, list[CareerPost]] = defaultdict(list)
    rows = CareerPost.objects.in_force().filter(candidate__in=candidates)
    for line in rows.order_by("began", "pk"):
        lines[line.candidate_id].append(line)
    return lines
