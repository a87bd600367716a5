"""A corrected result is handed over again; until then nobody chooses or sets anything."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from decisions import actions
from decisions.approving import advance_approval
from decisions.backing import backing_of
from decisions.choosing import CannotChoose, Picked, clear_draft, drafts_of, save_draft
from decisions.deciding import Proposal, decide
from decisions.determining import determine, proposal_of
from decisions.ending import DecreePaper, plan_inauguration, record_decree
from decisions.handing_over import correction_of
from decisions.happenings import ApprovalRefused, Happening
from decisions.holding import Presence, note_attendance, open_plenary
from decisions.inquiring import ask_panel
from decisions.models import (
    ApprovalEvent,
    Choice,
    ChoiceDraft,
    Determination,
    HandOver,
    Inauguration,
    RoundClosure,
    What,
)
from decisions.settling import freeze_result, result_in_force
from scoring.models import Confirmation
from selection.models import Vacancy
from selection.phases import WrongPhase
from tests.decisions import chosen
from tests.selection.pdfs import upload

pytestmark = pytest.mark.django_db
REASON = "Pengalaman memimpin puskesmas sesuai prioritas 2026."
AGAIN = "Calon yang semula tidak lagi diusulkan panitia."
NAMES = (1, 2, 3)


def settled(small, numbers, reason=""):
    """A plenary that puts these of four equals forward."""
    place = {"held_on": timezone.localdate(), "place": "Ruang Rapat"}
    plenary = open_plenary(small.round, **place, reason=reason, by=small.chair)
    noted = {seat.pk: Presence(is_present=True) for seat in small.seats}
    note_attendance(plenary, noted, by=small.chair)
    nips = [small.candidates[number - 1].nip for number in numbers]
    cut = Proposal(kind="cut", vacancy="DINKES", nips=nips, reason="Rekam jejak")
    decide(plenary, cut, by=small.chair)
    return freeze_result(plenary, unconfirmed_reason="Sudah dibaca.", by=small.chair)


@pytest.fixture
def handed(tied):
    settled(tied, NAMES)
    tied.round = actions.hand_over(tied.round, by=tied.chair)
    return tied


def pick(small, number, seen=0):
    person = Picked(What.PERSON, small.candidates[number - 1])
    vacancy = Vacancy.objects.get(pk=small.vacancies[0].pk)
    return save_draft(vacancy, person, REASON, seen_version=seen, by=small.authority)


def settle(small, reason=""):
    seen, proof = proposal_of(small.round).seen, Confirmation.Proof.PASSWORD
    return determine(small.round, seen=seen, reason=reason, proof=proof, by=small.authority)


def page(client, small, name="shortlist-post", *more):
    return client.get(reverse(f"decisions:{name}", args=[small.round.code, *more])).text


def test_what_was_handed_over_is_kept_with_its_result(handed):
    kept = HandOver.objects.get()

    assert (kept.result, kept.handed_by) == (result_in_force(handed.round), handed.chair)
    assert correction_of(handed.round) is None
    with pytest.raises(WrongPhase):
        actions.hand_over(handed.round, by=handed.chair)
    assert HandOver.objects.count() == 1


def test_a_corrected_result_stops_choosing_until_it_is_handed_over(client, handed):
    pick(handed, 1)
    corrected = settled(handed, (2, 3, 4), reason="Rekam jejak keliru dibaca.")

    for refused in (lambda: pick(handed, 2, seen=1), lambda: settle(handed)):
        with pytest.raises(CannotChoose, match=r"mengoreksi hasil pada .* belum menyerahkannya"):
            refused()
    assert not Determination.objects.exists()
    assert ChoiceDraft.objects.get().version == 1
    ask_panel(handed.vacancies[0], "Apa yang keliru?", by=handed.authority)
    client.force_login(handed.authority)
    for text in (
        page(client, handed, "shortlist"),
        page(client, handed, "shortlist-post", "DINKES"),
        page(client, handed, "cabinet"),
        page(client, handed, "review"),
    ):
        assert "belum menyerahkannya kembali" in text
        assert "Rekam jejak keliru dibaca." in text

    first = handed.round.handed_over_at
    handed.round = actions.hand_over(handed.round, by=handed.chair)

    assert handed.round.handed_over_at == first
    assert HandOver.objects.latest("pk").result == corrected
    assert Event.objects.filter(verb="decisions.handed_over_again").count() == 1
    assert "belum menyerahkannya" not in page(client, handed, "shortlist")
    again = "sebagai hasil nomor 2, sesudah koreksi"
    assert again in page(client, handed, "shortlist")
    assert again in page(client, handed, "shortlist-post", "DINKES")
    clear_draft(handed.vacancies[0], seen_version=1, by=handed.authority)
    pick(handed, 2, seen=2)
    assert settle(handed).result == corrected


def test_who_is_put_forward_no_longer_is_marked_and_nothing_is_deleted(client, handed):
    pick(handed, 1)
    settle(handed)
    pick(handed, 1, seen=2)
    settled(handed, (2, 3, 4), reason="Rekam jejak keliru dibaca.")
    actions.hand_over(handed.round, by=handed.chair)
    client.force_login(handed.authority)

    text = page(client, handed, "shortlist-post", "DINKES")
    assert f"{handed.candidates[0].full_name} tidak lagi diusulkan panitia" in text
    assert "tidak diusulkan panitia untuk jabatan ini" in page(client, handed, "review")
    with pytest.raises(CannotChoose, match="tidak diusulkan panitia"):
        settle(handed, AGAIN)
    assert list(drafts_of(handed.round)) == [handed.vacancies[0].pk]
    assert Choice.objects.count() == 1


def corrected(small):
    """Candidate 1 is chosen, and the panel then puts 2, 3 and 4 forward instead."""
    (choice,) = chosen.determine(small, [(small.vacancies[0], small.candidates[0])])
    settled(small, (2, 3, 4), reason="Rekam jejak keliru dibaca.")
    actions.hand_over(small.round, by=small.chair)
    return choice


def test_nothing_begins_for_who_is_put_forward_no_more_until_it_is_decided_anew(handed):
    choice = corrected(handed)
    paper = DecreePaper(number="821.2/7", dated=timezone.localdate(), upload=upload())
    prepared = Happening(kind="prepared", on=timezone.localdate())
    before = Event.objects.count()

    for refused in (
        lambda: advance_approval(choice, "BKN_PERTEK", prepared, by=handed.staff),
        lambda: record_decree(choice, paper, by=handed.staff),
        lambda: plan_inauguration(choice, timezone.localdate(), by=handed.staff),
    ):
        with pytest.raises(ApprovalRefused, match="tidak lagi diusulkan panitia sejak koreksi"):
            refused()
    with pytest.raises(DatabaseError, match="put him forward any more"), transaction.atomic():
        chosen.approve(handed, choice)
    with pytest.raises(DatabaseError, match="put him forward any more"), transaction.atomic():
        Inauguration.objects.create(
            choice=choice,
            number=1,
            on=timezone.localdate(),
            recorded_by=handed.staff,
            recorded_at=timezone.now(),
        )
    assert not ApprovalEvent.objects.exists() and Event.objects.count() == before

    pick(handed, 2)
    settle(handed, AGAIN)
    anew = Choice.objects.in_force().get()
    chosen.approve(handed, anew)
    assert record_decree(anew, paper, by=handed.staff).choice == anew


def test_who_is_put_forward_no_more_is_marked_wherever_his_choice_stands(client, handed):
    corrected(handed)
    client.force_login(handed.authority)
    there = [handed.round.code]

    assert "Perlu keputusan baru" in client.get(reverse("decisions:approvals", args=there)).text
    track = client.get(reverse("decisions:approval-track", args=[*there, "DINKES"])).text
    assert "tidak lagi diusulkan panitia sejak koreksi" in track
    assert "perlu keputusan baru" in page(client, handed, "shortlist")
    assert "perlu keputusan baru" in page(client, handed, "cabinet")
    assert "tidak lagi diusulkan panitia" in page(client, handed, "shortlist-post", "DINKES")
    client.force_login(handed.staff)
    home = client.get(reverse("reports:round", args=there)).text
    assert "pada 1 di antaranya yang ditetapkan tidak lagi diusulkan" in home


def test_another_rank_is_marked_and_stops_nothing(client, handed, bend):
    (choice,) = chosen.determine(handed, [(handed.vacancies[0], handed.candidates[1])])
    settled(handed, (2, 3, 4), reason="Rekam jejak keliru dibaca.")
    actions.hand_over(handed.round, by=handed.chair)
    bend("decisions_choice", "rank = 4")
    choice.refresh_from_db()
    backing = backing_of(handed.round, [choice])
    words = "peringkat berubah sejak dipilih: semula 4, kini 1"
    client.force_login(handed.authority)

    assert (backing.gone, backing.moved) == ({}, {choice.pk: words})
    for name, more in (("cabinet", ()), ("shortlist-post", ["DINKES"]), ("approvals", ())):
        assert words in page(client, handed, name, *more).lower()
    chosen.approve(handed, choice)
    assert choice.approvals.count() > 0


def test_the_chair_is_asked_to_hand_over_again_and_nobody_else(client, handed):
    there = reverse("reports:round", args=[handed.round.code])
    hand_over = reverse("decisions:hand-over", args=[handed.round.code])
    client.force_login(handed.chair)
    assert hand_over not in client.get(there).text

    settled(handed, (2, 3, 4), reason="Rekam jejak keliru dibaca.")
    text = client.get(there).text
    assert "Serahkan hasil yang dikoreksi kepada Wali Kota" in text
    assert hand_over in text
    client.post(hand_over)
    assert correction_of(handed.round) is None
    assert hand_over not in client.get(there).text

    client.force_login(handed.staff)
    assert client.post(hand_over).status_code == 403


def test_the_database_keeps_hand_overs_and_lets_choices_rest_on_nothing_else(handed):
    first = HandOver.objects.get()
    settled(handed, (2, 3, 4), reason="Rekam jejak keliru dibaca.")
    again = {"handed_by": handed.chair, "handed_at": timezone.now()}

    for impossible in (
        lambda: chosen.determine(handed, [(handed.vacancies[0], handed.candidates[1])]),
        lambda: HandOver.objects.create(round=handed.round, result=first.result, **again),
        lambda: HandOver.objects.update(handed_at=timezone.now()),
        lambda: HandOver.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            impossible()
    assert not Determination.objects.exists()


def test_nothing_is_handed_over_again_once_the_round_is_in_the_archive(handed):
    chosen.determine(handed, [(handed.vacancies[0], What.NOBODY)])
    settled(handed, (1, 2, 4), reason="Satu nilai keliru disalin.")
    closed = {"inaugurated": 0, "ended": 1, "closed_by": handed.head}
    RoundClosure.objects.create(round=handed.round, closed_at=timezone.now(), **closed)

    with pytest.raises(actions.NoResult, match="sudah ditutup ke arsip"):
        actions.hand_over(handed.round, by=handed.chair)
    assert HandOver.objects.count() == 1
