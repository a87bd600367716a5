from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event
from scoring import actions, ledger
from scoring.evidence import broken_link
from scoring.models import ScoreEvent, Sheet
from selection.phases import WrongPhase
from tests import factories
from tests.rounds import make_round
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db

FULL = {"W1": {"score": 82}, "W2": {"score": 79, "note": "Contoh jelas"}}


@pytest.fixture
def small(draft):
    return draft.open()


def save(sheet, entries=FULL, *, base=0, mutation=None, by=None):
    by = by or sheet.seat.user
    return actions.save(sheet, entries, base_version=base, mutation_id=mutation or uuid4(), by=by)


def sign(sheet, *, base=1, mutation=None, by=None):
    by = by or sheet.seat.user
    return actions.sign(sheet, base_version=base, mutation_id=mutation or uuid4(), by=by)


def test_open_scoring_lays_out_a_sheet_for_every_duty_and_fixes_the_scheme(draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[0])
    factories.ConflictFactory(seat=draft.seats[1], candidate=draft.candidates[0], still_scores=True)

    round_ = draft.open().round

    assert round_.phase == "scoring"
    assert len(round_.scheme_sha256) == 64
    assert Sheet.objects.count() == 3 * 3 - 1
    assert not Sheet.objects.filter(seat=draft.seats[0], candidate=draft.candidates[0]).exists()
    assert Event.objects.filter(verb="selection.scoring", scope=round_.scope).count() == 1


def test_open_scoring_makes_a_sheet_for_each_post_where_the_instrument_is_per_post(draft):
    draft.interview.coverage = "vacancy"
    draft.interview.save()

    draft.open()

    assert Sheet.objects.filter(seat=draft.seats[0]).count() == 4  # three candidates, one twice


def test_open_scoring_says_what_is_missing_and_leaves_nothing():
    round_ = factories.RoundFactory()

    with pytest.raises(actions.NotReady, match="belum ada jabatan; belum ada kandidat"):
        actions.open_scoring(round_, by=factories.UserFactory())

    round_.refresh_from_db()
    assert (round_.phase, Sheet.objects.count(), Event.objects.count()) == ("draft", 0, 0)


def test_open_scoring_twice_is_refused(small):
    with pytest.raises(WrongPhase):
        actions.open_scoring(small.round, by=small.chair)


def test_a_round_whose_every_pair_is_recused_does_not_open(draft):
    for seat in draft.seats:
        for candidate in draft.candidates:
            factories.ConflictFactory(seat=seat, candidate=candidate)
    draft.freeze()

    with pytest.raises(actions.NotReady, match="tidak ada lembar yang harus dinilai"):
        draft.open()

    draft.round.refresh_from_db()
    assert (draft.round.phase, Sheet.objects.count()) == ("frozen", 0)


def test_save_appends_an_event_and_brings_the_sheet_up_to_it(small):
    sheet = save(small.sheet())

    event = ScoreEvent.objects.get()
    assert (sheet.version, sheet.entries) == (1, FULL)
    assert (event.kind, event.version, event.actor) == ("draft", 1, sheet.seat.user)
    assert event.payload == {"entries": FULL}
    assert broken_link(small.round) is None


