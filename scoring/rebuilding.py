"""Sheets made again from their events, where somebody changed the one without the other."""

from django.db import transaction

from audit.actions import SYSTEM, record
from scoring.evidence import ChainBroken, broken_link, strayed_sheets
from scoring.ledger import project, wait_for_writers
from scoring.models import ScoreEvent, Sheet
from selection.models import Round


@transaction.atomic
def rebuild(round_: Round) -> list[Sheet]:
    """Make every strayed sheet say what its newest event says; the sheets that were mended.

    Raises evidence.ChainBroken where the events themselves are not whole: nothing may be made
    from them.
    """
    wait_for_writers(round_)
    if broken := broken_link(round_):
        fault = f"rantai catatan nilai terputus pada catatan {broken.number} ({broken.reason})"
        raise ChainBroken("Lembar tidak dibangun ulang", [fault])
    strayed = strayed_sheets(round_)
    for sheet in strayed:
        event = ScoreEvent.objects.filter(sheet=sheet).order_by("-version").first()
        if event is None:
            fault = f"lembar {sheet.pk} berisi nilai tanpa catatan"
            raise ChainBroken("Lembar tidak dibangun ulang", [fault])
        project(sheet, event)
    if strayed:
        facts = {"sheets": [sheet.pk for sheet in strayed]}
        record("scoring.sheets_rebuilt", round_, by=SYSTEM, scope=round_.scope, **facts)
    return strayed
