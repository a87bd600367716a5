import hashlib
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from panels import changing
from panels.changed_panel import WouldNotHold
from panels.changing import Wanted
from panels.composing import NotEligible, PanelFixed, Person, SeatTaken
from panels.declaring import Answer
from panels.letters import Particulars, file_letter, letters_of
from panels.models import AssignmentLetter, Conflict, PanelChange, Seat
from panels.roster import fingerprint_of
from scoring.evidence import faults_of
from scoring.models import Sheet
from scoring.outcome import outcome_of
from scoring.panel_changes import approve, declare
from selection.attachments import BadFile
from selection.models import Attachment, Round
from tests import factories
from tests.panels.panels import sign
from tests.rounds import fill, make_round
from tests.selection.pdfs import upload
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db

NEWCOMER = Person(
    email="pengganti@contoh.example",
    name="Dr. Pengganti Setia",
    post="Dekan",
    institution="Universitas Lain",
    element="academic",
    is_internal=False,
    part="member",
)


@pytest.fixture
def draft(agency):
    """Eight members, one too many: so one of them may leave, and the panel is lawful then."""
    return make_round(agency, members=8)


@pytest.fixture
def small(draft):
    return draft.open()


def ask(small, kind="withdraw", seat=0, **fields):
    wanted = Wanted(kind=kind, seat=small.seats[seat], reason="Sakit keras", **fields)
    return changing.request_change(small.round, wanted, upload(), by=small.staff)


def both(small, change):
    approve(change, by=small.head)
    return approve(change, by=small.chair)


def sheets(small, seat=0):
    return Sheet.objects.in_force().filter(seat=small.seats[seat]).count()


def test_a_withdrawal_waits_for_both_and_then_takes_the_unsigned_sheets_along(small):
    fill(small.sheet(0, 0), lambda *_: 80)
    change = ask(small)

    first = approve(change, by=small.head)
    assert (first.executed_at, sheets(small)) == (None, 3)
    second = approve(change, by=small.chair)

    small.seats[0].refresh_from_db()
    assert second.executed_at and small.seats[0].withdrawn_at
    assert list(Sheet.objects.in_force().filter(seat=small.seats[0])) == [small.sheet(0, 0)]
    verbs = Event.objects.filter(verb__contains="change").values_list("verb", flat=True)
    assert sorted(verbs) == [
        "panels.change_approved",
        "panels.change_approved",
        "panels.change_requested",
        "scoring.panel_changed",
    ]


def test_a_new_recusal_withdraws_the_unsigned_sheet_of_that_pair_only(small):
    change = ask(small, "recuse", candidate=small.candidates[1], conflict_kind="family")

    both(small, change)

    conflict = Conflict.objects.get()
    assert (conflict.still_scores, conflict.origin, conflict.decided_by) == (
        False,
        "declared",
        small.chair,
    )
    left = Sheet.objects.in_force().filter(seat=small.seats[0])
    assert sorted(left.values_list("candidate__number", flat=True)) == [1, 3]


def test_a_declared_relation_can_become_a_recusal(draft):
    sign(draft.seats[0], {draft.candidates[0].pk: Answer("business", still_scores=True)})
    small = draft.open()

    both(small, ask(small, "recuse", candidate=small.candidates[0], conflict_kind="business"))

    assert Conflict.objects.get().still_scores is False


def test_a_sheet_signed_before_the_recusal_stays_and_does_not_count(small):
    for sheet in Sheet.objects.filter(seat__round=small.round).select_related("seat__user"):
        fill(sheet, lambda *_: 80)
    both(small, ask(small, "recuse", candidate=small.candidates[0], conflict_kind="family"))
    kept = small.sheet(0, 0)

    small.round = open_seal(small.round)

    assert kept.is_signed and kept.withdrawn_at is None
    assert kept not in outcome_of(small.round).sheets
    assert len(outcome_of(small.round).sheets) == 23


def test_a_replacement_gets_sheets_with_the_own_declaration(small):
    both(small, ask(small, "replace", successor=NEWCOMER))
    seat = Seat.objects.get(user__email=NEWCOMER.email)
    assert (seat.number, seat.is_chair, Sheet.objects.filter(seat=seat).count()) == (9, False, 0)

    recused = {small.candidates[0].pk: Answer("family", still_scores=False)}
    signed = declare(seat, recused, by=seat.user)

    assert signed.number == 1
    scored = Sheet.objects.filter(seat=seat).values_list("candidate__number", flat=True)
    assert sorted(scored) == [2, 3]


