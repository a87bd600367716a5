"""Approvals of a choice through their actions and in the database; nothing remains of a refusal."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from decisions import actions
from decisions.approving import advance_approval, keep_route
from decisions.choosing import choices_of
from decisions.happenings import ApprovalRefused, Happening, Paper
from decisions.models import Approval, ApprovalEvent, ApprovalRule, KeptRoute, Letter, What
from decisions.region_facts import withdraw_fact
from decisions.sending import sending_of
from decisions.tracking import tracks_of
from selection.models import Attachment, Vacancy
from tests.decisions.chosen import determine, mayor
from tests.selection.pdfs import pdf

pytestmark = pytest.mark.django_db
Kind = ApprovalEvent.Kind
BKN = "BKN_PERTEK"


def today():
    return timezone.localdate()


def days_ago(count):
    return today() - timedelta(days=count)


@pytest.fixture
def handed(handed_over):
    mayor(handed_over)
    return handed_over


@pytest.fixture
def chosen(handed):
    """Candidate 2 is chosen for the health office, forty days ago."""
    picks = [(handed.vacancies[0], handed.candidates[1])]
    handed.choice = determine(handed, picks, on=days_ago(40))[0]
    return handed


def paper(number="800/1301", dated=None, content=None):
    return Paper(
        number=number,
        dated=dated or today(),
        upload=SimpleUploadedFile("surat.pdf", content or pdf(), "application/pdf"),
    )


def happen(small, kind, on, *, code=BKN, choice=None, **given):
    happening = Happening(kind=kind, on=on, **given)
    return advance_approval(choice or small.choice, code, happening, by=small.staff)


def send(small, on, *, code=BKN, **given):
    happen(small, Kind.PREPARED, on, code=code)
    return happen(small, Kind.SENT, on, code=code, paper=paper(dated=on), **given)


def everything():
    models = (Approval, ApprovalEvent, Letter, Attachment, KeptRoute, Event)
    return [model.objects.count() for model in models]


def refused(small, kind, on, **given):
    """What the refusal says; nothing was written."""
    before = everything()
    with pytest.raises(ApprovalRefused) as refusal, transaction.atomic():
        happen(small, kind, on, **given)
    assert everything() == before
    return str(refusal.value)


def sending(small):
    return sending_of(small.round, choices_of(small.round), today())


def track_of(small, on=None):
    return next(t for t in tracks_of(small.round, on) if t.choice == small.choice)


def test_a_choice_waits_for_bkpsdm_first(chosen):
    front = track_of(chosen, days_ago(40)).front

    assert front.holder == "BKPSDM"
    assert front.words == "Menunggu BKPSDM menyiapkan usulan kepada BKN."
    assert front.due_words.startswith("Batas internal ")


def test_a_request_goes_out_and_comes_back_with_letters(chosen):
    send(chosen, days_ago(30))
    front = track_of(chosen).front
    assert front.holder == "BKN"
    assert front.words.startswith("Menunggu BKN sejak ")

    happen(
        chosen,
        Kind.ALLOWED,
        days_ago(10),
        paper=paper("3312/B", days_ago(12)),
        conditions="Dilantik sebelum akhir tahun.",
    )

    track = track_of(chosen)
    assert track.is_ready
    assert track.front.words == "Semua persetujuan ada; SK pengangkatan belum dicatat."
    letters = list(Letter.objects.order_by("pk").values_list("direction", "number", "body"))
    assert letters == [("out", "800/1301", "BKN"), ("in", "3312/B", "BKN")]
    verbs = Event.objects.filter(verb__startswith="decisions.approval_")
    assert [event.verb.removeprefix("decisions.approval_") for event in verbs.order_by("pk")] == [
        "prepared",
        "sent",
        "allowed",
    ]


def test_what_was_returned_is_mended_and_sent_again(chosen):
    send(chosen, days_ago(30))
    happen(chosen, Kind.RETURNED, days_ago(20), reason="SKP 2025 belum dilampirkan.")

    front = track_of(chosen).front
    assert front.holder == "BKPSDM"
    assert front.words.endswith(": SKP 2025 belum dilampirkan. Perbaiki lalu kirim ulang.")

    happen(chosen, Kind.SENT, days_ago(18), paper=paper("800/1302", days_ago(18)))
    assert track_of(chosen).front.holder == "BKN"


def test_who_was_refused_waits_for_the_authority_before_everything_else(chosen):
    send(chosen, days_ago(30))
    happen(
        chosen,
        Kind.REFUSED,
        days_ago(20),
        reason="Belum dua tahun menjabat.",
        paper=paper("77/B", days_ago(20)),
    )

    front = track_of(chosen).front
    assert (front.holder, front.is_stuck, front.tone) == ("Wali Kota", True, "err")


def test_an_approval_whose_validity_ran_out_is_none(chosen):
    send(chosen, days_ago(30))
    happen(
        chosen,
        Kind.ALLOWED,
        days_ago(20),
        paper=paper("3312/B", days_ago(20)),
        valid_until=days_ago(1),
    )
    assert not track_of(chosen).is_ready
    assert track_of(chosen, days_ago(1)).is_ready

    happen(chosen, Kind.EXPIRED, days_ago(0), reason="Masa berlaku habis.")
    assert track_of(chosen).front.holder == "BKPSDM"


def test_a_deadline_moves_with_a_reason_and_is_passed_visibly(chosen):
    send(chosen, days_ago(30), due_on=days_ago(20))
    late = track_of(chosen).front
    assert late.is_late
    assert late.due_words.startswith("Melewati batas internal ")
    assert late.due_words.endswith(" hari kerja. Catat tindak lanjut.")

    assert "alasan" in refused(chosen, Kind.DEADLINE, today(), due_on=today())
    happen(chosen, Kind.DEADLINE, today(), due_on=today(), reason="BKN minta waktu.")

    assert track_of(chosen).front.due_words.endswith("(hari ini).")


@pytest.mark.parametrize(
    ("kind", "on", "given", "said"),
    [
        (Kind.SENT, 30, {}, "kini belum disiapkan"),
        (Kind.ALLOWED, 30, {}, "kini belum disiapkan"),
        (Kind.PREPARED, -1, {}, "belum tiba"),
        (Kind.PREPARED, 41, {}, "mendahului penetapan pilihan"),
        (Kind.PREPARED, 30, {"code": "MENDAGRI"}, "tidak diperlukan"),
        (Kind.PREPARED, 30, {"code": "KASN"}, "tidak ada dalam rute"),
    ],
)
def test_nothing_happens_out_of_turn_or_on_impossible_days(chosen, kind, on, given, said):
    assert said in refused(chosen, kind, days_ago(on), **given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "memerlukan surat"),
        ({"paper": Paper(number="  ", dated=None)}, "memerlukan surat"),
        ({"paper": Paper(number="1/B", dated=date(2026, 1, 5))}, "mendahului penetapan"),
        ({"reason": "x", "valid_until": date(2020, 1, 1)}, "Masa berlaku habis"),
    ],
)
def test_a_reply_needs_a_letter_that_can_be(chosen, given, said):
    send(chosen, days_ago(30))

    assert said in refused(chosen, Kind.ALLOWED, days_ago(10), **given)


def test_letters_of_the_future_and_replies_before_the_request_are_refused(chosen):
    send(chosen, days_ago(30))

    later = paper("1/B", days_ago(5))
    assert "sesudah tanggal langkahnya" in refused(chosen, Kind.ALLOWED, days_ago(10), paper=later)
    before = paper("1/B", days_ago(31))
    said = refused(chosen, Kind.ALLOWED, days_ago(10), paper=before)
    assert "mendahului pengiriman" in said
    no_file = Paper(number="1/B", dated=days_ago(12))
    assert "pilih berkas PDF" in refused(chosen, Kind.ALLOWED, days_ago(10), paper=no_file)
    assert "alasan" in refused(chosen, Kind.RETURNED, days_ago(10), reason="   ")
    said = refused(chosen, Kind.RETURNED, days_ago(31), reason="Kurang.")
    assert "mendahului langkah sebelumnya" in said


def test_one_letter_answers_for_several_people(chosen):
    picks = [(chosen.vacancies[1], chosen.candidates[0])]
    other = determine(chosen, picks, on=days_ago(40), reason="Jabatan kedua.")[0]
    send(chosen, days_ago(30))
    sent = Letter.objects.get()
    happen(chosen, Kind.PREPARED, days_ago(30), choice=other)
    happen(chosen, Kind.SENT, days_ago(30), choice=other, paper=Paper(known=sent))

    assert ApprovalEvent.objects.filter(letter=sent).count() == 2
    assert "tidak cocok" in refused(chosen, Kind.ALLOWED, days_ago(9), paper=Paper(known=sent))


def test_mendagri_is_asked_after_bkn_where_a_window_is_open(chosen):
    mayor(chosen, since=days_ago(60))

    happen(chosen, Kind.PREPARED, days_ago(30), code="MENDAGRI")
    said = refused(
        chosen, Kind.SENT, days_ago(29), code="MENDAGRI", paper=paper(dated=days_ago(29))
    )

    assert said.startswith("Persetujuan tertulis Mendagri dikirim sesudah Pertimbangan teknis BKN")


def test_a_choice_that_was_replaced_is_not_asked_for_any_more(chosen):
    picks = [(chosen.vacancies[0], chosen.candidates[2])]
    determine(chosen, picks, on=days_ago(20), reason="Ditolak BKN.")

    assert "sudah diganti" in refused(chosen, Kind.PREPARED, days_ago(10))


def test_names_go_to_their_body_and_count_for_who_is_chosen_then(draft):
    Vacancy.objects.filter(pk=draft.vacancies[0].pk).update(title="Kepala Disdukcapil")
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    mayor(small)
    vacancy = Vacancy.objects.get(pk=draft.vacancies[0].pk)
    small.choice = determine(small, [(vacancy, What.NAMES)], on=days_ago(40))[0]
    assert "satu orang" in refused(small, Kind.PREPARED, days_ago(30))

    send(small, days_ago(30), code="DUKCAPIL_NAMES")
    assert sending(small).is_due(vacancy)
    happen(
        small,
        Kind.ALLOWED,
        days_ago(10),
        code="DUKCAPIL_NAMES",
        paper=paper("9/DUK", days_ago(10)),
    )
    assert not sending(small).is_due(vacancy)
    assert track_of(small).front.words == (
        "Semua nama sudah disetujui; satu nama belum ditetapkan."
    )

    picks = [(vacancy, draft.candidates[1])]
    small.choice = determine(small, picks, on=days_ago(5), reason="Satu nama.")[0]
    lines = {x.step.rule.code: x for x in track_of(small).lines}
    assert lines["DUKCAPIL_NAMES"].is_given
    assert lines[BKN].blocked_by == []
    said = refused(small, Kind.EXPIRED, days_ago(1), code="DUKCAPIL_NAMES", reason="x")
    assert "sudah berjalan untuk semua nama" in said


def test_a_changed_window_is_told_until_the_route_is_kept_anew(chosen):
    assert track_of(chosen).changes == []
    keep_route(chosen.choice, by=chosen.staff)
    mayor(chosen, since=days_ago(5))

    (change,) = track_of(chosen).changes
    assert change.startswith(
        "Persetujuan tertulis Mendagri: semula tidak diperlukan, kini diperlukan: pelantikan Wali"
    )
    keep_route(chosen.choice, by=chosen.staff)
    assert track_of(chosen).changes == []


def test_a_started_step_stays_when_it_is_no_longer_needed(chosen):
    term = mayor(chosen, since=days_ago(60))
    happen(chosen, Kind.PREPARED, days_ago(30), code="MENDAGRI")
    withdraw_fact(term, reason="Salah catat.", by=chosen.staff)

    line = next(x for x in track_of(chosen).lines if x.step.rule.code == "MENDAGRI")
    assert not line.step.is_required
    assert line.is_shown


def raw(approval, number, kind, on, staff, **given):
    return ApprovalEvent.objects.create(
        approval=approval,
        number=number,
        kind=kind,
        happened_on=on,
        owner=staff,
        recorded_at=timezone.now(),
        **given,
    )


@pytest.mark.parametrize(
    ("number", "kind", "ago", "given"),
    [
        (2, Kind.SENT, 30, {"due_on": date(2030, 1, 1), "reason": "tanpa surat"}),
        (2, Kind.ALLOWED, 30, {"reason": "melompat"}),
        (3, Kind.DEADLINE, 30, {"due_on": date(2030, 1, 1), "reason": "bernomor lain"}),
        (2, Kind.DEADLINE, 31, {"due_on": date(2030, 1, 1), "reason": "mundur"}),
        (2, Kind.DEADLINE, -1, {"due_on": date(2030, 1, 1), "reason": "besok"}),
        (2, Kind.DEADLINE, 30, {"due_on": date(2030, 1, 1)}),
        (2, Kind.DEADLINE, 30, {"reason": "tanpa batas"}),
    ],
)
def test_the_database_refuses_what_cannot_be(chosen, number, kind, ago, given):
    approval = happen(chosen, Kind.PREPARED, days_ago(30))

    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        raw(approval, number, kind, days_ago(ago), chosen.staff, **given)

    assert ApprovalEvent.objects.count() == 1


def test_what_was_recorded_stays(chosen, as_owner):
    send(chosen, days_ago(30))
    rows = (
        ApprovalEvent.objects.all(),
        Approval.objects.all(),
        Letter.objects.all(),
        ApprovalRule.objects.filter(code=BKN),
    )

    for found in rows:
        with pytest.raises(DatabaseError), transaction.atomic():
            found.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.update(number="lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        ApprovalRule.objects.filter(code=BKN).update(typical_days=1)


def test_nobody_asks_for_a_post_without_a_choice(handed):
    choice = determine(handed, [(handed.vacancies[0], What.NOBODY)])[0]
    rule = ApprovalRule.objects.get(code=BKN)

    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.create(choice=choice, rule=rule)
