"""The gate's facts and its command, against the database."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import ManagementUtility
from django.db import connection, connections
from django.utils import timezone

from audit.models import Event
from panels.models import TimetablePlan
from scoring import replication
from scoring.models import Practice
from tests import factories
from workbook import gate_facts
from workbook.gate import Clock

pytestmark = pytest.mark.django_db


def facts(small, **given):
    return gate_facts.facts_of(
        small.round, **{"ticks": {}, "printed_hash": "", "certificate": None, **given}
    )


@pytest.fixture
def certificate(tmp_path):
    """A certificate that ends on 1 March 2026."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "seleksi.contoh.go.id")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2025, 3, 1, tzinfo=UTC))
        .not_valid_after(datetime(2026, 3, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "site.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


def test_members_count_as_secured_by_an_app_or_a_passkey_not_by_recovery_codes(draft):
    kinds = Authenticator.Type
    held = (kinds.TOTP, kinds.WEBAUTHN, kinds.RECOVERY_CODES)
    for user, kind in zip(draft.members, held, strict=True):
        Authenticator.objects.create(user=user, type=kind, data={})

    people = facts(draft).people

    assert (people.count, people.without_factor) == (3, [draft.seats[2].name])


def test_a_member_has_practised_once_the_practice_sheet_is_finished(draft):
    now = timezone.now()
    Practice.objects.create(seat=draft.seats[0], saved_at=now, finished_at=now)
    Practice.objects.create(seat=draft.seats[1], saved_at=now)

    assert facts(draft).people.unpractised == [seat.name for seat in draft.seats[1:]]


def test_a_member_without_a_signed_declaration_is_named(draft):
    assert facts(draft).people.undeclared == [seat.name for seat in draft.seats]


def test_rules_have_a_hash_once_they_are_frozen(draft):
    assert facts(draft).rules_hash == ""

    draft.freeze()

    assert facts(draft).rules_hash == draft.round.scheme_sha256 != ""


def test_what_the_worker_has_not_finished_is_waiting_in_this_agency_alone(draft):
    for status in ("ordered", "making", "failed"):
        factories.DocumentFactory(round=draft.round, status=status)
    factories.UploadFactory(agency=draft.round.agency, status="received")
    factories.UploadFactory(agency=draft.round.agency, status="checked")
    factories.UploadFactory(status="received")

    assert facts(draft).waiting == 3


def test_a_chain_that_was_rewritten_is_a_fault(draft, bend):
    draft.play()
    before = facts(draft)
    bend("scoring_scoreevent", "kind = 'sign' WHERE chain_no = 1")

    after = facts(draft)

    assert (before.faults, before.events) == ([], 18)
    assert after.faults[0].startswith("rantai catatan nilai terputus pada catatan 1")


def test_a_trail_that_was_rewritten_is_a_fault(draft, bend):
    draft.freeze()
    bend("audit_event", f"actor_name = 'Lain' WHERE scope = '{draft.round.scope}' AND seq = 1")

    assert facts(draft).faults == ["rantai kegiatan terputus pada catatan 1 (isi berubah)"]


def test_the_certificates_last_day_is_read_from_its_file(draft, certificate):
    found = facts(draft, certificate=certificate).certificate_until

    assert found == datetime(2026, 3, 1, tzinfo=UTC)
    assert facts(draft).certificate_until is None


def test_free_space_is_that_of_the_store(draft, settings, tmp_path):
    settings.STORE_ROOT = tmp_path / "not" / "there" / "yet"

    assert facts(draft).free > 0


@pytest.mark.parametrize(
    ("chrony", "timedatectl", "expected"),
    [
        ("A29FC801,1.2.3.4,3,1764,0.00004,Normal\n", "", ("chrony", True)),
        ("7F7F0101,,10,1764,0.0,Not synchronised\n", "", ("chrony", False)),
        ("", "NTPSynchronized=yes\n", ("timedatectl", True)),
        ("", "NTPSynchronized=no\n", ("timedatectl", False)),
        ("", "", ("", False)),
    ],
)
def test_the_clocks_keeper_is_asked(draft, monkeypatch, chrony, timedatectl, expected):
    answers = {"/usr/bin/chronyc": chrony, "/usr/bin/timedatectl": timedatectl}

    def answer(command, **_):
        if not answers[command[0]]:
            raise FileNotFoundError(command[0])
        return answers[command[0]]

    monkeypatch.setattr(subprocess, "check_output", answer)

    clock = facts(draft).clock

    assert (clock.source, clock.is_synchronized) == expected
    assert clock.apart < timedelta(minutes=1)


def test_without_a_standby_there_is_none(draft):
    assert facts(draft).has_standby is False


def test_a_standby_that_follows_has_a_lag_and_one_that_does_not_has_none():
    assert replication.lag(timedelta(seconds=5)) == timedelta()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pratama_owner")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION scoring_is_replayed(upto pg_lsn) RETURNS boolean"
            " LANGUAGE sql STABLE AS 'SELECT false'"
        )
        cursor.execute("SET LOCAL ROLE pratama_app")

    assert replication.lag(timedelta(milliseconds=150)) is None


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command as a terminal does; gives its exit status, output and errors."""
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's transaction goes on

    def run(*arguments):
        status = 0
        try:
            command = ["manage.py", "ready_for_scoring", "--skip-checks", *arguments]
            ManagementUtility(command).execute()
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_the_command_fails_with_the_page_and_keeps_what_it_found(draft, run):
    draft.freeze()

    status, out, err = run(draft.round.code, "--tick", "kertas=“Sri Wahyuni”")

    assert (status, err) == (1, "")
    assert "GAGAL  Semua penilai masuk dengan dua faktor: 0 dari 3" in out
    assert "ruangan: dicentang Sri Wahyuni" in out
    event = Event.objects.get(verb="workbook.day_checked", scope=draft.round.scope)
    assert event.actor_name == "sistem"
    assert event.facts["ticks"] == {"kertas": "Sri Wahyuni"}
    assert "Jadwal wawancara terbit" in event.facts["failed"]
    assert event.facts["passed"] + len(event.facts["failed"]) == 16


def test_the_command_passes_once_nothing_is_missing(draft, run, monkeypatch, certificate):
    draft.freeze()
    now = timezone.now()
    for seat in draft.seats:
        Practice.objects.create(seat=seat, saved_at=now, finished_at=now)
        Authenticator.objects.create(user=seat.user, type=Authenticator.Type.TOTP, data={})
    monkeypatch.setattr(gate_facts, "standings_of", lambda _: [])
    monkeypatch.setattr(gate_facts, "published_of", lambda _: TimetablePlan(version=1))
    monkeypatch.setattr(gate_facts, "has_standby", lambda: True)
    monkeypatch.setattr(
        gate_facts, "_clock", lambda: Clock("", is_synchronized=False, apart=timedelta())
    )
    ticks = [f"--tick={name}=Bagas" for name in ("cadangan", "jam", "celah", "kebocoran", "kertas")]
    dated = [f"--certificate={certificate}", "--tick=sertifikat=Bagas"]
    monkeypatch.setattr(gate_facts.timezone, "localtime", lambda: datetime(2026, 1, 5, tzinfo=UTC))

    status, out, _ = run(
        draft.round.code, f"--rules-hash={draft.round.scheme_sha256}", *dated, *ticks
    )

    assert "GAGAL" not in out
    assert status == 0
    assert Event.objects.get(verb="workbook.day_checked").facts["failed"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--tick", "hujan=Sri"], "hujan tidak dikenal"),
        (["--tick", "kertas"], "sebut siapa yang melihatnya"),
        (["--tick", "kertas=“ ”"], "sebut siapa yang melihatnya"),
        (["--certificate", "tidak-ada.pem"], "tidak dapat dibaca"),
    ],
)
def test_a_command_typed_wrongly_is_refused_and_leaves_no_trace(draft, run, arguments, said):
    status, out, err = run(draft.round.code, *arguments)

    assert (status, out) == (2, "")
    assert said in err
    assert not Event.objects.filter(verb="workbook.day_checked").exists()


def test_a_round_whose_scoring_is_over_has_no_day_ahead(draft, run):
    draft.play()

    status, out, err = run(draft.round.code)

    assert (status, out) == (2, "")
    assert err.strip() == f"Penilaian putaran {draft.round.code} sudah selesai."
