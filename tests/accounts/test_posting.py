import re
from email import message_from_bytes, policy

import pytest
from django.db import DatabaseError, transaction
from kombu.exceptions import OperationalError

from accounts import tasks
from accounts.delivering import message_of
from accounts.models import Mail
from accounts.posting import Letter, Recipient, post, recipient_of, reminder, written
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return factories.UserFactory()


def waiting(name="Siti Aminah", address="siti@contoh.example", occasion="hal:1", **given):
    matter = {"matter": "persetujuan yang mendekati batas waktu", "path": "/persetujuan/"} | given
    return reminder(Recipient(name, address), occasion=occasion, **matter)


def posted(agency, staff, *letters):
    return post(letters or [waiting()], agency=agency, scope=agency.scope, by=staff)


def parsed(mail):
    raw = message_of(mail).message().as_bytes(linesep="\r\n")
    return message_from_bytes(raw, policy=policy.default), raw


def test_a_letter_waits_in_the_queue_with_its_text(agency, staff):
    posted(agency, staff)

    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.next_try_at) == ("queued", 0, mail.ordered_at)
    assert (mail.to_name, mail.to_address) == ("Siti Aminah", "siti@contoh.example")
    assert (mail.kind, mail.ordered_by) == ("reminder", staff)
    assert "Ada yang menunggu Anda: persetujuan yang mendekati batas waktu." in mail.body
    assert "http://localhost:8000/persetujuan/" in mail.body


def test_the_same_letter_is_ordered_once_for_an_address(agency, staff):
    posted(agency, staff)

    assert posted(agency, staff) == []
    assert posted(agency, staff, waiting(address="SITI@contoh.example")) == []
    assert len(posted(agency, staff, waiting(address="siti.baru@contoh.example"))) == 1
    assert len(posted(agency, staff, waiting(occasion="hal:2"))) == 1
    assert Mail.objects.count() == 3


def test_who_orders_the_same_meanwhile_adds_nothing(agency, staff, monkeypatch):
    posted(agency, staff)
    monkeypatch.setattr(Mail.objects, "filter", lambda **_: Mail.objects.none())  # as it looked

    posted(agency, staff)

    monkeypatch.undo()
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("address", ["", "bukan alamat", "a@b\r\nBcc: c@contoh.example", "a@b"])
def test_who_has_no_address_gets_no_letter(agency, staff, address):
    assert posted(agency, staff, waiting(address=address)) == []


def test_a_leaver_gets_no_letter():
    assert not recipient_of(factories.UserFactory(is_active=False)).has_address


def test_nothing_remains_of_an_order_that_was_rolled_back(
    agency, staff, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as bells, transaction.atomic():
        posted(agency, staff)
        transaction.set_rollback(True)

    assert bells == []
    assert not Mail.objects.exists()


def test_the_bell_rings_once_for_many_letters_after_the_transaction(
    agency, staff, django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr(tasks.deliver, "delay", lambda: rung.append(1))

    with django_capture_on_commit_callbacks(execute=True):
        posted(agency, staff, waiting(), waiting(occasion="hal:2"))
        assert rung == []

    assert rung == [1]


def test_without_a_broker_the_letters_stand(
    agency, staff, django_capture_on_commit_callbacks, monkeypatch
):
    def unreachable():
        raise OperationalError

    monkeypatch.setattr(tasks.deliver, "delay", unreachable)

    with django_capture_on_commit_callbacks(execute=True):
        posted(agency, staff)

    assert Mail.objects.get().state == "queued"


def test_a_name_begins_no_new_line_and_no_header(agency, staff):
    name = "Siti\r\nBcc: semua@contoh.example\r\n\r\nNilai Anda 90"
    posted(agency, staff, waiting(name=name))

    message, raw = parsed(Mail.objects.get())
    assert raw.split(b"\r\n\r\n")[0].lower().count(b"\nbcc:") == 0
    assert message["To"] == "siti@contoh.example"
    assert "\nBcc" not in message.get_content()


def test_names_of_all_scripts_and_long_lines_arrive_as_written(agency, staff):
    name = "Ꮳ Nyi Rådèn Ajĕng 王小明 " + "Sangat-Panjang " * 25
    posted(agency, staff, waiting(name=name, path=f"/{'x' * 1200}/"))

    message, raw = parsed(Mail.objects.get())
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert " ".join(name.split()) in message.get_content()
    assert f"/{'x' * 1200}/" in message.get_content()


def test_markup_in_a_name_stays_what_it_is(agency):
    letter = waiting(name="D'Arc & Anak <b>")

    assert "Yth. D'Arc & Anak <b>" in written(letter, agency)[1]


def test_the_calendar_goes_along_as_a_calendar(agency, staff):
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    letter = Letter(
        kind=Mail.Kind.MEMBER,
        to=Recipient("Siti", "siti@contoh.example"),
        template="member",
        occasion="undangan:1",
        facts={"round": "Seleksi 2025", "url": "http://localhost/jadwal/"},
        ics=calendar,
    )
    posted(agency, staff, letter)

    message, _ = parsed(Mail.objects.get())
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert (attached.get_param("method"), attached.get_filename()) == ("PUBLISH", "jadwal.ics")
    assert "BEGIN:VCALENDAR" in attached.get_content()


def test_a_letter_names_its_sender_and_keeps_its_number(agency, staff):
    agency.email = "bkpsdm@kota.example"
    agency.save()
    posted(agency, staff)

    mail = Mail.objects.select_related("agency").get()
    first, second = parsed(mail)[0], parsed(mail)[0]
    assert first["Message-ID"] == second["Message-ID"] == f"<{mail.public_id}@localhost>"
    assert first["Reply-To"] == "bkpsdm@kota.example"
    assert first["Auto-Submitted"] == "auto-generated"
    assert not re.search(r"\d{18}", mail.body + mail.subject)


@pytest.mark.parametrize("address", ["", "bukan alamat"])
def test_an_office_without_an_address_is_not_answered(agency, staff, address):
    agency.email = address
    agency.save()
    posted(agency, staff)

    assert parsed(Mail.objects.select_related("agency").get())[0]["Reply-To"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"body": "lain"},
        {"to_address": "lain@contoh.example"},
        {"once": "lain"},
        {"state": "sent", "next_try_at": None},
        {"state": "sending"},  # still with a time to try
        {"state": "refused", "next_try_at": None, "problem": ""},
    ],
)
def test_the_database_lets_no_letter_be_changed(change):
    mail = factories.MailFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(**change)


def test_the_database_keeps_what_was_sent():
    mail = factories.MailFactory(state="sent", next_try_at=None, sent_at="2026-01-01T00:00Z")

    for change in ({"state": "queued", "sent_at": None}, {"problem": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Mail.objects.filter(pk=mail.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        mail.delete()


@pytest.mark.parametrize("fields", [{"subject": "a\nBcc: b"}, {"to_address": "a b@contoh.example"}])
def test_the_database_takes_no_header_of_two_lines(fields):
    with pytest.raises(DatabaseError), transaction.atomic():
        factories.MailFactory(**fields)


def test_a_letter_is_named_by_kind_and_number():
    mail = factories.MailFactory()

    assert str(mail) == f"Pengingat {mail.pk}"
