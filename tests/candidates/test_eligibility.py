from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates import models
from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast
from candidates.demands import Demands, for_vacancy
from candidates.eligibility import (
    Certainty,
    Excepted,
    ExceptionRefused,
    Finding,
    Origin,
    Rule,
    RulesContradict,
    Verdict,
    judge,
    letter_reasons,
    overall,
)
from candidates.facts import (
    EducationLevel,
    Facts,
    Grade,
    Judgement,
    JudgeUnnamed,
    PostKind,
    Rating,
    SanctionLevel,
    SelectionPath,
)
from candidates.national_rules import LOCAL_RULES, NATIONAL_RULES
from candidates.tenures import RelatedExperience
from candidates.verdicts import Outcome
from selection.models import Kind
from tests.candidates.people import ON, known, person, post
from workbook.scheme_columns import EDUCATION

MET, NOT_MET, REVIEW = Verdict.MET, Verdict.NOT_MET, Verdict.NEEDS_REVIEW
RULES = (*NATIONAL_RULES, *LOCAL_RULES)
UNVERIFIED = ("degrees", "born", "grade", "sanctions")


def rule(**given):
    facts = {
        "code": "USIA",
        "title": "Usia",
        "check": AgeAtMost(56),
        "legal_basis": "Pasal 107",
        "source": "S:8",
        "certainty": Certainty.READ,
        "origin": Origin.NATIONAL,
        "paths": frozenset({SelectionPath.TALENT_FILL}),
        "valid_from": date(2020, 2, 28),
    }
    return Rule(**facts | given)


def finding(verdict=NOT_MET, *, data=("Data.",), met_from=None, **given):
    outcome = Outcome(
        verdict=verdict, arithmetic="Kurang dari syarat.", data=data, met_from=met_from
    )
    return Finding(rule(**given), outcome, ON)


def excepted(**given):
    facts = {
        "finding": finding(),
        "reason": "Kebutuhan organisasi",
        "document": "Surat 12/2025",
        "requested_by": "Rudita Hanggara",
        "approved_by": "Sekar Arum",
        "approved_on": ON,
    }
    return Excepted(**facts | given)


def verdicts(facts, rules=RULES):
    return {found.rule.code: found.verdict for found in judge(rules, facts, ON)}


def test_somebody_in_order_meets_everything():
    findings = judge(RULES, person(), ON)

    assert [found.rule.code for found in findings] == [
        "PENDIDIKAN",
        "KOMPETENSI",
        "PENGALAMAN_TERKAIT",
        "JENJANG_JABATAN",
        "REKAM_JEJAK",
        "USIA",
        "KESEHATAN",
        "PANGKAT",
        "PREDIKAT_KINERJA",
        "HUKUMAN_DISIPLIN",
        "LHKPN",
        "BEBAS_TEMUAN",
        "TIDAK_TERSANGKA",
        "PERSETUJUAN_PPK",
    ]
    assert {found.verdict for found in findings} == {MET}
    assert {found.in_time for found in findings} == {""}
    assert overall(findings) is MET
    assert letter_reasons(findings) == ()


def test_somebody_of_whom_nothing_is_known_meets_and_fails_nothing():
    findings = judge(RULES, Facts(path=SelectionPath.TALENT_FILL), ON)

    assert {found.verdict for found in findings} == {REVIEW}
    assert {found.label for found in findings} == {"Belum diperiksa"}
    assert all(found.outcome.questions for found in findings)


@pytest.mark.parametrize("path", SelectionPath)
def test_every_default_rule_fails_closed_on_every_path(path):
    findings = judge(RULES, Facts(path=path), ON)

    assert findings
    assert {found.verdict for found in findings} == {REVIEW}


@pytest.mark.parametrize("name", UNVERIFIED)
def test_a_value_that_nobody_verified_is_never_met_nor_refused(name):
    value = getattr(person(), name)
    checked = verdicts(person(**{name: replace(value, verified_by=" ")}))

    assert list(checked.values()).count(REVIEW) == 1
    assert list(checked.values()).count(MET) == len(checked) - 1


def test_unverified_data_leave_a_task():
    findings = judge(RULES, person(born=replace(person().born, verified_by="")), ON)

    asked = [q for found in findings for q in found.outcome.questions]
    assert asked == ["Verifikasi data ini pada sumbernya."]


def test_the_mutasi_path_asks_for_two_years_in_the_present_senior_post():
    facts = person(
        path=SelectionPath.COMPETENCY_REVIEW, posts=(post("2024-03-12", kind=PostKind.SENIOR),)
    )

    assert verdicts(facts) == {"KOMPETENSI_MUTASI": MET, "MASA_JABATAN_MUTASI": NOT_MET}


