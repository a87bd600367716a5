"""The facts and the rules of a route out of the rows; `route_for` puts them together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Agency, User
from accounts.sameness import same_person
from candidates.models import Candidate, PostKind
from decisions.models import (
    ApprovalRule,
    Choice,
    ElectionWindow,
    HeadOfRegionTerm,
    RouteOverride,
)
from decisions.region_facts import Fact
from decisions.route_terms import Election, Facts, Head, Trait, trait_of
from decisions.routes import Override, Route, Rule, next_change, overridden, route
from selection.models import Vacancy


@dataclass(frozen=True, slots=True)
class Region:
    """All that routes of one agency rest on: read once, used for every person of a page."""

    rules: list[Rule]
    heads: list[Head]
    elections: list[Election]


def region_of(agency: Agency | int, *, without: User | None = None) -> Region:
    """Three queries: the rules, the heads of region, the elections.

    `without`: as if this person had neither recorded nor withdrawn a fact.
    """
    people = ("recorded_by", "withdrawn_by")
    terms = HeadOfRegionTerm.objects.filter(agency=agency).select_related(*people)
    windows = ElectionWindow.objects.filter(agency=agency).select_related(*people)
    return Region(
        rules=[rule_of(row) for row in ApprovalRule.objects.order_by("position", "pk")],
        heads=[
            Head(
                office=term.office,
                inaugurated_on=term.inaugurated_on,
                ends_on=term.ends_on,
                is_acting=term.is_acting,
            )
            for term in terms.order_by("inaugurated_on", "pk")
            if _counts(term, without)
        ],
        elections=[
            Election(designation_on=window.designation_on, ends_on=window.ends_on)
            for window in windows.order_by("designation_on", "pk")
            if _counts(window, without)
        ],
    )


def _counts(fact: Fact, without: User | None) -> bool:
    if without is None:
        return fact.withdrawn_at is None
    is_gone = fact.withdrawn_by is not None and not same_person(fact.withdrawn_by, without)
    return not is_gone and not same_person(fact.recorded_by, without)


def rule_of(row: ApprovalRule) -> Rule:
    return Rule(
        code=row.code,
        body=row.body,
        title=row.title,
        channel=row.channel,
        legal_basis=row.legal_basis,
        source=row.source,
        certainty=row.certainty,
        conditions=row.conditions,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        prepare_days=row.prepare_days,
        typical_days=row.typical_days,
        legal_days=row.legal_days,
        sends_names=row.sends_names,
        after=row.after,
        note=row.note,
    )


def facts_of(vacancy: Vacancy, candidate: Candidate | None, region: Region, on: date) -> Facts:
    """What the route of this person (None: of several names) to this post rests on."""
    return Facts(
        on=on,
        kind=vacancy.round.kind,
        named=vacancy.special_approval.strip(),
        post=trait_of(vacancy.title, vacancy.unit),
        present=trait_of(candidate.post, candidate.unit) if candidate else Trait.ORDINARY,
        post_since=candidate.post_since if candidate else None,
        holds_senior_post=candidate.post_kind == PostKind.SENIOR if candidate else None,
        heads=region.heads,
        elections=region.elections,
    )


def route_for(
    vacancy: Vacancy,
    candidate: Candidate | None,
    *,
    region: Region | None = None,
    on: date | None = None,
) -> Route:
    """The route of a person to a post, today or on another day; `typical_days` is its length.

    Pages with several people fetch the `region` once (`region_of`).
    """
    known = region or region_of(vacancy.round.agency_id)
    return route(known.rules, facts_of(vacancy, candidate, known, on or timezone.localdate()))


def change_ahead(vacancy: Vacancy, candidate: Candidate | None) -> tuple[date, list[str]]:
    """The next day on which the calendar changes the route, and how; [] for none in a year."""
    region = region_of(vacancy.round.agency_id)
    return next_change(region.rules, facts_of(vacancy, candidate, region, timezone.localdate()))


def route_of_choice(
    choice: Choice, region: Region, on: date, overrides: Iterable[RouteOverride]
) -> Route:
    """The route of a choice, with what two people decided otherwise."""
    found = route_for(choice.vacancy, choice.candidate, region=region, on=on)
    approved = [each for each in overrides if each.decision == RouteOverride.Decision.APPROVED]
    latest = sorted(approved, key=lambda each: each.pk)
    return overridden(found, {o.code: Override(needed=o.needed, reason=o.reason) for o in latest})
