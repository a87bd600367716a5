"""All that a freeze fixes, as one text: the scheme, the requirements, and what the posts ask."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from candidates.judging import rules_in_force
from candidates.requirement_rows import described
from candidates.talent_definitions import as_head, definition_of, scheme_of
from candidates.talent_rules import NoSingleScheme, Scheme
from candidates.talent_standing import scheme_in_force
from selection.models import Round, Vacancy
from selection.scheme import canonical, describe


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement as people read it."""

    title: str
    asks: str
    legal_basis: str
    blocking: bool


def rulebook_of(round_: Round) -> str:
    """The canonical text of a round's rules as they stand now; its hash is the round's.

    Raises candidates.requirement_rows.RequirementUnreadable.
    """
    plenary = round_.plenary_quorum  # absent: as in rules hashed before there was one
    return canonical(
        {
            **({"plenary_quorum": plenary} if plenary else {}),
            "scheme": describe(round_),
            "kind": round_.kind,
            "title": round_.title,
            "legal_basis": round_.legal_basis,
            "reference_date": round_.reference_date.isoformat(),
            "max_nominations": round_.max_nominations,
            "requirements": [described(rule) for rule in rules_in_force(round_)],
            "talent_scheme": _talent(talent_scheme_of(round_)),
            "vacancies": [_vacancy(vacancy) for vacancy in _vacancies(round_)],
        }
    )


def requirements_of(round_: Round) -> list[Asked]:
    """What is asked of every candidate now. Raises RequirementUnreadable."""
    return [_asked(described(rule)) for rule in rules_in_force(round_)]


def requirements_in(text: str) -> list[Asked]:
    """What a text of `rulebook_of` asks of every candidate."""
    return [_asked(rule) for rule in json.loads(text)["requirements"]]


def talent_scheme_in(text: str) -> Scheme | None:
    """The scheme of the nine boxes that a text of `rulebook_of` holds."""
    held = json.loads(text)["talent_scheme"]
    if held is None:
        return None
    definition = held.pop("definition")
    head = {name: value or "" for name, value in held.items()}
    for day in ("valid_from", "valid_until"):
        head[day] = date.fromisoformat(head[day]) if head[day] else None
    return scheme_of(definition, head)


def talent_scheme_of(round_: Round) -> Scheme | None:
    """The scheme of the nine boxes on the round's day of reckoning; None where no one holds."""
    try:
        return scheme_in_force(round_.agency, round_.reference_date)
    except NoSingleScheme:
        return None


def _asked(rule: dict[str, Any]) -> Asked:
    return Asked(rule["title"], rule["asks"], rule["legal_basis"], rule["blocking"])


def _talent(scheme: Scheme | None) -> dict[str, Any] | None:
    if scheme is None:
        return None
    head = {name: str(value) if value else None for name, value in as_head(scheme).items()}
    return {**head, "definition": definition_of(scheme)}


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
