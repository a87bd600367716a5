"""Giving somebody a local certificate at the server's terminal."""

import pytest
from django.core.management import CommandError, call_command

from reports.certifying import certificate_of
from reports.management.commands import make_signing_certificate
from reports.signing import Secret, Who
from reports.signing_local import Pkcs12
from tests import factories
from tests.reports.plain_pdf import a_pdf
from workbook.sample_signing import certify_everybody
from workbook.samples import PASSWORD

pytestmark = pytest.mark.django_db
PHRASE = "frasa sandi yang panjang"


@pytest.fixture
def local(settings, tmp_path):
    settings.SIGNING = "local"
    settings.SIGNING_FOLDER = tmp_path / "signing"
    settings.SIGNING_PASSPHRASE = "akar pemasangan"


@pytest.fixture
def chair():
    return factories.UserFactory(email="ketua@contoh.example", name="Prof. Ketua")


@pytest.fixture
def typing(monkeypatch):
    """What is typed at the terminal, one line after the other."""

    def typing(*typed):
        lines = iter(typed)
        monkeypatch.setattr(make_signing_certificate, "getpass", lambda _: next(lines))

    return typing


def signs(user, phrase):
    way = Pkcs12(certificate_of(user).parent)
    who = Who(user.public_id.hex, user.name, user.email)
    return way.sign(a_pdf(), who, Secret(phrase), "Percobaan").content.startswith(a_pdf())


def test_the_command_makes_a_certificate_that_the_typed_passphrase_opens(
    local, chair, typing, capsys
):
    typing(PHRASE, PHRASE)

    call_command("make_signing_certificate", "Ketua@contoh.example")

    said = capsys.readouterr().out
    assert "Prof. Ketua" in said
    assert "bukan dari BSrE" in said
    assert PHRASE not in said
    assert signs(chair, PHRASE)


def test_a_certificate_is_replaced_only_when_asked(local, chair, typing):
    typing(PHRASE, PHRASE, PHRASE, PHRASE, "frasa sandi lain", "frasa sandi lain")
    call_command("make_signing_certificate", chair.email)

    with pytest.raises(CommandError, match="sudah mempunyai sertifikat"):
        call_command("make_signing_certificate", chair.email)
    call_command("make_signing_certificate", chair.email, "--renew")

    assert signs(chair, "frasa sandi lain")


@pytest.mark.parametrize(
    ("typed", "words"),
    [((PHRASE, "lain"), "berbeda"), (("pendek", "pendek"), "paling sedikit 12 huruf")],
)
def test_the_command_refuses_what_was_typed_and_makes_nothing(local, chair, typing, typed, words):
    typing(*typed)

    with pytest.raises(CommandError, match=words):
        call_command("make_signing_certificate", chair.email)

    assert not certificate_of(chair).exists()


def test_the_command_refuses_who_has_no_account(local, typing):
    typing(PHRASE, PHRASE)

    with pytest.raises(CommandError, match="Tidak ada akun aktif"):
        call_command("make_signing_certificate", "siapa@contoh.example")


def test_the_command_wants_the_passphrase_of_the_root(local, chair, typing, settings):
    settings.SIGNING_PASSPHRASE = ""
    typing(PHRASE, PHRASE)

    with pytest.raises(CommandError, match="PRATAMA_SIGNING_PASSPHRASE"):
        call_command("make_signing_certificate", chair.email)


def test_sample_people_get_certificates_once_and_only_where_they_are_used(local, chair, settings):
    settings.SIGNING = ""
    unused = certify_everybody()
    settings.SIGNING = "local"

    assert (unused, certify_everybody(), certify_everybody()) == (0, 1, 0)
    assert signs(chair, PASSWORD)
