"""The client of the e-sign service against a double on this machine. No real service was asked."""

import socket
import ssl
import traceback
from contextlib import contextmanager

import pytest
from django.utils import timezone
from requests.adapters import HTTPAdapter
from requests.exceptions import SSLError as NoTls
from urllib3.exceptions import MaxRetryError
from urllib3.exceptions import SSLError as Untrusted

from reports.signing import NotSigned, Secret, Standing, Unanswered, Verdict, Who
from reports.signing_bsre import Account, BsreV2
from reports.signing_certificates import make_personal, make_root
from reports.signing_local import Pkcs12
from tests.reports.fake_bsre import PASSWORD, SIGN, STATUS, USER, Service, serving
from tests.reports.plain_pdf import a_pdf

PHRASE = "frasa rahasia sekali"
WHO = Who("chair", "Prof. Dr. Rina Wulandari", "rina@contoh.example")


@pytest.fixture
def service(tmp_path):
    now = timezone.now()
    make_root(tmp_path, "akar", place="Penerbit rekaan", now=now)
    make_personal(tmp_path, "akar", WHO, Secret(PHRASE), now=now)
    with serving(Service(signer=Pkcs12(tmp_path), who=WHO, phrase=PHRASE)) as service:
        yield service


@pytest.fixture
def client(service, tmp_path):
    return a_client(service.url, roots=[tmp_path / "root.pem"])


def a_client(url, *, password=PASSWORD, roots=(), seconds=1):
    return BsreV2(Account(url, USER, password, seconds, roots=roots))


@contextmanager
def nobody():
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def sign(client, phrase=PHRASE, who=WHO):
    return client.sign(a_pdf(), who, Secret(phrase), "Laporan 001").content


def test_a_file_is_sent_whole_and_comes_back_signed(service, tmp_path):
    patient = a_client(service.url, roots=[tmp_path / "root.pem"], seconds=20)

    signed = sign(patient)

    found = patient.verify(signed, timezone.now())
    assert service.faults == []
    assert service.sent == a_pdf()
    assert service.asked == [SIGN]
    assert signed.startswith(a_pdf())
    assert [(one.name, one.verdict) for one in found] == [(WHO.name, Verdict.VALID)]


def test_a_nik_that_the_service_repeats_is_not_told_further(service, client):
    service.answer = "unknown_nik"
    who = Who("chair", WHO.name, WHO.email, nik="3375010101700001")

    with pytest.raises(NotSigned, match="NIK … tidak ditemukan"):
        sign(client, who=who)


def test_a_nik_that_was_typed_is_sent_instead_of_the_address(service):
    who = Who("chair", WHO.name, WHO.email, nik="3375010101700001")

    sign(a_client(service.url, seconds=20), who=who)

    assert service.faults == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("unregistered", "belum terdaftar"),
        ("no_certificate", "belum memiliki sertifikat"),
    ],
)
def test_a_clear_refusal_is_not_signed(service, client, answer, words):
    service.answer = answer

    with pytest.raises(NotSigned, match=words) as refusal:
        sign(client)

    assert "tetap ada" in str(refusal.value)
    assert service.signing() == 1


def test_a_wrong_passphrase_is_not_repeated_in_the_reason(service, client):
    with pytest.raises(NotSigned, match="kode 2031") as refusal:
        sign(client, phrase="frasa-yang-salah")

    assert "frasa-yang-salah" not in str(refusal.value)


def test_a_refused_application_is_told_apart(service):
    with pytest.raises(NotSigned, match="akun aplikasi"):
        sign(a_client(service.url, password="lama"))


@pytest.mark.parametrize(
    "answer",
    [
        *("failing", "garbage", "no_pdf", "closing", "slow", "dripping"),
        *("moved", "moved_nowhere", "moved_with_much"),
    ],
)
def test_what_is_not_answered_clearly_is_unknown_and_sent_once(service, client, answer):
    service.answer = answer

    with pytest.raises(Unanswered) as silence:
        sign(client)

    assert PHRASE not in str(silence.value)
    assert service.asked == [SIGN]


@pytest.mark.parametrize("answer", ["no_certificate", "closing", "slow"])
def test_a_traceback_with_its_variables_does_not_hold_the_passphrase(service, client, answer):
    service.answer = answer

    with pytest.raises((NotSigned, Unanswered)) as end:
        client.sign(a_pdf(), WHO, Secret(PHRASE), "Laporan 001")

    told = traceback.TracebackException.from_exception(end.value, capture_locals=True)
    assert "secret = Secret(…)" in "".join(told.format())
    assert PHRASE not in "".join(told.format())


def broken(cause):
    """TLS that breaks: requests says the same of a handshake and of an answer."""

    def send(*_, **__):
        raise NoTls(MaxRetryError(None, SIGN, reason=Untrusted(cause)))

    return send


def test_tls_that_breaks_after_sending_leaves_it_open_whether_it_was_signed(monkeypatch):
    monkeypatch.setattr(HTTPAdapter, "send", broken(ssl.SSLError("bad record mac")))

    with pytest.raises(Unanswered, match="terputus"):
        sign(a_client("https://127.0.0.1"))


def test_nothing_is_sent_to_whose_certificate_is_not_trusted(monkeypatch):
    monkeypatch.setattr(HTTPAdapter, "send", broken(ssl.SSLCertVerificationError("self-signed")))

    with pytest.raises(NotSigned, match="TLS-nya tidak dipercaya"):
        sign(a_client("https://127.0.0.1"))


@pytest.mark.parametrize("url", ["http://esign.contoh.example", "ftp://127.0.0.2", "127.0.0.1"])
def test_a_passphrase_never_goes_through_a_network_in_clear(monkeypatch, url):
    monkeypatch.setattr(HTTPAdapter, "send", None)

    with pytest.raises(NotSigned, match="tidak memakai https"):
        sign(a_client(url))


def test_without_an_address_nothing_was_sent():
    with pytest.raises(NotSigned, match="Berkas belum dikirim"):
        sign(a_client(""))


def test_where_nobody_listens_nothing_was_sent():
    with nobody() as url, pytest.raises(NotSigned, match="Berkas belum dikirim"):
        sign(a_client(url))


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({"status": "ISSUE"}, Standing.READY),
        ({"status": "EXPIRED"}, Standing.EXPIRED),
        ({"status": "NOT_REGISTERED", "status_code": 2011}, Standing.NOBODY),
        ({"status_code": 2021}, Standing.NO_CERTIFICATE),
        ({"status": "ENTAH"}, Standing.NOT_SAID),
        (["apa ini"], Standing.NOT_SAID),
    ],
)
def test_the_standing_of_a_signer_is_asked_without_his_passphrase(service, client, said, standing):
    service.standing = said

    assert client.status(WHO) is standing
    assert service.asked == [STATUS]


def test_a_service_that_cannot_be_asked_for_a_standing_has_signed_nothing():
    with nobody() as url, pytest.raises(NotSigned, match="tidak tersambung"):
        a_client(url).status(WHO)


def test_a_secret_and_an_account_show_nothing_of_themselves():
    account = Account("http://127.0.0.1:1", USER, PASSWORD, 1)

    assert PHRASE not in repr(Secret(PHRASE))
    assert PASSWORD not in repr(account)
    assert WHO.email not in repr(WHO)
