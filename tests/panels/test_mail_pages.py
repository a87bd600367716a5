import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Mail
from audit.models import Event
from panels.inviting import CannotInvite, Group, invitations_of, invite
from panels.publishing import publish
from panels.timetabling import Seen, swap_sittings
from tests import factories
from tests.panels.timetables import a_round, drafted, heard, published
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    small = a_round()
    for candidate in small.candidates:
        candidate.email = f"kandidat{candidate.number}@contoh.example"
        candidate.save()
    return small


@pytest.fixture
def plan(small):
    return published(small)


@pytest.fixture
def staff(client, small):
    client.force_login(small.staff)
    return client


def page(client, name, small, *more, **query):
    return client.get(reverse(f"panels:{name}", args=[small.round.code, *more]), query)


def send(client, small, group="penilai", version=1):
    said = {"kepada": group, "versi": version}
    return client.post(reverse("panels:invite", args=[small.round.code]), said, follow=True)


def failed(small, **given):
    fields = {"state": "refused", "problem": "550 tidak ada", "next_try_at": None} | given
    return factories.MailFactory(agency=small.round.agency, scope=small.round.scope, **fields)


@pytest.mark.usefixtures("plan")
def test_what_would_be_sent_stands_there_before_it_is(staff, small):
    small.candidates[0].email = ""
    small.candidates[0].save()

    text = page(staff, "invitations", small).text

    assert "Kirim 3 undangan penilai" in text
    assert "Kirim 2 undangan kandidat" in text
    assert "2 akan dikirimi · 0 sudah · 1 tanpa alamat" in text
    assert re.search(rf"<textarea[^>]* readonly>Yth. {small.candidates[0].full_name}", text)
    assert not Mail.objects.exists()


@pytest.mark.usefixtures("plan")
def test_members_are_invited_each_with_the_own_calendar(staff, small):
    response = send(staff, small)

    mails = Mail.objects.order_by("to_name")
    assert "3 undangan masuk antrean pengiriman." in response.text
    assert [mail.to_user for mail in mails] == sorted(small.members, key=lambda user: user.name)
    assert {mail.ics.count("BEGIN:VEVENT") for mail in mails} == {3}
    assert f"/penilaian/jadwal/{small.round.code}/" in mails[0].body
    event = Event.objects.get(verb="panels.invited")
    assert (event.facts["group"], event.facts["count"]) == ("penilai", 3)


@pytest.mark.usefixtures("plan")
def test_a_candidate_reads_his_own_hours_and_of_nobody_else(staff, small):
    send(staff, small, "kandidat")

    for candidate in small.candidates:
        mail = Mail.objects.get(to_address=candidate.email)
        others = [c for c in small.candidates if c != candidate]
        assert "Rabu, 3 Desember 2098, pukul" in mail.body
        assert "Ruang Anggrek" in mail.body
        assert candidate.full_name in mail.body
        assert mail.ics.count("BEGIN:VEVENT") == 1
        for text in (mail.body, mail.ics, mail.subject):
            assert candidate.nip not in text
            assert not any(c.name in text or c.label in text for c in others)
            assert not any(member.name in text for member in small.members)


@pytest.mark.usefixtures("plan")
def test_nobody_is_invited_twice_to_the_same_timetable(staff, small):
    send(staff, small)

    response = send(staff, small)

    assert "sudah diundang" in response.text
    assert Mail.objects.count() == 3
    assert Event.objects.filter(verb="panels.invited").count() == 1


def test_a_new_version_is_a_new_invitation_that_moves_the_events(staff, small, plan):
    send(staff, small, "kandidat")
    uids = set(re.findall(r"UID:(\S+)", "".join(Mail.objects.values_list("ics", flat=True))))
    one, two = (sitting["candidate"] for sitting in plan.sittings[:2])
    draft = swap_sittings(small.round, one, two, seen=Seen(1, plan.revision), by=small.staff)
    again = publish(small.round, revision=draft.revision, note="Tukar", by=small.staff)

    response = send(staff, small, "kandidat", version=again.version)

    new = Mail.objects.order_by("-pk")[:3]
    assert "3 undangan masuk antrean" in response.text
    assert set(re.findall(r"UID:(\S+)", "".join(mail.ics for mail in new))) == uids
    assert all(f"SEQUENCE:{again.version}" in mail.ics for mail in new)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"version": 2}, "Jadwal berubah"),
        ({"group": "semua"}, "tidak lengkap"),
        ({"version": "satu"}, "tidak lengkap"),
    ],
)
@pytest.mark.usefixtures("plan")
def test_a_refusal_says_why_and_sends_nothing(staff, small, said, words):
    response = send(staff, small, **said)

    assert words in response.text
    assert not Mail.objects.exists()
    assert not Event.objects.filter(verb="panels.invited").exists()


def test_without_a_published_timetable_nobody_is_invited(staff, small):
    drafted(small)

    assert "Jadwal belum terbit" in page(staff, "invitations", small).text
    with pytest.raises(CannotInvite, match="Jadwal berubah"):
        invite(small.round, Group.MEMBERS, version=1, by=small.staff)


def test_after_the_unsealing_nobody_is_invited(staff, small):
    plan = heard(small)
    small.play()

    text = page(staff, "invitations", small).text

    assert "Wawancara putaran ini sudah selesai" in text
    assert "Kirim 3" not in text
    with pytest.raises(CannotInvite, match="sudah selesai"):
        invite(small.round, Group.MEMBERS, version=plan.version, by=small.staff)


