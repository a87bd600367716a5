"""Where every choice of a round stands on its way to inauguration: who has the ball, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import User
from decisions.backing import Backing, backing_of
from decisions.fronts import Clock, Front, front_of, unbacked, waiting
from decisions.models import (
    Choice,
    Decree,
    Inauguration,
    KeptRoute,
    Letter,
    RouteOverride,
    What,
)
from decisions.route_facts import Region, region_of, route_of_choice
from decisions.routes import Route, Step, differences
from decisions.standings import Standing, standings_of, with_started
from selection.calendars import loaded_calendar
from selection.models import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One approval in the tracker: the step, where it stands, and what is waited for."""

    number: int
    step: Step
    standing: Standing | None
    front: Front | None
    is_given: bool
    blocked_by: Sequence[str]

    @property
    def is_shown(self) -> bool:
        """Needed, or begun before it no longer was."""
        return self.step.is_required or self.standing is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A choice in force with all its approvals, and the front that is nearest to its deadline.

    `gone`: that the panel puts him forward no longer, and `moved`, in another rank, in words.
    """

    choice: Choice
    route: Route
    lines: Sequence[Line]
    changes: Sequence[str]
    kept: KeptRoute | None
    front: Front
    gone: str
    moved: str

    @property
    def is_ready(self) -> bool:
        """Every approval is there for one person who is still put forward: a decree may follow."""
        return (
            self.choice.what == What.PERSON
            and not self.gone
            and not any(line.step.is_required and not line.is_given for line in self.lines)
        )

    @property
    def open_override(self) -> RouteOverride | None:
        return next((each for each in self.choice.overrides.all() if each.is_open), None)

    @property
    def standings(self) -> list[Standing]:
        """Every approval that was begun for this choice, or for the names it was made from."""
        return [line.standing for line in self.lines if line.standing]

    @property
    def letters(self) -> list[Letter]:
        """What was written about this choice, each letter once, the oldest first."""
        events = [event for standing in self.standings for event in standing.events]
        found = {event.letter for event in events if event.letter}
        return sorted(found, key=lambda letter: (letter.dated, letter.pk))

    @property
    def decree(self) -> Decree | None:
        return getattr(self.choice, "decree", None)

    @property
    def inauguration(self) -> Inauguration | None:
        return self.choice.newest_inauguration

    @property
    def is_over(self) -> bool:
        return is_over(self.choice)


@dataclass(frozen=True, slots=True)
class Ground:
    """What all tracks of a round are computed from."""

    region: Region
    clock: Clock
    backing: Backing


def is_over(choice: Choice) -> bool:
    """The choice has come to its end: inaugurated, ended, or nobody was chosen."""
    held = choice.held_inauguration is not None
    return held or hasattr(choice, "end") or choice.what == What.NOBODY


def choices_in_force(round_: Round) -> list[Choice]:
    """The latest choice of each vacancy, with all that a track needs."""
    in_force = Choice.objects.in_force().filter(vacancy__round=round_).values("pk")
    found = Choice.objects.filter(pk__in=in_force).select_related(
        "vacancy__round__agency",
        "candidate__official",
        "determination__set_by",
        "decree__file",
        "end__ended_by",
    )
    return list(
        found.prefetch_related(
            "inaugurations",
            Prefetch("routes", KeptRoute.objects.select_related("kept_by")),
            Prefetch(
                "overrides", RouteOverride.objects.select_related("requested_by", "decided_by")
            ),
        ).order_by("vacancy__code", "pk")
    )


def tracks_of(
    round_: Round, today: date | None = None, *, without: User | None = None
) -> list[Track]:
    """All choices in force, nearest deadline first; what is over comes last.

    `without`: by the facts of the region that others than this person recorded.
    """
    choices = choices_in_force(round_)
    clock = Clock(today or timezone.localdate(), loaded_calendar())
    region = region_of(round_.agency, without=without)
    standings, backing = standings_of(choices), backing_of(round_, choices)
    ground = Ground(region, clock, backing)
    tracks = [_track(choice, standings[choice.pk], ground) for choice in choices]
    return sorted(tracks, key=_urgency)


def _urgency(track: Track) -> tuple[bool, date, str]:
    return (track.is_over, track.front.urgency, track.choice.vacancy.code)


def _track(
    choice: Choice,
    standings: dict[str, Standing],
    ground: Ground,
) -> Track:
    region, clock = ground.region, ground.clock
    gone = ground.backing.gone.get(choice.pk, "")
    overrides = choice.overrides.all()
    held = choice.held_inauguration
    found = route_of_choice(choice, region, held.on if held else clock.today, overrides)
    whole = with_started(found, standings)
    lines = _lines(choice, whole, standings, clock)
    kept = max(choice.routes.all(), key=lambda each: each.number, default=None)
    before = kept.needs if kept else _when_set(choice, region)
    return Track(
        choice=choice,
        route=found,
        lines=lines,
        changes=[] if held else differences(before, found),
        kept=kept,
        front=unbacked(choice, gone) if gone else front_of(choice, _required(lines), clock),
        gone=gone,
        moved=ground.backing.moved.get(choice.pk, ""),
    )


def _required(lines: Sequence[Line]) -> list[Front]:
    """What is begun but no longer needed stays in sight, and holds nothing up."""
    return [line.front for line in lines if line.front and line.step.is_required]


def _when_set(choice: Choice, region: Region) -> dict[str, str]:
    """What was needed on the day of the choice, as far as the facts tell it now."""
    return route_of_choice(
        choice, region, choice.determination.set_on, choice.overrides.all()
    ).needs


def _lines(
    choice: Choice,
    found: Route,
    standings: dict[str, Standing],
    clock: Clock,
) -> list[Line]:
    given = {code for code, standing in standings.items() if standing.is_given(clock.today)}
    titles = {step.rule.code: step.rule.title for step in found.steps}
    required = {step.rule.code for step in found.required}
    lines = []
    for number, step in enumerate(found.steps, start=1):
        code = step.rule.code
        blocked = [titles[c] for c in step.rule.after if c in required and c not in given]
        standing = standings.get(code)
        for_one = choice.candidate_id is None and not step.rule.sends_names
        active = (step.is_required or standing) and code not in given and not for_one
        ready = active and (standing is not None or not blocked)
        front = waiting(choice, step, standing, clock) if ready else None
        lines.append(
            Line(
                number=number,
                step=step,
                standing=standing,
                front=front,
                is_given=code in given,
                blocked_by=[*blocked, *(["penetapan satu nama"] if for_one else [])],
            )
        )
    return lines