def test_the_chair_can_be_replaced_by_a_chair(small):
    successor = Person(**{**vars_of(NEWCOMER), "part": "chair"})

    both(small, ask(small, "replace", seat=-1, successor=successor))

    chair = Seat.objects.in_force().get(round=small.round, part="chair")
    assert chair.user.email == NEWCOMER.email


def vars_of(person):
    return {name: getattr(person, name) for name in person.__dataclass_fields__}


def test_whoever_replaces_the_chair_becomes_the_chair(small):
    both(small, ask(small, "replace", seat=-1, successor=NEWCOMER))

    chair = Seat.objects.in_force().get(round=small.round, part="chair")
    assert (chair.user.email, PanelChange.objects.get().successor["part"]) == (
        NEWCOMER.email,
        "chair",
    )


def test_a_chair_does_not_leave_without_a_successor(small):
    with pytest.raises(WouldNotHold, match=r"Ketua hanya dapat diganti.*tidak berubah.*Ajukan"):
        ask(small, seat=-1)

    assert (PanelChange.objects.count(), Attachment.objects.count()) == (0, 0)


def lawful(agency, members=5):
    return make_round(agency, members=members).open()


def test_a_panel_too_small_is_refused_with_the_rule_and_its_numbers(agency):
    small = lawful(agency)

    with pytest.raises(WouldNotHold) as refusal:
        ask(small)

    said = str(refusal.value)
    assert "Jumlah ganjil, 5 sampai 9 orang (menjadi: 4 orang)" in said
    assert "Susunan panitia tidak berubah" in said
    assert "Ganti penilai" in said
    assert (PanelChange.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_successor_who_makes_too_many_internals_is_refused(agency):
    small = lawful(agency)
    inside = replace(NEWCOMER, is_internal=True, email="satu@contoh.example", name="Satu Dalam")
    both(small, ask(small, "replace", 0, successor=inside))
    both(
        small,
        ask(
            small,
            "replace",
            1,
            successor=replace(inside, email="dua@contoh.example", name="Dua Dalam"),
        ),
    )

    with pytest.raises(WouldNotHold, match="3 dari 5 = 60%"):
        ask(
            small,
            "replace",
            2,
            successor=replace(inside, email="tiga@contoh.example", name="Tiga Dalam"),
        )

    assert Seat.objects.in_force().filter(round=small.round, is_internal=True).count() == 2


def test_a_recusal_that_leaves_too_few_judges_is_refused(agency):
    small = lawful(agency)
    both(small, ask(small, "recuse", 0, candidate=small.candidates[0], conflict_kind="family"))

    with pytest.raises(WouldNotHold, match=r"paling sedikit 4 penilai .*Kandidat 01 \(3 penilai\)"):
        ask(small, "recuse", 1, candidate=small.candidates[0], conflict_kind="family")

    both(small, ask(small, "replace", 0, successor=NEWCOMER))
    ask(small, "recuse", 1, candidate=small.candidates[0], conflict_kind="family")


def test_what_was_lawful_when_it_was_asked_for_is_judged_again_when_it_is_done(small):
    first, second = ask(small, seat=0), ask(small, seat=1)
    both(small, first)
    approve(second, by=small.head)

    with pytest.raises(WouldNotHold, match="menjadi: 6 orang"):
        approve(second, by=small.chair)

    second.refresh_from_db()
    assert (second.chair_by, second.executed_at) == (None, None)
    assert Seat.objects.in_force().filter(round=small.round).count() == 7


def test_who_left_can_come_back_as_a_successor(small):
    back = Person(**{**vars_of(NEWCOMER), "email": small.members[0].email})
    both(small, ask(small))

    both(small, ask(small, "replace", seat=1, successor=back))

    small.seats[0].refresh_from_db()
    assert small.seats[0].withdrawn_at is None


def test_a_change_is_asked_for_only_while_the_panel_is_set_and_scores_are_sealed(draft):
    with pytest.raises(changing.NotNow):
        ask(draft)
    small = draft.play()
    with pytest.raises(changing.NotNow):
        ask(small)

    assert (PanelChange.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_frozen_panel_changes_the_same_way_before_any_sheet_exists(draft):
    small = draft.freeze()

    both(small, ask(small))

    assert Seat.objects.in_force().filter(round=small.round).count() == 7
    small.open()
    assert Sheet.objects.count() == 21


def test_asking_twice_or_for_what_holds_already_is_refused(small):
    ask(small)
    with pytest.raises(changing.AlreadyAsked, match="menunggu persetujuan"):
        ask(small)
    both(small, ask(small, "recuse", 1, candidate=small.candidates[0], conflict_kind="family"))
    with pytest.raises(changing.AlreadyAsked, match="sudah berhalangan"):
        ask(small, "recuse", 1, candidate=small.candidates[0], conflict_kind="family")

    assert PanelChange.objects.count() == 2


def test_a_successor_who_sits_already_or_is_an_officer_is_refused(small):
    seated = Person(**{**vars_of(NEWCOMER), "email": small.members[1].email})
    officer = Person(**{**vars_of(NEWCOMER), "email": small.head.email})

    himself = Person(**{**vars_of(NEWCOMER), "email": small.members[0].email})
    for taken in (seated, himself):
        with pytest.raises(SeatTaken):
            ask(small, "replace", successor=taken)
    with pytest.raises(NotEligible):
        ask(small, "replace", successor=officer)


def test_a_file_that_is_no_pdf_leaves_nothing(small):
    wanted = Wanted("withdraw", small.seats[0], "x")

    with pytest.raises(BadFile):
        changing.request_change(small.round, wanted, upload(b"<html>"), by=small.staff)

    assert (PanelChange.objects.count(), Attachment.objects.count()) == (0, 0)


def test_only_chair_and_head_approve_each_once(small):
    change = ask(small)
    for somebody in (small.staff, small.members[1], small.authority):
        with pytest.raises(changing.NotYourPart):
            approve(change, by=somebody)
    approve(change, by=small.head)
    with pytest.raises(changing.NotYourPart):
        approve(change, by=small.head)

    small.seats[0].refresh_from_db()
    assert small.seats[0].withdrawn_at is None


def test_a_refused_change_ends_and_another_may_be_asked_for(small):
    change = ask(small)
    changing.refuse_change(change, "Tidak perlu", by=small.chair)

    with pytest.raises(changing.Settled):
        approve(change, by=small.head)
    assert ask(small).is_open
    assert str(change).startswith("Keluarkan penilai: ")


def test_when_carrying_out_fails_nothing_of_the_approval_remains(small):
    change = ask(small, "replace", successor=NEWCOMER)
    approve(change, by=small.head)
    factories.MembershipFactory(
        agency=small.round.agency, user__email=NEWCOMER.email, role="auditor"
    )

    with pytest.raises(NotEligible):
        approve(change, by=small.chair)

    change.refresh_from_db()
    assert (change.chair_by, change.executed_at) == (None, None)


def refused_by_the_database(words="restrict|fixed|change|approve|violates"):
    return pytest.raises(DatabaseError, match=words)


def test_the_database_moves_a_set_panel_only_by_a_change_carried_out(small):
    with refused_by_the_database("fixed"), transaction.atomic():
        Seat.objects.filter(pk=small.seats[0].pk).update(withdrawn_at=timezone.now())
    with refused_by_the_database("fixed"), transaction.atomic():
        factories.SeatFactory(round=small.round, number=9)
    with refused_by_the_database("fixed"), transaction.atomic():
        factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[0])
    with refused_by_the_database("fixed"), transaction.atomic():
        Seat.objects.filter(pk=small.seats[0].pk).update(round=factories.RoundFactory())


def test_the_database_lets_a_carried_out_change_move_nothing_else(small):
    change = ask(small)
    approve(change, by=small.head)
    with transaction.atomic():
        approve(change, by=small.chair)
        with refused_by_the_database("fixed"), transaction.atomic():
            Seat.objects.filter(pk=small.seats[1].pk).update(withdrawn_at=timezone.now())
        with refused_by_the_database("fixed"), transaction.atomic():
            factories.ConflictFactory(seat=small.seats[1], candidate=small.candidates[0])


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "lain"},
        {"chair_by": "staff", "chair_at": timezone.now()},
        {"head_by": "chair", "head_at": timezone.now()},
        {"executed_at": timezone.now()},
    ],
    ids=["reason", "chair", "head", "executed"],
)
def test_the_database_guards_what_was_asked_and_who_approves(small, fields):
    change = ask(small)
    said = {
        k: getattr(small, v) if isinstance(v, str) and k != "reason" else v
        for k, v in fields.items()
    }

    with refused_by_the_database(), transaction.atomic():
        PanelChange.objects.filter(pk=change.pk).update(**said)


