"""The security log: a line for every refusal, and nothing in it that says who or what."""

import logging
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from scoring import actions
from scoring.models import ScoreEvent, Unsealing
from scoring.unsealing import request_unsealing
from tests.rounds import fill, made_from
from workbook.sample_sealing import close_days

pytestmark = pytest.mark.django_db

NOTE = "Catatan rahasia tentang kandidat"


@pytest.fixture
def small(draft):
    return draft.open()


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.WARNING, "pratama.security")
    return lambda: [r.getMessage() for r in caplog.records if r.name == "pratama.security"]


def send(small, *, enforce=False, to=None, headers=None, **changes):
    client = Client(enforce_csrf_checks=enforce)
    client.force_login(small.members[0])
    sheet = to or small.sheet()
    data = {"mutation_id": str(uuid4()), "base_version": "0", "n1": "80", "c1": NOTE}
    data |= {**made_from(small.sheet()), **changes}
    address = reverse("scoring:save", args=[sheet.public_id])
    return client.post(address, data, headers={"accept": "application/json", **(headers or {})})


REFUSALS = {
    "malformed": {"n1": ["80", "99"]},
    "other-user": {"as_user": str(uuid4())},
    "other-rules": {"rubric_hash": "0" * 64},
    "out-of-turn": {"base_version": "3"},
    "too-large": {"c1": NOTE * 400_000},
    "cross-site": {"headers": {"sec-fetch-site": "cross-site"}},
    "no-token": {"enforce": True},
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refused_save_is_one_line_without_personal_data(small, log, kind):
    response = send(small, **REFUSALS[kind])

    (line,) = log()
    me = small.members[0]
    assert response.status_code >= 400
    assert line.startswith(f"{kind} POST scoring:save by ")
    for secret in (NOTE, me.get_full_name(), me.email, str(small.sheet().public_id), "80"):
        assert secret not in line.replace(str(me.public_id), "")
    assert ScoreEvent.objects.count() == 0


def test_somebody_elses_sheet_is_a_line_with_the_number_of_who_asked(small, log):
    send(small, to=small.sheet(seat=1))

    assert log() == [f"not-theirs POST scoring:save by {small.members[0].public_id}"]


def test_what_a_role_may_not_do_is_a_line(client, small, log):
    client.force_login(small.staff)

    client.get(reverse("scoring:agenda"))

    assert log() == [f"forbidden GET scoring:agenda by {small.staff.public_id}"]


def test_a_save_into_a_signed_sheet_is_a_line(small, log):
    fill(small.sheet(), lambda *_: 80)
    send(small, base_version="2")

    assert log() == [f"closed POST scoring:save by {small.members[0].public_id}"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [("other-rules", {"rubric_hash": "0" * 64}), ("out-of-turn", {"base_version": "3"})],
)
def test_a_signature_that_is_refused_is_a_line_though_it_leads_back(
    client, small, log, kind, changes
):
    me, sheet = small.members[0], small.sheet()
    entries = {code: {"score": 80} for code in ("W1", "W2")}
    actions.save(sheet, entries, base_version=0, mutation_id=uuid4(), by=me)
    client.force_login(me)
    data = {"mutation_id": str(uuid4()), "mine": "1", **made_from(sheet), "base_version": "1"}

    answer = client.post(reverse("scoring:sign", args=[sheet.public_id]), data | changes)

    assert answer.status_code == 302
    assert log() == [f"{kind} POST scoring:sign by {me.public_id}"]
    assert not ScoreEvent.objects.filter(kind="sign").exists()


def test_a_wrong_password_under_the_minutes_is_a_line(client, small, log):
    close_days(small.round, excused="Sakit", confirmed=False)
    me = small.members[0]
    client.force_login(me)

    client.post(
        reverse("reports:confirm-minutes", args=[small.round.code, 1]), {"password": "bukan"}
    )

    assert log() == [f"not-proven POST reports:confirm-minutes by {me.public_id}"]


def test_a_root_that_is_not_the_papers_is_a_line(client, small, log):
    fill(small.sheet(), lambda *_: 80)
    close_days(small.round, excused="Sakit")
    request_unsealing(small.round, by=small.chair)
    me = small.members[0]
    client.force_login(me)

    client.post(reverse("reports:witness-unsealing", args=[small.round.code]), {"akar1": "0" * 16})

    assert log() == [f"record-broken POST reports:witness-unsealing by {me.public_id}"]
    assert Unsealing.objects.get().witnessed_at is None


def test_a_wrong_address_is_nobodys_refusal(client, small, log):
    client.get("/tidak-ada/")
    client.force_login(small.staff)
    client.get("/tidak-ada/")
    client.get(reverse("scoring:session"))

    assert log() == []


def test_what_paper_refuses_is_a_line_though_it_leads_back(client, small, log):
    member, sheet = small.members[0], small.sheet()
    client.force_login(member)
    client.post(
        reverse("scoring:confirm-copies", args=[sheet.public_id]), {"mine": "1", "copies": "1-2"}
    )
    client.force_login(small.staff)
    client.post(
        reverse("reports:transcribe", args=[small.round.code, sheet.public_id]),
        {"n1": "80", "n2": "81"},
    )

    assert log() == [
        f"out-of-turn POST scoring:confirm-copies by {member.public_id}",
        f"out-of-turn POST reports:transcribe by {small.staff.public_id}",
    ]