def test_the_same_save_sent_twice_is_one_save(small):
    mutation = uuid4()

    first = save(small.sheet(), mutation=mutation)
    again = save(small.sheet(), mutation=mutation)

    assert (again.version, first.version, ScoreEvent.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("entries", [FULL, {}], ids=["as saved", "empty as at first"])
def test_a_save_that_changes_nothing_writes_nothing(small, entries):
    before = save(small.sheet(), entries)

    after = save(small.sheet(), entries, base=before.version)

    assert (after.version, after.saved_at) == (before.version, before.saved_at)
    assert ScoreEvent.objects.count() == before.version == len(entries) / 2


def test_a_save_that_changes_nothing_into_a_signed_sheet_is_refused_all_the_same(small):
    sheet = sign(save(small.sheet()))

    with pytest.raises(actions.SheetClosed):
        save(sheet, base=sheet.version)


def test_a_save_from_an_older_page_is_refused_and_writes_nothing(small):
    save(small.sheet())

    with pytest.raises(actions.SheetChanged, match="tab atau perangkat lain"):
        save(small.sheet(), {"W1": {"score": 10}})

    assert small.sheet().entries == FULL


def test_a_mutation_id_with_other_content_is_refused(small):
    mutation = uuid4()
    save(small.sheet(), mutation=mutation)

    with pytest.raises(actions.SheetChanged):
        save(small.sheet(), {"W1": {"score": 10}}, mutation=mutation)

    assert small.sheet().entries == FULL


def test_a_mutation_id_of_another_sheet_is_refused(small):
    mutation = uuid4()
    save(small.sheet(), mutation=mutation)

    with pytest.raises(actions.SheetChanged):
        save(small.sheet(candidate=1), mutation=mutation)

    assert small.sheet(candidate=1).version == 0


def test_a_signature_with_the_mutation_id_of_another_sheet_is_refused(small):
    mutation = uuid4()
    save(small.sheet(), mutation=mutation)
    other = save(small.sheet(candidate=1))

    with pytest.raises(actions.SheetChanged):
        sign(other, mutation=mutation)

    assert not small.sheet(candidate=1).is_signed
    assert small.sheet(candidate=1).version == 1


def test_sign_closes_the_sheet_with_a_receipt(small):
    sheet = sign(save(small.sheet()))

    assert sheet.is_signed
    assert len(sheet.receipt) == 14
    assert ScoreEvent.objects.get(kind="sign").payload == {
        "entries": FULL,
        "receipt": sheet.receipt,
    }


def test_signing_twice_changes_nothing(small):
    mutation = uuid4()
    first = sign(save(small.sheet()), mutation=mutation)

    again = sign(small.sheet(), mutation=mutation)
    other = sign(small.sheet())

    assert first.receipt == again.receipt == other.receipt
    assert ScoreEvent.objects.filter(kind="sign").count() == 1


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"W1": {"score": 82}}, "1 kriteria belum dinilai: Kriteria W2"),
        ({"W1": {"score": 95}, "W2": {"score": 80}}, "1 catatan wajib belum diisi: Kriteria W1"),
        ({"W1": {"score": 59}, "W2": {"score": 80}}, "di bawah 60 atau di atas 90"),
    ],
    ids=["missing", "very high", "very low"],
)
def test_sign_refuses_an_incomplete_sheet(small, entries, message):
    sheet = save(small.sheet(), entries)

    with pytest.raises(actions.SheetIncomplete, match=message):
        sign(sheet)

    assert not small.sheet().is_signed


def test_sign_refuses_a_page_made_before_the_last_save(small):
    save(save(small.sheet()), {**FULL, "W1": {"score": 70}}, base=1)

    with pytest.raises(actions.SheetChanged):
        sign(small.sheet(), base=1)


def test_a_signed_sheet_takes_no_more_scores(small):
    sheet = sign(save(small.sheet()))

    with pytest.raises(actions.SheetClosed, match="tersimpan sebelumnya aman"):
        save(sheet, base=2)

    assert small.sheet().entries == FULL


def test_nothing_is_scored_after_unsealing(small):
    open_seal(small.round, excused="Sakit")

    with pytest.raises(actions.SheetClosed):
        save(small.sheet())


@pytest.mark.parametrize(
    "tamper",
    [
        lambda _: ScoreEvent.objects.update(payload_json="{}"),
        lambda _: ScoreEvent.objects.all().delete(),
        lambda small: write_for(small, actor=small.chair),
        lambda small: write_for(small, actor=None, kind="archive"),
        lambda small: write_for(small, base_version=5, version=7),
    ],
    ids=["update", "delete", "somebody else's hand", "as an archive", "out of turn"],
)
def test_the_database_refuses_every_other_way_to_a_score(small, tamper):
    save(small.sheet())

    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(small)

    assert ScoreEvent.objects.count() == 1


def write_for(small, **fields):
    actions_event = {
        "kind": "draft",
        "actor": small.members[0],
        "base_version": 1,
        "version": 2,
        **fields,
    }
    sheet = small.sheet()
    event = unstored(sheet, **actions_event)
    event.save(force_insert=True)


def unstored(sheet, *, kind="draft", actor=None, **fields):
    """An event that says what the sheet says, as somebody might write it by hand."""
    event = ledger._event(sheet, ledger.Said(kind, sheet.entries), uuid4(), actor)
    for name, value in fields.items():
        setattr(event, name, value)
    return event


def test_the_database_refuses_an_event_into_a_signed_sheet(small):
    sheet = sign(save(small.sheet()))

    with pytest.raises(DatabaseError, match="sheet is signed"), transaction.atomic():
        unstored(sheet, actor=sheet.seat.user).save(force_insert=True)


def test_two_rounds_have_two_chains(small):
    other = make_round(factories.AgencyFactory()).open()

    save(small.sheet())
    save(other.sheet())

    assert list(ScoreEvent.objects.values_list("chain_no", flat=True)) == [1, 1]
