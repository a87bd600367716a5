"""Proposing placements from a round's ranking: loads, hands to decisions.placement, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from candidates.models import Candidate
from decisions.placement import Option, Proposal, propose
from scoring.outcome import outcome_of
from scoring.ranking import round_half_up
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class RoundProposal:
    """A proposal with the rows it speaks of: vacancies by code, candidates by NIP."""

    round: Round
    proposal: Proposal
    vacancies: Mapping[str, Vacancy]
    candidates: Mapping[str, Candidate]

    def rounded(self, total: Fraction) -> Decimal:
        """A total, or their exact sum, as the round prints it."""
        return round_half_up(total, self.round.precision)


def proposal_for(round_: Round, *, only_put_forward: bool = False) -> RoundProposal:
    """Place the ranked candidates in all the round's vacancies, those without candidates too.

    `only_put_forward`: names about which the plenary has yet to decide do not count either.
    Raises StillSealed, NothingToRank.
    """
    outcome = outcome_of(round_)
    options = [
        Option(found.vacancy.code, placed.nip, placed.exact_total)
        for found in outcome.vacancies
        for placed in found.ranking.ranked
        if placed.put_forward or not only_put_forward
    ]
    vacancies = {v.code: v for v in Vacancy.objects.in_force().filter(round=round_)}
    return RoundProposal(
        round=round_,
        proposal=propose(options, list(vacancies)),
        vacancies=vacancies,
        candidates={
            nip: candidate
            for found in outcome.vacancies
            for nip, candidate in found.candidates.items()
        },
    )
