from datetime import timedelta

import pytest
import time_machine
from django.core import mail as local
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts import delivering, tasks
from accounts.models import Mail
from tests import factories
from tests.accounts.post_office import post_office

pytestmark = pytest.mark.django_db


def delivered(mail):
    delivering.deliver()
    mail.refresh_from_db()
    return mail


def test_what_waits_is_sent_in_its_order():
    later, first = factories.MailFactory(), factories.MailFactory()
    Mail.objects.filter(pk=first.pk).update(state="sending", next_try_at=None)
    Mail.objects.filter(pk=first.pk).update(
        state="queued", next_try_at=timezone.now() - timedelta(hours=1)
    )

    assert delivering.deliver() == 2

    assert [message.to for message in local.outbox] == [[first.to_address], [later.to_address]]
    first.refresh_from_db()
    assert (first.state, first.attempts, first.problem) == ("sent", 1, "")
    assert first.sent_at
    assert delivering.deliver() == 0


def test_what_is_due_later_waits():
    factories.MailFactory(next_try_at=timezone.now() + timedelta(minutes=1))

    assert delivering.deliver() == 0


def test_a_real_server_gets_the_letter_once(settings):
    mail = factories.MailFactory()

    with post_office(settings) as office:
        delivered(mail)
        delivered(mail)

    assert mail.state == "sent"
    assert len(office.letters) == 1
    assert f"To: {mail.to_address}\r\n".encode() in office.letters[0]


def test_a_recipient_refused_for_good_is_not_tried_again(settings):
    mail = factories.MailFactory()

    with post_office(settings, replies={"RCPT": "550 5.1.1 tidak ada"}) as office:
        delivered(mail)

    assert (mail.state, mail.attempts, office.letters) == ("refused", 1, [])
    assert mail.problem == "Jawaban server surel: 550 5.1.1 tidak ada. Periksa alamatnya."
    assert mail.may_go_again


@pytest.mark.parametrize(
    ("replies", "state", "words"),
    [
        ({"RCPT": "451 4.7.1 nanti"}, "queued", "451 4.7.1 nanti"),
        ({"text": "552 5.2.2 penuh"}, "refused", "552 5.2.2 penuh"),
        ({"text": "452 4.2.2 penuh"}, "queued", "452 4.2.2 penuh"),
        ({"DATA": "554 5.7.1 tidak"}, "refused", "554 5.7.1 tidak"),
        ({"MAIL": "553 5.1.8 siapa"}, "queued", "menolak pengirim"),
        ({"MAIL": "451 4.3.0 sibuk"}, "queued", "sedang tidak menerima"),
        ({"": "421 4.3.2 tutup"}, "queued", "sedang tidak menerima"),
    ],
)
def test_the_servers_answer_decides(settings, replies, state, words):
    mail = factories.MailFactory()

    with post_office(settings, replies=replies):
        delivered(mail)

    assert mail.state == state
    assert words in mail.problem


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
@pytest.mark.parametrize("way", ["hangs_up_after", "silent_after"])
def test_a_line_that_breaks_before_the_text_is_tried_again(settings, command, way):
    mail = factories.MailFactory()

    with post_office(settings, **{way: command}) as office:
        delivered(mail)

    assert (mail.state, office.letters) == ("queued", [])
    assert mail.problem == delivering.UNREACHABLE


@pytest.mark.parametrize("way", ["hangs_up_after", "silent_after"])
def test_a_line_that_breaks_after_the_text_leaves_it_open(settings, way):
    mail = factories.MailFactory()

    with post_office(settings, **{way: "text"}) as office:
        delivered(mail)
        delivered(mail)

    assert (mail.state, len(office.letters)) == ("unknown", 1)
    assert mail.problem == delivering.UNANSWERED
    assert mail.may_go_again


def test_a_line_that_breaks_at_the_farewell_changes_nothing(settings):
    mail = factories.MailFactory()

    with post_office(settings, hangs_up_after="QUIT"):
        assert delivered(mail).state == "sent"


def test_a_server_that_is_not_there_is_tried_again_by_the_timetable(settings):
    with post_office(settings):
        pass  # nobody listens at its port any more
    began = timezone.now()
    mail = factories.MailFactory(ordered_at=began)
    waits = []

    with time_machine.travel(began, tick=False) as clock:
        while delivered(mail).state == "queued":
            waits.append((mail.next_try_at - timezone.now()).total_seconds() / 60)
            clock.move_to(mail.next_try_at - timedelta(seconds=1))
            assert delivering.deliver() == 0
            clock.move_to(mail.next_try_at)

    assert waits == [1, 5, 30, 120]
    assert (mail.state, mail.attempts) == ("given_up", 5)
    assert mail.problem == f"{delivering.UNREACHABLE} Dicoba 5 kali, lalu dihentikan."


def test_an_unforeseen_fault_keeps_nobody_else_waiting(monkeypatch):
    bad, good = factories.MailFactory(), factories.MailFactory()
    send = EmailBackend.send_messages

    def fail_once(backend, messages):
        if messages[0].to == [bad.to_address]:
            raise ValueError("x")
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", fail_once)

    assert delivered(bad).state == "unknown"
    good.refresh_from_db()
    assert good.state == "sent"
    assert bad.problem == delivering.UNFORESEEN


def test_a_killed_postmans_letter_is_open_and_not_sent_again_by_itself(monkeypatch):
    mail, other = factories.MailFactory(), factories.MailFactory()

    def killed(*_):
        raise KeyboardInterrupt  # as little runs after it as after a kill

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(KeyboardInterrupt):
            delivering.deliver()
    mail.refresh_from_db()
    assert mail.state == "sending"

    delivered(mail)

    other.refresh_from_db()
    assert (mail.state, mail.problem) == ("unknown", delivering.LEFT_BEHIND)
    assert other.state == "sent"
    assert [message.to for message in local.outbox] == [[other.to_address]]


def test_a_postman_thought_dead_may_still_say_that_it_was_sent(monkeypatch):
    mail = factories.MailFactory()

    def slowly(*_):
        Mail.objects.filter(pk=mail.pk).update(state="unknown", problem=delivering.LEFT_BEHIND)

    monkeypatch.setattr(EmailBackend, "send_messages", slowly)

    assert delivered(mail).state == "sent"


def test_who_comes_while_another_delivers_leaves(monkeypatch):
    mail = factories.MailFactory()

    class Taken:
        def __enter__(self):
            return False

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(delivering, "alone", lambda *_: Taken())

    assert delivering.deliver() == 0
    assert delivered(mail).state == "queued"


def test_a_shift_ends(monkeypatch):
    factories.MailFactory()
    monkeypatch.setattr(delivering, "SHIFT", 0)

    assert delivering.deliver() == 0


@pytest.mark.parametrize("task", [tasks.deliver, tasks.resume_mail])
def test_both_bells_wake_the_postman(task):
    mail = factories.MailFactory()

    task()

    mail.refresh_from_db()
    assert mail.state == "sent"
