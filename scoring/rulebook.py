"""All that a freeze fixes, as one text: the scheme, and what the posts ask of candidates."""

from typing import Any

from selection.models import Round, Vacancy
from selection.scheme import canonical, describe


def rulebook_of(round_: Round) -> str:
    """The canonical text of a round's rules as they stand now; its hash is the round's."""
    return canonical(
        {
            "scheme": describe(round_),
            "kind": round_.kind,
            "title": round_.title,
            "legal_basis": round_.legal_basis,
            "reference_date": round_.reference_date.isoformat(),
            "max_nominations": round_.max_nominations,
            "vacancies": [_vacancy(vacancy) for vacancy in _vacancies(round_)],
        }
    )


def _vacancies(round_: Round) -> list[Vacancy]:
    return list(Vacancy.objects.in_force().filter(round=round_).order_by("code"))


def _vacancy(vacancy: Vacancy) -> dict[str, Any]:
    return {
        "code": vacancy.code,
        "title": vacancy.title,
        "unit": vacancy.unit,
        "echelon": vacancy.echelon,
        "education_min": vacancy.education_min,
        "education_fields": vacancy.education_fields,
        "grade_min": vacancy.grade_min,
        "experience_min_years": vacancy.experience_min_years,
        "age_max": vacancy.age_max,
        "special_approval": vacancy.special_approval,
    }
