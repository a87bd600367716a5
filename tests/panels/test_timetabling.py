from dataclasses import replace
from datetime import time

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from panels import delaying, publishing, timetabling
from panels.adopting import adopt_slots
from panels.delaying import DraftInTheWay
from panels.models import Slot, TimetablePlan
from panels.publishing import NotPublishable
from panels.rearranging import DelayRefused
from panels.sittings import NotScheduled, Place, RequestRefused
from panels.slots import Stretch
from panels.timetable import DoesNotFit
from panels.timetable_asking import AskedDay, AskedRoom, Part, from_json
from panels.timetable_reading import draft_of, facts_of, published_of, version_of
from panels.timetabling import NotDrawn, NothingThere, Seen, TimetableChanged, TimetableClosed
from tests import factories
from tests.panels.timetables import (
    PAST,
    SATURDAY,
    WEDNESDAY,
    a_round,
    asked,
    drafted,
    drawn,
    heard,
    published,
    revision,
)

pytestmark = pytest.mark.django_db


def table(plan):
    return [(row["candidate"], row["starts"]) for row in plan.sittings]


def slots(small):
    rows = Slot.objects.in_force().filter(round=small.round).order_by("date", "starts")
    return [(f"{slot.candidate.number:02}", f"{slot.starts:%H:%M}", slot.room) for slot in rows]


def state(small):
    return (
        list(TimetablePlan.objects.order_by("pk").values()),
        slots(small),
        Event.objects.count(),
    )


def test_what_is_filled_in_is_kept_before_the_draw():
    small = a_round()

    plan = timetabling.prepare(small.round, asked(), revision=None, arrange=False, by=small.staff)

    kept = from_json(plan.asked)
    assert (kept.days, kept.rooms, kept.length) == (asked().days, asked().rooms, 30)
    assert [(b.title, str(b.hours)) for b in kept.breaks] == [
        ("Istirahat, salat, makan", "12.00–13.00")
    ]
    assert "Perpres 21/2023" in kept.breaks[0].source
    assert (plan.version, plan.revision, plan.sittings, slots(small)) == (1, 1, [], [])


def test_a_timetable_follows_the_draw():
    small = a_round()

    plan = drafted(small)

    order = [number for number, _ in plan.draw.lots]
    assert table(plan) == [(order[0], "08:00"), (order[1], "08:40"), (order[2], "09:20")]
    assert slots(small) == []


def test_nothing_is_generated_without_a_draw():
    small = a_round()
    before = state(small)

    with pytest.raises(NotDrawn, match="belum diundi"):
        timetabling.prepare(small.round, asked(), revision=None, arrange=True, by=small.staff)

    assert state(small) == before


def test_once_scoring_was_opened_without_a_draw_nobody_is_told_to_draw():
    small = a_round().open()
    before = state(small)

    with pytest.raises(NotDrawn, match="Penilaian dibuka tanpa undian"):
        timetabling.prepare(small.round, asked(), revision=None, arrange=True, by=small.staff)

    assert state(small) == before


def test_what_cannot_fit_says_what_is_short_and_changes_nothing():
    small = a_round()
    drawn(small)
    before = state(small)
    short = asked(days=(AskedDay(WEDNESDAY, Stretch(time(8), time(9))),))

    with pytest.raises(DoesNotFit) as refusal:
        timetabling.prepare(small.round, short, revision=None, arrange=True, by=small.staff)

    assert "3 kandidat memerlukan 3 waktu; tersedia 1" in str(refusal.value)
    assert "Kurang 2 waktu, yaitu 80 menit" in str(refusal.value)
    assert state(small) == before


def test_a_room_without_capacity_is_refused_by_name():
    small = a_round()
    drawn(small)
    rooms = (AskedRoom("Ruang Anggrek", None, frozenset("123")),)

    with pytest.raises(RequestRefused, match="Kapasitas Ruang Anggrek belum diisi"):
        timetabling.prepare(
            small.round, asked(rooms=rooms), revision=None, arrange=True, by=small.staff
        )

    assert not TimetablePlan.objects.exists()


