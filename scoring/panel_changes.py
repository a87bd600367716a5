"""What a change of the panel does to the sheets, once chair and head of BKPSDM both approved it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from panels import changing, declaring
from panels.models import Declaration, PanelChange, Seat
from panels.roster import roster_of
from scoring.duties import duties_of
from scoring.models import Sheet
from selection.models import Round
from selection.scheme import fingerprint


@transaction.atomic
def approve(change: PanelChange, *, by: User) -> PanelChange:
    """Approve as chair or as head; the second approval carries all of it out, or nothing.

    Raises panels.changing.Settled, NotYourPart, and what panels.changing.carry_out raises.
    """
    approved = changing.approve_as(change, by=by)
    if not approved.is_approved:
        return approved
    changing.carry_out(approved, by=by)
    withdrawn = _withdraw_sheets(approved)
    record(
        "scoring.panel_changed",
        approved,
        by=by,
        scope=approved.round.scope,
        kind=approved.kind,
        member=approved.seat.number,
        sheets_withdrawn=withdrawn,
    )
    fix_panel(approved.round, by=by)
    return approved


@transaction.atomic
def declare(seat: Seat, answers: Mapping[int, declaring.Answer], *, by: User) -> Declaration:
    """Sign a declaration; a newcomer to a panel that already scores gets his sheets with it.

    Raises what panels.declaring.declare raises.
    """
    signed = declaring.declare(seat, answers, by=by)
    if seat.round.is_scoring and not Sheet.objects.filter(seat=seat).exists():
        duties = [sheet for sheet in duties_of(seat.round) if sheet.seat.pk == seat.pk]
        Sheet.objects.bulk_create(duties)
        facts = {"member": seat.number, "sheets": len(duties)}
        record("scoring.sheets_laid_out", seat, by=by, scope=seat.round.scope, **facts)
    if not seat.round.is_draft:
        fix_panel(seat.round, by=by)
    return signed


def fix_panel(round_: Round, *, by: User) -> None:
    """Write the fingerprint of the panel that holds from now on into the trail (ux.md e, rule 5).

    At the freeze, and again whenever a fixed panel changed; the rules keep theirs.
    """
    facts = {"panel_sha256": fingerprint(roster_of(round_))}
    record("scoring.panel_fixed", round_, by=by, scope=round_.scope, **facts)


def _withdraw_sheets(change: PanelChange) -> int:
    """Unsigned sheets that nobody fills in any more; signed ones stay as evidence, uncounted."""
    sheets = Sheet.objects.in_force().filter(seat=change.seat, signed_at=None)
    if change.kind == PanelChange.Kind.RECUSE:
        sheets = sheets.filter(candidate=change.candidate)
    return sheets.update(withdrawn_at=timezone.now())
