"""A book's rows as unsaved rows of the tables. Each function says what it needs to point at."""

from collections.abc import Mapping

from accounts.models import Agency, User
from candidates.models import Candidate, CareerPost, Nomination
from panels.models import Conflict, Seat, Slot
from scoring.models import GivenValue
from selection.models import Indicator, Instrument, Round, Vacancy
from selection.scheme import plain
from workbook import rows, vocabulary


def round_of(row: rows.RoundRow, agency: Agency) -> Round:
    return Round(
        agency=agency,
        code=row.code,
        title=row.title,
        kind=vocabulary.KINDS[row.kind],
        legal_basis=list(row.legal_basis),
        reference_date=row.reference_date,
        location=row.location,
        aggregation=vocabulary.AGGREGATIONS[row.aggregation],
        quorum=row.quorum,
        plenary_quorum=row.plenary_quorum,
        precision=row.precision,
        tie_breaks=list(row.tie_breaks),
        names_put_forward=row.names_put_forward,
        max_nominations=row.max_nominations,
        is_archive=row.is_archive,
    )


def vacancy_of(row: rows.VacancyRow, round_: Round) -> Vacancy:
    return Vacancy(
        round=round_,
        code=row.code,
        title=row.title,
        unit=row.unit,
        echelon=row.echelon,
        vacant_since=row.vacant_since,
        acting=row.acting,
        education_min=row.education_min,
        education_fields=row.education_fields,
        grade_min=row.grade_min,
        experience_min_years=row.experience_min_years,
        age_max=row.age_max,
        special_approval=row.special_approval,
        incumbent_nip=row.incumbent_nip,
    )


def candidate_of(row: rows.CandidateRow, round_: Round) -> Candidate:
    return Candidate(
        round=round_,
        nip=row.nip,
        front_title=row.front_title,
        name=row.name,
        back_title=row.back_title,
        grade=row.grade,
        grade_since=row.grade_since,
        post=row.post,
        post_kind=vocabulary.POST_KINDS[row.post_kind],
        echelon=row.echelon,
        post_since=row.post_since,
        unit=row.unit,
        education=row.education,
        education_field=row.education_field,
        rating_1=vocabulary.RATINGS[row.rating_1],
        rating_2=vocabulary.RATINGS[row.rating_2],
        performance=row.performance,
        potential=row.potential,
        sanction=vocabulary.SANCTIONS[row.sanction],
        email=row.email,
    )


def career_of(row: rows.PostRow, candidates: Mapping[str, Candidate]) -> CareerPost:
    return CareerPost(
        candidate=candidates[row.nip],
        post=row.post,
        post_kind=vocabulary.POST_KINDS[row.post_kind],
        unit=row.unit,
        began=row.began,
        ended=row.ended,
        related_to=list(row.related_to),
    )


def nomination_of(
    row: rows.CandidateRow,
    candidates: Mapping[str, Candidate],
    vacancies: Mapping[str, Vacancy],
) -> Nomination:
    """The candidate for the one vacancy that this copy of the row names."""
    (code,) = row.nominations
    return Nomination(candidate=candidates[row.nip], vacancy=vacancies[code])


def seat_of(row: rows.SeatRow, round_: Round, user: User) -> Seat:
    return Seat(
        round=round_,
        user=user,
        name=row.name,
        post=row.post,
        institution=row.institution,
        element=vocabulary.ELEMENTS[row.element],
        is_internal=row.is_internal,
        part=vocabulary.PARTS[row.part],
    )


def instrument_of(row: rows.InstrumentRow, round_: Round) -> Instrument:
    return Instrument(
        round=round_,
        code=row.code,
        title=row.title,
        source=vocabulary.SOURCES[row.source],
        coverage=vocabulary.COVERAGES[row.coverage],
        scale_min=row.scale_min,
        scale_max=row.scale_max,
        weight=row.weight,
        pass_mark=row.pass_mark,
        bands=[plain(band) for band in row.bands],
    )


def indicator_of(row: rows.IndicatorRow, instruments: Mapping[str, Instrument]) -> Indicator:
    return Indicator(
        instrument=instruments[row.instrument],
        code=row.code,
        title=row.title,
        weight=row.weight,
        anchors=list(row.anchors),
        questions=list(row.questions),
    )


def conflict_of(
    row: rows.ConflictRow, seats: Mapping[str, Seat], candidates: Mapping[str, Candidate]
) -> Conflict:
    return Conflict(
        seat=seats[row.email],
        candidate=candidates[row.nip],
        kind=vocabulary.CONFLICT_KINDS[row.kind],
        note=row.note,
        still_scores=row.still_scores,
    )


def slot_of(
    row: rows.SlotRow,
    instruments: Mapping[str, Instrument],
    candidates: Mapping[str, Candidate],
    vacancies: Mapping[str, Vacancy],
) -> Slot:
    instrument = instruments[row.instrument]
    return Slot(
        round=instrument.round,
        date=row.date,
        starts=row.starts,
        ends=row.ends,
        room=row.room,
        instrument=instrument,
        candidate=candidates[row.nip],
        vacancy=vacancies[row.vacancy] if row.vacancy else None,
    )


def given_value_of(
    row: rows.GivenValueRow,
    instruments: Mapping[str, Instrument],
    candidates: Mapping[str, Candidate],
    vacancies: Mapping[str, Vacancy],
) -> GivenValue:
    return GivenValue(
        instrument=instruments[row.instrument],
        candidate=candidates[row.nip],
        vacancy=vacancies[row.vacancy] if row.vacancy else None,
        value=row.value,
    )
