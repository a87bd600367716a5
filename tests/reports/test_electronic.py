"""Signing electronically, from the line to the verified file; what is uncertain waits."""

import json
import logging
import pickle
import threading
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Event
from reports import attempts, electronic, revisions, signature_checks, tasks
from reports.electronic import settle_as_failed, settle_as_signed, sign
from reports.models import Document, Signature
from reports.signing import Secret, Who
from reports.signing_local import Pkcs12
from reports.turns import CannotSign
from tests import factories
from tests.reports.fake_bsre import PASSWORD, USER, Service, serving
from tests.reports.plain_pdf import a_pdf
from tests.reports.signing_places import PHRASE, Certified, a_document, lines
from tests.reports.signing_places import electronic as by_key
from tests.reports.test_signing_additions import altered, another_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(settings, tmp_path):
    settings.SIGNING = "local"
    settings.SIGNING_FOLDER = tmp_path
    return Certified(tmp_path)


@pytest.fixture
def document(draft):
    return a_document(draft)


@pytest.fixture
def line(draft, document, certified):
    certified.give(draft.chair)
    return lines(document, by_key(draft.chair), by=draft.staff)[0]


@pytest.fixture
def service(settings, tmp_path, certified, draft):
    """A double of BSrE, at which the chair has a certificate."""
    settings.SIGNING = "bsre"
    settings.SIGNING_SECONDS = 5
    settings.BSRE_USER, settings.BSRE_PASSWORD = USER, PASSWORD
    settings.BSRE_ROOTS = [str(tmp_path / "root.pem")]
    who = Who(draft.chair.public_id.hex, draft.chair.name, draft.chair.email)
    with serving(Service(signer=Pkcs12(tmp_path), who=who, phrase=PHRASE)) as double:
        settings.BSRE_URL = double.url
        yield double


def states(document):
    rows = document.signatures.order_by("pk")
    return list(rows.values_list("state", flat=True))


def told():
    rows = Event.objects.filter(verb__startswith="reports.signature_").order_by("pk")
    return [verb.removeprefix("reports.signature_") for verb in rows.values_list("verb", flat=True)]


def test_sign_makes_a_revision_that_begins_with_the_document(draft, document, line):
    signature = sign(line, Secret(PHRASE), by=draft.chair)

    line.refresh_from_db()
    assert signature.state == "signed"
    assert line.signed_at == signature.finished_at
    assert revisions.stored(document) == a_pdf()
    assert revisions.content_of(document).startswith(a_pdf())
    assert revisions.hashes_of(document) == [document.sha256, signature.sha256]
    assert signature.base_sha256 == document.sha256
    assert told() == ["prepared", "sent", "signed"]


def test_several_sign_in_their_turns_each_after_the_other(draft, document, certified):
    member, chair = draft.members[0], draft.chair
    certified.give(member, chair)
    first, last = lines(document, by_key(member), by_key(chair, 2), by=draft.staff)

    with pytest.raises(CannotSign, match="Belum giliran"):
        sign(last, Secret(PHRASE), by=chair)
    one = sign(first, Secret(PHRASE), by=member)
    two = sign(last, Secret(PHRASE), by=chair)

    assert two.base_sha256 == one.sha256
    assert revisions.stored(two).startswith(revisions.stored(one))
    signature_checks.verify(two.pk)
    two.refresh_from_db()
    assert two.verdict == "valid"


def test_sign_refuses_somebody_elses_line_and_leaves_nothing(draft, document, line):
    with pytest.raises(CannotSign, match="orang lain"):
        sign(line, Secret(PHRASE), by=draft.members[0])

    assert states(document) == []
    assert told() == []


def test_sign_refuses_a_second_time(draft, document, line):
    sign(line, Secret(PHRASE), by=draft.chair)

    with pytest.raises(CannotSign, match="sudah ditandatangani"):
        sign(line, Secret(PHRASE), by=draft.chair)

    assert states(document) == ["signed"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": True}, "dicabut"),
        ({"replaced_by": True}, "sudah diganti"),
    ],
)
def test_sign_refuses_what_no_longer_stands(draft, document, line, change, words):
    if "revoked_at" in change:
        facts = {"revoked_at": timezone.now(), "revoked_by": draft.chair, "revoked_reason": "Salah"}
    else:
        facts = {"replaced_by": factories.DocumentFactory(round=draft.round)}
    Document.objects.filter(pk=document.pk).update(**facts)

    with pytest.raises(CannotSign, match=words):
        sign(line, Secret(PHRASE), by=draft.chair)

    assert states(document) == []


def test_the_database_refuses_too_what_no_longer_stands(draft, document, line):
    facts = {"revoked_at": timezone.now(), "revoked_by": draft.chair, "revoked_reason": "Salah"}
    Document.objects.filter(pk=document.pk).update(**facts)

    with pytest.raises(IntegrityError, match="not to be signed"):
        factories.SignatureFactory(document=document, signatory=line)


