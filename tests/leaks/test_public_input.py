"""Whether the public sent anything, nobody but the verifier can tell before sheets are signed."""

import pytest
from django.db import transaction

from accounts.policy import Role
from candidates.input_verifying import Step, open_identity, take_step
from candidates.models import InputState, PublicInput
from tests.inputs import sent
from tests.leaks.addresses import addresses
from tests.leaks.asking import plainly
from tests.leaks.comparing import leaks_between
from tests.leaks.dice import at, counters, same_chance, turn_back
from tests.leaks.looking import look
from tests.leaks.worlds import LATER, MEMBER, MOMENTS, NOBODY, base_of, world

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

LOOKERS = (Role.STAFF, Role.HEAD, Role.MEMBER, Role.CHAIR, Role.AUTHORITY, NOBODY)
IN_THE_MIDDLE = MOMENTS[1]  # some sheets are signed, some begun
VERIFIED = (
    (InputState.VERIFYING, {}),
    (InputState.ASKED, {"due_on": LATER.date().replace(day=28)}),
    (InputState.REPLIED, {"reply": "Tidak benar."}),
    (InputState.VERIFIED, {"summary": "Lelang dibatalkan tanpa berita acara."}),
)


def spoken_up(here):
    """Three more send input; one is verified, its sender known, one waits, one is referred."""
    window, auditor = here.input.subject.window, here.small.auditor
    told, *_ = [sent(window, form=f"formulir-{number}")[0] for number in (2, 3, 4)]
    for state, fields in VERIFIED:
        take_step(told, Step(state, "Nota 700/12", **fields), by=auditor)
    open_identity(told, "Minta salinan foto", by=auditor)


def test_input_changes_no_answer_to_panel_staff_mayor_or_public():
    with same_chance() as dice:
        base = base_of(IN_THE_MIDDLE, dice)
        with world("A", base, MEMBER), at(LATER):
            where = addresses(base.here)
            visits = [visit for role in LOOKERS for visit in plainly(where, role)]
            with transaction.atomic():
                spoken_up(base.here)
                assert PublicInput.objects.count() == 4
                kept = counters()
                loud = {visit: look(base, visit) for visit in visits}
                transaction.set_rollback(True)
            turn_back(kept)
            quiet = {visit: look(base, visit) for visit in visits}

    leaks = [
        leak
        for visit in visits
        for leak in leaks_between("", visit, set(), (loud[visit], quiet[visit]))
    ]
    assert len(visits) > 500
    assert leaks == []
    assert {sight.status for sight in loud.values()} >= {200, 403, 404}