@pytest.mark.usefixtures("plan")
def test_the_page_of_a_letter_tells_no_members_number(client, small):
    invite(small.round, Group.MEMBERS, version=1, by=small.staff)
    mail = Mail.objects.first()
    client.force_login(small.auditor)

    text = page(client, "mail-letter", small, mail.public_id).text

    assert mail.body.splitlines()[0] in text
    assert "Lampiran: jadwal.ics" in text
    assert "UID" not in text
    assert "Kirim lagi" not in text


def test_the_list_is_filtered_by_how_it_went(staff, small):
    sent = failed(small, state="sent", problem="", sent_at="2026-01-01T00:00Z", to_name="Terang")
    refused = failed(small, to_name="Gelap")
    waits = factories.MailFactory(
        agency=small.round.agency, scope=small.round.scope, to_name="Sabar"
    )
    factories.MailFactory(agency=small.round.agency, scope="round:lain", to_name="Asing")

    shown = {
        key: [
            mail.to_name
            for mail in (waits, refused, sent)
            if f">{mail.to_name}</a>" in page(staff, "mail", small, keadaan=key).text
        ]
        for key in ("", "menunggu", "terkirim", "gagal", "entah")
    }

    everything = ["Sabar", "Gelap", "Terang"]
    assert shown == {
        "": everything,
        "menunggu": ["Sabar"],
        "terkirim": ["Terang"],
        "gagal": ["Gelap"],
        "entah": everything,
    }
    assert "Asing" not in page(staff, "mail", small).text


def test_the_list_is_filtered_by_kind_within_a_state(staff, small):
    failed(small, kind="reminder", to_name="Ingat")
    failed(small, kind="receipt", to_name="Terima")
    given = {"agency": small.round.agency, "scope": small.round.scope}
    factories.MailFactory(**given, kind="reminder", to_name="Sabar")

    text = page(staff, "mail", small, keadaan="gagal", jenis="pengingat").text

    assert ">Ingat</a>" in text
    assert ">Terima</a>" not in text
    assert ">Sabar</a>" not in text
    assert "Pengingat (1)" in text
    assert "Tanda terima (1)" in text
    assert "Menunggu (1)" in text
    assert "?keadaan=menunggu&amp;jenis=pengingat" in text
    assert "Tidak ada surel seperti ini" in page(staff, "mail", small, jenis="undangan").text


def test_more_letters_than_a_page_holds_are_counted(staff, small, monkeypatch):
    monkeypatch.setattr("panels.mailbox.SHOWN", 1)
    failed(small)
    failed(small)

    assert "1 yang lebih lama tidak ditampilkan" in page(staff, "mail", small).text


@pytest.mark.parametrize("state", ["refused", "given_up", "unknown"])
def test_what_did_not_arrive_is_sent_again(staff, small, state):
    mail = failed(small, state=state, attempts=5)
    address = reverse("panels:send-mail-again", args=[small.round.code, mail.public_id])

    response = staff.post(address, follow=True)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)
    assert mail.next_try_at
    assert "masuk antrean lagi" in response.text
    assert Event.objects.get(verb="panels.mail_sent_again").facts == {"before": state}


def test_what_was_sent_is_not_sent_again(staff, small):
    mail = failed(small, state="sent", problem="", sent_at="2026-01-01T00:00Z")
    address = reverse("panels:send-mail-again", args=[small.round.code, mail.public_id])

    response = staff.post(address, follow=True)

    mail.refresh_from_db()
    assert "Surel ini terkirim. Tidak ada yang dikirim lagi." in response.text
    assert mail.state == "sent"
    assert not Event.objects.filter(verb="panels.mail_sent_again").exists()


def test_letters_of_another_round_are_not_found(staff, small):
    mail = factories.MailFactory(agency=small.round.agency, scope="round:lain")

    assert page(staff, "mail-letter", small, mail.public_id).status_code == 404


def test_an_empty_list_says_what_will_stand_there(staff, small):
    assert "Belum ada surel" in page(staff, "mail", small).text
    assert "Pilih keadaan atau jenis lain" in page(staff, "mail", small, keadaan="gagal").text


def test_the_list_asks_the_same_however_many_letters(staff, small):
    failed(small)
    few = queries(staff, "mail", small)
    for _ in range(9):
        failed(small)

    assert queries(staff, "mail", small) == few <= 9


def test_the_preview_asks_the_same_however_many_people(client):
    counts = []
    for people in (2, 6):
        small = make_round(factories.AgencyFactory(), candidates=people)
        published(small)
        client.force_login(small.staff)
        counts.append(queries(client, "invitations", small))

    assert counts[0] == counts[1] <= 18


def test_a_recused_member_gets_no_event_of_that_candidate(small):
    factories.ConflictFactory(
        seat=small.seats[0], candidate=small.candidates[0], still_scores=False
    )
    plan = published(small)

    members = invitations_of(small.round, plan)[0]

    events = {p.letter.to.user: p.letter.ics.count("BEGIN:VEVENT") for p in members.people}
    assert events[small.members[0]] == 2
    assert events[small.members[1]] == 3


def queries(client, name, small):
    with CaptureQueriesContext(connection) as seen:
        assert page(client, name, small).status_code == 200
    return len(seen)