def test_the_database_takes_a_request_only_from_staff_and_without_approvals(small):
    with refused_by_the_database("staff ask"), transaction.atomic():
        factories.PanelChangeFactory(seat=small.seats[0], requested_by=small.head)


def test_letters_are_filed_and_replaced_in_the_draft(draft):
    day = timezone.localdate()
    first = file_letter(draft.round, Particulars("800/1", day), upload(), by=draft.staff)
    second = file_letter(draft.round, Particulars("800/2", day), upload(), by=draft.staff)
    own = Particulars("090/7", day, draft.seats[0])
    sent = file_letter(draft.round, own, upload(), by=draft.staff)

    assert letters_of(draft.round) == {None: second, draft.seats[0].pk: sent}
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert str(second) == "SK pembentukan panitia 800/2"
    small = draft.open()
    with pytest.raises(PanelFixed):
        file_letter(small.round, Particulars("800/3", day), upload(), by=draft.staff)
    assert AssignmentLetter.objects.count() == 3


def at(name, small, *more):
    return reverse(f"reports:{name}", args=[small.round.code, *more])


def test_staff_ask_and_both_approve_on_the_pages(client, small):
    client.force_login(small.staff)
    assert "Belum ada perubahan" in client.get(at("panel-changes", small)).text
    for kind in ("ganti", "keluarkan", "berhalangan"):
        assert client.get(at("new-panel-change", small, kind)).status_code == 200
    asked = client.post(
        at("request-panel-change", small, "keluarkan"),
        {"member": small.members[0].public_id, "reason": "Sakit", "letter": upload()},
        follow=True,
    )
    assert "Menunggu persetujuan" in asked.text
    change = PanelChange.objects.get()
    panel = reverse("panels:panel", args=[small.round.code])
    assert "1 perubahan panitia menunggu" in client.get(panel).text

    for somebody, words in (
        (small.chair, "menunggu persetujuan yang lain"),
        (small.head, "dilaksanakan"),
    ):
        client.force_login(somebody)
        assert "Setujui perubahan" in client.get(at("panel-changes", small)).text
        said = client.post(at("approve-panel-change", small, change.public_id), follow=True)
        assert words in said.text
    again = client.post(at("approve-panel-change", small, change.public_id), follow=True)
    assert "sudah dilaksanakan atau ditolak" in again.text


