import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.transaction import TransactionManagementError

from audit.actions import SYSTEM, record
from audit.models import Event, Head
from audit.verification import broken_chains
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail():
    """Three events of one scope and one of another."""
    user = UserFactory()
    for number in range(3):
        record("user.tried", user, by=user, scope="a", number=number, text="é “kutip” \n tab\t")
    record("user.tried", user, by=SYSTEM, scope="b")
    return user


def test_events_are_numbered_and_chained_per_scope(trail):
    rows = Event.objects.in_order().values_list("scope", "seq", "actor_name")

    assert list(rows) == [
        ("a", 1, trail.name),
        ("a", 2, trail.name),
        ("a", 3, trail.name),
        ("b", 1, "sistem"),
    ]
    assert list(broken_chains()) == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Event.objects.update(verb="other"),
        lambda: Event.objects.all().delete(),
        lambda: Head.objects.update(seq=9),
        lambda: Head.objects.all().delete(),
    ],
    ids=["update", "delete", "head-update", "head-delete"],
)
def test_the_application_cannot_change_the_trail(trail, tamper):
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper()

    assert Event.objects.filter(verb="user.tried").count() == 4


def test_the_owner_is_refused_by_the_trigger(trail, as_owner):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        as_owner.execute("UPDATE audit_event SET verb = 'other'")


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        (
            "UPDATE audit_event SET verb = 'x' WHERE scope = 'a' AND seq = 2",
            "a terputus pada catatan 2: isi",
        ),
        (
            "DELETE FROM audit_event WHERE scope = 'a' AND seq = 2",
            "a terputus pada catatan 2: catatan hilang",
        ),
        (
            "DELETE FROM audit_event WHERE scope = 'a' AND seq = 3",
            "a terputus pada catatan 2: ujung",
        ),
        ("DELETE FROM audit_event WHERE scope = 'b'", "b terputus pada catatan 1: seluruh"),
    ],
    ids=["edited", "cut out", "end cut off", "whole scope gone"],
)
def test_verify_audit_names_the_broken_row(trail, as_owner, capsys, sql, named):
    as_owner.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    as_owner.execute(sql)

    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit")

    assert refusal.value.returncode == 1
    assert named in capsys.readouterr().err


def test_verify_audit_says_that_the_trail_is_whole(trail, capsys):
    call_command("verify_audit")
    call_command("verify_audit", scope="a")

    assert capsys.readouterr().out == "Rantai utuh: 4 catatan.\nRantai utuh: 3 catatan.\n"


def test_verify_audit_of_an_unknown_chain_is_wrong_usage(trail):
    with pytest.raises(CommandError, match="Tidak ada rantai bernama z") as refusal:
        call_command("verify_audit", scope="z")

    assert refusal.value.returncode == 2


def test_an_event_and_the_end_of_its_chain_read_as_sentences(trail):
    event = Event.objects.get(scope="b")

    assert str(event) == f"{event.at:%Y-%m-%d %H:%M} sistem user.tried accounts.User:{trail.pk}"
    assert [str(head) for head in Head.objects.order_by("scope")][-2:] == ["a 3", "b 1"]


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_run_outside_a_transaction():
    user = UserFactory()

    with pytest.raises(TransactionManagementError):
        record("user.created", user, by=user, scope="a")
