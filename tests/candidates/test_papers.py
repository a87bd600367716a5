"""Idea papers: in time or late, never replaced, refused in words once they are closed."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from candidates import papers
from candidates.models import IdeaPaper, PaperDeadline
from candidates.paper_gaps import gaps_of
from candidates.papers import DeadlineFixed, PapersClosed, hand_in, set_deadline
from selection.attachments import BadFile
from selection.models import Attachment, Round
from tests import factories
from tests.selection.pdfs import pdf, upload

NOON = timezone.make_aware(timezone.datetime(2026, 3, 2, 12, 0))


@pytest.fixture
def nomination(draft):
    return draft.candidates[0].nominations.get(vacancy__code="DINKES")


def stored():
    return sorted(Path(settings.MEDIA_ROOT, "attachments").glob("*"))


def verbs(round_):
    return list(
        Event.objects.filter(scope=round_.scope).order_by("seq").values_list("verb", flat=True)
    )


@pytest.mark.parametrize(
    ("after", "late"), [(timedelta(0), False), (timedelta(microseconds=1), True)]
)
def test_a_paper_is_late_from_the_first_moment_after_the_deadline(draft, nomination, after, late):
    set_deadline(draft.round, NOON, by=draft.staff)

    with time_machine.travel(NOON + after, tick=False):
        paper = hand_in(nomination, upload(), by=draft.staff)

    assert (paper.is_late, paper.due_at, paper.version) == (late, NOON, 1)
    assert verbs(draft.round)[-2:] == ["selection.attached", "candidates.paper_handed_in"]


def test_without_a_deadline_no_paper_is_late(draft, nomination):
    paper = hand_in(nomination, upload(), by=draft.staff)

    assert (paper.is_late, paper.due_at) == (False, None)


def test_a_newer_paper_stands_beside_the_older_one(draft, nomination):
    first = hand_in(nomination, upload(), by=draft.staff)
    second = hand_in(nomination, upload(pdf(b"<< >>")), by=draft.staff)

    assert second.version == 2
    assert list(IdeaPaper.objects.current()) == [second]
    assert Path(first.attachment.file.path).exists()


def test_a_paper_that_is_no_pdf_leaves_nothing(draft, nomination):
    files, events = stored(), verbs(draft.round)

    with pytest.raises(BadFile):
        hand_in(nomination, upload(b"PK\x03\x04"), by=draft.staff)

    assert not IdeaPaper.objects.exists()
    assert not Attachment.objects.exists()
    assert (stored(), verbs(draft.round)) == (files, events)


def test_once_scoring_is_open_only_a_missing_paper_is_taken(draft, nomination):
    held = hand_in(nomination, upload(), by=draft.staff)
    other = draft.candidates[1].nominations.get()
    draft.open()
    for one in (nomination, other):
        one.candidate.round.refresh_from_db()
    files = stored()

    with pytest.raises(PapersClosed, match="tidak dapat diganti"):
        hand_in(nomination, upload(), by=draft.staff)
    assert stored() == files

    assert hand_in(other, upload(), by=draft.staff).version == 1
    assert list(IdeaPaper.objects.current().filter(nomination=nomination)) == [held]


def test_after_the_unsealing_no_paper_is_taken(draft):
    nomination = draft.play().candidates[1].nominations.get()
    nomination.candidate.round = draft.round

    with pytest.raises(PapersClosed, match="tidak diterima lagi"):
        hand_in(nomination, upload(), by=draft.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.IdeaPaperFactory(nomination=nomination)


def test_a_withdrawn_nomination_takes_no_paper(draft, nomination):
    nomination.withdrawn_at = timezone.now()

    with pytest.raises(PapersClosed, match="dicabut"):
        hand_in(nomination, upload(), by=draft.staff)


def test_the_database_takes_no_second_paper_while_scores_are_given(draft, nomination):
    factories.IdeaPaperFactory(nomination=nomination)
    draft.open()

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.IdeaPaperFactory(nomination=nomination, version=2)


def test_the_database_takes_no_file_of_another_round_or_kind(draft, nomination):
    for attachment in (
        factories.AttachmentFactory(kind="idea_paper"),
        factories.AttachmentFactory(round=draft.round, kind="evidence"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.IdeaPaperFactory(nomination=nomination, attachment=attachment)


@pytest.mark.parametrize("late", [{"is_late": True}, {"is_late": False, "due_at": NOON}])
def test_the_database_believes_no_wrong_mark(draft, nomination, late):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.IdeaPaperFactory(nomination=nomination, **late)


def test_nobody_changes_a_paper_or_a_deadline(draft, nomination, as_owner):
    hand_in(nomination, upload(), by=draft.staff)
    set_deadline(draft.round, NOON, by=draft.staff)

    for table in ("candidates_ideapaper", "candidates_paperdeadline"):
        with pytest.raises(IntegrityError), transaction.atomic():
            as_owner.execute(f"DELETE FROM {table}")


def test_a_deadline_is_changed_with_a_reason_and_the_old_one_stays(draft):
    first = set_deadline(draft.round, NOON, by=draft.staff)

    assert set_deadline(draft.round, NOON, by=draft.staff) == first
    with pytest.raises(DeadlineFixed, match="alasan"):
        set_deadline(draft.round, NOON + timedelta(days=1), by=draft.staff)
    later = set_deadline(draft.round, NOON + timedelta(days=1), reason=" Banjir ", by=draft.staff)

    assert (later.reason, papers.deadline_of(draft.round)) == ("Banjir", later)
    assert PaperDeadline.objects.count() == 2
    assert verbs(draft.round) == ["candidates.paper_deadline_set"] * 2


def test_a_fixed_round_keeps_its_deadline(draft):
    round_ = draft.open().round
    events = verbs(round_)

    with pytest.raises(DeadlineFixed, match="dibekukan"):
        set_deadline(round_, NOON, by=draft.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperDeadline.objects.create(
            round=round_, due_at=NOON, set_by=draft.staff, set_at=timezone.now()
        )

    assert not PaperDeadline.objects.exists()
    assert verbs(round_) == events


def test_missing_papers_are_a_gap_only_where_papers_are_asked_for(draft, nomination):
    assert gaps_of(draft.round) == []

    set_deadline(draft.round, NOON, by=draft.staff)
    hand_in(nomination, upload(), by=draft.staff)
    (gap,) = gaps_of(draft.round)

    assert gap.words == "Unggah 3 makalah gagasan yang belum diserahkan"
    assert (gap.due, gap.blocks_freeze) == (NOON.date(), False)
    assert gap.url.endswith("/makalah/?tampil=belum")


def test_no_gap_is_left_when_all_papers_are_there_or_all_is_over(draft):
    set_deadline(draft.round, NOON, by=draft.staff)
    draft.play()
    assert gaps_of(Round.objects.get(pk=draft.round.pk)) == []


@pytest.mark.parametrize("candidates", [3, 12])
def test_gaps_cost_the_same_for_any_number(agency, candidates, django_assert_num_queries):
    from tests.rounds import make_round

    small = make_round(agency, candidates=candidates)
    set_deadline(small.round, NOON, by=small.staff)

    with django_assert_num_queries(2):
        assert len(gaps_of(small.round)) == 1
