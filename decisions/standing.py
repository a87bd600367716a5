"""How a plenary stands: who is there, what was decided, and the text that its members confirm."""

from collections.abc import Sequence
from typing import Any

from decisions.models import (
    Dissent,
    Plenary,
    PlenaryAttendance,
    PlenaryConfirmation,
    PlenaryDecision,
)
from panels.models import Seat
from panels.names import by_name
from scoring.models import Result
from scoring.outcome import Outcome, outcome_of
from scoring.results import Correction, describe
from scoring.rulings import Rulings
from selection.models import Round
from selection.scheme import canonical, fingerprint


def newest_plenary(round_: Round) -> Plenary | None:
    """The plenary that is open, or else the last one."""
    found = Plenary.objects.filter(round=round_).order_by("-number")
    return found.select_related("chair", "opened_by", "result").first()


def members_of(round_: Round) -> list[Seat]:
    """The panel as it is now, by name: in minutes the numbers would name P1, P2 … of a table."""
    seats = Seat.objects.in_force().filter(round=round_)
    return sorted(seats.select_related("user"), key=by_name)


def quorum_of(round_: Round, members: int) -> int:
    """How many must be there: as the round says, else more than half of the panel."""
    return members // 2 + 1 if round_.plenary_quorum is None else round_.plenary_quorum


def attendance_of(plenary: Plenary) -> dict[int, PlenaryAttendance]:
    """What was noted last, by key of the seat."""
    rows = PlenaryAttendance.objects.filter(plenary=plenary).order_by("pk")
    return {row.seat_id: row for row in rows}


def present_at(plenary: Plenary) -> list[Seat]:
    """The members of the panel who are there, by name."""
    noted = attendance_of(plenary)
    return [
        seat for seat in members_of(plenary.round) if seat.pk in noted and noted[seat.pk].is_present
    ]


def decisions_of(plenary: Plenary) -> list[PlenaryDecision]:
    """The decisions that count, in their order."""
    return list(PlenaryDecision.objects.in_force().filter(plenary=plenary).order_by("number"))


def rulings_of(plenary: Plenary) -> Rulings:
    return Rulings(tuple(decision.ruling for decision in decisions_of(plenary)))


def outcome_with(plenary: Plenary) -> Outcome:
    """The ranking with what this plenary has decided so far. Raises NothingToRank."""
    return outcome_of(plenary.round, supposing=rulings_of(plenary))


def outcome_at(plenary: Plenary) -> Outcome:
    """The ranking as this plenary sees it, or left it; after an adjourned one, as it stands now."""
    return outcome_of(plenary.round) if plenary.adjourned_at else outcome_with(plenary)


def correction_by(plenary: Plenary) -> Correction | None:
    """What the plenary's result corrects, where there is a frozen one already."""
    earlier = Result.objects.filter(round=plenary.round).order_by("-number")
    if plenary.result:
        earlier = earlier.filter(number__lt=plenary.result.number)
    found = earlier.first()
    return Correction(found.sha256, plenary.reason) if found else None


def draft_of(plenary: Plenary, outcome: Outcome) -> dict[str, Any]:
    """The result as it would be frozen now, or as it was."""
    number = Result.objects.filter(round=plenary.round).count() + 1
    if plenary.result:
        number = plenary.result.number
    return describe(outcome, number, correction_by(plenary))


def confirmed_text(plenary: Plenary, result: dict[str, Any]) -> str:
    """What members confirm: who was there, every decision and opinion, and what comes of it."""
    noted = attendance_of(plenary)
    decisions = PlenaryDecision.objects.filter(plenary=plenary).order_by("number")
    dissents = Dissent.objects.filter(plenary=plenary).order_by("pk")
    return canonical(
        {
            "number": plenary.number,
            "held_on": plenary.held_on.isoformat(),
            "place": plenary.place,
            "attendance": [
                [row.seat_id, row.is_present, row.reason]
                for row in sorted(noted.values(), key=lambda row: row.seat_id)
            ],
            "decisions": [_decision(decision) for decision in decisions],
            "dissents": [[d.seat_id, d.decision_id, d.text] for d in dissents],
            "result": result,
        }
    )


def fingerprint_of(plenary: Plenary, outcome: Outcome) -> str:
    """The fingerprint of what members confirm now."""
    return fingerprint(confirmed_text(plenary, draft_of(plenary, outcome)))


def confirmations_of(plenary: Plenary, sha256: str) -> dict[int, PlenaryConfirmation]:
    """Who confirmed just this text, by key of the seat."""
    said = PlenaryConfirmation.objects.filter(plenary=plenary, sha256=sha256)
    return {row.seat_id: row for row in said}


def outdated_at(plenary: Plenary, sha256: str) -> dict[int, PlenaryConfirmation]:
    """What each confirmed last of all that the minutes say no longer, by key of the seat."""
    said = PlenaryConfirmation.objects.filter(plenary=plenary).exclude(sha256=sha256)
    return {row.seat_id: row for row in said.order_by("at", "pk")}


def silent_at(present: Sequence[Seat], said: dict[int, PlenaryConfirmation]) -> list[Seat]:
    """Those who are there and have not confirmed."""
    return [seat for seat in present if seat.pk not in said]


def silent_members_at(plenary: Plenary) -> list[str]:
    """Names of those who are there and have confirmed no minutes of this plenary at all."""
    said = set(plenary.confirmations.values_list("seat", flat=True))
    return [seat.name for seat in present_at(plenary) if seat.pk not in said]


def _decision(decision: PlenaryDecision) -> dict[str, Any]:
    return {
        **decision.ruling.described(),
        "votes": [decision.votes_for, decision.votes_against],
        "withdrawn": decision.withdrawn_reason,
    }