def test_a_draft_filled_in_before_the_draw_is_arranged_after_it():
    small = a_round()
    plan = timetabling.prepare(small.round, asked(), revision=None, arrange=False, by=small.staff)
    drawn(small)

    arranged = timetabling.arrange(small.round, revision=plan.revision, by=small.staff)

    assert (arranged.pk, arranged.revision, len(arranged.sittings)) == (plan.pk, 2, 3)


def test_there_is_nothing_to_arrange_in_an_empty_round():
    small = a_round()
    drawn(small)

    with pytest.raises(NothingThere):
        timetabling.arrange(small.round, revision=None, by=small.staff)


def test_a_recused_member_is_respected_when_the_order_is_laid_out():
    small = a_round()
    factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[1])
    drawn(small)
    rooms = (
        AskedRoom("Ruang Anggrek", 12, frozenset("1")),
        AskedRoom("Ruang Melati", 12, frozenset("23")),
    )

    plan = timetabling.prepare(
        small.round,
        asked(rooms=rooms, least_members=1),
        revision=None,
        arrange=True,
        by=small.staff,
    )

    room = next(row["room"] for row in plan.sittings if row["candidate"] == "02")
    assert room == "Ruang Melati"


def test_publishing_writes_one_slot_for_each_part():
    small = a_round()
    factories.InstrumentFactory(round=small.round, code="GAGASAN", title="Uji gagasan")

    plan = published(small, parts=(Part("GAGASAN", 10), Part("WAWANCARA", 20)), gap=0)

    first = Slot.objects.in_force().order_by("date", "starts")[:2]
    assert [(s.instrument.code, str(s.starts), str(s.ends)) for s in first] == [
        ("GAGASAN", "08:00:00", "08:10:00"),
        ("WAWANCARA", "08:10:00", "08:30:00"),
    ]
    assert Slot.objects.count() == 6
    assert (plan.published_by, plan.is_in_force) == (small.staff, True)
    assert Event.objects.filter(verb="panels.timetable_published").count() == 1


def test_a_second_version_supersedes_the_first_and_withdraws_its_slots():
    small = a_round()
    first = published(small)
    one, two, three = (number for number, _ in first.draw.lots)

    moved = timetabling.move_sitting(
        small.round,
        one,
        Place(WEDNESDAY, time(14), "Ruang Anggrek"),
        seen=Seen(1, first.revision),
        by=small.staff,
    )
    assert (moved.version, slots(small)[0][0]) == (2, one)
    publishing.publish(small.round, revision=1, note="Kandidat sakit pagi", by=small.staff)

    first.refresh_from_db()
    assert first.superseded_at is not None
    assert [(number, start) for number, start, _ in slots(small)] == [
        (two, "08:40"),
        (three, "09:20"),
        (one, "14:00"),
    ]


def test_two_candidates_change_places():
    small = a_round()
    plan = drafted(small)
    one, two, _ = (number for number, _ in plan.draw.lots)

    swapped = timetabling.swap_sittings(
        small.round, one, two, seen=Seen(1, plan.revision), by=small.staff
    )

    assert table(swapped)[:2] == [(two, "08:00"), (one, "08:40")]
    assert swapped.revision == plan.revision + 1


def test_a_warning_wants_a_note_before_publishing():
    small = a_round()
    plan = drafted(small)
    one, two, _ = (number for number, _ in plan.draw.lots)
    timetabling.swap_sittings(small.round, one, two, seen=Seen(1, 1), by=small.staff)
    before = state(small)

    with pytest.raises(NotPublishable, match="catatan"):
        publishing.publish(small.round, revision=2, by=small.staff)

    assert state(small) == before


def test_a_problem_keeps_a_draft_from_being_published():
    small = a_round()
    plan = drafted(small)
    to = Place(WEDNESDAY, time(11, 50), "Ruang Anggrek")
    timetabling.move_sitting(small.round, "01", to, seen=Seen(1, plan.revision), by=small.staff)
    before = state(small)

    with pytest.raises(NotPublishable, match="1 masalah harus diperbaiki"):
        publishing.publish(small.round, revision=2, note="Biar saja", by=small.staff)

    assert state(small) == before


