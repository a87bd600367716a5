import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from tests.rounds import fill
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    draft.open()
    fill(draft.sheet(), lambda *_: 80)
    return draft


def test_sheets_that_follow_their_events_pass(small, capsys):
    call_command("rebuild_sheets", "--check")

    assert capsys.readouterr().out == "9 lembar sama dengan catatannya.\n"


def test_a_bent_sheet_is_named_and_made_again(small, bend, capsys):
    sheet = small.sheet()
    bend("scoring_sheet", f"entries = '{{}}', receipt = 'X' WHERE id = {sheet.pk}")

    with pytest.raises(CommandError, match=f"{small.round.code}: lembar {sheet.pk}"):
        call_command("rebuild_sheets", small.round.code, "--check")
    call_command("rebuild_sheets", small.round.code)

    assert f"1 lembar dibangun ulang dari catatannya: {sheet.pk}" in capsys.readouterr().out
    mended = small.sheet()
    assert (mended.entries, mended.receipt, mended.version) == (
        sheet.entries,
        sheet.receipt,
        sheet.version,
    )
    assert Event.objects.get(verb="scoring.sheets_rebuilt").facts == {"sheets": [sheet.pk]}
    call_command("rebuild_sheets", "--check")


def test_nothing_is_made_from_a_broken_chain(small, bend):
    bend("scoring_scoreevent", "payload_json = replace(payload_json, '80', '95')")

    with pytest.raises(CommandError, match="Lembar tidak dibangun ulang: rantai"):
        call_command("rebuild_sheets")


def test_a_sheet_without_any_event_is_not_invented(small, bend):
    other = small.sheet(candidate=1)
    bend("scoring_sheet", f"version = 1, saved_at = now() WHERE id = {other.pk}")

    with pytest.raises(CommandError, match="berisi nilai tanpa catatan"):
        call_command("rebuild_sheets")


def test_after_the_unsealing_sheets_can_still_be_made_again(small, bend):
    open_seal(small.round, excused="Sakit")
    bend("scoring_sheet", f"entries = '{{}}' WHERE id = {small.sheet().pk}")

    call_command("rebuild_sheets")

    assert small.sheet().entries["W1"]["score"] == 80
