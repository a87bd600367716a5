"""A sample round's plenary, through the actions people use: held, decided, confirmed, frozen."""

from django.utils import timezone

from decisions.deciding import Proposal, decide
from decisions.holding import Presence, note_attendance, open_plenary
from decisions.models import Plenary, PlenaryDecision
from decisions.questions import Tie, questions_of
from decisions.settling import confirm, freeze_result
from decisions.standing import fingerprint_of, members_of, outcome_with
from scoring.models import Confirmation, Result
from selection.models import Round

PLACE = "Ruang Rapat Wali Kota"
AT_CUT = (
    "Nilai dan seluruh aturan seri sama. Pleno mempertimbangkan rekam jejak yang lebih panjang pada"
    " urusan jabatan ini."
)


def resolve(round_: Round, *, reason: str = "", noted: str = "") -> Result:
    """Hold a plenary at which all members are there; it decides every tie at the cut.

    `reason`: why an earlier result is corrected, where there is one. `noted`: a finding beside it.
    """
    seats = members_of(round_)
    chair = next(seat for seat in seats if seat.is_chair).user
    plenary = open_plenary(
        round_, held_on=timezone.localdate(), place=PLACE, reason=reason, by=chair
    )
    note_attendance(plenary, {seat.pk: Presence(is_present=True) for seat in seats}, by=chair)
    for tie in questions_of(outcome_with(plenary)).open_ties:
        decide(plenary, _choice(tie, members=len(seats)), by=chair)
    if noted:
        finding = Proposal(PlenaryDecision.Kind.OTHER, noted, votes=(len(seats), 0))
        decide(plenary, finding, by=chair)
    _confirm(plenary)
    return freeze_result(plenary, by=chair)


def _choice(tie: Tie, *, members: int) -> Proposal:
    return Proposal(
        kind=PlenaryDecision.Kind.CUT,
        vacancy=tie.vacancy.code,
        nips=[placed.nip for placed in tie.people[: tie.places]],
        reason=AT_CUT,
        votes=(members, 0),
    )


def _confirm(plenary: Plenary) -> None:
    sha256 = fingerprint_of(plenary, outcome_with(plenary))
    for seat in members_of(plenary.round):
        confirm(plenary, seat, sha256, Confirmation.Proof.PASSWORD)
