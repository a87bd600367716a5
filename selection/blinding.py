"""Blind reading: whoever scores with a blind instrument knows a candidate by number only."""

from collections.abc import Collection

from django.db import transaction

from audit.actions import Actor, record
from selection.models import Instrument, Round


class BlindingFixed(Exception):
    """How scores come about no longer changes."""


@transaction.atomic
def set_blind(round_: Round, codes: Collection[str], *, by: Actor) -> list[Instrument]:
    """Let exactly the panel's instruments of these codes be scored blind; return what changed.

    Raises BlindingFixed once the round has left the draft.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise BlindingFixed(
            "Aturan penilaian sudah dibekukan, sehingga penilaian tanpa nama tidak dapat diubah"
            " lagi. Tidak ada yang berubah."
        )
    changed = []
    for instrument in scored_instruments(locked):
        if instrument.is_blind != (instrument.code in codes):
            instrument.is_blind = not instrument.is_blind
            instrument.save(update_fields=["is_blind"])
            changed.append(instrument)
    if changed:
        facts = {"blind": sorted(codes), "changed": sorted(i.code for i in changed)}
        record("selection.blind_set", locked, by=by, scope=locked.scope, **facts)
    return changed


def is_read_blind(round_: Round) -> bool:
    """Whether somebody scores without knowing whom."""
    return any(instrument.is_blind for instrument in scored_instruments(round_))


def scored_instruments(round_: Round) -> list[Instrument]:
    """The instruments that the panel scores, by code."""
    panel = Instrument.objects.in_force().filter(round=round_, source=Instrument.Source.PANEL)
    return list(panel.order_by("code"))
