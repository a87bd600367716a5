"""Proposing placements from a round's ranking: loads, hands to decisions.placement, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from candidates.models import Candidate
from decisions.barring import Barred, barred_of
from decisions.placement import Option, Proposal, propose
from scoring.outcome import Outcome, outcome_of
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
    Whoever can be chosen no longer is placed nowhere. Raises StillSealed, NothingToRank.
    """
    vacancies = Vacancy.objects.in_force().filter(round=round_)
    outcome, barred = outcome_of(round_), barred_of(round_)
    return proposal_from(outcome, vacancies, barred, only_put_forward=only_put_forward)


def proposal_from(
    outcome: Outcome,
    vacancies: Iterable[Vacancy],
    barred: Barred,
    *,
    only_put_forward: bool = False,
) -> RoundProposal:
    """The same for these vacancies alone, from what is known already."""
    wanted = {vacancy.code: vacancy for vacancy in vacancies}
    options = [
        Option(found.vacancy.code, placed.nip, placed.exact_total)
        for found in outcome.vacancies
        for placed in found.ranking.ranked
        if found.vacancy.code in wanted
        and (placed.put_forward or not only_put_forward)
        and not barred.why(found.candidates[placed.nip].pk, found.vacancy.pk)
    ]
    return RoundProposal(
        round=outcome.round,
        proposal=propose(options, list(wanted)),
        vacancies=wanted,
        candidates={
            nip: candidate
            for found in outcome.vacancies
            for nip, candidate in found.candidates.items()
        },
    )
