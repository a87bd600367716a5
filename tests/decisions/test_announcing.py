"""Having something announced: two people, one transaction, and nothing that changes afterwards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import Event
from decisions.announced import read
from decisions.announcing import (
    CannotAnnounce,
    publish,
    request_announcement,
    return_request,
    rules_for,
    take_back,
)
from decisions.barring import note_withdrawal
from decisions.models import Announcement, DisclosureRule
from tests.announcing import Kind, asked, wanted
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(handed_over):
    return handed_over


def published(small, **said):
    return publish(asked(small, **said), by=small.head)


def names_in(announcement):
    return {post.title: [p.name for p in post.people] for post in read(announcement.text).posts}


def test_what_is_asked_for_is_fixed_and_not_public(small):
    request = asked(small)

    assert request.is_waiting
    assert request.code == ""
    assert not Announcement.objects.published().exists()
    said = read(request.text)
    assert said.heading == "Tiga kandidat terbaik"
    assert said.order == "urut abjad"
    assert said.office == "Ketua Panitia Seleksi"
    assert said.official == small.chair.name
    names = [candidate.full_name for candidate in small.candidates]
    assert names_in(request) == {
        "Kepala Dinas Kesehatan": names,
        "Kepala Dinas Perhubungan": names[:1],
    }


def test_names_alone_say_neither_rank_nor_score(small):
    said = read(asked(small).text)

    people = [person for post in said.posts for person in post.people]
    assert {(person.rank, person.total) for person in people} == {(None, "")}
    assert '"rank"' not in Announcement.objects.get().text


def test_ranks_are_shown_in_their_order_and_scores_as_the_round_prints_them(small):
    ranks = read(asked(small, shows="ranks").text)
    take_back(Announcement.objects.get(), by=small.staff)
    scores = read(asked(small, shows="scores").text)

    health = ranks.posts[0].people
    best_first = [candidate.full_name for candidate in reversed(small.candidates)]
    assert [(p.rank, p.name, p.total) for p in health] == [
        (rank, name, "") for rank, name in enumerate(best_first, start=1)
    ]
    assert [p.total for p in scores.posts[0].people] == ["77,40", "75,20", "73,00"]
    assert ranks.order == scores.order == "menurut peringkat"


def test_every_ground_is_data_with_its_source(small):
    rules = rules_for(Kind.SHORTLIST)

    assert [rule.shows for rule in rules] == ["names", "ranks", "scores"]
    assert [rule.is_default for rule in rules] == [True, False, False]
    assert all("14/2008" in rule.legal_basis and rule.source for rule in rules)


def test_another_person_publishes_and_an_address_comes_to_be(small):
    announcement = published(small)

    assert announcement.answered_by == small.head
    assert len(announcement.code) == 22
    assert announcement.code not in (str(announcement.public_id), announcement.number)
    event = Event.objects.get(verb="decisions.announcement_published")
    assert event.facts["sha256"] == announcement.sha256
    assert event.facts["shows"] == "names"


def test_whoever_asked_does_not_publish_neither_under_another_account(small):
    request = asked(small)
    twin = UserFactory(name=f"  {small.staff.name.upper()} ")

    for person in (small.staff, twin):
        with pytest.raises(CannotAnnounce, match="orang lain"):
            publish(request, by=person)

    request.refresh_from_db()
    assert request.is_waiting


def test_the_database_knows_of_the_two_people(small):
    request = asked(small)

    with pytest.raises(DatabaseError, match="head publishes"), transaction.atomic():
        Announcement.objects.filter(pk=request.pk).update(
            answer="published", answered_by=small.staff, answered_at=timezone.now(), code="x" * 22
        )

    request.refresh_from_db()
    assert request.is_waiting


@pytest.mark.parametrize(
    "change", [{"text": "{}"}, {"number": "1"}, {"answer": ""}, {"code": "y" * 22}]
)
def test_what_was_published_never_changes(small, change):
    announcement = published(small)

    with pytest.raises(DatabaseError), transaction.atomic():
        Announcement.objects.filter(pk=announcement.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Announcement.objects.filter(pk=announcement.pk).delete()


def test_nothing_is_asked_for_before_the_hand_over(draft):
    small = draft.play().resolve()

    with pytest.raises(CannotAnnounce, match="belum menyerahkan"):
        request_announcement(small.round, wanted(), by=small.staff)

    assert not Announcement.objects.exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"dated": timezone.localdate() - timedelta(days=1)}, "sebelum itu"),
        ({"kind": Kind.REVOCATION}, "Pilih pengumuman"),
        ({"kind": Kind.APPOINTED}, "Belum ada SK"),
        ({"disclosure": None}, "bukan untuk pengumuman ini"),
    ],
)
def test_what_cannot_be_announced_leaves_nothing_behind(small, said, why):
    before = Event.objects.count()

    with pytest.raises(CannotAnnounce, match=why):
        request_announcement(small.round, wanted(**said), by=small.staff)

    assert not Announcement.objects.exists()
    assert Event.objects.count() == before


def test_one_request_waits_at_a_time(small):
    asked(small)

    with pytest.raises(CannotAnnounce, match="masih menunggu"):
        asked(small, number="2")

    assert Announcement.objects.count() == 1


def test_the_day_on_the_announcement_comes_first(small):
    request = asked(small, dated=timezone.localdate() + timedelta(days=1))

    with pytest.raises(CannotAnnounce, match="belum tiba"):
        publish(request, by=small.head)

    assert not Announcement.objects.published().exists()


def test_a_request_is_returned_with_a_reason_or_taken_back(small):
    request = asked(small)
    with pytest.raises(CannotAnnounce, match="alasan"):
        return_request(request, "  ", by=small.head)
    return_request(request, "Nomor salah", by=small.head)
    again = asked(small)
    take_back(again, by=small.staff)

    for done in (request, again):
        with pytest.raises(CannotAnnounce, match="sudah dijawab"):
            publish(done, by=small.head)
    answers = Announcement.objects.order_by("pk").values_list("answer", "answer_reason", "code")
    assert list(answers) == [("returned", "Nomor salah", ""), ("taken_back", "", "")]


def test_a_result_that_was_corrected_meanwhile_is_not_announced(small):
    request = asked(small)
    small.resolve(reason="Nilai salah salin")

    text = Announcement.objects.get().text
    with pytest.raises(DatabaseError, match="result in force"), transaction.atomic():
        Announcement.objects.filter(pk=request.pk).update(
            answer="published", answered_by=small.head, answered_at=timezone.now(), code="x" * 22
        )
    with pytest.raises(CannotAnnounce, match="dikoreksi"):
        publish(request, by=small.head)
    assert Announcement.objects.get().text == text
    assert not Announcement.objects.published().exists()


def test_a_second_one_of_its_kind_replaces_the_first_and_says_why(small):
    first = published(small)
    with pytest.raises(CannotAnnounce, match="masih berlaku"):
        asked(small, number="2")
    with pytest.raises(CannotAnnounce, match="alasan mengganti"):
        asked(small, number="2", replaces=first)
    with pytest.raises(CannotAnnounce, match="sudah dipakai"):
        asked(small, replaces=first, reason="Salah tulis")

    second = published(small, number="2", replaces=first, reason="Salah tulis gelar")

    first.refresh_from_db()
    assert first.is_published
    assert list(Announcement.objects.in_force()) == [second]
    assert read(second.text).replaces.reason == "Salah tulis gelar"
    with pytest.raises(CannotAnnounce, match="tidak berlaku"):
        asked(small, number="3", replaces=first, reason="Sekali lagi")


def test_who_withdrew_since_is_announced_with_a_mark(small):
    gone = read(published(small).text).posts[0].people[0]
    assert not gone.withdrew
    person = next(one for one in small.candidates if one.full_name == gone.name)
    note_withdrawal(person, "800/12/2026", by=small.head)

    later = asked(small, number="2", replaces=Announcement.objects.get(), reason="Ada yang mundur")

    people = [one for post in read(later.text).posts for one in post.people]
    assert {one.name for one in people if one.withdrew} == {gone.name}


def test_a_revocation_names_nobody_and_makes_room_for_another(small):
    first = published(small)
    revocation = {"kind": Kind.REVOCATION, "number": "2", "title": "Pencabutan"}
    second = published(small, **revocation, replaces=first, reason="Hasil dikoreksi")

    assert read(second.text).posts == []
    assert "Nama Rahasia" not in second.text
    with pytest.raises(CannotAnnounce, match="sejenis"):
        asked(small, number="3", replaces=second, reason="Keliru")
    assert published(small, number="3").is_published


def test_rules_are_never_rewritten(small):
    with pytest.raises(DatabaseError), transaction.atomic():
        DisclosureRule.objects.filter(shows="names").update(note="Bebas")