@pytest.mark.parametrize(
    ("on", "applies"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_rule_applies_from_its_first_to_its_last_day(on, applies):
    dated = rule(valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31))

    assert dated.applies(SelectionPath.TALENT_FILL, on) is applies


def test_a_rule_applies_to_its_paths_only():
    assert not rule().applies(SelectionPath.COMPETENCY_REVIEW, ON)


@pytest.mark.parametrize(
    "never", [{"paths": frozenset()}, {"valid_until": date(2020, 2, 27)}], ids=["paths", "dates"]
)
def test_a_rule_that_would_never_apply_is_refused(never):
    with pytest.raises(ValueError, match="never apply"):
        rule(**never)


def test_a_new_version_of_a_rule_takes_over_on_its_first_day():
    old = rule(valid_until=date(2025, 11, 19))
    new = rule(valid_from=date(2025, 11, 20), check=AgeAtMost(50))

    assert verdicts(person(), [old, new]) == {"USIA": NOT_MET}


def test_two_versions_in_force_at_once_are_refused():
    with pytest.raises(RulesContradict) as refusal:
        judge([rule(), rule(check=AgeAtMost(58))], person(), ON)

    assert str(refusal.value) == (
        "Syarat USIA berlaku dalam dua versi pada 20 November 2025. Belum ada yang dihitung."
        " Akhiri masa berlaku versi yang lama."
    )


@pytest.mark.parametrize(
    ("blocking", "warning", "expected"),
    [
        ([MET, MET], [NOT_MET], MET),
        ([MET, REVIEW], [MET], REVIEW),
        ([REVIEW, NOT_MET], [MET], NOT_MET),
        ([], [MET], REVIEW),
        ([], [], REVIEW),
    ],
)
def test_overall_counts_blocking_rules_and_fails_closed(blocking, warning, expected):
    findings = [*map(finding, blocking), *(finding(v, blocking=False) for v in warning)]

    assert overall(findings) is expected


@given(st.lists(st.sampled_from(Verdict), min_size=1))
def test_overall_is_met_only_when_everything_is(found):
    assert (overall(map(finding, found)) is MET) == (set(found) == {MET})


def test_an_exception_counts_as_met_and_stays_visible():
    exception = excepted()

    assert overall([finding(MET), exception]) is MET
    assert (exception.label, exception.rule.code) == ("Dikecualikan", "USIA")
    assert exception.finding.verdict is NOT_MET
    assert letter_reasons([exception]) == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"finding": finding(MET)}, "Syarat ini sudah terpenuhi"),
        ({"reason": " "}, "Pengecualian belum lengkap"),
        ({"document": ""}, "Pengecualian belum lengkap"),
        ({"requested_by": ""}, "Pengecualian belum lengkap"),
        ({"approved_by": ""}, "Pengecualian belum lengkap"),
        ({"approved_by": "rudita  hanggara "}, "harus disetujui orang lain"),
    ],
)
def test_an_exception_needs_reason_document_and_a_second_person(given, message):
    with pytest.raises(ExceptionRefused, match=message):
        excepted(**given)


def test_a_judgement_needs_a_name():
    with pytest.raises(JudgeUnnamed):
        Judgement(answer=True, by=" ", on=ON)


def test_a_judgement_shows_its_reason():
    assert str(Judgement(answer=True, by="Sekar Arum", on=ON, reason="bidang kesehatan")) == (
        "Sekar Arum, 20 November 2025: bidang kesehatan"
    )


@pytest.mark.parametrize(
    ("verdict", "data", "label"),
    [
        (MET, ("Data.",), "Memenuhi"),
        (NOT_MET, ("Data.",), "Tidak memenuhi"),
        (NOT_MET, (), "Tidak memenuhi"),
        (REVIEW, ("Data.",), "Perlu klarifikasi"),
        (REVIEW, (), "Belum diperiksa"),
    ],
)
def test_a_finding_has_one_of_four_states(verdict, data, label):
    assert finding(verdict, data=data).label == label


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (NOT_MET, "Menurut data yang ada, baru terpenuhi pada 12 Maret 2026."),
        (REVIEW, "Menurut data yang ada, baru terpenuhi pada 12 Maret 2026."),
        (MET, ""),
    ],
)
def test_a_finding_says_when_time_will_mend_it(verdict, text):
    assert finding(verdict, met_from=date(2026, 3, 12)).in_time == text