def test_a_chair_who_approves_the_own_departure_is_led_home(client, small):
    change = ask(small, "replace", seat=-1, successor=NEWCOMER)
    approve(change, by=small.head)
    client.force_login(small.chair)

    left = client.post(at("approve-panel-change", small, change.public_id), follow=True)

    assert left.redirect_chain == [(reverse("reports:home"), 302)]
    assert "Perubahan disetujui dan dilaksanakan" in left.text
    assert "tidak lagi menjadi anggota panitia" in left.text


def test_the_page_says_which_rule_a_change_would_break(client, agency):
    small = lawful(agency)
    client.force_login(small.staff)
    sent = {"member": small.members[0].public_id, "reason": "Sakit", "letter": upload()}

    refused = client.post(at("request-panel-change", small, "keluarkan"), sent)

    assert refused.status_code == 422
    assert "menjadi: 4 orang" in refused.text
    assert "Sakit" in refused.text


def test_a_faulty_request_says_what_is_wrong_and_keeps_what_was_typed(client, small):
    client.force_login(small.staff)
    address = at("request-panel-change", small, "ganti")

    empty = client.post(address, {"reason": "Alasan tertulis"})
    lying = client.post(
        at("request-panel-change", small, "berhalangan"),
        {
            "member": small.members[0].public_id,
            "candidate": "1",
            "conflict_kind": "family",
            "reason": "x",
            "letter": upload(b"MZ program"),
        },
    )
    taken = client.post(
        address,
        {
            "member": small.members[0].public_id,
            "reason": "x",
            "letter": upload(),
            **{f"pengganti-{k}": v for k, v in vars_of(NEWCOMER).items()},
            "pengganti-is_internal": "tidak",
            "pengganti-email": small.members[1].email,
        },
    )

    assert (empty.status_code, lying.status_code, taken.status_code) == (422, 422, 422)
    assert "Alasan tertulis" in empty.text
    assert "bukan PDF" in lying.text
    assert "sudah dipakai penilai lain" in taken.text
    assert PanelChange.objects.count() == 0


