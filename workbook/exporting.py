"""A round's tables as a book that `load_round` takes back."""

from decimal import Decimal
from itertools import count

from candidates.models import Candidate, CareerPost, Nomination
from panels.models import Conflict, Seat, Slot
from scoring.models import GivenValue, Sheet
from selection.models import Indicator, Instrument, Round, Vacancy
from selection.scheme import plain
from workbook import rows, vocabulary
from workbook.book import Book
from workbook.vocabulary import code_of

ARCHIVE_SUFFIX = "-arsip"
CODE_LIMIT = 60


class SealedScores(Exception):
    """The round is sealed: its scores leave the house for nobody."""


def book_of(round_: Round, *, with_scores: bool = False) -> Book:
    """The round as a book. With scores a live round becomes an archive under a new code.

    Raises SealedScores.
    """
    if with_scores and not round_.is_unsealed:
        raise SealedScores(
            "Nilai masih tersegel. Ekspor dengan nilai tersedia setelah segel dibuka."
        )
    return Book(
        round=_round(round_, as_archive=with_scores),
        vacancies=tuple(_vacancies(round_)),
        candidates=tuple(_candidates(round_)),
        posts=tuple(_posts(round_)),
        seats=tuple(_seats(round_)),
        instruments=tuple(_instruments(round_)),
        indicators=tuple(_indicators(round_)),
        conflicts=tuple(_conflicts(round_)),
        slots=tuple(_slots(round_)),
        given_values=tuple(_given_values(round_)),
        scores=tuple(_scores(round_)) if with_scores else (),
        faults=(),
        warnings=(),
    )


def archive_code(code: str) -> str:
    """A free code for a live round's scores: `pekalongan-2025-arsip`, else `…-arsip-2` and on."""
    suffixes = (ARCHIVE_SUFFIX + (f"-{number}" if number > 1 else "") for number in count(1))
    codes = (code[: CODE_LIMIT - len(suffix)].rstrip("-") + suffix for suffix in suffixes)
    return next(free for free in codes if not Round.objects.filter(code=free).exists())


def _round(round_: Round, *, as_archive: bool) -> rows.RoundRow:
    return rows.RoundRow(
        number=2,
        code=archive_code(round_.code) if as_archive and not round_.is_archive else round_.code,
        title=round_.title,
        kind=code_of(vocabulary.KINDS, round_.kind),
        agency=round_.agency.name,
        legal_basis=tuple(round_.legal_basis),
        reference_date=round_.reference_date,
        location=round_.location,
        aggregation=code_of(vocabulary.AGGREGATIONS, round_.aggregation),
        quorum=round_.quorum,
        plenary_quorum=round_.plenary_quorum,
        precision=round_.precision,
        tie_breaks=tuple(round_.tie_breaks),
        names_put_forward=round_.names_put_forward,
        max_nominations=round_.max_nominations,
        is_archive=round_.is_archive or as_archive,
    )


def _vacancies(round_: Round) -> list[rows.VacancyRow]:
    held = Vacancy.objects.in_force().filter(round=round_).order_by("code")
    return [
        rows.VacancyRow(
            number=number,
            code=v.code,
            title=v.title,
            unit=v.unit,
            echelon=v.echelon,
            vacant_since=v.vacant_since,
            acting=v.acting,
            education_min=v.education_min,
            education_fields=v.education_fields,
            grade_min=v.grade_min,
            experience_min_years=v.experience_min_years,
            age_max=v.age_max,
            special_approval=v.special_approval,
            incumbent_nip=v.incumbent_nip,
        )
        for number, v in enumerate(held, start=2)
    ]


def _candidates(round_: Round) -> list[rows.CandidateRow]:
    nominated: dict[int, list[str]] = {}
    nominations = Nomination.objects.in_force().filter(
        candidate__round=round_, vacancy__withdrawn_at=None
    )
    pairs = nominations.order_by("vacancy__code").values_list("candidate_id", "vacancy__code")
    for candidate, code in pairs:
        nominated.setdefault(candidate, []).append(code)
    held = Candidate.objects.in_force().filter(round=round_).order_by("nip")
    return [
        rows.CandidateRow(
            number=number,
            nip=c.nip,
            front_title=c.front_title,
            name=c.name,
            back_title=c.back_title,
            grade=c.grade,
            grade_since=c.grade_since,
            post=c.post,
            post_kind=code_of(vocabulary.POST_KINDS, c.post_kind),
            echelon=c.echelon,
            post_since=c.post_since,
            unit=c.unit,
            education=c.education,
            education_field=c.education_field,
            rating_1=code_of(vocabulary.RATINGS, c.rating_1),
            rating_2=code_of(vocabulary.RATINGS, c.rating_2),
            performance=_number(c.performance),
            potential=_number(c.potential),
            sanction=code_of(vocabulary.SANCTIONS, c.sanction),
            email=c.email,
            nominations=tuple(nominated.get(c.pk, ())),
        )
        for number, c in enumerate(held, start=2)
    ]


