import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from candidates.input_verifying import Step, take_step
from candidates.input_windows import end_window
from candidates.models import InputState, InputWindow, Nomination
from decisions.actions import hand_over
from decisions.ending import close_round
from decisions.inquiring import answer_inquiry, ask_panel
from decisions.models import RoundClosure, What
from decisions.overriding import Deviation, ask_override
from panels.permissions import rounds_of
from reports.changes import WORDS
from reports.choice_tasks import choice_tasks
from reports.overview import card_of, overview_of
from scoring.freezing import Side, approve_freeze, request_freeze
from selection.phases import WrongPhase
from selection.work import Owner, State
from tests import factories
from tests.candidates.exports import person, put
from tests.decisions.chosen import determine, mayor
from tests.inputs import opened, some_input
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_missing")]


def card(small, user):
    return card_of(rounds_of(user).get(pk=small.round.pk))


def view(small, user):
    return overview_of(rounds_of(user).get(pk=small.round.pk), user)


def test_each_role_is_led_to_the_place_where_it_works(draft):
    assert card(draft, draft.staff).action == "Buka putaran"
    assert card(draft, draft.authority).note == "Panitia belum menyerahkan hasil"
    assert card(draft, draft.authority).url == ""
    draft.open()
    assert card(draft, draft.members[0]).url == reverse("scoring:agenda")


def test_who_scores_finds_the_round_itself_beside_the_list(client, draft):
    """The board, closing a day and the unsealing have no other way to them."""
    draft.open()
    here = f'href="{reverse("reports:round", args=[draft.round.code])}"'

    for user in (draft.chair, draft.members[0]):
        client.force_login(user)
        assert here in client.get(reverse("reports:home")).text


def test_the_mayor_is_led_to_the_names_after_the_hand_over(draft):
    small = draft.play().resolve()
    hand_over(small.round, by=small.chair)

    assert card(small, small.authority).url == reverse(
        "decisions:shortlist", args=[small.round.code]
    )


def test_the_chair_is_told_which_question_of_the_mayor_waits(client, draft):
    small = draft.play().resolve()
    hand_over(small.round, by=small.chair)
    inquiry = ask_panel(small.vacancies[0], "Siapa yang menilai?", by=small.authority)
    here = reverse("decisions:shortlist-post", args=[small.round.code, small.vacancies[0].code])
    told = "Wali Kota menunggu keterangan Anda"

    for user, is_told in ((small.chair, True), (small.staff, False), (small.members[0], False)):
        client.force_login(user)
        text = client.get(reverse("reports:home")).text
        assert (told in text) == (f'href="{here}#tanya"' in text) == is_told
    answer_inquiry(inquiry, "Lima orang.", by=small.chair)
    client.force_login(small.chair)
    assert told not in client.get(reverse("reports:home")).text


def test_the_mayors_home_leads_to_the_round_in_which_a_choice_waits(client, agency):
    """Every round tells how far it is; the strip of posts stands where something is left to do."""
    older, newer = make_round(agency), make_round(agency)
    for small in (older, newer):
        small.play().resolve()
        hand_over(small.round, by=small.chair)
    determine(older, [(vacancy, What.NOBODY) for vacancy in older.vacancies])
    client.force_login(older.authority)

    home = client.get(reverse("reports:home"))

    assert home.context["main"].round == newer.round
    assert "2 dari 2 jabatan sudah dipilih" in home.text
    assert "0 dari 2 jabatan sudah dipilih" in home.text


def test_the_choice_is_done_when_every_post_has_one(draft):
    small = draft.play().resolve()
    hand_over(small.round, by=small.chair)
    state = {}
    for vacancy in small.vacancies:
        determine(small, [(vacancy, What.NOBODY)], reason="" if not state else "Menyusul.")
        tasks = choice_tasks(small.round, lambda _: Owner("Wali Kota"))
        state[vacancy.code] = next(tasks).state

    assert state == {"DINKES": State.STARTED, "DISHUB": State.DONE}


def test_who_has_the_ball_after_the_choice_stands_among_the_work(draft):
    small = draft.play().resolve()
    small.round = hand_over(small.round, by=small.chair)
    dinkes = small.vacancies[0]
    determine(small, [(dinkes, small.candidates[1])])

    shown = view(small, small.staff)
    task = shown.next.row.task
    assert task.title == "Proses persetujuan: Kepala Dinas Kesehatan"
    assert task.note.startswith("Menunggu BKPSDM menyiapkan usulan kepada ")
    assert task.deadline is not None and task.state is State.STARTED
    theirs = {line.row.task.key: line.row for line in view(small, small.chair).others}
    assert theirs["approval-DINKES"].state is State.WAITING
    assert theirs["choose"].task.note == "1 jabatan belum ditetapkan"
    assert theirs["choose"].state is State.STARTED
    assert "close-round" not in theirs


