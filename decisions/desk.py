"""What lies on the authority's desk: the posts of a round, each with what is chosen for it."""

from datetime import date

from decisions.backing import backing_of
from decisions.choosing import choices_of, drafts_of
from decisions.inquiring import inquiries_of
from decisions.posts import Held, Strip, strip_of
from decisions.sending import sending_of
from decisions.shortlist import ranked_vacancies
from selection.models import Round


def desk_of(round_: Round, today: date, *, chooses: bool) -> Strip:
    """The posts of a round that was handed over. `chooses`: the viewer sees the drafts, his own."""
    choices = choices_of(round_)
    held = Held(
        drafts=drafts_of(round_) if chooses else {},
        choices=choices,
        inquiries=inquiries_of(round_),
        sending=sending_of(round_, choices, today),
        backing=backing_of(round_, choices),
    )
    return strip_of(list(ranked_vacancies(round_)), held)