@pytest.mark.parametrize("revision", [None, 7])
def test_a_change_from_an_old_page_is_refused(revision):
    small = a_round()
    drafted(small)
    before = state(small)

    for attempt in (
        lambda: publishing.publish(small.round, revision=revision, note="x", by=small.staff),
        lambda: timetabling.discard(small.round, revision=revision, by=small.staff),
        lambda: timetabling.arrange(small.round, revision=revision, by=small.staff),
        lambda: timetabling.swap_sittings(
            small.round, "01", "02", seen=Seen(1, revision or 0), by=small.staff
        ),
    ):
        with pytest.raises(TimetableChanged, match="Muat ulang"):
            attempt()

    assert state(small) == before


def test_an_unknown_candidate_is_not_moved():
    small = a_round()
    plan = drafted(small)
    before = state(small)

    with pytest.raises(NotScheduled):
        timetabling.swap_sittings(
            small.round, "01", "99", seen=Seen(1, plan.revision), by=small.staff
        )

    assert state(small) == before


def test_a_draft_thrown_away_gives_its_number_to_the_next():
    small = a_round()
    plan = drafted(small)

    timetabling.discard(small.round, revision=plan.revision, by=small.staff)
    again = timetabling.prepare(small.round, asked(), revision=None, arrange=True, by=small.staff)

    assert (draft_of(small.round).pk, again.version) == (again.pk, 1)
    with pytest.raises(NothingThere):
        publishing.publish(a_round().round, revision=None, by=small.staff)


@pytest.mark.usefixtures("on_the_day")
def test_a_delay_shifts_one_room_and_is_seen_at_once():
    small = a_round()
    first = published(small)
    one, two, three = (number for number, _ in first.draw.lots)

    late = delaying.delay_from(small.round, two, 15, version=1, by=small.staff)

    assert late.is_published
    assert slots(small) == [
        (one, "08:00", "Ruang Anggrek"),
        (two, "08:55", "Ruang Anggrek"),
        (three, "09:35", "Ruang Anggrek"),
    ]
    assert published_of(small.round).note == f"Mundur 15 menit mulai Kandidat {two}"


@pytest.mark.usefixtures("on_the_day")
def test_a_delay_past_the_closing_hour_waits_as_a_draft():
    small = a_round()
    first = published(small, days=(AskedDay(WEDNESDAY, Stretch(time(8), time(10, 15))),))
    before = slots(small)

    late = delaying.delay_from(small.round, first.draw.lots[0][0], 60, version=1, by=small.staff)

    assert not late.is_published
    assert "penilai belum melihatnya" in late.message
    assert slots(small) == before
    with pytest.raises(DraftInTheWay, match="Draf versi 2"):
        delaying.delay_from(small.round, "01", 5, version=1, by=small.staff)


@pytest.mark.usefixtures("on_the_day")
def test_a_delay_is_refused_from_an_old_page_without_minutes_or_without_a_timetable():
    small = a_round()
    with pytest.raises(NothingThere):
        delaying.delay_from(small.round, "01", 15, version=0, by=small.staff)
    published(small)
    before = state(small)

    with pytest.raises(TimetableChanged):
        delaying.delay_from(small.round, "01", 15, version=9, by=small.staff)
    with pytest.raises(DelayRefused):
        delaying.delay_from(small.round, "01", 0, version=1, by=small.staff)

    assert state(small) == before


def test_nothing_changes_once_the_scores_are_open():
    small = a_round()
    heard(small)
    small.play()
    before = state(small)

    for attempt in (
        lambda: timetabling.prepare(
            small.round, asked(), revision=None, arrange=True, by=small.staff
        ),
        lambda: timetabling.swap_sittings(small.round, "01", "02", seen=Seen(1, 1), by=small.staff),
        lambda: delaying.delay_from(small.round, "01", 15, version=1, by=small.staff),
        lambda: publishing.publish(small.round, revision=None, by=small.staff),
    ):
        with pytest.raises(TimetableClosed, match="Segel sudah dibuka"):
            attempt()

    assert state(small) == before


@pytest.mark.usefixtures("on_the_day")
def test_the_timetable_may_change_while_scores_are_given():
    small = a_round()
    published(small)
    small.open()

    late = delaying.delay_from(small.round, "01", 15, version=1, by=small.staff)

    assert late.is_published


def test_the_database_keeps_a_published_version():
    plan = published(a_round())

    for change in ({"sittings": []}, {"asked": {}}, {"note": "lain"}, {"version": 9}):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            TimetablePlan.objects.filter(pk=plan.pk).update(**change)


