"""Choices that were set, as approvals begin from them."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from decisions.approving import present_route
from decisions.determining import newest_determination
from decisions.models import (
    Approval,
    ApprovalEvent,
    ApprovalRule,
    Choice,
    Determination,
    HeadOfRegionTerm,
    Letter,
    What,
)
from decisions.overriding import Deviation, ask_override
from decisions.settling import result_in_force
from selection.scheme import canonical, fingerprint
from tests.factories import AttachmentFactory

REASON = "Paling siap untuk jabatan ini."


def determine(small, picks, *, on=None, reason=""):
    """One determination of what was chosen per vacancy: a candidate, or another `What`.

    `on`: the day it is said to have been set, today where none is told.
    """
    moment = timezone.now()
    if on:
        moment = timezone.make_aware(datetime.combine(on, time(9)))
    before = newest_determination(small.round)
    result = result_in_force(small.round)
    number = before.number + 1 if before else 1
    said = {
        "round": small.round.code,
        "number": number,
        "result": {"number": result.number, "sha256": result.sha256},
        "previous_sha256": before.sha256 if before else None,
        "reason": reason,
        "choices": [_said(*pick) for pick in picks],
    }
    determination = Determination.objects.create(
        round=small.round,
        number=number,
        result=result,
        text=canonical(said),
        sha256=fingerprint(canonical(said)),
        reason=reason,
        proof="password",
        set_by=small.authority,
        set_at=moment,
    )
    return [_choice(determination, vacancy, pick) for vacancy, pick in picks]


def _said(vacancy, pick):
    one = not isinstance(pick, What)
    return {
        "vacancy": vacancy.code,
        "what": What.PERSON if one else pick,
        "nip": pick.nip if one else "",
        "rank": 1 if one else None,
        "reason": REASON,
    }


def _choice(determination, vacancy, pick):
    one = not isinstance(pick, What)
    return Choice.objects.create(
        determination=determination,
        vacancy=vacancy,
        what=What.PERSON if one else pick,
        candidate=pick if one else None,
        rank=1 if one else None,
        reason=REASON,
    )


def approve(small, choice, *, on=None):
    """Every approval that the route of a choice demands, given on one day, or today."""
    day = on or timezone.localdate()
    by = {"owner": small.staff, "recorded_at": timezone.now(), "happened_on": day}
    for step in present_route(choice).required:
        rule = ApprovalRule.objects.get(code=step.rule.code, valid_from=step.rule.valid_from)
        approval = Approval.objects.create(choice=choice, rule=rule)
        make = ApprovalEvent.objects.create
        make(approval=approval, number=1, kind="prepared", **by)
        sent, answer = _letter(small, "out", step, day), _letter(small, "in", step, day)
        make(approval=approval, number=2, kind="sent", letter=sent, due_on=day, **by)
        make(approval=approval, number=3, kind="allowed", letter=answer, **by)


def _letter(small, direction, step, day):
    return Letter.objects.create(
        round=small.round,
        direction=direction,
        body=step.rule.body,
        number=f"800/{step.rule.code}",
        dated=day,
        file=AttachmentFactory(round=small.round, kind="letter"),
        recorded_by=small.staff,
        recorded_at=timezone.now(),
    )


def mayor(small, *, since=date(2025, 2, 20), until=None, acting=False):
    """A term of who heads the region, recorded long before anybody was chosen."""
    return HeadOfRegionTerm.objects.create(
        agency=small.round.agency,
        office="Wali Kota",
        inaugurated_on=since,
        ends_on=until,
        is_acting=acting,
        source="Keputusan contoh",
        recorded_by=small.head,
        recorded_at=timezone.now() - timedelta(days=365),
    )


def arguments_of(small):
    """What addresses of approvals name, by kind; nothing of it is there before the hand-over."""
    code, unknown = small.round.code, uuid4()
    found = {"choice": [code, "DINKES"], "step": [code, "DINKES", "BKN_PERTEK"]}
    found |= {"deed": [*found["step"], "lengkap"]}
    fact = mayor(small)
    override, letter = unknown, unknown
    if small.round.is_handed_over:
        choice = determine(small, [(small.vacancies[0], small.candidates[1])])[0]
        wanted = Deviation(code="MENDAGRI", needed=True, reason="Arahan Gubernur.")
        override = ask_override(choice, wanted, by=small.staff).public_id
        letter = AttachmentFactory(round=small.round, kind="letter").public_id
    return found | {
        "override": [code, "DINKES", override],
        "sent_letter": [code, letter],
        "fact": [code, "masa", fact.public_id],
    }
