from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import SignedInRequest, logged_page, page
from accounts.policy import Action
from audit.actions import record
from panels.forms.declaring import DeclarationForm
from panels.models import Declaration, Seat
from panels.permissions import grant_member, my_seat, round_for
from panels.standing import Standing, standing_of, standings_of_seats


@page(Action.DECLARE)
def mine(request: SignedInRequest) -> HttpResponse:
    """The rounds on whose panel I sit, and how my declaration stands in each."""
    grant_member(request, Action.DECLARE)
    seats = Seat.objects.in_force().filter(user=request.user, round__is_archive=False)
    seats = seats.select_related("round__agency", "user").order_by("-round__created_at", "-pk")
    return render(request, "panels/mine.html", {"standings": standings_of_seats(list(seats))})


@page(Action.DECLARE)
def declaration(request: SignedInRequest, code: str) -> HttpResponse:
    """My declaration in one round: to sign, or as I signed it with its receipt."""
    return shown(request, standing_of(my_seat(request, Action.DECLARE, code)))


@logged_page(Action.READ_DECLARATIONS)
def declarations(request: SignedInRequest, code: str) -> HttpResponse:
    """All declarations of the round as they were signed, for the auditor; the reading is kept."""
    round_ = round_for(request, Action.READ_DECLARATIONS, code)
    signed = Declaration.objects.filter(seat__round=round_).select_related("seat")
    context = {"round": round_, "declarations": signed.order_by("seat__number", "-number")}
    response = render(request, "panels/declarations.html", context)
    record("panels.declarations_read", round_, by=request.user, scope=round_.scope)
    return response


def shown(
    request: SignedInRequest, standing: Standing, form: DeclarationForm | None = None
) -> HttpResponse:
    """The member's page; with the form that was refused, if one was."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    if form is None and _may_sign(standing):
        form = DeclarationForm(standing=standing)
    context = {
        "standing": standing,
        "seat": standing.seat,
        "round": standing.seat.round,
        "form": form,
    }
    return render(request, "panels/declaration.html", context, status=status)


def _may_sign(standing: Standing) -> bool:
    """In the draft always (again, too); afterwards only where nothing is signed yet."""
    round_ = standing.seat.round
    return round_.is_draft or (standing.declaration is None and not round_.is_unsealed)
