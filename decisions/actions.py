from django.db import transaction

from accounts.models import User
from selection.actions import advance
from selection.models import Round
from selection.phases import Phase


@transaction.atomic
def hand_over(round_: Round, *, by: User) -> Round:
    """Put the names before the appointing authority."""
    return advance(round_, to=Phase.HANDED_OVER, by=by)