def test_the_database_refuses_who_is_not_on_turn(draft, document, line):
    later = factories.SignatoryFactory(document=document, turn=2)

    with pytest.raises(IntegrityError, match="not his turn"):
        factories.SignatureFactory(document=document, signatory=later)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "prepared"},
        {"sha256": "f" * 64},
        {"file": "lain.pdf"},
        {"base_sha256": "f" * 64},
    ],
)
def test_a_signature_never_changes(draft, document, line, change):
    signature = sign(line, Secret(PHRASE), by=draft.chair)

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(**change)
    line.refresh_from_db()
    with pytest.raises(IntegrityError, match="settled"), transaction.atomic():
        type(line).objects.filter(pk=line.pk).update(signed_at=None)


def test_a_line_is_not_signed_without_a_signature(draft, document, line):
    with pytest.raises(IntegrityError, match="nothing was signed"), transaction.atomic():
        type(line).objects.filter(pk=line.pk).update(signed_at=timezone.now())


def test_an_attempt_is_sent_before_it_is_signed(document, line):
    signature = factories.SignatureFactory(document=document, signatory=line)

    with pytest.raises(IntegrityError, match="from prepared to sent"), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(
            state="signed", sent_at=timezone.now(), sha256="a" * 64, size=1, file="x.pdf"
        )


def test_a_wrong_passphrase_fails_and_the_next_try_signs(draft, document, line):
    failed = sign(line, Secret("salah"), by=draft.chair)
    signed = sign(line, Secret(PHRASE), by=draft.chair)

    assert (failed.state, signed.state) == ("failed", "signed")
    assert "Frasa sandi tidak cocok" in failed.problem
    assert told() == ["prepared", "sent", "failed", "prepared", "sent", "signed"]


def test_without_a_certificate_nothing_is_sent(draft, document, certified):
    (line,) = lines(document, by_key(draft.chair), by=draft.staff)

    failed = sign(line, Secret(PHRASE), by=draft.chair)

    assert (failed.state, failed.sent_at) == ("failed", None)
    assert "belum memiliki sertifikat" in failed.problem


def test_a_damaged_file_is_not_signed(draft, document, line):
    with default_storage.open(document.file.name, "wb") as file:
        file.write(b"%PDF-1.7 lain")

    failed = sign(line, Secret(PHRASE), by=draft.chair)

    assert (failed.state, failed.problem) == ("failed", electronic.DAMAGED)


