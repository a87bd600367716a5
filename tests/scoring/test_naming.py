"""How rows call themselves in logs and shells: enough to find them, and never a score."""

import pytest

from scoring.models import (
    Alarm,
    ClarificationNote,
    ClosedSheet,
    Closing,
    Confirmation,
    Excuse,
    Nudge,
    PaperMode,
    Practice,
    Reopening,
    Result,
    ScoreEvent,
    Transcription,
    Unsealing,
)
from tests.rounds import fill

pytestmark = pytest.mark.django_db


def test_sheets_their_events_and_freezes_are_named_by_their_keys(draft):
    sheet = draft.open().sheet()
    fill(sheet, lambda *_: 83)
    freeze = draft.round.freezes.get()
    named = [str(event) for event in ScoreEvent.objects.order_by("version")]

    assert str(sheet) == f"Lembar {sheet.pk}"
    assert named == [f"draft {sheet.pk} v1", f"sign {sheet.pk} v2"]
    assert str(freeze) == f"Pembekuan {draft.round.pk}: {draft.round.scheme_sha256[:12]}"


def test_a_given_value_is_named_by_its_instrument_and_candidate(draft):
    value = draft.candidates[0].given_values.get(instrument=draft.talent)

    assert str(value) == f"{draft.talent} {draft.candidates[0]}: {value.value:f}"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (Closing(number=2, round_id=7), "Penutupan 2 putaran 7"),
        (ClosedSheet(sheet_id=5, state="carried"), "Lembar 5: Dilanjutkan"),
        (Excuse(sheet_id=5), "Berhalangan: lembar 5"),
        (Confirmation(seat_id=3, closing_id=4), "Konfirmasi 3 atas penutupan 4"),
        (Nudge(pk=6), "Pengingat 6"),
        (Practice(seat_id=3), "Latihan 3"),
        (Reopening(sheet_id=5, version=2), "Buka kembali lembar 5 versi 2"),
        (PaperMode(round_id=7), "Penilaian di kertas, putaran 7"),
        (Transcription(copy=1, sheet_id=5), "Salinan 1 lembar 5"),
        (Unsealing(round_id=7), "Pembukaan segel putaran 7"),
        (Alarm(pk=8, round_id=7), "Alarm 8 putaran 7"),
        (Result(number=2, round_id=7), "Hasil 2 putaran 7"),
        (ClarificationNote(key="P1"), "Catatan klarifikasi P1"),
    ],
)
def test_what_happens_on_the_day_is_named_by_keys(row, name):
    assert str(row) == name