def test_the_archive_is_work_of_the_head_once_all_has_come_to_its_end(draft):
    small = draft.play().resolve()
    small.round = hand_over(small.round, by=small.chair)
    determine(small, [(vacancy, What.NOBODY) for vacancy in small.vacancies])

    def close():
        lines = view(small, small.head)
        rows = [lines.next.row] if lines.next else []
        found = [*rows, *(line.row for line in lines.others)]
        return next(row for row in found if row.task.key == "close-round")

    assert (close().state, close().is_mine) == (State.OPEN, True)
    close_round(small.round, by=small.head)
    assert close().state is State.DONE
    stage = view(small, small.head).stages[-1]
    assert stage.words.startswith("Selesai")


def test_a_deviation_of_the_route_waits_for_the_head(draft):
    small = draft.play().resolve()
    small.round = hand_over(small.round, by=small.chair)
    mayor(small)
    (choice,) = determine(small, [(small.vacancies[0], small.candidates[1])])
    wanted = Deviation(code="MENDAGRI", needed=True, reason="Arahan Gubernur.")
    ask_override(choice, wanted, by=small.staff)

    row = view(small, small.head).next.row

    assert row.task.title == "Putuskan penyimpangan rute"
    assert row.task.note.endswith("Kepala Dinas Kesehatan") and row.is_mine


def test_no_round_is_closed_while_the_public_is_promised_to_be_read(draft):
    opened(draft)
    small = draft.play().resolve()
    small.round = hand_over(small.round, by=small.chair)
    determine(small, [(vacancy, What.NOBODY) for vacancy in small.vacancies])

    with pytest.raises(WrongPhase, match="masa masukan masyarakat belum berakhir"):
        close_round(small.round, by=small.head)

    assert not RoundClosure.objects.exists()
    end_window(InputWindow.objects.get(), "Semua sudah diputuskan.", by=small.head)
    assert close_round(small.round, by=small.head).ended == 2


def test_a_closed_round_is_listed_last_and_says_that_it_is_in_the_archive(client, draft):
    small = draft.play().resolve()
    small.round = hand_over(small.round, by=small.chair)
    picks = [(vacancy, What.NOBODY) for vacancy in small.vacancies]
    determine(small, picks)
    close_round(small.round, by=small.head)
    newer = factories.RoundFactory(agency=small.round.agency)
    client.force_login(small.staff)

    home = client.get(reverse("reports:home"))

    cards = home.context["cards"]
    assert [(c.round, c.is_closed) for c, _ in cards] == [(newer, False), (small.round, True)]
    assert home.context["main"].round == newer
    assert "Ditutup ke arsip" in home.text
    page = client.get(reverse("reports:round", args=[small.round.code])).text
    assert "Putaran ini sudah ditutup ke arsip." in page
    assert f"oleh {small.head.name}: 0 dilantik, 2 tanpa pelantikan" in page


def test_the_auditor_is_told_which_public_input_waits_for_verification(client, draft):
    stored = some_input(draft)

    for user, is_told in ((draft.auditor, True), (draft.staff, False), (draft.authority, False)):
        client.force_login(user)
        text = client.get(reverse("reports:home")).text
        assert ("1 masukan masyarakat" in text) == is_told
        assert (reverse("reports:inputs", args=[draft.round.code]) in text) == is_told
    step = Step(state=InputState.VERIFYING, reason="Memeriksa berita acara.")
    take_step(stored, step, by=draft.auditor)
    asked = Step(
        state=InputState.ASKED, reason="Diminta.", due_on=timezone.localdate() + timedelta(days=5)
    )
    take_step(stored, asked, by=draft.auditor)
    client.force_login(draft.auditor)
    assert "1 masukan masyarakat" not in client.get(reverse("reports:home")).text


def test_a_system_administrator_sees_that_a_round_exists_and_no_more(draft):
    admin = factories.MembershipFactory(agency=draft.round.agency, role="sysadmin").user

    assert card(draft, admin).url == ""


@pytest.mark.parametrize("rounds", [1, 3])
def test_home_costs_the_same_for_any_number_of_rounds(client, rounds, django_assert_num_queries):
    agency = factories.AgencyFactory()
    factories.RoundFactory.create_batch(rounds, agency=agency)
    client.force_login(factories.MembershipFactory(agency=agency).user)

    # session, user, own seats, rounds with roles, to be signed, frame: memberships and seats
    with django_assert_num_queries(6):
        response = client.get(reverse("reports:home"))

    assert len(response.context["cards"]) == rounds


def test_home_shows_no_round_of_others(client, draft):
    other = make_round(factories.AgencyFactory())
    client.force_login(draft.staff)

    response = client.get(reverse("reports:home"))

    assert [c.round for c, _ in response.context["cards"]] == [draft.round]
    assert other.round.title not in response.text


