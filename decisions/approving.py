"""What happens to the approvals of a choice: prepared, sent, answered, a deadline moved."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from decisions.approval_states import may_follow
from decisions.backing import refuse_unbacked
from decisions.happenings import (
    ApprovalRefused,
    Happening,
    letter_of,
    refuse_days,
    refuse_incomplete,
)
from decisions.models import (
    Approval,
    ApprovalEvent,
    ApprovalRule,
    Choice,
    ChoiceEnd,
    KeptRoute,
    RoundClosure,
)
from decisions.reasons import NOTHING
from decisions.route_facts import region_of, route_of_choice
from decisions.routes import Route, Step
from decisions.standings import Standing, standings_of, with_started
from selection.calendars import loaded_calendar
from selection.models import Round
from selection.working_days import after_working_days

Kind = ApprovalEvent.Kind


@transaction.atomic
def keep_route(choice: Choice, *, by: User) -> KeptRoute:
    """Take over the route as the facts stand today; what changes later is told against it.

    Raises ApprovalRefused where the choice is no longer in force or the round is closed.
    """
    round_ = lock_open(choice)
    found = present_route(choice)
    kept = KeptRoute.objects.create(
        choice=choice,
        number=choice.routes.count() + 1,
        needs=found.needs,
        because=found.because,
        kept_on=found.on,
        kept_by=by,
        kept_at=timezone.now(),
    )
    facts = {"vacancy": choice.vacancy.code, "needs": found.needs}
    record("decisions.route_kept", kept, by=by, scope=round_.scope, **facts)
    return kept


@transaction.atomic
def advance_approval(choice: Choice, code: str, happening: Happening, *, by: User) -> Approval:
    """Let one thing happen to the approval of a rule. Raises ApprovalRefused and BadFile."""
    round_ = lock_open(choice)
    standings = standings_of([choice])[choice.pk]
    step, standing = _step(choice, code, standings), standings.get(code)
    _refuse_out_of_turn(choice, step, standing, happening)
    refuse_days(choice, standing, happening)
    refuse_incomplete(happening)
    approval = standing.approval if standing else _begin(choice, step)
    letter = letter_of(choice, step, standing, happening, by)
    event = ApprovalEvent.objects.create(
        approval=approval,
        number=len(standing.events) + 1 if standing else 1,
        kind=happening.kind,
        happened_on=happening.on,
        letter=letter,
        reason=happening.reason.strip(),
        conditions=happening.conditions.strip(),
        valid_until=happening.valid_until,
        owner=by,
        recorded_at=timezone.now(),
        **_deadlines(step, standing, happening),
    )
    facts: dict[str, Any] = {
        "vacancy": choice.vacancy.code,
        "rule": code,
        "on": event.happened_on,
        "reason": event.reason,
    }
    if letter:
        facts |= {"letter": letter.number, "sha256": letter.file.sha256}
    if event.due_on:
        facts["due_on"] = event.due_on
    record(f"decisions.approval_{event.kind}", approval, by=by, scope=round_.scope, **facts)
    return approval


def lock_open(choice: Choice) -> Round:
    """The round of a choice, locked. Raises ApprovalRefused once it or the choice is past."""
    rounds = Round.objects.locked()
    round_ = rounds.get(pk=choice.vacancy.round_id)
    if RoundClosure.objects.filter(round=round_).exists():
        raise ApprovalRefused(f"Putaran ini sudah ditutup ke arsip. {NOTHING}")
    latest = Choice.objects.filter(vacancy=choice.vacancy_id).order_by("-determination__number")
    if ChoiceEnd.objects.filter(choice=choice).exists():
        raise ApprovalRefused(f"Pilihan ini sudah diakhiri tanpa pelantikan. {NOTHING}")
    if latest.values_list("pk", flat=True).first() != choice.pk:
        raise ApprovalRefused(
            f"Pilihan untuk jabatan ini sudah diganti dengan penetapan baru. {NOTHING} Muat ulang"
            " halaman ini."
        )
    return round_


def present_route(choice: Choice, on: date | None = None) -> Route:
    """The route of a choice today, with what two people decided otherwise."""
    region = region_of(choice.vacancy.round.agency_id)
    return route_of_choice(choice, region, on or timezone.localdate(), choice.overrides.all())


def _step(choice: Choice, code: str, standings: Mapping[str, Standing]) -> Step:
    step = with_started(present_route(choice), standings).step(code)
    if step is None:
        raise ApprovalRefused(f"Persetujuan ini tidak ada dalam rute. {NOTHING}")
    return step


def _begin(choice: Choice, step: Step) -> Approval:
    rules = ApprovalRule.objects.filter(code=step.rule.code, valid_from=step.rule.valid_from)
    return Approval.objects.create(choice=choice, rule=rules.get())


def _refuse_out_of_turn(
    choice: Choice, step: Step, standing: Standing | None, happening: Happening
) -> None:
    if standing is None and not step.is_required:
        raise ApprovalRefused(
            f"{step.rule.title} tidak diperlukan: {step.why}. {NOTHING} Bila tetap perlu, ajukan"
            " penyimpangan rute."
        )
    if happening.kind in (Kind.PREPARED, Kind.SENT):
        refuse_unbacked(choice)
    if standing and standing.approval.choice_id != choice.pk:
        raise ApprovalRefused(f"{step.rule.title} sudah berjalan untuk semua nama. {NOTHING}")
    if choice.candidate_id is None and not step.rule.sends_names:
        raise ApprovalRefused(
            f"{step.rule.title} diminta untuk satu orang. {NOTHING} Tunggu sampai satu nama"
            " ditetapkan."
        )
    if not may_follow(standing.state if standing else "", happening.kind):
        now = standing.latest.get_kind_display().lower() if standing else "belum disiapkan"
        raise ApprovalRefused(f"{step.rule.title} kini {now}; langkah ini belum dapat. {NOTHING}")
    if happening.kind == Kind.SENT:
        _refuse_before_others(choice, step)


def _refuse_before_others(choice: Choice, step: Step) -> None:
    today = timezone.localdate()
    given = standings_of([choice])[choice.pk]
    required = {each.rule.code: each for each in present_route(choice).required}
    for code in step.rule.after:
        if code in required and not (code in given and given[code].is_given(today)):
            raise ApprovalRefused(
                f"{step.rule.title} dikirim sesudah {required[code].rule.title}. {NOTHING}"
            )


def _deadlines(
    step: Step, standing: Standing | None, happening: Happening
) -> dict[str, date | None]:
    """The internal deadline from here on, and the one of the law where there is one."""
    rule, kind, on = step.rule, happening.kind, happening.on
    calendar = loaded_calendar()
    if kind == Kind.DEADLINE and standing:
        return {"due_on": happening.due_on, "legal_due_on": standing.events[-1].legal_due_on}
    if kind == Kind.SENT:
        typical = after_working_days(on, rule.typical_days, calendar).day
        legal = after_working_days(on, rule.legal_days, calendar).day if rule.legal_days else None
        return {"due_on": happening.due_on or typical, "legal_due_on": legal}
    if kind in (Kind.PREPARED, Kind.RETURNED, Kind.EXPIRED):
        return {"due_on": after_working_days(on, rule.prepare_days, calendar).day}
    return {}