def test_there_is_one_draft_a_round():
    small = a_round()
    drafted(small)

    with pytest.raises(IntegrityError, match="one_draft_per_round"), transaction.atomic():
        TimetablePlan.objects.create(round=small.round, version=2, asked={}, made_at=timezone.now())


def test_a_recusal_declared_later_shows_on_the_published_version():
    small = a_round()
    plan = published(small, least_members=3)

    factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[0])
    version = version_of(plan, facts_of(small.round))

    assert [p.kind for p in version.blocking] == ["too_few_members"]


def test_a_doubtful_draw_publishes_nothing():
    small = a_round()
    plan = drafted(small)
    newcomer = factories.CandidateFactory(round=small.round, number=4)
    sittings = [*plan.sittings, {**plan.sittings[-1], "candidate": "04", "starts": "10:00"}]
    sittings[-1]["ends"] = "10:30"
    TimetablePlan.objects.filter(pk=plan.pk).update(sittings=sittings)

    with pytest.raises(NotPublishable, match="Belum ikut diundi: Kandidat 04"):
        publishing.publish(small.round, revision=revision(small), note="x", by=small.staff)

    assert newcomer.number == 4
    assert not Slot.objects.exists()


def test_the_filled_in_values_survive_their_json():
    small = a_round()
    wanted = replace(asked(), fasting=True, usual=True, reserve=5, attendants=2)

    plan = timetabling.prepare(small.round, wanted, revision=None, arrange=False, by=small.staff)

    kept = from_json(plan.asked)
    assert replace(kept, breaks=()) == wanted
    assert [str(pause.hours) for pause in kept.breaks] == ["12.00–12.30"]


def on(day):
    return (AskedDay(day, Stretch(time(8), time(16))),)


def test_a_day_off_wants_a_note_before_publishing():
    small = a_round()
    plan = drafted(small, days=on(SATURDAY))

    with pytest.raises(NotPublishable, match="catatan"):
        publishing.publish(small.round, revision=plan.revision, by=small.staff)

    version = version_of(plan, facts_of(small.round))
    assert [problem.message for problem in version.warnings] == [
        "Sabtu, 6 Desember 2098 bukan hari kerja: akhir pekan. Pilih hari lain atau catat alasannya"
        " sebelum menerbitkan jadwal."
    ]
    publishing.publish(small.round, revision=plan.revision, note="Disepakati", by=small.staff)


def test_nothing_is_arranged_on_a_day_that_has_passed():
    small = a_round()
    drawn(small)
    before = state(small)

    with pytest.raises(RequestRefused, match=r"Tanggal 3 Desember 2025 sudah lewat.*belum disusun"):
        timetabling.prepare(
            small.round, asked(days=on(PAST)), revision=None, arrange=True, by=small.staff
        )

    assert state(small) == before


def in_the_past(plan):
    """As if the draft had waited until its day was over."""
    sittings = [{**row, "day": PAST.isoformat()} for row in plan.sittings]
    days = [{**row, "day": PAST.isoformat()} for row in plan.asked["days"]]
    TimetablePlan.objects.filter(pk=plan.pk).update(
        sittings=sittings, asked={**plan.asked, "days": days}
    )


def test_a_first_version_is_not_published_for_a_day_that_has_passed():
    small = a_round()
    plan = drafted(small)
    in_the_past(plan)

    with pytest.raises(NotPublishable, match="Tanggal 3 Desember 2025 sudah lewat"):
        publishing.publish(small.round, revision=plan.revision, note="x", by=small.staff)

    assert not Slot.objects.exists()


def test_the_days_of_a_published_timetable_pass_and_it_may_still_be_mended():
    small = a_round()
    for number, candidate in enumerate(small.candidates):
        factories.SlotFactory(
            candidate=candidate,
            instrument=small.interview,
            starts=time(8 + number),
            ends=time(8 + number, 30),
        )
    adopted = adopt_slots(small.round, by=small.staff)
    timetabling.swap_sittings(small.round, "01", "02", seen=Seen(1, 0), by=small.staff)
    draft = draft_of(small.round)

    version = version_of(draft, facts_of(small.round))

    assert adopted.published_at
    assert not [p for p in version.problems if "sudah lewat" in p.message]
