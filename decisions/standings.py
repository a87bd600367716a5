"""Where each approval of a choice stands, read from its events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from decisions.models import Approval, ApprovalEvent, Choice
from decisions.route_facts import rule_of
from decisions.routes import Need, Route, Step

Kind = ApprovalEvent.Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """One approval with its events, oldest first; there is at least one."""

    approval: Approval
    events: Sequence[ApprovalEvent]

    @property
    def latest(self) -> ApprovalEvent:
        """What moved it last; a changed deadline does not."""
        return next(event for event in reversed(self.events) if event.kind != Kind.DEADLINE)

    @property
    def state(self) -> str:
        return self.latest.kind

    @property
    def due_on(self) -> date | None:
        return self.events[-1].due_on

    @property
    def owner(self) -> User:
        return self.events[-1].owner

    def last(self, kind: str) -> ApprovalEvent | None:
        return next((event for event in reversed(self.events) if event.kind == kind), None)

    def is_given(self, today: date) -> bool:
        """Allowed, and still valid."""
        until = self.latest.valid_until
        return self.state == Kind.ALLOWED and (until is None or today <= until)


def standings_of(choices: Iterable[Choice]) -> dict[int, dict[str, Standing]]:
    """By choice and rule code; one query.

    What was asked with all names counts for the person who is chosen from them later: it is found
    under each later choice of the same vacancy too.
    """
    wanted = list(choices)
    vacancies = {choice.vacancy_id for choice in wanted}
    events = ApprovalEvent.objects.filter(approval__choice__vacancy__in=vacancies)
    events = events.select_related("approval__rule", "approval__choice", "letter__file", "owner")
    by_approval: dict[int, list[ApprovalEvent]] = {}
    for event in events.order_by("approval", "number"):
        by_approval.setdefault(event.approval_id, []).append(event)
    found = [Standing(rows[0].approval, rows) for rows in by_approval.values()]
    return {choice.pk: _of(choice, found) for choice in wanted}


def agreed_names(found: Iterable[Standing], today: date) -> dict[int, Standing]:
    """The consent to all names of a post, by its key, where a body gave it: one may be chosen."""
    return {
        standing.approval.choice.vacancy_id: standing
        for standing in found
        if standing.approval.rule.sends_names and standing.is_given(today)
    }


def refusals(found: Iterable[Standing]) -> dict[int, Standing]:
    """What a body refused of a choice, by the key of its post: it goes on no further."""
    return {
        standing.approval.choice.vacancy_id: standing
        for standing in found
        if standing.state == Kind.REFUSED
    }


def with_started(found: Route, standings: Mapping[str, Standing]) -> Route:
    """The route, and behind it what was begun under a rule that is not in force any more."""
    missing = [s.approval.rule for code, s in standings.items() if found.step(code) is None]
    begun = [
        Step(rule=rule_of(row), need=Need.NOT_NEEDED, findings=(), why="aturannya telah berakhir")
        for row in missing
    ]
    return Route(found.on, [*found.steps, *begun])


def _of(choice: Choice, standings: Iterable[Standing]) -> dict[str, Standing]:
    """This choice's own before what was asked with the names of an earlier one."""
    own: dict[str, Standing] = {}
    inherited: dict[str, Standing] = {}
    for standing in standings:
        approval = standing.approval
        if approval.choice_id == choice.pk:
            own[approval.rule.code] = standing
        elif approval.choice.vacancy_id == choice.vacancy_id and approval.rule.sends_names:
            inherited[approval.rule.code] = standing
    return inherited | own