@pytest.mark.parametrize("candidates", [2, 9])
def test_a_rounds_page_costs_the_same_for_any_number_of_candidates(
    client, candidates, django_assert_num_queries
):
    small = make_round(factories.AgencyFactory(), candidates=candidates).open()
    client.force_login(small.staff)

    # session, user, round, days, vacancies, instruments, seats, sheets, candidates,
    # days off, what is to be signed, last changes, and for the frame memberships with seats;
    # and five for what is still missing of papers, panel and timetable
    with django_assert_num_queries(24):
        client.get(reverse("reports:round", args=[small.round.code]))


def test_a_rounds_page_counts_states_and_shows_no_number_from_a_score(client, draft):
    factories.ConflictFactory(seat=draft.seats[1], candidate=draft.candidates[0])
    factories.SlotFactory(candidate=draft.candidates[0], instrument=draft.interview)
    small = draft.play(lambda *_: 87)
    small.round.phase = "scoring"
    client.force_login(small.staff)

    shown = view(small, small.staff)
    text = client.get(reverse("reports:round", args=[small.round.code])).text

    assert (shown.signed, shown.sheets, shown.unsigned) == (8, 8, 0)
    assert reverse("scoring:progress", args=[small.round.code]) in text
    assert (shown.first_day, shown.last_day) == (date(2025, 12, 3), date(2025, 12, 3))
    assert not re.search(r"\b87\b", text)


def test_how_long_posts_stand_empty_is_said_of_each_and_of_all(client, draft):
    client.force_login(draft.staff)
    address = reverse("reports:round", args=[draft.round.code])
    first, second = draft.vacancies
    today = timezone.localdate()
    second.vacant_since = today + timedelta(days=30)  # who sits there retires next month
    second.save()

    unknown = client.get(address).text
    first.vacant_since, second.vacant_since = today - timedelta(days=10), today - timedelta(days=5)
    first.save()
    second.save()
    known = client.get(address).text

    assert "rata-rata kosong" not in unknown
    assert "2 jabatan · rata-rata kosong 7,5 hari, terlama 10 hari" in known
    assert 'data-label="Hari kosong">10<' in known


def test_once_settled_each_post_says_how_many_meet_the_requirements(client, draft):
    first, second = Nomination.objects.filter(vacancy=draft.vacancies[0]).order_by("pk")[:2]
    Nomination.objects.filter(pk=second.pk).update(withdrawn_at=timezone.now(), verdict="met")
    client.force_login(draft.staff)
    address = reverse("reports:round", args=[draft.round.code])

    before = client.get(address).text
    Nomination.objects.filter(candidate__round=draft.round).update(verdict="not_met")
    Nomination.objects.filter(pk=first.pk).update(verdict="met")
    after = client.get(address).text

    assert 'data-label="Kandidat">2<' in before and "Memenuhi syarat" not in before
    assert 'data-label="Memenuhi syarat">1 dari 2<' in after
    assert 'data-label="Memenuhi syarat">0 dari 1<' in after


def test_names_and_nips_are_for_staff_head_and_auditor(client, draft):
    nip = draft.candidates[0].nip
    grouped = f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
    address = reverse("reports:round", args=[draft.round.code])

    seen = {}
    for name in ("staff", "head", "auditor", "chair"):
        client.force_login(getattr(draft, name))
        seen[name] = grouped in client.get(address).text

    assert seen == {"staff": True, "head": True, "auditor": True, "chair": False}


@pytest.mark.parametrize(
    ("phase", "who", "wanted"),
    [
        ("draft", "chair", "Tidak ada yang perlu Anda kerjakan"),
        ("frozen", "chair", "Buka penilaian"),
        ("draft", "staff", "Minta pembekuan aturan"),
        ("frozen", "staff", "Menunggu ketua membuka penilaian"),
        ("scoring", "chair", "Tutup hari, lalu buka segel"),
        ("scoring", "staff", "Penilaian berlangsung"),
        ("unsealed", "chair", "Buka pleno"),
        ("resolved", "chair", "Serahkan hasil kepada Wali Kota"),
        ("unsealed", "staff", "Buat laporan rekomendasi"),
        ("handed_over", "staff", "Buat laporan rekomendasi"),
    ],
)
def test_the_page_says_the_one_thing_that_comes_next(client, draft, phase, who, wanted):
    small = draft
    if phase == "frozen":
        small.freeze()
    elif phase == "scoring":
        small.open()
    elif phase != "draft":
        small.play()
        if phase != "unsealed":
            small.resolve()
        if phase == "handed_over":
            hand_over(small.round, by=small.chair)
    client.force_login(getattr(small, who))

    assert wanted in client.get(reverse("reports:round", args=[small.round.code])).text