def _posts(round_: Round) -> list[rows.PostRow]:
    held = CareerPost.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None
    )
    return [
        rows.PostRow(
            number=number,
            nip=line.candidate.nip,
            post=line.post,
            post_kind=code_of(vocabulary.POST_KINDS, line.post_kind),
            unit=line.unit,
            began=line.began,
            ended=line.ended,
            related_to=tuple(line.related_to),
        )
        for number, line in enumerate(
            held.select_related("candidate").order_by("candidate__nip", "began", "post", "unit"),
            start=2,
        )
    ]


def _seats(round_: Round) -> list[rows.SeatRow]:
    held = Seat.objects.in_force().filter(round=round_).select_related("user")
    return [
        rows.SeatRow(
            number=number,
            email=seat.user.email,
            name=seat.name,
            post=seat.post,
            institution=seat.institution,
            element=code_of(vocabulary.ELEMENTS, seat.element),
            is_internal=seat.is_internal,
            part=code_of(vocabulary.PARTS, seat.part),
        )
        for number, seat in enumerate(held.order_by("user__email"), start=2)
    ]


def _instruments(round_: Round) -> list[rows.InstrumentRow]:
    held = Instrument.objects.in_force().filter(round=round_).order_by("code")
    return [
        rows.InstrumentRow(
            number=number,
            code=i.code,
            title=i.title,
            source=code_of(vocabulary.SOURCES, i.source),
            coverage=code_of(vocabulary.COVERAGES, i.coverage),
            scale_min=_exact(i.scale_min),
            scale_max=_exact(i.scale_max),
            weight=_exact(i.weight),
            pass_mark=_number(i.pass_mark),
            bands=tuple(Decimal(band) for band in i.bands),
        )
        for number, i in enumerate(held, start=2)
    ]


def _indicators(round_: Round) -> list[rows.IndicatorRow]:
    held = Indicator.objects.in_force().filter(
        instrument__round=round_, instrument__withdrawn_at=None
    )
    ordered = held.select_related("instrument").order_by("instrument__code", "code")
    return [
        rows.IndicatorRow(
            number=number,
            instrument=i.instrument.code,
            code=i.code,
            title=i.title,
            weight=_exact(i.weight),
            anchors=tuple(i.anchors),
            questions=tuple(i.questions),
        )
        for number, i in enumerate(ordered, start=2)
    ]


def _conflicts(round_: Round) -> list[rows.ConflictRow]:
    """A member's own declaration is his and the auditor's: of it only the outcome leaves."""
    held = Conflict.objects.in_force().filter(
        seat__round=round_, seat__withdrawn_at=None, candidate__withdrawn_at=None
    )
    return [
        rows.ConflictRow(
            number=number,
            email=c.seat.user.email,
            nip=c.candidate.nip,
            kind=code_of(vocabulary.CONFLICT_KINDS, c.told_kind),
            note=c.told_note,
            still_scores=c.still_scores,
        )
        for number, c in enumerate(
            held.select_related("seat__user", "candidate").order_by(
                "seat__user__email", "candidate__nip"
            ),
            start=2,
        )
    ]


def _slots(round_: Round) -> list[rows.SlotRow]:
    held = Slot.objects.in_force().filter(round=round_)
    order = ("date", "starts", "room", "instrument__code", "candidate__nip", "vacancy__code")
    return [
        rows.SlotRow(
            number=number,
            date=s.date,
            starts=s.starts,
            ends=s.ends,
            room=s.room,
            instrument=s.instrument.code,
            nip=s.candidate.nip,
            vacancy=s.vacancy.code if s.vacancy else "",
        )
        for number, s in enumerate(
            held.select_related("instrument", "candidate", "vacancy").order_by(*order), start=2
        )
    ]


def _given_values(round_: Round) -> list[rows.GivenValueRow]:
    held = GivenValue.objects.in_force().filter(instrument__round=round_)
    return [
        rows.GivenValueRow(
            number=number,
            nip=g.candidate.nip,
            instrument=g.instrument.code,
            vacancy=g.vacancy.code if g.vacancy else "",
            value=_exact(g.value),
        )
        for number, g in enumerate(
            held.select_related("instrument", "candidate", "vacancy").order_by(
                "candidate__nip", "instrument__code", "vacancy__code"
            ),
            start=2,
        )
    ]


def _scores(round_: Round) -> list[rows.ScoreRow]:
    sheets = Sheet.objects.signed().filter(seat__round=round_)
    lines = [
        (
            sheet.seat.user.email,
            sheet.candidate.nip,
            sheet.instrument.code,
            sheet.vacancy.code if sheet.vacancy else "",
            code,
            entry["score"],
            entry.get("note", ""),
        )
        for sheet in sheets.select_related("seat__user", "candidate", "instrument", "vacancy")
        for code, entry in sheet.entries.items()
    ]
    return [rows.ScoreRow(number, *line) for number, line in enumerate(sorted(lines), start=2)]


def _exact(value: Decimal) -> Decimal:
    """Without the zeros that the table pads with."""
    return Decimal(plain(value) or 0)


def _number(value: Decimal | None) -> Decimal | None:
    return None if value is None else _exact(value)
