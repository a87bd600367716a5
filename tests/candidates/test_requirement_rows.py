"""Rows say what rules say, both ways; the national ones stand in the table from the start."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast, RatingsAtLeast
from candidates.facts import EducationLevel, Grade, PostKind, Rating, SanctionLevel
from candidates.models import Requirement, Topic
from candidates.models import Verdict as StoredVerdict
from candidates.national_rules import LOCAL_RULES, NATIONAL_RULES
from candidates.records import Documented, NoSanction
from candidates.requirement_rows import (
    RequirementUnreadable,
    check_of,
    parameters_of,
    row_of,
    rule_of,
)
from candidates.tenures import RelatedExperience, YearsInPost
from candidates.verdicts import Verdict

NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
YEARS = st.integers(1, 100)
CHECKS = st.one_of(
    st.builds(
        EducationAtLeast, st.sampled_from(EducationLevel), st.lists(NAMES, max_size=3).map(tuple)
    ),
    st.builds(AgeAtMost, YEARS, st.booleans()),
    st.builds(GradeAtLeast, st.sampled_from(Grade)),
    st.builds(RatingsAtLeast, st.sampled_from(Rating), YEARS, st.none() | st.integers(1900, 9999)),
    st.builds(
        NoSanction,
        st.lists(st.sampled_from(SanctionLevel), min_size=1, unique=True).map(tuple),
        st.none() | st.integers(0, 100),
    ),
    st.builds(Documented, st.lists(st.tuples(NAMES, NAMES), min_size=1).map(tuple)),
    st.builds(RelatedExperience, YEARS),
    st.builds(
        YearsInPost,
        st.lists(st.sampled_from(PostKind), min_size=1, unique=True).map(tuple),
        YEARS,
        st.booleans(),
    ),
)


@given(CHECKS)
def test_a_check_survives_the_way_into_a_row_and_back(check):
    assert check_of(check.kind, parameters_of(check)) == check


@given(CHECKS, st.sampled_from(["years", "levels", "kinds", "fields", "grade", "lain"]))
def test_a_parameter_that_does_not_belong_is_refused(check, name):
    parameters = parameters_of(check)
    if name in parameters:
        parameters[name] = "bukan ini"
    else:
        parameters[name] = 1

    with pytest.raises((ValueError, TypeError)):
        check_of(check.kind, parameters)


@pytest.mark.parametrize("rule", [*NATIONAL_RULES, *LOCAL_RULES], ids=lambda rule: rule.code)
def test_the_default_rules_survive_the_way_into_a_row_and_back(rule):
    assert rule_of(row_of(rule, None)) == rule


def test_an_unreadable_row_is_told_in_words():
    row = row_of(NATIONAL_RULES[0], None)
    row.parameters = {"level": "S-9", "fields": []}

    with pytest.raises(RequirementUnreadable, match="Syarat PENDIDIKAN tidak dapat dibaca"):
        rule_of(row)


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("unknown", {}),
        ("age_at_most", []),
        ("age_at_most", {"years": True, "at_appointment": False}),
        ("age_at_most", {"years": 56, "at_appointment": 1}),
        ("documented", {"documents": [["a"]]}),
        ("no_sanction", {"levels": ["light", "light"], "within_years": 2}),
        ("education_at_least", {"level": "S-1", "fields": [""]}),
    ],
)
def test_nothing_but_the_parameters_of_the_kind_is_read(kind, parameters):
    with pytest.raises(ValueError, match=r"\w"):
        check_of(kind, parameters)


@pytest.mark.django_db
def test_the_table_begins_with_the_national_rules():
    rows = Requirement.objects.filter(agency=None).in_rule_order()

    assert tuple(map(rule_of, rows)) == NATIONAL_RULES


def test_the_stored_vocabularies_are_those_of_the_engine():
    kinds = {check.kind for check in (EducationAtLeast, AgeAtMost, GradeAtLeast, RatingsAtLeast)}
    kinds |= {check.kind for check in (NoSanction, Documented, RelatedExperience, YearsInPost)}

    assert set(Requirement.Kind.values) == kinds
    assert StoredVerdict.values == [verdict.value for verdict in Verdict]
    assert len(Topic.values) == 6


@pytest.mark.django_db
def test_a_requirement_only_gets_its_end_and_only_once(agency):
    row = row_of(LOCAL_RULES[0], agency)
    row.save()
    row.valid_until = date(2030, 1, 1)
    row.save(update_fields=["valid_until"])

    for change in ({"valid_until": date(2031, 1, 1)}, {"title": "Lain"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Requirement.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Requirement.objects.filter(pk=row.pk).delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"paths": []},
        {"paths": ["elsewhere"]},
        {"origin": "national"},
        {"kind": "magic"},
        {"certainty": "X"},
        {"valid_until": date(2000, 1, 1)},
    ],
    ids=str,
)
def test_a_row_that_says_nonsense_is_refused_by_the_database(agency, change):
    row = row_of(replace(LOCAL_RULES[0], code="LAIN"), agency)
    for name, value in change.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