def test_a_letter_numbers_the_blocking_rules_that_are_not_met():
    facts = person(posts=(post("2024-03-12"),), ratings={}, born=known(date(1968, 11, 20)))

    assert letter_reasons([*judge(RULES, facts, ON), finding(blocking=False)]) == (
        "1. Pengalaman jabatan dalam bidang terkait, secara kumulatif: tidak memenuhi. 12 Maret"
        " 2024 sampai 19 November 2025 = 1 tahun 8 bulan 8 hari (618 hari) pada 20 November 2025."
        " Syarat: paling singkat 5 tahun. Menurut data yang ada, baru terpenuhi pada 12 Maret 2029."
        " Dasar: PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 3.",
        "2. Sedang atau pernah menduduki jabatan administrator atau JF Ahli Madya: tidak memenuhi."
        " 12 Maret 2024 sampai 19 November 2025 = 1 tahun 8 bulan 8 hari (618 hari) pada"
        " 20 November 2025. Syarat: paling singkat 2 tahun. Menurut data yang ada, baru terpenuhi"
        " pada 12 Maret 2026. Dasar: PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 4.",
    )


def test_a_letter_gives_no_date_where_time_mends_nothing():
    born = date(1968, 11, 20)

    assert letter_reasons(judge([rule()], person(born=known(born), nip_born=born), ON)) == (
        "1. Usia: tidak memenuhi. 57 tahun pada 20 November 2025; genap 57 tahun pada 20 November"
        " 2025. Syarat: paling tinggi 56 tahun. Dasar: Pasal 107.",
    )


@pytest.mark.parametrize("rules", [NATIONAL_RULES, LOCAL_RULES], ids=["national", "local"])
def test_default_rules_carry_basis_source_and_a_code_of_their_own(rules):
    assert len({r.code for r in RULES}) == len(RULES)
    assert all(r.legal_basis and r.source and r.check.asks and r.check.kind for r in rules)
    assert {r.origin for r in rules} == {
        Origin.NATIONAL if rules is NATIONAL_RULES else Origin.LOCAL
    }


def demands(**given):
    facts = {
        "education": EducationLevel.S_1,
        "fields": (),
        "grade": Grade.IVA,
        "experience_years": 5,
        "age_max": 56,
    }
    return Demands(**facts | given)


def checks_for(**given):
    return {r.code: r.check for r in for_vacancy(RULES, demands(**given))}


def test_a_vacancy_without_demands_of_its_own_leaves_the_rules_as_they_are():
    assert for_vacancy(RULES, demands()) == RULES


def test_a_vacancy_may_ask_for_more():
    checks = checks_for(
        education=EducationLevel.S_2,
        fields=("Kedokteran",),
        grade=Grade.IVB,
        experience_years=7,
        age_max=54,
    )

    assert checks["PENDIDIKAN"] == EducationAtLeast(EducationLevel.S_2, ("Kedokteran",))
    assert checks["PENGALAMAN_TERKAIT"] == RelatedExperience(7)
    assert checks["USIA"] == AgeAtMost(54)
    assert checks["PANGKAT"] == GradeAtLeast(Grade.IVB)


def test_a_vacancy_cannot_waive_the_law():
    checks = checks_for(education=EducationLevel.SLTA, experience_years=1, age_max=60)

    assert checks["PENDIDIKAN"] == EducationAtLeast(EducationLevel.S_1)
    assert checks["PENGALAMAN_TERKAIT"] == RelatedExperience(5)
    assert checks["USIA"] == AgeAtMost(56)


def test_a_vacancy_sets_its_own_grade():
    assert checks_for(grade=Grade.IIID)["PANGKAT"] == GradeAtLeast(Grade.IIID)


def test_vocabularies_are_those_of_the_tables():
    assert [str(grade) for grade in Grade] == models.Grade.values
    assert [str(rating) for rating in reversed(Rating)] == models.Rating.values
    assert [(kind.value, kind.label) for kind in PostKind] == models.PostKind.choices
    assert ["none", *SanctionLevel] == models.Sanction.values
    assert {rating.value: rating.label for rating in Rating} == dict(models.Rating.choices)
    assert set(Kind.values) < {path.value for path in SelectionPath}
    assert set(EDUCATION) < {level.value for level in EducationLevel}


@pytest.mark.parametrize("ladder", [Grade, Rating])
def test_a_step_reaches_itself_and_what_is_below(ladder):
    steps = list(ladder)

    for (i, one), (j, other) in product(enumerate(steps), repeat=2):
        assert one.reaches(other) == (i >= j)
