"""What staff check and judge: every success, every refusal, and that nothing remains of one."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from candidates.check_actions import (
    CheckRefused,
    Source,
    check_facts,
    confirm_proposals,
    judge_acting,
    judge_field,
    judge_related,
    newest_words,
)
from candidates.drafting import RoundFrozen
from candidates.eligibility import ExceptionRefused
from candidates.evidence_actions import EvidenceRefused, check_evidence, record_evidence
from candidates.exception_actions import (
    Request,
    approve_exception,
    request_exception,
    return_exception,
)
from candidates.judging import judged_of
from candidates.models import (
    ActingService,
    Evidence,
    FactCheck,
    FieldFit,
    Relatedness,
    Requirement,
    RequirementException,
    Topic,
)
from candidates.national_rules import LOCAL_RULES, NATIONAL_RULES
from candidates.requirement_rows import row_of
from candidates.rule_actions import RuleRefused, adopt_rules, end_rule
from selection.attachments import BadFile
from selection.models import Attachment
from tests import factories
from tests.candidates.checking import AS_OF, SIASN, complete, paper
from tests.rounds import make_round
from tests.selection.pdfs import upload

pytestmark = pytest.mark.django_db
TABLES = (
    ActingService, Attachment, Evidence, FactCheck, FieldFit, Relatedness, Requirement,
    RequirementException, Event,
)  # fmt: skip


@pytest.fixture
def nomination(draft):
    return draft.candidates[1].nominations.select_related("candidate__round", "vacancy").get()


def refused(refusal, work):
    """The action refuses in these words, and every table is as it was."""
    before = [list(model.objects.order_by("pk").values()) for model in TABLES]
    with pytest.raises(type(refusal) if isinstance(refusal, Exception) else refusal) as told:
        work()
    assert [list(model.objects.order_by("pk").values()) for model in TABLES] == before
    return str(told.value)


def ask(nomination, by, code="USIA", **given):
    facts = {"reason": "Disetujui Presiden", "document_name": "Surat 7", "upload": upload()}
    return request_exception(nomination, code, Request(**facts | given), by=by)


def test_a_check_is_recorded_with_source_person_and_time(draft):
    check_facts(draft.candidates[0], [Topic.GRADE, Topic.BIRTH], SIASN, by=draft.staff)

    held = FactCheck.objects.order_by("topic")
    assert [(c.topic, c.source, c.as_of, c.checked_by) for c in held] == [
        ("birth", "SIASN", AS_OF, draft.staff), ("grade", "SIASN", AS_OF, draft.staff),
    ]  # fmt: skip
    assert Event.objects.get(verb="candidates.facts_checked").actor_id == draft.staff.pk


@pytest.mark.parametrize(
    ("topics", "source", "words"),
    [
        ([], SIASN, "Belum ada data yang dipilih"),
        (["horoscope"], SIASN, "Belum ada data yang dipilih"),
        (["grade"], Source(" ", AS_OF), "Sumber belum diisi"),
        (["grade"], Source("SIASN", date(2999, 1, 1)), "belum tiba"),
        (
            ["sanctions"],
            Source("SK", AS_OF, None, date(2020, 2, 1), date(2020, 1, 1)),
            "mendahului",
        ),
        (["sanctions"], Source("SK", AS_OF, None, None, date(2020, 1, 1)), "mendahului"),
    ],
)
def test_a_check_without_its_parts_is_refused(draft, topics, source, words):
    work = partial(check_facts, draft.candidates[0], topics, source, by=draft.staff)

    assert words in refused(CheckRefused, work)


def test_a_sanction_is_not_checked_without_its_first_day(draft):
    candidate = factories.CandidateFactory(round=draft.round, sanction="light", number=9)

    words = refused(
        CheckRefused, lambda: check_facts(candidate, ["sanctions"], SIASN, by=draft.staff)
    )

    assert "memiliki hukuman disiplin" in words


def test_relatedness_keeps_only_what_is_new_and_the_newest_word_counts(draft):
    post = factories.CareerPostFactory(candidate=draft.candidates[0])
    vacancy = draft.vacancies[0]

    assert judge_related(vacancy, {post.pk: (True, "Sebidang")}, by=draft.staff) == 1
    assert judge_related(vacancy, {post.pk: (True, "Sebidang ")}, by=draft.staff) == 0
    assert judge_related(vacancy, {post.pk: (True, " ")}, by=draft.staff) == 0
    assert judge_related(vacancy, {post.pk: (False, "Keliru")}, by=draft.staff) == 1

    words = Relatedness.objects.order_by("pk").values_list("answer", "reason", "vacancy")
    assert list(words) == [(True, "Sebidang", vacancy.pk), (False, "Keliru", vacancy.pk)]


def test_another_reason_for_the_same_answer_is_kept(draft):
    post = factories.CareerPostFactory(candidate=draft.candidates[0])
    vacancy = draft.vacancies[0]
    judge_related(vacancy, {post.pk: (True, "")}, by=draft.staff)
    events = Event.objects.count()

    assert judge_related(vacancy, {post.pk: (True, "SK tugas 5")}, by=draft.head) == 1

    word = newest_words(vacancy)[post.pk]
    assert (word.answer, word.reason, word.judged_by) == (True, "SK tugas 5", draft.head)
    assert Relatedness.objects.count() == 2
    assert Event.objects.count() == events + 1


def test_relatedness_is_refused_for_posts_of_others(draft):
    foreign = factories.CareerPostFactory()

    words = refused(
        CheckRefused,
        lambda: judge_related(draft.vacancies[0], {foreign.pk: (True, "")}, by=draft.staff),
    )

    assert "Muat ulang" in words


def test_confirming_takes_the_proposals_that_were_shown_and_leaves_what_was_judged(draft):
    vacancy = draft.vacancies[0]
    make = factories.CareerPostFactory
    related = make(candidate=draft.candidates[0], related_to=["DINKES"], began=date(2001, 1, 1))
    other = make(candidate=draft.candidates[0], related_to=["-"], began=date(2002, 1, 1))
    silent = make(candidate=draft.candidates[0], related_to=[], began=date(2003, 1, 1))
    judged = make(candidate=draft.candidates[0], related_to=["DINKES"], began=date(2004, 1, 1))
    unseen = make(candidate=draft.candidates[0], related_to=["DINKES"], began=date(2005, 1, 1))
    judge_related(vacancy, {judged.pk: (False, "Lain bidang")}, by=draft.head)

    shown = {related.pk, other.pk, silent.pk, judged.pk}
    assert confirm_proposals(vacancy, shown, by=draft.staff) == 2

    words = Relatedness.objects.filter(judged_by=draft.staff).order_by("career_post__began")
    assert [(w.career_post_id, w.answer) for w in words] == [(related.pk, True), (other.pk, False)]
    assert not unseen.judgements.exists()
    assert confirm_proposals(vacancy, shown, by=draft.staff) == 0


def test_a_field_is_judged_with_a_reason(draft, nomination):
    work = partial(judge_field, nomination, answer=True, reason=" ", by=draft.staff)
    assert "memerlukan alasan" in refused(CheckRefused, work)

    judge_field(nomination, answer=True, reason="Serumpun", by=draft.staff)
    assert FieldFit.objects.get().judged_by == draft.staff


def test_only_a_time_as_acting_head_is_judged_as_such(draft):
    post = factories.CareerPostFactory(candidate=draft.candidates[0])
    work = partial(judge_acting, post, answer=True, reason="x", by=draft.staff)

    assert "bukan Plt" in refused(CheckRefused, work)


def test_evidence_is_recorded_then_compared_once(draft):
    (row,) = record_evidence(draft.candidates[0], {"health": paper(compared=False)}, by=draft.staff)
    assert (row.recorded_by, row.checked_by) == (draft.staff, None)

    check_evidence(row, by=draft.head)

    row.refresh_from_db()
    assert row.checked_by == draft.head
    assert "sudah diperiksa" in refused(
        EvidenceRefused, lambda: check_evidence(row, by=draft.staff)
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(favourable=False)


def test_evidence_that_was_replaced_is_not_compared_any_more(draft):
    (old,) = record_evidence(draft.candidates[0], {"health": paper(compared=False)}, by=draft.staff)
    record_evidence(draft.candidates[0], {"health": paper()}, by=draft.staff)

    assert "diganti" in refused(EvidenceRefused, lambda: check_evidence(old, by=draft.staff))


def test_one_upload_answers_several_requirements(draft):
    shared = paper(upload=upload(name="asesmen.pdf"))

    rows = record_evidence(
        draft.candidates[0], {"competence_technical": shared, "health": shared}, by=draft.staff
    )

    kept = Attachment.objects.get()
    assert [row.file for row in rows] == [kept, kept]
    assert (kept.kind, kept.name) == ("evidence", "asesmen.pdf")


@pytest.mark.parametrize(
    ("given", "refusal", "words"),
    [
        ({"name": " "}, EvidenceRefused, "belum diisi"),
        ({"dated": date(2999, 1, 1)}, EvidenceRefused, "belum tiba"),
        ({"valid_until": date(2020, 1, 1)}, EvidenceRefused, "mendahului"),
        ({"upload": upload(b"MZ program")}, BadFile, "bukan PDF"),
    ],
)
def test_evidence_that_is_none_is_refused(draft, given, refusal, words):
    papers = {"health": paper(**given)}
    work = partial(record_evidence, draft.candidates[0], papers, by=draft.staff)

    assert words in refused(refusal, work)


def test_an_exception_needs_a_second_person_and_stays_visible(draft, nomination):
    asked = ask(nomination, draft.staff)
    assert asked.document.kind == "exception"
    assert "disetujui orang lain" in refused(
        ExceptionRefused, lambda: approve_exception(asked, note="", by=draft.staff)
    )

    approve_exception(asked, note="Lengkap", by=draft.head)

    cells = judged_of(draft.round, candidate=nomination.candidate)[0].cells
    age = next(cell for cell in cells if cell.code == "USIA")
    assert (age.label, age.verdict, age.tone) == ("Dikecualikan", "met", "seal")
    assert age.exception.decided_by == draft.head.name
    assert not age.may_be_excepted


def test_an_exception_stays_visible_when_the_requirement_comes_to_be_met(draft):
    candidate = draft.candidates[0]
    nomination = candidate.nominations.get(vacancy=draft.vacancies[0])
    approve_exception(ask(nomination, draft.staff), note="", by=draft.head)
    complete(draft)

    cells = judged_of(draft.round, vacancy=draft.vacancies[0], candidate=candidate)[0].cells

    assert next(c for c in cells if c.code == "USIA").label == "Dikecualikan"


def test_a_namesake_is_no_second_person(draft, nomination):
    asked = ask(nomination, draft.staff)
    namesake = factories.UserFactory(name=f"  {draft.staff.name.upper()} ")

    refused(ExceptionRefused, lambda: approve_exception(asked, note="", by=namesake))


def test_a_returned_exception_may_be_asked_for_again(draft, nomination):
    asked = ask(nomination, draft.staff)
    assert "catatan" in refused(
        ExceptionRefused, lambda: return_exception(asked, note=" ", by=draft.head)
    )

    return_exception(asked, note="Surat belum ditandatangani", by=draft.head)

    assert "sudah diputuskan" in refused(
        ExceptionRefused, lambda: approve_exception(asked, note="", by=draft.head)
    )
    assert ask(nomination, draft.staff).is_open


@pytest.mark.parametrize(
    ("code", "given", "refusal"),
    [
        ("USIA", {"reason": " "}, ExceptionRefused),
        ("USIA", {"document_name": " "}, ExceptionRefused),
        ("LAIN", {}, ExceptionRefused),
        ("USIA", {"upload": upload(b"<script>")}, BadFile),
    ],
)
def test_an_exception_without_its_parts_is_refused(draft, nomination, code, given, refusal):
    refused(refusal, lambda: ask(nomination, draft.staff, code, **given))


def test_what_is_met_or_asked_for_is_not_excepted_again(draft, nomination):
    ask(nomination, draft.staff)
    refused(ExceptionRefused, lambda: ask(nomination, draft.staff))

    complete(draft)
    met = draft.candidates[0].nominations.get(vacancy=draft.vacancies[0])
    refused(ExceptionRefused, lambda: ask(met, draft.staff))


def test_the_database_itself_wants_two_people(draft, nomination):
    asked = ask(nomination, draft.staff)

    with pytest.raises(IntegrityError), transaction.atomic():
        RequirementException.objects.filter(pk=asked.pk).update(
            decision="approved", decided_by=draft.staff, decided_at=timezone.now()
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        RequirementException.objects.filter(pk=asked.pk).delete()


def test_after_the_freeze_every_action_refuses(draft, nomination):
    candidate = draft.candidates[0]
    post = factories.CareerPostFactory(candidate=candidate, post="Plt. Camat")
    (row,) = record_evidence(candidate, {"health": paper(compared=False)}, by=draft.staff)
    asked = ask(nomination, draft.staff)
    draft.freeze()
    vacancy, by = draft.vacancies[0], draft.staff
    for work in (
        lambda: check_facts(candidate, ["grade"], SIASN, by=by),
        lambda: judge_related(vacancy, {post.pk: (True, "")}, by=by),
        lambda: confirm_proposals(vacancy, {post.pk}, by=by),
        lambda: judge_acting(post, answer=True, reason="x", by=by),
        lambda: judge_field(nomination, answer=True, reason="x", by=by),
        lambda: record_evidence(candidate, {"health": paper()}, by=by),
        lambda: check_evidence(row, by=by),
        lambda: ask(nomination, by, "KESEHATAN"),
        lambda: approve_exception(asked, note="", by=draft.head),
    ):
        assert "dibekukan" in refused(RoundFrozen, work)


def adopt(draft, codes=("PANGKAT",), valid_from=date(2025, 1, 1), decree="Perwal 5/2025"):
    agency = draft.round.agency
    return adopt_rules(agency, codes, valid_from=valid_from, decree=decree, by=draft.staff)


def test_an_agency_adopts_usual_rules_by_decree_and_ends_them(draft):
    (row,) = adopt(draft)
    assert (row.agency, row.legal_basis, row.valid_from) == (
        draft.round.agency, "Perwal 5/2025", date(2025, 1, 1),
    )  # fmt: skip

    end_rule(row, last_day=date(2025, 6, 30), by=draft.staff)

    codes = [cell.code for cell in judged_of(draft.round)[0].cells]
    assert "PANGKAT" not in codes  # the round is reckoned in 2026
    assert adopt(draft, valid_from=date(2025, 7, 1))
    assert "PANGKAT" in [cell.code for cell in judged_of(draft.round)[0].cells]
    elsewhere = factories.NominationFactory().candidate.round
    assert "PANGKAT" not in [cell.code for cell in judged_of(elsewhere)[0].cells]


@pytest.mark.parametrize(
    "given", [{"codes": ()}, {"codes": ("PANGKAT", "LAIN")}, {"decree": " "}], ids=str
)
def test_rules_are_not_adopted_without_their_parts(draft, given):
    refused(RuleRefused, lambda: adopt(draft, **given))


def test_a_rule_in_force_is_not_adopted_twice(draft):
    adopt(draft)

    assert "sudah berlaku" in refused(RuleRefused, lambda: adopt(draft))


def test_only_an_agencys_own_rule_ends_and_only_once_and_in_order(draft):
    national = Requirement.objects.filter(agency=None).first()
    (row,) = adopt(draft)
    yesterday = row.valid_from - timedelta(days=1)
    for rule, day in ((national, date(2030, 1, 1)), (row, yesterday)):
        refused(RuleRefused, partial(end_rule, rule, last_day=day, by=draft.staff))
    end_rule(row, last_day=date(2030, 1, 1), by=draft.staff)
    refused(RuleRefused, lambda: end_rule(row, last_day=date(2031, 1, 1), by=draft.staff))


def test_a_fixed_round_keeps_the_rules_that_held_on_its_day(draft):
    (row,) = adopt(draft)
    draft.freeze()
    day = draft.round.reference_date

    eve = day - timedelta(days=1)
    said = refused(RuleRefused, lambda: end_rule(row, last_day=eve, by=draft.staff))
    added = refused(RuleRefused, lambda: adopt(draft, ["PREDIKAT_KINERJA"], valid_from=day))

    assert draft.round.title in said
    assert "hari terakhir 5 Januari 2026 atau sesudahnya" in said
    assert "hari mulai sesudah 5 Januari 2026" in added
    end_rule(row, last_day=day, by=draft.staff)
    assert adopt(draft, valid_from=day + timedelta(days=1))


def test_a_fixed_round_of_another_path_or_agency_ends_no_rule_later(draft):
    (row,) = adopt(draft)
    make_round(draft.round.agency, kind="competency_review").freeze()
    make_round(factories.AgencyFactory()).freeze()

    assert "competency_review" not in row.paths
    assert end_rule(row, last_day=date(2025, 1, 2), by=draft.staff)


def test_the_database_too_keeps_the_rules_of_a_fixed_round(draft):
    (row,) = adopt(draft)
    draft.freeze()
    day = draft.round.reference_date
    rule = replace(next(r for r in LOCAL_RULES if r.code == "PREDIKAT_KINERJA"), valid_from=day)

    with pytest.raises(DatabaseError, match="judged by what held"), transaction.atomic():
        Requirement.objects.filter(pk=row.pk).update(valid_until=day - timedelta(days=1))
    with pytest.raises(DatabaseError, match="judged by what held"), transaction.atomic():
        row_of(rule, draft.round.agency).save()
    Requirement.objects.filter(pk=row.pk).update(valid_until=day)


def test_the_application_ends_a_national_rule_only_from_today_on(draft):
    national = Requirement.objects.filter(agency=None, code="USIA")
    today = timezone.localdate()

    for change in (
        {"valid_until": today - timedelta(days=1)},
        {"agency": draft.round.agency},
        {"title": "Lain"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            national.update(**change)
    with pytest.raises(DatabaseError, match="come with the product"), transaction.atomic():
        row_of(replace(NATIONAL_RULES[0], code="LAIN"), None).save()
    national.update(valid_until=today)


def test_a_national_rule_does_not_end_before_the_day_of_a_fixed_round(agency):
    far = timezone.localdate() + timedelta(days=90)
    make_round(agency, reference_date=far).freeze()
    national = Requirement.objects.filter(agency=None, code="USIA")

    with pytest.raises(DatabaseError, match="judged by what held"), transaction.atomic():
        national.update(valid_until=far - timedelta(days=1))
    national.update(valid_until=far)


def test_all_usual_local_rules_can_be_adopted(draft):
    assert len(adopt(draft, [rule.code for rule in LOCAL_RULES])) == len(LOCAL_RULES)
    assert len(judged_of(draft.round)[0].cells) == 7 + len(LOCAL_RULES)


def test_a_word_is_turned_round_only_with_a_reason(draft):
    vacancy, post = draft.vacancies[0], factories.CareerPostFactory(candidate=draft.candidates[0])
    judge_related(vacancy, {post.pk: (False, "Lain bidang")}, by=draft.staff)

    with pytest.raises(CheckRefused, match="Tulis alasan untuk"):
        judge_related(vacancy, {post.pk: (True, "  ")}, by=draft.staff)

    assert newest_words(vacancy)[post.pk].answer is False
    assert judge_related(vacancy, {post.pk: (True, "SK tugas 5")}, by=draft.staff) == 1
