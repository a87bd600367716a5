"""Pages of signatures: who sees which button, what is typed, what is said afterwards."""

import hashlib
import logging
import re
import traceback

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from reports import revisions
from reports.models import Document, Scan, Signatory, Signature
from reports.signing import Secret, Who
from reports.signing_local import Pkcs12
from tests import factories
from tests.reports.plain_pdf import a_pdf
from tests.reports.signing_places import PHRASE, Certified, a_document, electronic, lines, wet
from tests.reports.test_wet_ink import a_scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(played, settings, tmp_path):
    settings.SIGNING = "local"
    settings.SIGNING_FOLDER = tmp_path
    Certified(tmp_path).give(played.chair, played.members[0])
    return played


@pytest.fixture
def document(small):
    return a_document(small)


@pytest.fixture
def line(small, document):
    return lines(document, electronic(small.chair, position="Ketua panitia"), by=small.staff)[0]


def page(row, name):
    return reverse(f"reports:{name}", args=[row.public_id])


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(phrase=PHRASE, **more):
    return {"passphrase": phrase, "read": "on", **more}


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_chair_finds_reads_and_signs_what_waits_for_him(client, small, document, line):
    client.force_login(small.chair)

    home = client.get(reverse("reports:home"))
    shown = client.get(page(line, "signing"))
    file = client.get(page(line, "signing-file"))
    done = client.post(page(line, "sign"), typed(), follow=True)

    assert [due.pk for due in home.context["to_sign"]] == [line.pk]
    assert "Menunggu tanda tangan Anda" in text_of(home)
    assert document.fingerprint in text_of(shown)
    assert 'autocomplete="off"' in shown.content.decode()
    assert b"".join(file.streaming_content) == a_pdf()
    assert told(done) == ["Dokumen ditandatangani."]
    assert "Sudah ditandatangani" in text_of(done)
    assert list(client.get(reverse("reports:home")).context["to_sign"]) == []


def test_the_documents_page_tells_how_far_each_signatory_is(client, small, document):
    member, chair = small.members[0], small.chair
    lines(document, electronic(member), electronic(chair, 2), wet("Saksi", 3), by=small.staff)
    client.force_login(chair)

    text = text_of(client.get(page(document, "document")))

    assert "0 dari 3 sudah menandatangani" in text
    assert f"{member.name} Anggota panitia Elektronik Gilirannya" in text
    assert f"{chair.name} Anggota panitia Elektronik Menunggu giliran" in text
    assert "Unggah pindaian" in text
    assert f'href="{reverse("reports:signing", args=[line_of(chair).public_id])}"' not in text


def line_of(user):
    return Signatory.objects.in_force().get(user=user)


def test_download_offers_the_signed_file(client, small, document, line):
    client.force_login(small.chair)
    client.post(page(line, "sign"), typed())

    response = client.get(page(document, "download"))

    content = b"".join(response.streaming_content)
    signature = Signature.objects.get()
    assert hashlib.sha256(content).hexdigest() == signature.sha256
    assert content.startswith(a_pdf())
    assert signature.fingerprint in text_of(client.get(page(document, "document")))


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("", "Sedang diperiksa"),
        ("valid", "Sah: tidak berubah"),
        ("changed", "Berkas berubah sesudah ditandatangani"),
        ("untrusted", "penerbit sertifikatnya tidak dikenal"),
        ("unreadable", "tidak terbaca"),
        ("undecided", "tidak selesai dalam batas waktu"),
    ],
)
def test_the_documents_page_says_what_was_found(client, small, document, line, verdict, words):
    client.force_login(small.chair)
    client.post(page(line, "sign"), typed())
    Signature.objects.update(verdict=verdict)

    assert words in text_of(client.get(page(document, "document")))


