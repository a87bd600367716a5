"""Three different people fix the rules; afterwards nothing changes them."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.policy import Role
from audit.models import Event
from candidates.national_rules import LOCAL_RULES
from candidates.requirement_rows import row_of
from scoring import actions
from scoring.freezing import FreezeRefused, Side, approve_freeze, request_freeze, return_freeze
from scoring.models import Freeze
from scoring.rulebook import rulebook_of, talent_scheme_in
from selection.gaps import Gap, Stage
from selection.models import Instrument, Round
from selection.phases import WrongPhase
from tests import factories
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_missing")]


@pytest.fixture
def asked(draft):
    draft.freeze_request = request_freeze(draft.round, by=draft.staff)
    return draft


def agree(small, side, by, sha256=None):
    sha256 = sha256 or small.freeze_request.sha256
    return approve_freeze(small.round, side=side, sha256=sha256, by=by)


def nothing_fixed(small):
    return Round.objects.get(pk=small.round.pk).is_draft


def test_two_others_agree_to_what_staff_asked_and_the_rules_are_fixed(asked):
    first = agree(asked, Side.HEAD, asked.head)
    assert first.settled_at is None
    assert nothing_fixed(asked)

    second = agree(asked, Side.CHAIR, asked.chair)

    round_ = Round.objects.get()
    assert second.settled_at
    assert (round_.phase, round_.scheme_sha256) == ("frozen", asked.freeze_request.sha256)
    assert hashlib.sha256(second.text.encode()).hexdigest() == round_.scheme_sha256
    assert [e.verb for e in Event.objects.filter(scope=round_.scope).order_by("seq")] == [
        "scoring.freeze_requested",
        "scoring.freeze_approved",
        "scoring.freeze_approved",
        "candidates.verdicts_settled",
        "selection.frozen",
        "scoring.panel_fixed",
    ]


@pytest.mark.parametrize("order", [(Side.HEAD, Side.CHAIR), (Side.CHAIR, Side.HEAD)])
def test_the_order_of_the_agreements_does_not_matter(asked, order):
    people = {Side.HEAD: asked.head, Side.CHAIR: asked.chair}
    for side in order:
        agree(asked, side, people[side])

    assert Round.objects.get().is_frozen


def test_agreeing_twice_is_one_agreement(asked):
    agree(asked, Side.HEAD, asked.head)
    again = agree(asked, Side.HEAD, factories.UserFactory())

    assert again.head == asked.head
    assert nothing_fixed(asked)


@pytest.mark.parametrize("side", list(Side))
def test_who_asked_does_not_agree(asked, side):
    with pytest.raises(FreezeRefused, match="tiga orang yang berbeda"):
        agree(asked, side, asked.staff)

    assert nothing_fixed(asked)
    assert not Freeze.objects.exclude(head=None, chair=None).exists()


def test_one_person_does_not_hold_both_sides(asked):
    agree(asked, Side.HEAD, asked.head)

    with pytest.raises(FreezeRefused, match="tiga orang yang berbeda"):
        agree(asked, Side.CHAIR, asked.head)

    assert nothing_fixed(asked)


def test_the_database_too_wants_three_people(asked):
    asked.round.seats.filter(part="chair").update(user=asked.staff)

    with pytest.raises(IntegrityError, match="three_people"), transaction.atomic():
        Freeze.objects.update(chair=asked.staff, chair_at=asked.freeze_request.requested_at)


def someone(asked):
    return factories.UserFactory()


def head_elsewhere(asked):
    return factories.MembershipFactory(role="head").user


def head_no_more(asked):
    user = factories.MembershipFactory(agency=asked.round.agency, role="head").user
    user.memberships.update(ended_at=asked.round.created_at)
    return user


def chair_no_more(asked):
    asked.round.seats.filter(part="chair").update(withdrawn_at=asked.round.created_at)
    return asked.chair


@pytest.mark.parametrize(
    ("side", "forger"),
    [
        *(("head", who) for who in (someone, head_elsewhere, head_no_more)),
        *(("chair", who) for who in (someone, chair_no_more)),
        ("chair", lambda asked: asked.members[0]),
    ],
)
def test_the_database_takes_no_answer_from_anybody_else(asked, side, forger):
    person, now = forger(asked), asked.freeze_request.requested_at

    with pytest.raises(DatabaseError, match="agrees to a freeze"), transaction.atomic():
        Freeze.objects.update(**{side: person, f"{side}_at": now})

    assert Freeze.objects.filter(head=None, chair=None).exists()


def test_the_database_takes_no_freeze_that_is_answered_already(draft):
    now = draft.round.created_at
    asked = {"round": draft.round, "text": "{}", "sha256": "0" * 64, "requested_at": now}
    answered = {"head": draft.head, "head_at": now, "chair": draft.chair, "chair_at": now}
    for answers in (
        {"head": draft.head, "head_at": now},
        {"chair": draft.chair, "chair_at": now},
        {**answered, "settled_at": now},
    ):
        with pytest.raises(DatabaseError, match="begins unanswered"), transaction.atomic():
            Freeze.objects.create(**asked, requested_by=draft.staff, **answers)
    for forger in (draft.head, draft.chair, someone(draft)):
        with pytest.raises(DatabaseError, match="staff of the agency"), transaction.atomic():
            Freeze.objects.create(**asked, requested_by=forger)

    assert not Freeze.objects.exists()


def test_rules_that_changed_since_the_request_are_not_agreed_to(asked):
    Instrument.objects.filter(pk=asked.interview.pk).update(title="Lain")

    with pytest.raises(FreezeRefused, match="berubah sejak pembekuan diminta"):
        agree(asked, Side.HEAD, asked.head)

    assert Freeze.objects.get().head is None


def test_a_requirement_that_changed_since_the_request_is_not_agreed_to(asked):
    row_of(LOCAL_RULES[0], asked.round.agency).save()

    with pytest.raises(FreezeRefused, match="berubah sejak pembekuan diminta"):
        agree(asked, Side.HEAD, asked.head)

    assert Freeze.objects.get().head is None


def something_opens(monkeypatch):
    gap = Gap(Stage.PANEL, "Unggah SK panitia", Role.STAFF, "/", "Buka")
    warning = replace(gap, words="Catat ketua", blocks_freeze=False)
    for module in ("scoring.freezing", "reports.rules"):
        monkeypatch.setattr(f"{module}.gaps_of", lambda _: [gap, warning])


@pytest.mark.parametrize("agreed", [0, 1])
def test_what_opened_again_since_the_request_is_named_at_every_approval(asked, monkeypatch, agreed):
    if agreed:
        agree(asked, Side.HEAD, asked.head)
    events = Event.objects.count()
    something_opens(monkeypatch)

    with pytest.raises(FreezeRefused, match=r"belum dicatat.*lebih dahulu: Unggah SK panitia\.$"):
        agree(asked, Side.CHAIR, asked.chair)

    assert Freeze.objects.get().chair is None
    assert Event.objects.count() == events
    assert nothing_fixed(asked)


def test_a_draft_that_lost_its_candidates_is_not_fixed(asked):
    asked.round.candidates.update(withdrawn_at=asked.round.created_at)

    with pytest.raises(FreezeRefused, match="Belum ada kandidat"):
        agree(asked, Side.HEAD, asked.head)

    assert nothing_fixed(asked)


def test_nobody_is_offered_to_agree_while_something_blocks(client, asked, monkeypatch):
    something_opens(monkeypatch)
    for person in (asked.head, asked.chair):
        client.force_login(person)
        page = client.get(reverse("reports:rules", args=[asked.round.code])).text
        assert "Setujui pembekuan" not in page
        assert "Anda belum dapat menyetujui" in page
        assert "Unggah SK panitia" in page
    client.force_login(asked.staff)
    page = client.get(reverse("reports:rules", args=[asked.round.code])).text
    assert "Anda belum dapat menyetujui" not in page


def another_member(asked):
    factories.SeatFactory(round=asked.round, number=9)


def another_verdict(asked):
    asked.candidates[0].nominations.filter(vacancy=asked.vacancies[1]).update(
        withdrawn_at=asked.round.created_at
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [(another_member, "panitia"), (another_verdict, "hasil pemeriksaan syarat")],
)
def test_a_panel_or_verdicts_other_than_at_the_request_are_not_agreed_to(
    client, asked, change, words
):
    agree(asked, Side.HEAD, asked.head)
    change(asked)

    with pytest.raises(FreezeRefused, match=rf"berubah sejak pembekuan diminta \({words}\)"):
        agree(asked, Side.CHAIR, asked.chair)

    assert nothing_fixed(asked)
    client.force_login(asked.chair)
    page = client.get(reverse("reports:rules", args=[asked.round.code])).text
    assert f"berubah sejak pembekuan diminta: {words}." in page
    assert "Setujui pembekuan" not in page


def test_the_database_keeps_the_panel_and_the_verdicts_that_were_asked(asked):
    assert asked.freeze_request.verdicts["DINKES"].keys() == {"1", "2", "3"}
    for change in ({"panel_sha256": "0" * 64}, {"verdicts": {}}):
        with pytest.raises(DatabaseError, match="answered once"), transaction.atomic():
            Freeze.objects.update(**change)


def test_the_text_holds_the_requirements_and_the_scheme_of_the_nine_boxes(asked):
    text = json.loads(asked.freeze_request.text)

    codes = [rule["code"] for rule in text["requirements"]]
    assert {"PENDIDIKAN", "USIA"} <= set(codes)
    assert all(rule["legal_basis"] and rule["parameters"] != {} for rule in text["requirements"])
    assert text["talent_scheme"]["definition"]["performance"]["boundaries"]


def test_the_text_says_so_where_no_scheme_of_the_nine_boxes_holds_yet(draft):
    draft.round.reference_date = date(2015, 1, 1)

    text = rulebook_of(draft.round)

    assert json.loads(text)["talent_scheme"] is None
    assert talent_scheme_in(text) is None


def test_a_rule_that_cannot_be_read_is_said_on_the_page(client, asked):
    row = row_of(LOCAL_RULES[0], asked.round.agency)
    row.parameters = {"unknown": 1}
    row.save()
    client.force_login(asked.head)
    address = reverse("reports:rules", args=[asked.round.code])

    page = client.get(address)
    agreed = client.post(
        reverse("reports:approve-freeze", args=[asked.round.code]),
        {"read": "1", "sha256": asked.freeze_request.sha256},
    )

    assert "tidak dapat dibaca" in page.text
    assert "tidak dapat dibaca" in agreed.text
    assert Freeze.objects.get().head is None


def test_another_request_than_the_one_that_was_read_is_not_agreed_to(asked):
    with pytest.raises(FreezeRefused, match="bukan yang Anda baca"):
        agree(asked, Side.HEAD, asked.head, sha256="0" * 64)

    assert Freeze.objects.get().head is None


def test_a_second_request_waits_for_the_first(asked):
    with pytest.raises(FreezeRefused, match="sudah diminta"):
        request_freeze(asked.round, by=asked.staff)

    assert Freeze.objects.count() == 1


def test_what_is_missing_is_named_and_nothing_is_asked(draft):
    draft.round.candidates.update(withdrawn_at=draft.round.created_at)

    with pytest.raises(FreezeRefused, match="Belum ada kandidat"):
        request_freeze(draft.round, by=draft.staff)

    assert Freeze.objects.count() == Event.objects.count() == 0


def test_a_returned_request_makes_room_for_the_next(asked):
    return_freeze(asked.round, reason=" Bobot keliru ", by=asked.chair)
    Instrument.objects.filter(pk=asked.interview.pk).update(pass_mark=Decimal(60))

    asked.freeze_request = request_freeze(asked.round, by=asked.staff)
    agree(asked, Side.HEAD, asked.head)
    agree(asked, Side.CHAIR, asked.chair)

    assert Freeze.objects.get(settled_at=None).reason == "Bobot keliru"
    assert Round.objects.get().is_frozen


def test_a_return_needs_a_reason(asked):
    with pytest.raises(FreezeRefused, match="Tulis alasan"):
        return_freeze(asked.round, reason="  ", by=asked.head)

    assert Freeze.objects.get().returned_at is None


def test_nothing_is_returned_or_agreed_to_that_was_not_asked(draft):
    with pytest.raises(FreezeRefused, match="Tidak ada permintaan"):
        return_freeze(draft.round, reason="x", by=draft.head)
    with pytest.raises(FreezeRefused, match="Tidak ada permintaan"):
        approve_freeze(draft.round, side=Side.HEAD, sha256="", by=draft.head)


def test_a_frozen_round_is_not_frozen_again(draft):
    draft.freeze()

    with pytest.raises(FreezeRefused, match="sudah dibekukan"):
        request_freeze(draft.round, by=draft.staff)


def test_scoring_does_not_open_before_the_freeze(draft):
    with pytest.raises(WrongPhase):
        actions.open_scoring(draft.round, by=draft.chair)

    assert nothing_fixed(draft)


@pytest.mark.parametrize(
    "bending",
    [
        lambda small: Round.objects.filter(pk=small.round.pk).update(
            phase="frozen", scheme_sha256="0" * 64, frozen_at=small.round.created_at
        ),
        lambda small: Round.objects.filter(pk=small.round.pk).update(
            phase="scoring", scheme_sha256="0" * 64, frozen_at=small.round.created_at
        ),
    ],
)
def test_the_database_fixes_no_rules_that_nobody_agreed_to(draft, bending):
    with pytest.raises(DatabaseError, match="not frozen"), transaction.atomic():
        bending(draft)


@pytest.mark.parametrize(
    "change", [{"text": "{}"}, {"sha256": "0" * 64}, {"returned_at": None}, {"settled_at": None}]
)
def test_a_settled_freeze_does_not_change(draft, change):
    draft.freeze()

    with pytest.raises(DatabaseError, match="answered once"), transaction.atomic():
        Freeze.objects.update(**change)


def test_no_freeze_is_added_to_a_fixed_round(draft):
    draft.freeze()

    with pytest.raises(DatabaseError), transaction.atomic():
        factories.FreezeFactory(round=draft.round)


def test_the_page_leads_three_people_to_the_freeze(client, draft):
    address = reverse("reports:rules", args=[draft.round.code])
    client.force_login(draft.staff)
    assert "Minta pembekuan" in client.get(address).text
    client.post(reverse("reports:request-freeze", args=[draft.round.code]))
    for person in (draft.head, draft.chair):
        client.force_login(person)
        page = client.get(address)
        assert "Setujui pembekuan" in page.text
        data = {"sha256": page.context["view"].pending.sha256, "read": "1"}
        done = client.post(
            reverse("reports:approve-freeze", args=[draft.round.code]), data, follow=True
        )

    assert "Aturan dibekukan." in done.text
    text = client.get(reverse("reports:rules-text", args=[draft.round.code]))
    assert hashlib.sha256(text.content).hexdigest() in done.text


def test_agreeing_without_having_read_is_refused_in_words(client, asked):
    client.force_login(asked.head)
    address = reverse("reports:approve-freeze", args=[asked.round.code])

    answer = client.post(address, {"sha256": asked.freeze_request.sha256}, follow=True)

    assert "Centang bahwa Anda sudah membaca" in answer.text
    assert Freeze.objects.get().head is None


def test_a_refusal_is_shown_on_the_page(client, asked):
    client.force_login(asked.head)
    answers = [
        client.post(reverse(name, args=[asked.round.code]), data, follow=True).text
        for name, data in (
            ("reports:approve-freeze", {"read": "1", "sha256": "lain"}),
            ("reports:return-freeze", {"reason": ""}),
        )
    ]
    client.force_login(asked.staff)
    again = client.post(
        reverse("reports:request-freeze", args=[asked.round.code]), follow=True
    ).text

    assert "bukan yang Anda baca" in answers[0]
    assert "Tulis alasan" in answers[1]
    assert "sudah diminta" in again


@pytest.mark.parametrize(
    ("reason", "words"), [("Bobot\0keliru", "bukan tulisan"), ("x" * 501, "Paling panjang 500")]
)
def test_a_reason_that_cannot_be_kept_is_refused_and_stays_typed(client, asked, reason, words):
    client.force_login(asked.head)
    events = Event.objects.count()

    page = client.post(
        reverse("reports:return-freeze", args=[asked.round.code]), {"reason": reason}
    )

    assert page.status_code == 422
    assert words in page.text
    assert reason in page.text
    assert (Freeze.objects.get().returned_at, Event.objects.count()) == (None, events)


def test_the_page_says_that_the_rules_changed_since_the_request(client, asked):
    Instrument.objects.filter(pk=asked.interview.pk).update(title="Lain")
    client.force_login(asked.chair)

    page = client.get(reverse("reports:rules", args=[asked.round.code])).text

    assert "berubah sejak pembekuan diminta" in page
    assert "Setujui pembekuan" not in page


def shown(client, small):
    client.force_login(small.staff)
    return client.get(reverse("reports:rules", args=[small.round.code])).text


def test_the_page_of_fixed_rules_shows_what_was_fixed(client, draft, as_owner):
    before = shown(client, draft)
    draft.freeze()
    as_owner.execute("ALTER TABLE candidates_requirement DISABLE TRIGGER USER")
    as_owner.execute("ALTER TABLE candidates_talentscheme DISABLE TRIGGER USER")
    as_owner.execute(
        "UPDATE candidates_requirement SET title = 'Syarat lain', legal_basis = 'Hukum lain',"
        " parameters = '{}'"
    )
    as_owner.execute("UPDATE candidates_talentscheme SET name = 'Skema lain', definition = '{}'")

    after = shown(client, draft)

    assert "Syarat lain" not in after
    assert "Skema lain" not in after
    assert table(after, "syarat") == table(before, "syarat")
    assert "Kotak talenta menurut" in table(after, "syarat")


def table(page, name):
    return page.partition(f'<section class="card" aria-labelledby="{name}">')[2].partition(
        "</section>"
    )[0]


@pytest.mark.parametrize("candidates", [3, 12])
def test_the_page_costs_the_same_for_any_number_of_candidates(
    client, agency, candidates, django_assert_num_queries
):
    small = make_round(agency, candidates=candidates)
    client.force_login(small.staff)
    address = reverse("reports:rules", args=[small.round.code])
    client.get(address)

    with django_assert_num_queries(20):
        client.get(address)
