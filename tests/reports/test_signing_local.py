"""Signing with certificates of the installation; pyHanko's own command line judges the result."""

import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from reports.signing import NotSigned, Secret, Standing, Verdict, Who
from reports.signing_certificates import CannotMake, make_personal, make_root
from reports.signing_local import Pkcs12
from tests.reports.plain_pdf import a_pdf

PHRASE = "frasa sandi ketua"
CHAIR = Who("chair", "Prof. Dr. Rina Wulandari", "rina@contoh.example")
SECRETARY = Who("secretary", "Dr. Bagus", "bagus@contoh.example")


def made(folder, who=CHAIR, *, now=None, phrase=PHRASE):
    now = now or timezone.now()
    make_root(folder, "akar", place="Kota Contoh", now=now)
    return make_personal(folder, "akar", who, Secret(phrase), now=now)


@pytest.fixture
def local(tmp_path):
    made(tmp_path)
    made(tmp_path, SECRETARY)
    return Pkcs12(tmp_path)


@pytest.fixture
def signed(local):
    return local.sign(a_pdf(), CHAIR, Secret(PHRASE), "Laporan").content


def judged(path, root):
    """What pyHanko's command line says of the last signature, and its exit code."""
    command = [
        *(sys.executable, "-m", "pyhanko", "sign", "validate", "--pretty-print"),
        *("--trust", str(root), "--trust-replace", "--no-revocation-check", str(path)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def verdicts(local, pdf):
    return [(found.name, found.verdict) for found in local.verify(pdf, timezone.now())]


def test_a_signature_is_appended_to_the_bytes_that_were_given(signed):
    assert signed.startswith(a_pdf())
    assert b"ETSI.CAdES.detached" in signed


def test_a_signed_file_is_valid_under_the_installations_root(local, signed):
    assert verdicts(local, signed) == [(CHAIR.name, Verdict.VALID)]


def test_a_stranger_with_the_root_finds_the_signature_valid(tmp_path, signed):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)

    code, said = judged(path, tmp_path / "root.pem")

    assert "judged VALID" in said
    assert code == 0


def test_a_stranger_finds_every_one_of_several_signatures_valid(tmp_path, local, signed):
    twice = local.sign(signed, SECRETARY, Secret(PHRASE), "Laporan").content
    path = tmp_path / "twice.pdf"
    path.write_bytes(twice)

    code, said = judged(path, tmp_path / "root.pem")

    assert twice.startswith(signed)
    assert said.count("judged VALID") == 2
    assert code == 0
    assert verdicts(local, twice) == [
        (CHAIR.name, Verdict.VALID),
        (SECRETARY.name, Verdict.VALID),
    ]


def test_a_changed_byte_is_reported_by_us_and_by_a_stranger(tmp_path, local, signed):
    at = signed.index(b"Peringkat")
    changed = signed[:at] + b"p" + signed[at + 1 :]
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)

    code, said = judged(path, tmp_path / "root.pem")

    assert verdicts(local, changed) == [("", Verdict.CHANGED)] or verdicts(local, changed) == [
        (CHAIR.name, Verdict.CHANGED)
    ]
    assert "INVALID" in said
    assert code != 0


def test_a_signature_under_another_root_is_not_trusted(tmp_path, local, signed):
    other = tmp_path / "other"
    made(other)

    assert verdicts(Pkcs12(other), signed) == [(CHAIR.name, Verdict.UNTRUSTED)]


def test_without_any_root_nothing_is_trusted(tmp_path, signed):
    assert verdicts(Pkcs12(tmp_path / "empty"), signed) == [(CHAIR.name, Verdict.UNTRUSTED)]


def test_what_is_no_pdf_is_unreadable(local):
    assert verdicts(local, b"%PDF-1.7 tidak") == [("", Verdict.UNREADABLE)]


def test_an_unsigned_file_holds_no_signature(local):
    assert verdicts(local, a_pdf()) == []


@pytest.mark.parametrize(
    ("who", "phrase", "words"),
    [
        (CHAIR, "salah", "Frasa sandi tidak cocok"),
        (Who("nobody", "X", "x@contoh.example"), PHRASE, "tidak dapat dibaca"),
    ],
)
def test_a_wrong_passphrase_or_certificate_signs_nothing(local, who, phrase, words):
    with pytest.raises(NotSigned, match=words) as refusal:
        local.sign(a_pdf(), who, Secret(phrase), "Laporan")

    assert phrase not in str(refusal.value).split()
    assert "tetap ada" in str(refusal.value)


@pytest.mark.parametrize(
    ("days", "words"), [(-3 * 365, "sudah kedaluwarsa sejak"), (2, "belum berlaku")]
)
def test_a_certificate_out_of_its_time_signs_nothing(tmp_path, days, words):
    made(tmp_path, now=timezone.now() + timedelta(days=days))

    with pytest.raises(NotSigned, match=words):
        Pkcs12(tmp_path).sign(a_pdf(), CHAIR, Secret(PHRASE), "Laporan")


def test_what_is_broken_is_not_signed(local):
    with pytest.raises(NotSigned, match="tidak dapat ditandatangani"):
        local.sign(b"%PDF-1.7 rusak", CHAIR, Secret(PHRASE), "Laporan")


def test_who_has_no_certificate_is_told_apart(local):
    standings = [local.status(who) for who in (CHAIR, Who("nobody", "X", "x@contoh.example"))]

    assert standings == [Standing.READY, Standing.NO_CERTIFICATE]


def test_certificates_are_for_the_owner_only_and_say_that_they_are_not_bsre(tmp_path, local):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    issuers = {
        found.issuer
        for found in local.verify(
            local.sign(a_pdf(), CHAIR, Secret(PHRASE), "Laporan").content, timezone.now()
        )
    }

    assert set(modes) == {"root.p12", "root.pem", "chair.p12", "secretary.p12"}
    assert set(modes.values()) == {0o600}
    assert issuers == {"Sertifikat lokal Pratama (bukan BSrE)"}


def test_the_root_is_never_replaced(tmp_path):
    made(tmp_path)
    before = (tmp_path / "root.p12").read_bytes()

    assert not make_root(tmp_path, "lain", place="Kota Lain", now=timezone.now())
    assert (tmp_path / "root.p12").read_bytes() == before


@pytest.mark.parametrize(("has_root", "words"), [(True, "tidak cocok"), (False, "belum dibuat")])
def test_no_personal_certificate_without_the_root(tmp_path: Path, has_root, words):
    if has_root:
        make_root(tmp_path, "akar", place="Kota Contoh", now=timezone.now())

    with pytest.raises(CannotMake, match=words):
        make_personal(tmp_path, "salah", CHAIR, Secret(PHRASE), now=timezone.now())
    assert not (tmp_path / "chair.p12").exists()
