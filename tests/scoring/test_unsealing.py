import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from scoring.alarms import newest_alarm, raise_alarm
from scoring.evidence import ChainBroken
from scoring.models import Closing, Unsealing
from scoring.reopening import request_reopening
from scoring.unsealing import (
    CannotUnseal,
    missing_for_unsealing,
    request_unsealing,
    return_unsealing,
    root_typed,
    silent_members,
    witness_unsealing,
)
from selection.models import Round
from tests.rounds import fill
from tests.scoring.database import refused
from workbook.sample_sealing import close_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    """Scored by one member; every other sheet excused; minutes confirmed by all."""
    draft.open()
    fill(draft.sheet(), lambda *_: 80)
    close_days(draft.round, excused="Sakit")
    return draft


def typed():
    return {closing.number: closing.short_root for closing in Closing.objects.all()}


def phase():
    return Round.objects.get().phase


def test_two_people_open_the_seal_with_the_roots_off_the_paper(small):
    request_unsealing(small.round, by=small.chair)
    assert phase() == "scoring"

    round_ = witness_unsealing(small.round, typed(), by=small.members[0])

    asked = Unsealing.objects.get()
    assert round_.is_unsealed
    assert (asked.requested_by, asked.witness) == (small.chair, small.members[0])
    facts = Event.objects.get(verb="selection.unsealed").facts
    assert (facts["requested_by"], facts["root"]) == (small.chair.pk, Closing.objects.get().root)


def test_the_chair_does_not_witness_his_own_request(small):
    request_unsealing(small.round, by=small.chair)

    with pytest.raises(CannotUnseal, match="Saksi harus penilai lain"):
        witness_unsealing(small.round, typed(), by=small.chair)
    assert phase() == "scoring"


def test_a_root_that_is_not_the_papers_keeps_the_seal(small):
    request_unsealing(small.round, by=small.chair)

    with pytest.raises(ChainBroken, match="berita acara nomor 1 tidak sama"):
        witness_unsealing(small.round, {1: "0123 4567 89ab cdef"}, by=small.members[0])

    assert phase() == "scoring"
    assert Unsealing.objects.pending().exists()


@pytest.mark.parametrize("text", ["", "3f9a", "3f9a 07c2 11aa 90zz", "x" * 16])
def test_too_few_or_wrong_digits_are_no_root(text):
    with pytest.raises(CannotUnseal, match="Ketik 16 angka atau huruf"):
        root_typed(text)


def test_digits_are_read_without_spaces_dashes_and_case():
    assert root_typed(" 3F9A-07C2 11aa.90bb ") == "3f9a07c211aa90bb"


def test_every_root_is_typed(small):
    request_unsealing(small.round, by=small.chair)

    with pytest.raises(CannotUnseal, match="akar dari setiap berita acara"):
        witness_unsealing(small.round, {}, by=small.members[0])


def test_a_chain_rewritten_with_its_minutes_is_found_by_the_paper_alone(small, bend, rewrite):
    paper = typed()
    request_unsealing(small.round, by=small.chair)
    rewrite(small.round, "80", "95")
    tip = small.round.score_events.order_by("-chain_no").first()
    bend("scoring_closing", f"root = '{bytes(tip.hash).hex()}'")

    call_command("verify_scores")  # the database agrees with itself
    with pytest.raises(CommandError, match="berita acara nomor 1"):
        call_command("verify_scores", small.round.code, "--printed", f"1={paper[1]}")
    with pytest.raises(ChainBroken, match="berita acara nomor 1 tidak sama"):
        witness_unsealing(small.round, paper, by=small.members[0])
    assert phase() == "scoring"


def test_the_printed_root_is_accepted_while_it_is_the_records(small, capsys):
    call_command("verify_scores", small.round.code, "--printed", f"1={typed()[1]}")

    assert capsys.readouterr().out.startswith("Nilai utuh: 2 catatan")


@pytest.mark.parametrize("printed", ["1", "1=xyz", "x=3f9a", "9=" + "a" * 16])
def test_a_printed_root_that_cannot_be_compared_is_refused(small, printed):
    with pytest.raises(CommandError):
        call_command("verify_scores", small.round.code, "--printed", printed)


