"""Who of an agency's talent pool holds which post, and how ready each is for the level above."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accounts.models import Agency
from candidates.models import Candidate, CareerPost, OfficialPost, TalentImport, TalentRecord
from candidates.talent_standing import pool_of
from decisions.cascade import Holder, Post, Rule, Vacated, cascade
from decisions.ladders import ladder_on
from decisions.models import CascadeSetting
from decisions.post_levels import Ladder, Level, full_title, same_post
from decisions.succession_facts import Person, gaps_for
from decisions.succession_rules import rule_of, setting_of


@dataclass(frozen=True, slots=True)
class Held:
    """The post that somebody holds, and its level."""

    post: Post
    level: int


@dataclass(frozen=True, slots=True)
class Bench:
    """The talent pool as successors. `talent_import` is None where nothing was imported."""

    setting: CascadeSetting
    ladder: Ladder
    talent_import: TalentImport | None
    no_rules: str
    people: Sequence[Holder]

    @property
    def rule(self) -> Rule:
        return rule_of(self.setting)

    def without(self, nips: Collection[str]) -> list[Holder]:
        return [person for person in self.people if person.nip not in nips]

    def levels(
        self, movers: Iterable[Holder], away: Collection[str]
    ) -> tuple[tuple[Vacated, ...], ...]:
        """The cascade; whoever is `away` follows nobody."""
        return cascade(movers, self.without(away), self.rule)

    def behind(self, holder: Holder, away: Collection[str]) -> Vacated:
        """What one person leaves, and who could follow there."""
        only_this = replace(self.rule, lowest=0)
        return cascade([holder], self.without(away), only_this)[0][0]


def bench_of(agency: Agency, today: date) -> Bench:
    """The newest talent data up to a day. The number of queries does not depend on its size."""
    setting, ladder = setting_of(agency), ladder_on(today)
    imports = TalentImport.objects.in_force().filter(agency=agency, as_of__lte=today)
    talent_import = imports.select_related("agency").first()
    if talent_import is None:
        return Bench(setting, ladder, None, "", ())
    candidates = _candidates(agency)
    held = _held(talent_import, candidates, ladder)
    pool = pool_of(talent_import, held)
    boxes = rule_of(setting).boxes
    eligible = [one for one in pool.people if one.record and one.box in boxes]
    career = _career([candidates[o] for one in eligible if (o := one.official.pk) in candidates])
    people = []
    for standing in eligible:
        candidate = candidates.get(standing.official.pk)
        lines = career.get(candidate.pk, ()) if candidate else ()
        person = Person(standing, pool.scheme, candidate, lines)
        place = held[standing.official.pk]
        people.append(_holder(person, place, _above(place, ladder, setting), today))
    return Bench(setting, ladder, talent_import, pool.no_rules, people)


def _candidates(agency: Agency) -> dict[int, Candidate]:
    """By official: the newest data that a round of the agency has of him."""
    rows = Candidate.objects.in_force().filter(official__agency=agency, round__withdrawn_at=None)
    newest = rows.order_by("official", "-round__reference_date", "-pk").distinct("official")
    return {row.official_id: row for row in newest.select_related("round")}


def _held(
    talent_import: TalentImport, candidates: Mapping[int, Candidate], ladder: Ladder
) -> dict[int, Held]:
    """By official: the post that he holds, where it has a level.

    What he took up after a round since the day of the data stands before what the export says.
    """
    rows = TalentRecord.objects.filter(talent_import=talent_import)
    posts = {
        official: (title, unit)
        for official, title, unit in rows.values_list("official", "post", "unit")
    }
    taken = OfficialPost.objects.filter(official__in=list(posts), since__gt=talent_import.as_of)
    for official, title, unit in taken.order_by("since", "pk").values_list(
        "official", "post", "unit"
    ):
        posts[official] = (title, unit)
    found = {}
    for official, (title, unit) in posts.items():
        candidate = candidates.get(official)
        known = candidate and same_post((candidate.post, candidate.unit), (title, unit))
        level = ladder.level_of(title, unit, candidate.echelon if candidate and known else "")
        if level is not None:
            found[official] = Held((full_title(title, unit), unit), level)
    return found


def _career(candidates: Sequence[Candidate]) -> dict[int, list[CareerPost]]:
    lines: dict[int, list[CareerPost]] = defaultdict(list)
    rows = CareerPost.objects.in_force().filter(candidate__in=candidates)
    for line in rows.order_by("began", "pk"):
        lines[line.candidate_id].append(line)
    return lines


def _above(held: Held, ladder: Ladder, setting: CascadeSetting) -> list[Level]:
    """The levels that somebody on this one could step up to."""
    reach = range(held.level - setting.steps, held.level)
    return [ladder.by_number[number] for number in reach if number in ladder.by_number]


def _holder(person: Person, held: Held, above: Sequence[Level], today: date) -> Holder:
    standing = person.standing
    return Holder(
        nip=standing.official.nip,
        name=person.name,
        post=held.post,
        level=held.level,
        box=standing.box,
        gaps=gaps_for(person, above, today),
    )