def test_an_archive_says_so_on_its_page(client, agency):
    small = make_round(agency, is_archive=True)
    client.force_login(small.staff)

    assert (
        "Putaran arsip atau latihan"
        in client.get(reverse("reports:round", args=[small.round.code])).text
    )


def test_what_is_missing_is_work_with_owner_and_deadline(client, draft):
    factories.SlotFactory(candidate=draft.candidates[0], instrument=draft.interview)
    draft.round.instruments.update(withdrawn_at=draft.round.created_at)

    shown = view(draft, draft.staff)

    assert shown.next.row.task.title.startswith("Belum ada instrumen")
    assert (shown.next.row.task.owner.is_viewer, shown.next.deadline) == (True, date(2025, 12, 2))
    freeze = next(line.row for line in shown.others if line.row.task.key == "freeze")
    assert freeze.state == "blocked"
    assert freeze.waits_for[0].words.startswith("“Belum ada instrumen")
    client.force_login(draft.staff)
    page = client.get(reverse("reports:round", args=[draft.round.code])).text
    assert "Terlambat" in page
    assert "Pekerjaan lain" in page


def test_an_agreement_to_the_freeze_is_the_others_work_and_then_done(draft):
    put(draft.round.agency, *map(person, (1, 2, 3)))
    asked = request_freeze(draft.round, by=draft.staff)

    assert view(draft, draft.head).next.row.task.title == "Setujui pembekuan aturan"
    assert view(draft, draft.staff).next is None
    approve_freeze(draft.round, side=Side.HEAD, sha256=asked.sha256, by=draft.head)
    assert view(draft, draft.head).next is None
    states = {line.row.task.key: line.row.state for line in view(draft, draft.staff).others}
    assert states == {"freeze-HEAD": "done", "freeze-CHAIR": "waiting"}


def test_an_agreement_waits_for_what_came_to_be_missing_since_it_was_asked(draft):
    put(draft.round.agency, *map(person, (1, 2, 3)))
    request_freeze(draft.round, by=draft.staff)
    draft.round.instruments.update(withdrawn_at=draft.round.created_at)

    rows = {line.row.task.key: line.row for line in view(draft, draft.head).others}

    assert rows["freeze-HEAD"].state == "blocked"
    assert rows["freeze-HEAD"].waits_for[0].words.startswith("“Belum ada instrumen")


def test_stages_follow_the_round(draft):
    before = {s.stage.key: s.state for s in view(draft, draft.staff).stages}
    draft.play()
    after = {s.stage.key: s.state for s in view(draft, draft.staff).stages}

    assert before["candidates"] == before["timetable"] == "done"  # nothing is missing there
    assert before["freeze"] == "running"
    assert before["scoring"] == "waiting"
    assert after["freeze"] == after["scoring"] == after["candidates"] == "done"
    assert after["result"] == "running"
    assert after["choice"] == "waiting"


def test_every_stage_that_waits_says_for_what(draft):
    for reader in (draft.staff, draft.chair):
        stages = view(draft, reader).stages
        assert [s.stage.key for s in stages if s.words == "Menunggu"] == []


def test_scoring_waits_for_the_freeze_then_for_the_chair(draft):
    def told():
        return {s.stage.key: s.words for s in view(draft, draft.staff).stages}["scoring"]

    assert told() == "Menunggu aturan dibekukan"
    draft.freeze()
    assert told() == "Menunggu “Buka penilaian”"


def test_the_last_changes_are_told_in_words(client, draft):
    asked = request_freeze(draft.round, by=draft.staff)
    client.force_login(draft.head)

    page = client.get(reverse("reports:changes", args=[draft.round.code])).text
    short = client.get(reverse("reports:round", args=[draft.round.code])).text

    for text in (page, short):
        assert f"{draft.staff.name} meminta pembekuan aturan" in text
    assert asked.sha256 not in short


def test_every_change_that_the_code_records_has_words():
    """A new verb needs words for the home of the round, unless it only says that one has read."""
    apps = ("selection", "candidates", "panels", "scoring", "decisions")
    code = [p for app in apps for p in (settings.BASE_DIR / app).rglob("*.py")]
    call = re.compile(r'\b(?:record|settle|note)\(\s*(?:[a-z_]+,\s*)?"([a-z_]+\.[a-z_]+)"')
    verbs = {verb for path in code for verb in call.findall(path.read_text())}

    # Who has declared, and what the chair asked whom, are not for everybody who reads this list.
    verbs -= {"panels.declared", "scoring.clarification_noted"}

    assert len(verbs) > 10
    assert {verb for verb in verbs if not verb.endswith("_read")} - WORDS.keys() == set()
