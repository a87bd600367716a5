"""Bringing a sample round's scoring to its end: days closed, minutes confirmed, the seal opened."""

from scoring.closing import Answer, close_day, ending_of
from scoring.confirming import confirm
from scoring.models import ClosedSheet, Closing, Confirmation
from scoring.unsealing import request_unsealing, witness_unsealing
from selection.models import Round


def close_days(round_: Round, *, excused: str = "", confirmed: bool = True) -> list[Closing]:
    """Close every day that has come; `excused`: why sheets stay unsigned. All members confirm."""
    seats = list(round_.seats.in_force().select_related("user", "round"))
    chair = next(seat for seat in seats if seat.part == "chair").user
    closings = []
    while ending := ending_of(round_):
        answer = Answer(ClosedSheet.State.EXCUSED, excused)
        answers = {sheet.pk: answer for sheet in ending.unsigned}
        closings.append(close_day(round_, ending.day, answers, by=chair))
        for seat in seats if confirmed else []:
            confirm(closings[-1], seat, Confirmation.Proof.PASSWORD)
    return closings


def open_seal(round_: Round, *, excused: str = "") -> Round:
    """Close what is left, then open the seal as chair and one other member do together."""
    close_days(round_, excused=excused)
    seats = list(round_.seats.in_force().select_related("user"))
    chair = next(seat for seat in seats if seat.part == "chair").user
    witness = next(seat for seat in seats if seat.user_id != chair.pk).user
    request_unsealing(round_, by=chair)
    roots = dict(Closing.objects.filter(round=round_).values_list("number", "root"))
    return witness_unsealing(round_, roots, by=witness)
