"""Which sheets a round calls for: every member, every candidate not recused, every instrument."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from candidates.models import Candidate, Nomination
from candidates.verdicts import Verdict
from panels.models import Conflict, Seat
from scoring.models import Sheet
from selection.models import Instrument, Round, Vacancy

SheetKey = tuple[str, str, str, str]  # e-mail, NIP, instrument code, vacancy code or ""


def duties_of(round_: Round) -> list[Sheet]:
    """Unsaved, empty sheets for all that has to be scored. A recused pair has none."""
    recused = set(
        Conflict.objects.in_force()
        .filter(seat__round=round_, still_scores=False)
        .values_list("seat_id", "candidate_id")
    )
    pairs = [(seat, *subject) for seat in _seats(round_) for subject in _subjects(round_)]
    return [
        Sheet(seat=seat, candidate=candidate, instrument=instrument, vacancy=vacancy)
        for seat, candidate, instrument, vacancy in pairs
        if (seat.pk, candidate.pk) not in recused
    ]


def archived_duties_of(round_: Round, wanted: Iterable[SheetKey]) -> dict[SheetKey, Sheet]:
    """The duties by key, and a sheet for everything else that an archive brings scores for.

    A competency review may have scored officials for posts to which nobody nominated them.
    """
    sheets = {key_of(sheet): sheet for sheet in duties_of(round_)}
    seats = {seat.user.email: seat for seat in _seats(round_)}
    candidates = {c.nip: c for c in Candidate.objects.in_force().filter(round=round_)}
    instruments = {i.code: i for i in Instrument.objects.in_force().filter(round=round_)}
    vacancies = {v.code: v for v in Vacancy.objects.in_force().filter(round=round_)}
    for email, nip, instrument, vacancy in wanted:
        sheets.setdefault(
            (email, nip, instrument, vacancy),
            Sheet(
                seat=seats[email],
                candidate=candidates[nip],
                instrument=instruments[instrument],
                vacancy=vacancies[vacancy] if vacancy else None,
            ),
        )
    return sheets


def key_of(sheet: Sheet) -> SheetKey:
    """The natural key of a sheet as workbooks know it."""
    vacancy = sheet.vacancy.code if sheet.vacancy else ""
    return sheet.seat.user.email, sheet.candidate.nip, sheet.instrument.code, vacancy


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


def _seats(round_: Round) -> QuerySet[Seat]:
    seats = Seat.objects.in_force().filter(round=round_)
    return seats.select_related("user", "round").order_by("number")


def _subjects(round_: Round) -> Iterator[tuple[Candidate, Instrument, Vacancy | None]]:
    """What each member scores: a candidate, or a candidate for a vacancy, with an instrument.

    Nobody is heard for a post whose requirements he does not meet.
    """
    everybody = Nomination.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None
    )
    nominations = list(
        everybody.exclude(verdict=Verdict.NOT_MET)
        .select_related("candidate", "vacancy")
        .order_by("candidate__number", "vacancy__code")
    )
    refused = everybody.exclude(candidate__in={n.candidate_id for n in nominations})
    candidates = list(
        Candidate.objects.in_force()
        .filter(round=round_)
        .exclude(pk__in=refused.values("candidate"))
        .order_by("number")
    )
    instruments = Instrument.objects.in_force().filter(round=round_, source=Instrument.Source.PANEL)
    for instrument in instruments.order_by("code"):
        if instrument.coverage == Instrument.Coverage.CANDIDATE:
            yield from ((candidate, instrument, None) for candidate in candidates)
        else:
            yield from ((n.candidate, instrument, n.vacancy) for n in nominations)
