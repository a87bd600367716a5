"""From the tables to verdicts: what counts, what lapses, what the freeze keeps."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from candidates.cells import from_json, to_json
from candidates.check_actions import Source, check_facts, judge_acting, judge_field
from candidates.evidence_actions import record_evidence
from candidates.judging import judged_of, settle_verdicts
from candidates.models import Candidate, CareerPost, Nomination, Settlement, Topic
from candidates.national_rules import LOCAL_RULES
from candidates.requirement_rows import RequirementUnreadable, row_of
from candidates.rule_actions import adopt_rules
from selection.models import Vacancy
from tests import factories
from tests.candidates.checking import SIASN, complete, paper
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


def judged(small, number=0, vacancy=0):
    found = judged_of(small.round, vacancy=small.vacancies[vacancy])
    return next(one for one in found if one.nomination.candidate == small.candidates[number])


def cell(small, code, number=0, vacancy=0):
    return next(c for c in judged(small, number, vacancy).cells if c.code == code)


def test_of_whom_nobody_checked_anything_everything_is_open(draft):
    one = judged(draft)

    assert one.verdict == "needs_review"
    assert {c.label for c in one.cells} == {"Perlu klarifikasi", "Belum diperiksa"}
    assert {c.code for c in one.cells} == {
        "PENDIDIKAN", "KOMPETENSI", "PENGALAMAN_TERKAIT", "JENJANG_JABATAN", "REKAM_JEJAK",
        "USIA", "KESEHATAN",
    }  # fmt: skip


def test_of_whom_all_was_checked_all_is_met(draft):
    complete(draft)

    one = judged(draft)

    assert [c.label for c in one.cells] == ["Memenuhi"] * 7
    assert one.verdict == "met"
    assert not one.needs_action
    assert judged(draft, 1).verdict == "needs_review"


def test_a_cell_tells_data_with_source_date_and_person(draft):
    complete(draft)

    tenure = cell(draft, "JENJANG_JABATAN")

    assert tenure.brief == "9 th 11 bl"
    assert tenure.data == (
        f"{draft.candidates[0].career.get().post}, Dinas Pendidikan (Administrator), 1 Februari"
        f" 2016 sampai sekarang (sumber: SIASN, 1 November 2025; diperiksa {draft.staff.name}).",
    )
    assert tenure.on == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("topic", "change", "code"),
    [
        (Topic.EDUCATION, {"education": "S-3"}, "PENDIDIKAN"),
        (Topic.GRADE, {"grade": "IV/b"}, "PANGKAT"),
        (Topic.RATINGS, {"rating_1": "very_good"}, "PREDIKAT_KINERJA"),
        (Topic.SANCTIONS, {"sanction": ""}, "HUKUMAN_DISIPLIN"),
    ],
)
def test_a_check_lapses_when_the_loaded_data_change(draft, topic, change, code):
    codes = ["PANGKAT", "PREDIKAT_KINERJA", "HUKUMAN_DISIPLIN"]
    adopt_rules(
        draft.round.agency, codes, valid_from=date(2025, 1, 1), decree="Perwal 1", by=draft.staff
    )
    Candidate.objects.filter(pk=draft.candidates[0].pk).update(
        rating_1="good", rating_2="good", sanction="none"
    )
    draft.candidates[0].refresh_from_db()
    complete(draft)
    assert cell(draft, code).verdict == "met"

    Candidate.objects.filter(pk=draft.candidates[0].pk).update(**change)

    assert cell(draft, code).verdict == "needs_review"


def test_a_check_of_the_career_lapses_when_a_line_changes_or_comes(draft):
    complete(draft)
    CareerPost.objects.filter(candidate=draft.candidates[0]).update(ended=date(2024, 1, 1))

    assert cell(draft, "JENJANG_JABATAN").verdict == "needs_review"

    check_facts(draft.candidates[0], [Topic.CAREER], SIASN, by=draft.staff)
    assert cell(draft, "JENJANG_JABATAN").verdict == "met"

    factories.CareerPostFactory(candidate=draft.candidates[0], began=date(2024, 1, 2))
    assert cell(draft, "JENJANG_JABATAN").verdict == "needs_review"


def test_relatedness_is_for_one_vacancy_alone(draft):
    factories.CareerPostFactory(candidate=draft.candidates[0], related_to=["DINKES"])
    check_facts(draft.candidates[0], [Topic.CAREER], SIASN, by=draft.staff)

    assert cell(draft, "PENGALAMAN_TERKAIT").verdict == "needs_review"  # a proposal is no word


def test_a_field_that_is_not_listed_waits_for_a_persons_word(draft):
    vacancy = draft.vacancies[0]
    Vacancy.objects.filter(pk=vacancy.pk).update(education_fields="Kedokteran;Keperawatan")
    Candidate.objects.filter(pk=draft.candidates[0].pk).update(education_field="Kesehatan")
    draft.candidates[0].refresh_from_db()
    complete(draft)
    assert cell(draft, "PENDIDIKAN").questions == ("Nilai apakah bidang S-2 Kesehatan sesuai.",)
    assert cell(draft, "PENDIDIKAN", vacancy=1).verdict == "met"

    nomination = Nomination.objects.get(vacancy=vacancy, candidate=draft.candidates[0])
    judge_field(nomination, answer=True, reason="Serumpun", by=draft.staff)
    assert cell(draft, "PENDIDIKAN").verdict == "met"

    Candidate.objects.filter(pk=draft.candidates[0].pk).update(education_field="Musik")
    assert cell(draft, "PENDIDIKAN").verdict == "needs_review"


def test_a_time_as_acting_head_waits_for_a_persons_word(draft):
    candidate = draft.candidates[0]
    post = factories.CareerPostFactory(candidate=candidate, post="Plt. Kepala Dinas")
    complete(draft)
    assert cell(draft, "JENJANG_JABATAN").verdict == "needs_review"

    judge_acting(post, answer=True, reason="SK lengkap", by=draft.staff)

    assert cell(draft, "JENJANG_JABATAN").verdict == "met"


def test_a_birth_date_that_differs_from_the_nip_is_told(draft):
    source = Source("Akta kelahiran", SIASN.as_of, born_on=date(1970, 2, 1))
    check_facts(draft.candidates[0], [Topic.BIRTH], source, by=draft.staff)

    age = cell(draft, "USIA")

    assert age.verdict == "met"
    assert "Menurut NIP lahir 1 Januari 1970, berbeda dari data." in age.data


def test_a_sanction_without_its_days_stays_in_doubt_and_with_them_it_is_judged(draft):
    adopt_rules(
        draft.round.agency,
        ["HUKUMAN_DISIPLIN"],
        valid_from=date(2025, 1, 1),
        decree="Perwal 1",
        by=draft.staff,
    )
    candidate = draft.candidates[0]
    Candidate.objects.filter(pk=candidate.pk).update(sanction="medium")
    candidate.refresh_from_db()
    assert cell(draft, "HUKUMAN_DISIPLIN").verdict == "needs_review"

    past = Source("SK", SIASN.as_of, None, date(2020, 1, 1), date(2021, 1, 1))
    check_facts(candidate, [Topic.SANCTIONS], past, by=draft.staff)
    assert cell(draft, "HUKUMAN_DISIPLIN").verdict == "met"

    lasting = Source("SK", SIASN.as_of, None, date(2025, 1, 1))
    check_facts(candidate, [Topic.SANCTIONS], lasting, by=draft.staff)
    assert cell(draft, "HUKUMAN_DISIPLIN").verdict == "not_met"


def test_an_unfavourable_document_refuses_and_an_old_one_asks_for_another(draft):
    candidate = complete(draft)
    record_evidence(candidate, {"health": paper(favourable=False)}, by=draft.staff)
    assert cell(draft, "KESEHATAN").verdict == "not_met"
    reason = cell(draft, "KESEHATAN").reason
    assert reason.startswith("Sehat jasmani dan rohani: tidak memenuhi.")

    old = paper(dated=date(2024, 1, 1), valid_until=date(2024, 6, 30))
    record_evidence(candidate, {"health": old}, by=draft.staff)
    assert cell(draft, "KESEHATAN").questions == (
        "Minta dokumen yang masih berlaku: Surat keterangan sehat jasmani dan rohani.",
    )


def test_an_unreadable_rule_is_told_and_nothing_is_judged(draft):
    row = row_of(LOCAL_RULES[0], draft.round.agency)
    row.parameters = {}
    row.save()

    with pytest.raises(RequirementUnreadable):
        judged_of(draft.round)


def queries(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


@pytest.mark.parametrize("candidates", [3, 30])
def test_judging_costs_the_same_for_any_number_of_candidates(agency, candidates):
    small = make_round(agency, candidates=candidates)
    complete(small)

    # nominations, career, checks, evidence, related, acting, fits, exceptions, rules
    assert queries(lambda: judged_of(small.round)) == 9
    assert queries(lambda: judged_of(small.round, vacancy=small.vacancies[0])) == 9


def test_settling_writes_verdicts_and_keeps_every_cell(draft):
    complete(draft)
    record_evidence(draft.candidates[1], {"health": paper(favourable=False)}, by=draft.staff)

    counts = settle_verdicts(draft.round, by=draft.head)

    assert counts == {"met": 2, "not_met": 1, "needs_review": 1}
    verdicts = Nomination.objects.filter(vacancy=draft.vacancies[0])
    assert list(verdicts.order_by("candidate__number").values_list("verdict", flat=True)) == [
        "met", "not_met", "needs_review",
    ]  # fmt: skip
    kept = Settlement.objects.get(nomination=verdicts.get(candidate=draft.candidates[0]))
    assert tuple(map(from_json, kept.findings)) == judged(draft).cells
    assert Event.objects.get(verb="candidates.verdicts_settled").actor_id == draft.head.pk


def test_after_the_freeze_pages_tell_what_was_settled(draft):
    complete(draft)
    settle_verdicts(draft.round, by=draft.head)
    before = judged(draft).cells
    draft.freeze()

    with CaptureQueriesContext(connection) as captured:
        after = judged(draft)

    assert after.is_settled
    assert after.cells == before
    assert len(captured) == 10


def test_after_the_freeze_the_database_takes_nothing_more(draft):
    complete(draft)
    settle_verdicts(draft.round, by=draft.head)
    draft.freeze()
    for table in ("factcheck", "evidence", "relatedness", "settlement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO candidates_{table} SELECT * FROM candidates_{table} LIMIT 1"
            )


@pytest.mark.parametrize("table", ["factcheck", "relatedness", "settlement"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_judged_is_never_changed(draft, table, statement):
    complete(draft)
    settle_verdicts(draft.round, by=draft.head)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(f"candidates_{table}"))


def test_a_cell_survives_the_way_into_the_record_and_back(draft):
    complete(draft)

    assert all(from_json(to_json(c)) == c for one in judged_of(draft.round) for c in one.cells)
