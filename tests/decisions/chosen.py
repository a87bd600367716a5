"""Choices that were set, as approvals begin from them."""

from datetime import date, datetime, time
from uuid import uuid4

from django.utils import timezone

from decisions.models import Choice, Determination, HeadOfRegionTerm, What
from decisions.overriding import Deviation, ask_override
from decisions.settling import result_in_force
from tests.factories import AttachmentFactory


def determine(small, picks, *, on=None, reason=""):
    """One determination of what was chosen per vacancy: a candidate, or another `What`.

    `on`: the day it is said to have been set, today where none is told.
    """
    moment = timezone.now()
    if on:
        moment = timezone.make_aware(datetime.combine(on, time(9)))
    determination = Determination.objects.create(
        round=small.round,
        number=small.round.determinations.count() + 1,
        result=result_in_force(small.round),
        text="{}",
        sha256="0" * 64,
        reason=reason,
        proof="password",
        set_by=small.authority,
        set_at=moment,
    )
    return [_choice(determination, vacancy, pick) for vacancy, pick in picks]


def _choice(determination, vacancy, pick):
    one = not isinstance(pick, What)
    return Choice.objects.create(
        determination=determination,
        vacancy=vacancy,
        what=What.PERSON if one else pick,
        candidate=pick if one else None,
        rank=1 if one else None,
        reason="Paling siap untuk jabatan ini.",
    )


def mayor(small, *, since=date(2025, 2, 20), until=None, acting=False):
    """A term of who heads the region."""
    return HeadOfRegionTerm.objects.create(
        agency=small.round.agency,
        office="Wali Kota",
        inaugurated_on=since,
        ends_on=until,
        is_acting=acting,
        source="Keputusan contoh",
        recorded_by=small.staff,
        recorded_at=timezone.now(),
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