def test_a_refusal_needs_its_reason(client, small):
    change = ask(small)
    client.force_login(small.chair)
    address = at("refuse-panel-change", small, change.public_id)

    assert client.post(address, {"refusal": ""}).status_code == 422
    assert "Ditolak" in client.post(address, {"refusal": "Tidak perlu"}, follow=True).text
    again = client.post(address, {"refusal": "x"}, follow=True)
    assert "sudah dilaksanakan atau ditolak" in again.text


def test_an_unknown_kind_of_change_does_not_exist(client, small):
    client.force_login(small.staff)

    assert client.get(at("new-panel-change", small, "sulap")).status_code == 404


def test_the_list_of_changes_costs_the_same_for_one_and_three(client, small):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(small.staff)
    counts = []
    for candidate in small.candidates:
        ask(small, "recuse", candidate=candidate, conflict_kind="other")
        with CaptureQueriesContext(connection) as captured:
            client.get(at("panel-changes", small))
        counts.append(len(captured))

    assert len(set(counts)) == 1


def test_letters_are_uploaded_and_downloaded_on_the_panels_page(client, draft):
    client.force_login(draft.staff)
    address = reverse("panels:file-letter", args=[draft.round.code])

    faulty = client.post(address, {"about": "sk", "number": "800/1", "date": "besok"})
    lying = client.post(
        address,
        {"about": "sk", "number": "800/1", "date": "2025-11-20", "file": upload(b"PK\3\4")},
    )
    done = client.post(
        address,
        {
            "about": draft.members[0].public_id,
            "number": "090/7",
            "date": "2025-11-20",
            "file": upload(),
        },
        follow=True,
    )

    assert (faulty.status_code, lying.status_code) == (422, 422)
    assert "800/1" in faulty.text
    assert "bukan PDF" in lying.text
    assert "Surat tugas nomor 090/7, 20 November 2025" in done.text
    letter = AssignmentLetter.objects.get()
    got = client.get(reverse("panels:letter", args=[draft.round.code, letter.attachment.public_id]))
    assert got.content.startswith(b"%PDF-")
    assert got["Content-Disposition"].startswith("attachment")


def fixed_panels(small):
    events = Event.objects.filter(scope=small.round.scope, verb="scoring.panel_fixed")
    return [event.facts["panel_sha256"] for event in events.order_by("seq")]


def test_a_change_begins_the_panels_fingerprint_anew_and_leaves_that_of_the_rules(small):
    rules, before = small.round.scheme_sha256, fixed_panels(small)
    assert before == [fingerprint_of(small.round)]

    both(small, ask(small))

    after = Round.objects.get(pk=small.round.pk)
    assert after.scheme_sha256 == rules
    assert fixed_panels(small) == [*before, fingerprint_of(after)]
    assert before[0] != fingerprint_of(after)
    assert list(faults_of(after)) == []


def test_a_newcomers_declaration_belongs_to_the_fingerprint(small):
    both(small, ask(small, kind="replace", successor=NEWCOMER))
    newcomer = Seat.objects.get(user__email=NEWCOMER.email)
    answer = Answer(kind="family", still_scores=False)

    declare(newcomer, {small.candidates[1].pk: answer}, by=newcomer.user)

    assert len(set(fixed_panels(small))) == 3
    assert fixed_panels(small)[-1] == fingerprint_of(small.round)


def test_a_panel_bent_behind_the_system_is_found(small, as_owner):
    as_owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    as_owner.execute("ALTER TABLE panels_seat DISABLE TRIGGER USER")
    as_owner.execute("UPDATE panels_seat SET name = 'Orang Lain' WHERE number = 1")

    assert list(faults_of(small.round)) == [
        "susunan panitia tidak sama dengan sidik jari terakhirnya"
    ]


def test_the_text_of_the_panel_has_the_fingerprint_that_the_page_shows(client, small):
    client.force_login(small.head)

    page = client.get(reverse("panels:panel", args=[small.round.code])).text
    text = client.get(reverse("panels:roster", args=[small.round.code])).content

    assert hashlib.sha256(text).hexdigest() == fingerprint_of(small.round)
    assert fingerprint_of(small.round) in page
    assert b"Penilai 1" not in text
    assert b"number" not in text
