"""Which sheets a round calls for: every member, every candidate not recused, every instrument."""

from collections.abc import Iterator

from candidates.models import Candidate, Nomination
from panels.models import Conflict, Seat
from scoring.models import Sheet
from selection.models import Instrument, Round, Vacancy


def duties_of(round_: Round) -> list[Sheet]:
    """Unsaved, empty sheets for all that has to be scored. A recused pair has none."""
    seats = Seat.objects.in_force().filter(round=round_).select_related("user", "round")
    recused = set(
        Conflict.objects.in_force()
        .filter(seat__round=round_, still_scores=False)
        .values_list("seat_id", "candidate_id")
    )
    pairs = [(seat, *subject) for seat in seats.order_by("number") for subject in _subjects(round_)]
    return [
        Sheet(seat=seat, candidate=candidate, instrument=instrument, vacancy=vacancy)
        for seat, candidate, instrument, vacancy in pairs
        if (seat.pk, candidate.pk) not in recused
    ]


def missing_for_opening(round_: Round) -> list[str]:
    """What a round still lacks before scoring can open, in words."""
    seats = Seat.objects.in_force().filter(round=round_)
    needs = {
        "belum ada jabatan": Vacancy.objects.in_force().filter(round=round_),
        "belum ada kandidat": Candidate.objects.in_force().filter(round=round_),
        "belum ada penilai": seats,
        "belum ada ketua panitia": seats.filter(part=Seat.Part.CHAIR),
        "belum ada instrumen yang dinilai panitia": Instrument.objects.in_force().filter(
            round=round_, source=Instrument.Source.PANEL
        ),
    }
    return [text for text, rows in needs.items() if not rows.exists()]


def _subjects(round_: Round) -> Iterator[tuple[Candidate, Instrument, Vacancy | None]]:
    """What each member scores: a candidate, or a candidate for a vacancy, with an instrument."""
    candidates = list(Candidate.objects.in_force().filter(round=round_).order_by("number"))
    nominations = list(
        Nomination.objects.in_force()
        .filter(candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None)
        .select_related("candidate", "vacancy")
        .order_by("candidate__number", "vacancy__code")
    )
    instruments = Instrument.objects.in_force().filter(round=round_, source=Instrument.Source.PANEL)
    for instrument in instruments.order_by("code"):
        if instrument.coverage == Instrument.Coverage.CANDIDATE:
            yield from ((candidate, instrument, None) for candidate in candidates)
        else:
            yield from ((n.candidate, instrument, n.vacancy) for n in nominations)