def test_a_printed_root_needs_its_round(small):
    with pytest.raises(CommandError, match="kode putaran"):
        call_command("verify_scores", "--printed", f"1={typed()[1]}")


def test_an_event_changed_by_a_superuser_blocks_the_request(small, bend):
    bend("scoring_scoreevent", "payload_json = replace(payload_json, '80', '95')")

    with pytest.raises(ChainBroken, match="Segel tidak dapat dibuka: rantai"):
        request_unsealing(small.round, by=small.chair)
    assert not Unsealing.objects.exists()


def test_what_minutes_do_not_cover_is_missing(draft):
    draft.open()

    assert missing_for_unsealing(draft.round) == [
        "belum ada hari yang ditutup",
        "9 lembar nilai belum ditandatangani dan belum dijelaskan",
    ]
    with pytest.raises(CannotUnseal, match="belum ada hari yang ditutup"):
        request_unsealing(draft.round, by=draft.chair)
    assert not Unsealing.objects.exists()


def test_an_unanswered_reopening_keeps_the_seal(small):
    request_reopening(small.sheet(), "Salah ketik", by=small.members[0])

    assert missing_for_unsealing(small.round) == ["1 permintaan buka kembali belum dijawab"]


def test_who_did_not_confirm_is_explained(draft):
    draft.open()
    close_days(draft.round, excused="Sakit", confirmed=False)
    assert {n: len(names) for n, names in silent_members(draft.round).items()} == {1: 3}

    with pytest.raises(CannotUnseal, match="belum mengonfirmasi"):
        request_unsealing(draft.round, by=draft.chair)
    asked = request_unsealing(draft.round, unconfirmed_reason="Dirawat", by=draft.chair)

    assert asked.unconfirmed == "Dirawat"


def test_a_request_is_made_once_and_may_be_returned(small):
    request_unsealing(small.round, by=small.chair)
    with pytest.raises(CannotUnseal, match="sudah diminta"):
        request_unsealing(small.round, by=small.chair)
    with pytest.raises(CannotUnseal, match="alasan pengembalian"):
        return_unsealing(small.round, " ", by=small.members[0])

    returned = return_unsealing(small.round, "Lembar salah", by=small.members[0])

    assert (returned.returned_by, returned.reason) == (small.members[0], "Lembar salah")
    assert request_unsealing(small.round, by=small.chair).pk != returned.pk


def test_without_a_request_there_is_nothing_to_witness_or_return(small):
    with pytest.raises(CannotUnseal, match="Tidak ada permintaan"):
        witness_unsealing(small.round, typed(), by=small.members[0])
    with pytest.raises(CannotUnseal, match="Tidak ada permintaan"):
        return_unsealing(small.round, "Lembar salah", by=small.members[0])


def test_an_open_round_alone_is_unsealed(draft):
    with pytest.raises(CannotUnseal, match="tidak sedang dibuka"):
        request_unsealing(draft.round, by=draft.chair)


def test_an_alarm_is_kept_with_what_did_not_agree(small):
    broken = ChainBroken("Segel tidak dapat dibuka", ["satu", "dua"])

    raise_alarm(small.round, broken, occasion="membuka segel", by=small.chair)

    assert newest_alarm(small.round).lines == ["satu", "dua"]
    assert Event.objects.get(verb="scoring.alarm_raised").facts["faults"] == 2


# The database refuses the application's own role, whatever the code above it does.


def test_nobody_but_the_chair_asks(small):
    with refused("the chair asks to unseal"):
        request_unsealing(small.round, by=small.members[0])


def test_no_stranger_witnesses(small):
    request_unsealing(small.round, by=small.chair)

    with refused("a member of the panel answers"):
        witness_unsealing(small.round, typed(), by=small.staff)


def test_a_round_is_not_unsealed_without_two(small):
    with refused("two people open the seal"):
        Round.objects.update(phase="unsealed")


def test_an_answered_request_does_not_change(small):
    request_unsealing(small.round, by=small.chair)
    return_unsealing(small.round, "Lembar salah", by=small.chair)

    with refused("an unsealing is answered once"):
        Unsealing.objects.update(reason="lain")