@pytest.mark.parametrize(
    ("data", "field"),
    [({"passphrase": PHRASE}, "read"), ({"read": "on"}, "passphrase")],
)
def test_sign_wants_the_tick_and_the_passphrase_and_keeps_neither(
    client, small, document, line, data, field
):
    client.force_login(small.chair)

    response = client.post(page(line, "sign"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert PHRASE not in response.content.decode()
    assert Signature.objects.count() == 0


def test_a_wrong_passphrase_is_said_and_the_button_stays(client, small, document, line):
    client.force_login(small.chair)

    response = client.post(page(line, "sign"), typed("salah"), follow=True)

    assert told(response) == ["Belum ditandatangani; sebabnya ada di bawah."]
    assert "Percobaan terakhir gagal Frasa sandi tidak cocok" in text_of(response)
    assert "Tandatangani dokumen" in text_of(response)
    assert "salah" not in Signature.objects.get().problem.split()


def test_nobody_opens_a_colleagues_line(client, small, document, line):
    client.force_login(small.members[0])

    codes = [client.get(page(line, name)).status_code for name in ("signing", "signing-file")]
    codes.append(client.post(page(line, "sign"), typed()).status_code)

    assert codes == [404, 404, 404]


def test_a_member_reads_what_he_signs_and_nothing_else(client, small, document):
    (own,) = lines(document, electronic(small.members[0]), by=small.staff)
    client.force_login(small.members[0])

    assert client.get(page(own, "signing-file")).status_code == 200
    assert client.get(page(document, "document")).status_code == 403


def test_a_file_that_was_changed_in_the_store_is_not_handed_out(client, small, document, line):
    client.force_login(small.chair)
    with default_storage.open(document.file.name, "wb") as file:
        file.write(b"%PDF-1.7 lain")

    response = client.get(page(line, "signing-file"), follow=True)

    assert "berbeda dari sidik jarinya" in told(response)[0]


def test_the_passphrase_is_in_no_traceback_with_its_variables(
    client, small, document, line, monkeypatch, caplog
):
    seen = []

    def breaks(_, pdf, who, secret, reason):
        stack = traceback.StackSummary.extract(traceback.walk_stack(None), capture_locals=True)
        ours = (frame for frame in stack if "/reports/" in frame.filename)
        seen.extend(
            f"{frame.name} {frame.locals}" for frame in ours if "/tests/" not in frame.filename
        )
        raise RuntimeError("rusak")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(Pkcs12, "sign", breaks)
    client.force_login(small.chair)

    client.post(page(line, "sign"), typed())

    assert [name for name in seen if name.startswith("_carry_out ")]
    assert [name for name in seen if PHRASE in name] == []
    assert PHRASE not in caplog.text


def rows(*wanted):
    """A posted list of lines."""
    data = {"form-TOTAL_FORMS": len(wanted), "form-INITIAL_FORMS": 0}
    for place, line in enumerate(wanted):
        data |= {f"form-{place}-{name}": value for name, value in line.items()}
    return data


def test_staff_name_signatories_from_those_who_usually_sign(client, small, document):
    client.force_login(small.staff)

    forms = client.get(page(document, "signatories")).context["forms"]
    chair, *empty = forms.initial_forms + forms.extra_forms
    data = rows(
        {**chair.initial, "method": "electronic"},
        {"turn": 2, "name": "Saksi", "position": "Saksi", "method": "wet"},
        {"turn": 1, "method": "wet"},
    )
    response = client.post(page(document, "name-signatories"), data)

    assert len(empty) == 2
    assert chair.initial["name"] == small.seats[-1].name
    assert response.url == document.get_absolute_url()
    assert [
        (row.turn, row.name, row.user) for row in document.signatories.in_force().for_listing()
    ] == [
        (1, small.seats[-1].name, small.chair),
        (2, "Saksi", None),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            {"turn": 1, "name": "Saksi", "position": "Saksi", "method": "electronic"},
            "memerlukan akun",
        ),
        ({"turn": 1, "name": "Saksi", "position": "", "method": "wet"}, "Isi jabatan"),
        ({"turn": 0, "name": "Saksi", "position": "Saksi", "method": "wet"}, "mulai dari 1"),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_nothing_changes(client, small, document, row, words):
    client.force_login(small.staff)
    sound = {"turn": 1, "name": "Saksi", "position": "Saksi", "method": "wet"}

    response = client.post(page(document, "name-signatories"), rows({**sound, **row}))

    assert response.status_code == 422
    assert words in text_of(response)
    assert document.signatories.count() == 0


def test_a_line_is_struck_out(client, small, document, line):
    client.force_login(small.staff)
    data = rows({"turn": 1, "name": "X", "position": "Y", "method": "wet", "DELETE": "on"})

    client.post(page(document, "name-signatories"), data)

    assert document.signatories.in_force().count() == 0


def test_ink_from_sheet_to_accepted_scan(client, small, document):
    (line,) = lines(document, wet("Prof. Saksi"), by=small.staff)
    client.force_login(small.staff)

    sheet = text_of(client.get(page(document, "signature-sheet")))
    client.post(page(document, "upload-scan"), {"file": a_scan()})
    scan = Scan.objects.get()
    own = text_of(client.get(page(scan, "scan")))
    client.force_login(small.head)
    check = client.get(page(scan, "scan"))
    response = client.post(
        page(scan, "accept-scan"), {"typed": document.sha256[:8], "signed": str(line.public_id)}
    )

    assert document.fingerprint in sheet
    assert "Prof. Saksi" in sheet
    assert "orang lain yang memeriksa" in own
    assert document.fingerprint[:9] not in text_of(check)
    assert response.url == document.get_absolute_url()
    line.refresh_from_db()
    assert line.scan == scan


def test_a_wrong_hash_is_said_on_the_page(client, small, document):
    (line,) = lines(document, wet("Saksi"), by=small.staff)
    client.force_login(small.staff)
    client.post(page(document, "upload-scan"), {"file": a_scan()})
    client.force_login(small.head)
    scan = Scan.objects.get()

    wrong = client.post(
        page(scan, "accept-scan"), {"typed": "00000000", "signed": str(line.public_id)}
    )
    empty = client.post(page(scan, "accept-scan"), {})
    unreasoned = client.post(page(scan, "refuse-scan"), {})
    refused = client.post(page(scan, "refuse-scan"), {"reason": "Terpotong"}, follow=True)
    again = client.post(page(scan, "refuse-scan"), {"reason": "Terpotong"})

    assert [r.status_code for r in (wrong, empty, unreasoned, again)] == [422] * 4
    assert "tidak sama dengan sidik jari" in text_of(wrong)
    assert "Unggah pindaian yang benar" in told(refused)[0]


def test_a_scan_is_downloaded_and_the_reading_recorded(client, small, document):
    lines(document, wet("Saksi"), by=small.staff)
    client.force_login(small.staff)
    client.post(page(document, "upload-scan"), {"file": a_scan()})

    response = client.get(page(Scan.objects.get(), "scan-file"))

    assert response.content == a_pdf("Pindaian")
    assert Event.objects.filter(verb="reports.scan_read").count() == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [(None, "Pilih berkas PDF atau foto"), (SimpleUploadedFile("a.pdf", b"GIF89a"), "bukan PDF")],
)
def test_what_is_no_scan_is_refused_with_the_reason(client, small, document, file, words):
    lines(document, wet("Saksi"), by=small.staff)
    client.force_login(small.staff)

    response = client.post(
        page(document, "upload-scan"), {"file": file} if file else {}, follow=True
    )

    assert words in told(response)[0]
    assert Scan.objects.count() == 0


@pytest.fixture
def unknown(small, document, line):
    signature = factories.SignatureFactory(
        document=document, signatory=line, service="bsre", base_sha256=document.sha256
    )
    for state in ("sent", "unknown"):
        facts = {"sent_at": signature.prepared_at, "problem": "Layanan tidak menjawab."}
        Signature.objects.filter(pk=signature.pk).update(state=state, **facts)
    return signature


def test_staff_settle_what_is_unknown_by_hand(client, small, document, line, unknown):
    client.force_login(small.staff)

    shown = text_of(client.get(page(document, "document")))
    asked = text_of(client.get(page(unknown, "settling")))
    nothing = client.post(page(unknown, "settle-signature"), {})
    no_file = client.post(
        page(unknown, "settle-signature"), {"outcome": "signed", "note": "Portal"}
    )
    done = client.post(
        page(unknown, "settle-signature"), {"outcome": "failed", "note": "Portal"}, follow=True
    )

    unknown.refresh_from_db()
    assert "Belum pasti" in shown
    assert "Pastikan hasilnya" in shown
    assert document.sha256 in asked
    assert [nothing.status_code, no_file.status_code] == [422, 422]
    assert told(done) == ["Hasil penandatanganan dipastikan."]
    assert (unknown.state, unknown.settled_by) == ("failed", small.staff)


def test_a_signed_file_from_the_service_is_taken_only_if_it_is_it(
    client, small, document, line, unknown, settings
):
    settings.BSRE_ROOTS = []
    client.force_login(small.staff)
    signed = Pkcs12(settings.SIGNING_FOLDER).sign(
        a_pdf(), who_of(small.chair), Secret(PHRASE), "Laporan"
    )

    def send(content):
        file = SimpleUploadedFile("a.pdf", content)
        data = {"outcome": "signed", "note": "Portal", "file": file}
        return client.post(page(unknown, "settle-signature"), data)

    wrong, right = send(b"%PDF-1.7 lain"), send(signed.content)

    assert "bukan dokumen yang dikirim" in text_of(wrong)
    assert wrong.status_code == 422
    assert right.url == document.get_absolute_url()
    assert revisions.content_of(document) == signed.content


def who_of(user):
    return Who(user.public_id.hex, user.name, user.email)


@pytest.mark.parametrize("number", [1, 3])
def test_a_documents_page_costs_the_same_for_any_number_of_signatories(
    client, small, document, number, django_assert_num_queries
):
    lines(document, *(wet(f"Saksi {n}") for n in range(number)), by=small.staff)
    client.force_login(small.staff)

    # session, user, round, document, lines, attempts, scans, newest result, and one for the frame
    with django_assert_num_queries(9):
        client.get(page(document, "document"))


def test_a_document_that_is_not_signed_shows_no_signatures(client, small):
    zipped = a_document(small, format="zip", number="002")
    client.force_login(small.staff)

    response = client.get(page(zipped, "document"))

    assert response.context["signing"] is None
    assert Document.objects.get(pk=zipped.pk).status == "ready"


def test_a_rounds_page_names_what_waits_for_the_viewers_signature(client, small, document, line):
    client.force_login(small.chair)

    tasks = client.get(reverse("reports:round", args=[small.round.code])).context["view"]

    rows = [tasks.next, *tasks.others]
    assert f"Tandatangani {document.number}" in [row.row.task.title for row in rows]
