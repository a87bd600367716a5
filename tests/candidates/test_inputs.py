"""Public input: windows by two people, steps with reasons, identities opened and erased."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from audit.models import Event
from candidates import input_windows as windows
from candidates.input_actions import InputClosed, SentBefore, scope_of
from candidates.input_erasing import due_on, erase_due
from candidates.input_secrecy import Identity, lock, unlock
from candidates.input_states import NEXT
from candidates.input_verifying import (
    CannotStep,
    Erased,
    Step,
    open_file,
    open_identity,
    take_step,
)
from candidates.input_windows import CannotOpen, WantedWindow
from candidates.inputs import verified_among, verified_of_round
from candidates.models import (
    InputState,
    InputStep,
    InputWindow,
    Nomination,
    PublicInput,
    ReportingChannel,
)
from scoring.models import ScoreEvent
from tests.factories import UserFactory
from tests.inputs import CONTACT, NAME, TEXT, opened, sent, some_input
from tests.selection.pdfs import pdf, upload

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TO_VERIFIED = (*(InputState.VERIFYING, InputState.ASKED, InputState.REPLIED, InputState.VERIFIED),)


def wanted(small, **other):
    now = timezone.now()
    names = list(Nomination.objects.filter(candidate__round=small.round).order_by("pk"))
    fields = {"opens_at": now, "closes_at": now + DAY, "announcement": "", "nominations": names}
    return WantedWindow(**{**fields, **other})


def steps(small, input_, *states, **fields):
    """Take these steps, each with what it needs."""
    for state in states:
        needed = {
            InputState.ASKED: {"due_on": timezone.localdate() + DAY},
            InputState.REPLIED: {"reply": "Lelang dibatalkan UKPBJ."},
            InputState.VERIFIED: {"summary": "Lelang dibatalkan tanpa berita acara."},
            InputState.REFERRED: {"channel": ReportingChannel.objects.get(code="kpk")},
        }.get(state, {})
        take_step(input_, Step(state, "Nota 700/12", **{**needed, **fields}), by=small.auditor)


def verbs(round_):
    return list(
        Event.objects.filter(scope=scope_of(round_)).order_by("seq").values_list("verb", flat=True)
    )


def test_staff_ask_and_the_head_opens(draft):
    window = opened(draft)

    assert window.opened_by == draft.head and window.takes_input(timezone.now())
    assert window.subjects.count() == 4
    asked, agreed = Event.objects.filter(verb__startswith="candidates.input_window").order_by("seq")
    assert (asked.actor_name, agreed.actor_name) == (draft.staff.name, draft.head.name)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"closes_at": timezone.now() - DAY}, "Waktu tutup"),
        ({"closes_at": timezone.now() + 90 * DAY}, "paling lama 60 hari"),
        ({"nominations": []}, "paling sedikit satu nama"),
    ],
)
def test_a_window_that_makes_no_sense_is_not_asked_for(draft, other, said):
    draft.freeze()

    with pytest.raises(CannotOpen, match=said):
        windows.request_window(draft.round, wanted(draft, **other), by=draft.staff)

    assert InputWindow.objects.count() == 0


def test_no_window_while_names_may_change(draft):
    with pytest.raises(CannotOpen, match="belum dibekukan"):
        windows.request_window(draft.round, wanted(draft), by=draft.staff)


def test_one_window_at_a_time(draft):
    window = opened(draft)

    with pytest.raises(CannotOpen, match="Sudah ada"):
        windows.request_window(draft.round, wanted(draft), by=draft.staff)
    windows.end_window(window, "Salah nama", by=draft.head)
    again = windows.request_window(draft.round, wanted(draft), by=draft.staff)

    assert again.opened_at is None


def test_who_asked_does_not_open_it(draft):
    draft.freeze()
    window = windows.request_window(draft.round, wanted(draft), by=draft.head)

    twin = UserFactory(name=f" {draft.head.name.upper()}")
    for person in (draft.head, twin):
        with pytest.raises(CannotOpen, match="tidak dapat membukanya sendiri"):
            windows.open_window(window, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        InputWindow.objects.update(opened_by=draft.head, opened_at=timezone.now())

    window.refresh_from_db()
    assert window.opened_at is None


def test_no_window_without_a_key_a_verifier_or_time(draft, settings):
    draft.freeze()
    window = windows.request_window(draft.round, wanted(draft), by=draft.staff)
    draft.auditor.memberships.update(ended_at=timezone.now())
    with pytest.raises(CannotOpen, match="Belum ada pemeriksa"):
        windows.open_window(window, by=draft.head)
    settings.INPUT_KEYS = []
    with pytest.raises(CannotOpen, match="PRATAMA_INPUT_KEY"):
        windows.open_window(window, by=draft.head)
    InputWindow.objects.update(opens_at=timezone.now() - 2 * DAY, closes_at=timezone.now() - DAY)
    with pytest.raises(CannotOpen, match="sudah lewat"):
        windows.open_window(window, by=draft.head)

    window.refresh_from_db()
    assert window.opened_at is None


def test_a_request_is_returned_with_a_reason_and_answered_once(draft):
    draft.freeze()
    window = windows.request_window(draft.round, wanted(draft), by=draft.staff)

    with pytest.raises(CannotOpen, match="alasan"):
        windows.return_window(window, "  ", by=draft.head)
    windows.return_window(window, "Tunggu pengumuman", by=draft.head)
    with pytest.raises(CannotOpen, match="sudah dijawab"):
        windows.open_window(window, by=draft.head)

    window.refresh_from_db()
    assert (window.reason, window.opened_at) == ("Tunggu pengumuman", None)


def test_only_a_running_window_is_ended_and_with_a_reason(draft):
    window = opened(draft)

    with pytest.raises(CannotOpen, match="alasan"):
        windows.end_window(window, " ", by=draft.head)
    windows.end_window(window, "Salah nama", by=draft.head)
    with pytest.raises(CannotOpen, match="tidak sedang berjalan"):
        windows.end_window(window, "Lagi", by=draft.head)
    with pytest.raises(InputClosed):
        sent(window)

    assert PublicInput.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE candidates_inputwindow SET closes_at = closes_at + interval '1 day'",
        "INSERT INTO candidates_inputsubject (public_id, window_id, nomination_id)"
        " SELECT gen_random_uuid(), window_id, nomination_id FROM candidates_inputsubject",
        "UPDATE candidates_publicinput SET text = 'Diganti'",
        "UPDATE candidates_publicinput SET received_at = received_at - interval '1 day'",
        "UPDATE candidates_inputstep SET reason = 'Diganti'",
        "INSERT INTO candidates_publicinput (public_id, subject_id, number, code_hash, form_hash,"
        " text, is_confidential, medium, identity, file, file_name, file_sha256, received_at)"
        " SELECT gen_random_uuid(), subject_id, 'M-2026-000001', code_hash, repeat('a', 64), text,"
        " true, '', 'x', '', '', '', received_at + interval '1 year' FROM candidates_publicinput",
    ],
)
def test_the_database_lets_nothing_be_rewritten(draft, change):
    stored, _ = sent(opened(draft))
    steps(draft, stored, InputState.VERIFYING)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        connection.cursor().execute(change)


def test_a_form_counts_once_and_another_text_is_refused(draft):
    window = opened(draft)
    (first, receipt), (again, same) = sent(window), sent(window)

    with pytest.raises(SentBefore):
        sent(window, text=TEXT.replace("kecamatan", "kelurahan"))

    assert (first.pk, receipt) == (again.pk, same)
    assert verbs(draft.round) == ["candidates.input_received"]


def test_what_rests_is_locked_and_opens_with_older_keys(settings):
    locked = lock(b"isi")
    settings.INPUT_KEYS = ["kunci-baru", *settings.INPUT_KEYS]

    assert b"isi" not in locked and unlock(locked) == b"isi"
    settings.INPUT_KEYS = []
    with pytest.raises(ImproperlyConfigured):
        lock(b"isi")


def test_the_trail_of_input_names_nobody_and_stands_apart(draft):
    window = opened(draft)
    before = Event.objects.filter(scope=draft.round.scope).count()

    sent(window)

    event = Event.objects.get(scope=scope_of(draft.round))
    assert (event.actor_id, event.actor_name, event.facts) == (None, "masyarakat", {})
    assert Event.objects.filter(scope=draft.round.scope).count() == before


def test_an_input_is_verified_after_the_official_replied(draft):
    stored, _ = sent(opened(draft))

    steps(draft, stored, *TO_VERIFIED)

    [(_, [told])] = verified_among(draft.candidates[:1])
    assert told.summary == "Lelang dibatalkan tanpa berita acara."
    assert told.reply == "Lelang dibatalkan UKPBJ."
    assert verified_among(draft.candidates[1:]) == []
    assert verified_of_round(draft.round) == [(draft.candidates[0], [told])]
    assert ScoreEvent.objects.count() == 0


def test_what_is_looked_into_again_is_not_told_meanwhile(draft):
    stored, _ = sent(opened(draft))
    steps(draft, stored, *TO_VERIFIED, InputState.VERIFYING)

    assert verified_among(draft.candidates) == []


def test_silence_counts_only_after_the_day_of_the_reply(draft, time_machine):
    stored, _ = sent(opened(draft))
    steps(draft, stored, InputState.VERIFYING, InputState.ASKED)

    with pytest.raises(CannotStep, match="masih dapat menjawab"):
        steps(draft, stored, InputState.VERIFIED)
    time_machine.move_to(timezone.now() + 3 * DAY)
    steps(draft, stored, InputState.VERIFIED)

    [(_, [told])] = verified_among(draft.candidates[:1])
    assert told.reply == ""


@pytest.mark.parametrize(
    ("before", "state", "fields", "said"),
    [
        ((), InputState.VERIFIED, {}, "sudah berkeadaan"),
        ((), InputState.VERIFYING, {}, ""),
        ((InputState.VERIFYING,), InputState.ASKED, {"due_on": None}, "batas waktu"),
        (
            (InputState.VERIFYING,),
            InputState.ASKED,
            {"due_on": timezone.localdate()},
            "sesudah hari ini",
        ),
        ((InputState.VERIFYING, InputState.ASKED), InputState.REPLIED, {"reply": " "}, "jawaban"),
        (
            (InputState.VERIFYING, InputState.ASKED, InputState.REPLIED),
            InputState.VERIFIED,
            {"summary": " "},
            "ringkasan",
        ),
        ((), InputState.REFERRED, {"channel": None}, "lembaga"),
    ],
)
def test_a_step_that_does_not_follow_changes_nothing(draft, before, state, fields, said):
    stored, _ = sent(opened(draft))
    steps(draft, stored, *before)

    if said:
        with pytest.raises(CannotStep, match=said):
            steps(draft, stored, state, **fields)
    with pytest.raises(CannotStep, match=r"alasan|berkeadaan"):
        take_step(stored, Step(InputState.VERIFYING, "  "), by=draft.auditor)

    assert InputStep.objects.count() == len(before)


def test_the_database_knows_the_same_table_of_states(draft):
    stored, _ = sent(opened(draft))
    reach = {
        InputState.RECEIVED: (),
        InputState.VERIFYING: (InputState.VERIFYING,),
        InputState.ASKED: (InputState.VERIFYING, InputState.ASKED),
        InputState.REPLIED: (InputState.VERIFYING, InputState.ASKED, InputState.REPLIED),
        InputState.NOT_VERIFIED: (InputState.VERIFYING, InputState.NOT_VERIFIED),
        InputState.REFERRED: (InputState.REFERRED,),
        InputState.VERIFIED: (
            *(InputState.VERIFYING, InputState.ASKED, InputState.REPLIED, InputState.VERIFIED),
        ),
    }
    found = {was: _allowed(draft, stored, path) for was, path in reach.items()}

    assert found == {
        was: follow - ({InputState.VERIFIED} if was == InputState.ASKED else set())
        for was, follow in NEXT.items()
    }


def _allowed(small, stored, path):
    """The states that the database takes after these."""
    allowed = set()
    with transaction.atomic():
        steps(small, stored, *path)
        for state in set(InputState) - {InputState.RECEIVED}:
            try:
                with transaction.atomic():
                    _insert(small, stored, state, len(path) + 1)
                    transaction.set_rollback(True)
                allowed.add(state)
            except (IntegrityError, InternalError):
                pass
        transaction.set_rollback(True)
    return allowed


def _insert(small, stored, state, number):
    InputStep.objects.create(
        input=stored,
        number=number,
        state=state,
        reason="Nota",
        reply="Ya" if state == InputState.REPLIED else "",
        summary="Ya" if state == InputState.VERIFIED else "",
        due_on=timezone.localdate() if state == InputState.ASKED else None,
        channel=ReportingChannel.objects.first() if state == InputState.REFERRED else None,
        taken_by=small.auditor,
        taken_at=timezone.now(),
    )


def test_an_identity_opens_with_a_reason_that_stays(draft):
    stored, _ = sent(opened(draft))

    with pytest.raises(CannotStep, match="alasan"):
        open_identity(stored, "  ", by=draft.auditor)
    identity = open_identity(stored, "Minta salinan foto", by=draft.auditor)

    event = Event.objects.get(verb="candidates.identity_opened")
    assert identity == Identity(NAME, CONTACT)
    assert (event.actor_name, event.facts) == (draft.auditor.name, {"reason": "Minta salinan foto"})


def test_a_file_opens_as_it_was_and_the_reading_stays(draft):
    stored, _ = sent(opened(draft), upload=upload())

    assert open_file(stored, by=draft.auditor) == pdf()
    assert verbs(draft.round)[-1] == "candidates.input_file_read"


def test_a_file_that_is_gone_or_changed_is_not_given_out(draft):
    stored, _ = sent(opened(draft), upload=upload())
    stored = PublicInput.objects.get()
    with stored.file.storage.open(stored.file.name, "wb") as file:
        file.write(lock(b"lain"))
    with pytest.raises(Erased, match="berbeda dari sidik jarinya"):
        open_file(stored, by=draft.auditor)
    stored = PublicInput.objects.get()
    stored.file.storage.delete(stored.file.name)
    with pytest.raises(Erased, match="tidak ditemukan"):
        open_file(stored, by=draft.auditor)

    assert verbs(draft.round) == ["candidates.input_received"]


def test_input_is_emptied_two_years_after_the_round(
    draft, time_machine, django_capture_on_commit_callbacks
):
    stored, _ = sent(opened(draft), upload=upload(), medium="Suara Tirta")
    steps(draft, stored, InputState.VERIFYING)
    storage, name = stored.file.storage, stored.file.name
    time_machine.move_to(due_on(stored.subject.window) - DAY)
    assert erase_due() == 0
    time_machine.move_to(timezone.now() + 2 * DAY)

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_due() == 1
    assert erase_due() == 0

    stored.refresh_from_db()
    assert (stored.text, stored.identity, stored.medium, stored.file.name) == ("", "", "", "")
    assert not storage.exists(name)
    assert stored.steps.count() == 1
    assert verbs(draft.round)[-1] == "candidates.input_erased"
    for opening in (
        lambda: open_identity(stored, "x", by=draft.auditor),
        lambda: open_file(stored, by=draft.auditor),
    ):
        with pytest.raises(Erased):
            opening()


def test_the_time_counts_from_the_end_of_the_round(draft):
    stored = some_input(draft)
    window = stored.subject.window

    assert due_on(window) == window.closes_at.replace(year=window.closes_at.year + 2)
    window.round.handed_over_at = window.closes_at + 10 * DAY
    assert due_on(window) == (window.closes_at + 10 * DAY).replace(
        year=(window.closes_at + 10 * DAY).year + 2
    )
    window.round.handed_over_at = datetime(2028, 2, 29, tzinfo=UTC)
    window.retention_years = 1
    assert due_on(window).strftime("%Y-%m-%d") == "2029-02-28"


def test_channels_name_their_source():
    channels = {channel.code: channel for channel in ReportingChannel.objects.all()}

    assert set(channels) == {"kpk", "sp4n-lapor"}
    assert all(channel.source for channel in channels.values())
