"""Posts whose names all go to another body before one of them is chosen, and what it answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from candidates.models import Candidate
from decisions.models import Choice
from decisions.route_facts import Region, region_of, route_for
from decisions.routes import Route
from decisions.standings import Standing, agreed_names, refusals, standings_of
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class Sending:
    """Read once for all posts of a round, by vacancy.

    `agreed`: the body's consent to the names. `refused`: what a body refused of what was set.
    """

    region: Region
    agreed: Mapping[int, Standing]
    refused: Mapping[int, Standing]
    today: date

    def route(self, vacancy: Vacancy, candidate: Candidate | None = None) -> Route:
        """The route of a person to the post, or of the post before anybody is chosen for it."""
        return route_for(vacancy, candidate, region=self.region, on=self.today)

    def is_due(self, vacancy: Vacancy) -> bool:
        """Whether only all names together can be picked: a body wants them, and has not agreed."""
        return vacancy.pk not in self.agreed and self.route(vacancy).sends_names

    def to(self, vacancy: Vacancy) -> str:
        """Who sees all names, as the workbook or else the rule calls that body."""
        steps = self.route(vacancy).required
        bodies = [step.rule.body for step in steps if step.rule.sends_names]
        return vacancy.special_approval.strip() or next(iter(bodies), "")


def sending_of(round_: Round, choices: Sequence[Choice], today: date) -> Sending:
    """For the posts of a round with these choices in force. Four queries."""
    answers = standings_of(choices).values()
    found = [standing for standings in answers for standing in standings.values()]
    region = region_of(round_.agency_id)
    return Sending(region, agreed_names(found, today), refusals(found), today)