def test_a_full_disk_fails_and_leaves_no_file(draft, document, line, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(revisions, "keep", full)
    failed = sign(line, Secret(PHRASE), by=draft.chair)

    assert (failed.state, failed.problem) == ("failed", electronic.NO_SPACE)
    assert revisions.content_of(document) == a_pdf()


def test_a_changed_byte_of_the_signed_file_is_reported(draft, document, line):
    signature = sign(line, Secret(PHRASE), by=draft.chair)
    with default_storage.open(signature.file.name, "r+b") as file:
        file.seek(a_pdf().index(b"Peringkat"))
        file.write(b"p")

    tasks.verify(signature.pk)

    signature.refresh_from_db()
    assert signature.verdict == "changed"
    assert signature.get_verdict_display() == "Berubah sesudah ditandatangani"
    with pytest.raises(revisions.Damaged):
        revisions.content_of(document)


def test_what_cannot_be_looked_into_in_time_is_undecided(draft, document, line):
    signature = sign(line, Secret(PHRASE), by=draft.chair)
    Signature.objects.filter(pk=signature.pk).update(checks=signature_checks.TRIES)

    tasks.verify(signature.pk)

    signature.refresh_from_db()
    assert signature.verdict == "undecided"


def test_the_service_signs_and_its_root_is_trusted(draft, document, line, service):
    signature = sign(line, Secret(PHRASE), by=draft.chair)

    tasks.verify(signature.pk)

    signature.refresh_from_db()
    assert (signature.state, signature.service, signature.verdict) == ("signed", "bsre", "valid")
    assert service.faults == []
    assert service.sent == a_pdf()
    assert service.signing() == 1


def test_who_cannot_sign_at_the_service_is_told_before_anything_is_sent(
    draft, document, line, service
):
    service.standing = {"status": "EXPIRED"}

    failed = sign(line, Secret(PHRASE), by=draft.chair)

    assert (failed.state, failed.sent_at) == ("failed", None)
    assert "kedaluwarsa" in failed.problem
    assert service.signing() == 0


@pytest.mark.parametrize("answer", ["failing", "garbage", "closing", "another_pdf"])
def test_an_unclear_answer_is_unknown_and_nobody_sends_again(
    draft, document, line, service, answer
):
    service.answer = answer

    unknown = sign(line, Secret(PHRASE), by=draft.chair)
    with pytest.raises(CannotSign, match="belum pasti hasilnya"):
        sign(line, Secret(PHRASE), by=draft.chair)

    assert unknown.state == "unknown"
    assert unknown.problem
    assert service.signing() == 1
    assert revisions.content_of(document) == a_pdf()


@pytest.fixture
def unknown(draft, document, line, service):
    service.answer = "closing"
    return sign(line, Secret(PHRASE), by=draft.chair)


def test_unknown_is_settled_as_failed_by_hand_and_tried_again(
    draft, document, line, unknown, service
):
    settled = settle_as_failed(unknown, "Riwayat di portal", by=draft.staff)
    service.answer = "signed"
    signed = sign(line, Secret(PHRASE), by=draft.chair)

    assert (settled.state, settled.settled_by) == ("failed", draft.staff)
    assert signed.state == "signed"


def test_unknown_is_settled_as_signed_with_its_file(draft, document, line, unknown, service):
    content = service.signer.sign(a_pdf(), service.who, Secret(PHRASE), "Laporan").content

    settled = settle_as_signed(unknown, content, "Diunduh dari portal", by=draft.staff)

    line.refresh_from_db()
    assert settled.state == "signed"
    assert line.signed_at
    assert revisions.content_of(document) == content


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 lain", a_pdf(), a_pdf() + b"\n%%EOF\n"])
def test_unknown_is_not_settled_with_another_file(draft, document, unknown, content):
    with pytest.raises(CannotSign, match="bukan dokumen yang dikirim"):
        settle_as_signed(unknown, content, "Diunduh", by=draft.staff)

    assert states(document) == ["unknown"]


def test_unknown_is_not_settled_with_other_pages_under_a_sound_signature(
    draft, document, unknown, service
):
    other = altered(a_pdf(), another_text)
    forged = service.signer.sign(other, service.who, Secret(PHRASE), "Laporan").content

    with pytest.raises(CannotSign, match="bukan dokumen yang dikirim"):
        settle_as_signed(unknown, forged, "Diunduh", by=draft.staff)

    assert states(document) == ["unknown"]
    assert revisions.content_of(document) == a_pdf()


def test_only_the_unknown_is_settled(draft, document, line):
    signature = sign(line, Secret(PHRASE), by=draft.chair)

    with pytest.raises(CannotSign, match="sudah berakhir"):
        settle_as_failed(signature, "Riwayat", by=draft.staff)


@pytest.mark.parametrize(
    ("service", "state", "ends"),
    [
        ("local", "prepared", "failed"),
        ("local", "sent", "failed"),
        ("bsre", "prepared", "failed"),
        ("bsre", "sent", "unknown"),
    ],
)
def test_an_attempt_of_a_killed_process_ends(document, line, service, state, ends):
    long_ago = timezone.now() - timedelta(minutes=10)
    signature = factories.SignatureFactory(
        document=document, signatory=line, service=service, prepared_at=long_ago
    )
    if state == "sent":
        Signature.objects.filter(pk=signature.pk).update(state="sent", sent_at=long_ago)

    tasks.resume_signing()

    signature.refresh_from_db()
    assert (signature.state, signature.problem) == (ends, attempts.STOPPED)


def test_an_attempt_that_still_runs_is_left_alone(document, line):
    signature = factories.SignatureFactory(document=document, signatory=line)

    tasks.resume_signing()

    signature.refresh_from_db()
    assert signature.state == "prepared"


def test_the_passphrase_is_in_no_row_and_no_log(draft, document, line, monkeypatch, caplog):
    def breaks(_, pdf, who, secret, reason):
        raise RuntimeError(secret.reveal())

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(Pkcs12, "sign", breaks)

    failed = sign(line, Secret(PHRASE), by=draft.chair)

    assert (failed.state, failed.problem) == ("failed", electronic.UNFORESEEN)
    assert "RuntimeError" in caplog.text
    assert PHRASE not in caplog.text
    assert PHRASE not in everything_stored()


def test_the_passphrase_is_nowhere_after_it_was_sent(draft, document, line, service, caplog):
    caplog.set_level(logging.DEBUG)

    for answer in ("no_certificate", "signed"):
        service.answer = answer
        sign(line, Secret(PHRASE), by=draft.chair)

    assert states(document) == ["failed", "signed"]
    assert PHRASE not in caplog.text
    assert PHRASE not in everything_stored()


def everything_stored():
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if not name.startswith("django_migr")]
        texts = []
        for table in tables:
            cursor.execute(f'SELECT json_agg(row)::text FROM "{table}" AS row')
            texts.append(cursor.fetchone()[0] or "")
    return "".join(texts)


def test_a_secret_cannot_be_queued():
    secret = Secret(PHRASE)

    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError, match="neither queued nor stored"):
        pickle.dumps(secret)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_signs_once(draft, document, line, monkeypatch):
    held, go = threading.Event(), threading.Event()
    real, calls = Pkcs12.sign, []

    def slowly(self, *given):
        calls.append(1)
        held.set()
        go.wait(20)
        return real(self, *given)

    monkeypatch.setattr(Pkcs12, "sign", slowly)

    def first():
        sign(line, Secret(PHRASE), by=draft.chair)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert held.wait(20)
    with pytest.raises(CannotSign, match="sedang ditandatangani"):
        sign(line, Secret(PHRASE), by=draft.chair)
    go.set()
    thread.join(30)

    assert states(document) == ["signed"]
    assert calls == [1]
