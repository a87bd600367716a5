from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import SignedInRequest, grant_home, page
from accounts.policy import Action
from decisions.desk import desk_of
from decisions.inquiring import to_answer
from panels.permissions import may, round_for, rounds_of
from panels.standing import dues_of
from reports.changes import MANY, changes_of
from reports.input_access import to_verify
from reports.overview import card_of, overview_of
from reports.turns import due_for


@page(Action.OPEN_HOME)
def home(request: SignedInRequest) -> HttpResponse:
    """The rounds in which I have a part, and what I can do in each."""
    grant_home(request)
    dues = dues_of(request.user)
    rounds = list(rounds_of(request.user).for_listing().select_related("closure"))
    found = [card_of(round_, owes_declaration=round_.pk in dues) for round_ in rounds]
    cards = sorted(found, key=lambda card: card.is_closed)
    led = [card for card in cards if card.url and not card.is_closed]
    today = timezone.localdate()
    desks = {
        card.round.pk: desk_of(card.round, today, chooses=True)
        for card in led
        if may(card.round, Action.CHOOSE)
    }
    waiting = [card for card in led if card.round.pk in desks and desks[card.round.pk].waits]
    main = next(iter([*waiting, *led]), None)
    cards.sort(key=lambda card: card is not main)
    context = {
        "cards": [(card, desks.get(card.round.pk)) for card in cards],
        "main": main,
        "to_answer": to_answer(rounds),
        "to_sign": due_for(request.user),
        "to_verify": to_verify(rounds),
    }
    return render(request, "reports/home.html", context)


@page(Action.READ_ROUND)
def round_page(request: SignedInRequest, code: str) -> HttpResponse:
    """One round: where it stands, what comes next, who takes part; never a score."""
    round_ = round_for(request, Action.READ_ROUND, code)
    return render(request, "reports/round.html", {"view": overview_of(round_, request.user)})


@page(Action.READ_PROGRESS)
def changes(request: SignedInRequest, code: str) -> HttpResponse:
    """What was changed in the round, by whom and when."""
    round_ = round_for(request, Action.READ_PROGRESS, code)
    context = {"round": round_, "changes": changes_of(round_, MANY), "many": MANY}
    return render(request, "reports/changes.html", context)
