"""A SIMATA export by way of the browser and of the command: guard, preview, apply, take back."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from candidates.models import Official, TalentImport, TalentRecord, TalentScheme
from candidates.simata import COLUMNS
from candidates.simata_career import CAREER
from candidates.talent_definitions import as_head, definition_of
from tests import factories
from tests.candidates.exports import nip, person, rows
from tests.candidates.schemes import BANJARMASIN, SIMT
from tests.workbook.making import xlsx
from workbook import inspection
from workbook.models import Upload
from workbook.tables import Line, Mark, Table
from workbook.talent_reading import ERROR, FORMULA, export_of, read_export

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return factories.AgencyFactory(name="Pemerintah Kota Tirtakencana")


@pytest.fixture
def staff(client, agency):
    user = factories.MembershipFactory(agency=agency, role=Membership.Role.STAFF).user
    client.force_login(user)
    return user


def export(*people, columns=None, **more):
    """An export as a file, as another library writes it; `more`: further columns, by name."""
    table = rows(*people, **({"columns": columns} if columns else {}))
    for name, value in more.items():
        table[0].append(name)
        for line in table[1:]:
            line.append(value)
    cells = [[_plain(cell) for cell in line] for line in table]
    return xlsx({"Sheet1": cells})


def _plain(cell):
    return cell if cell is None or isinstance(cell, str) else cell.__class__.__float__(cell)


def hand_in(client, content, as_of="01-11-2025"):
    file = SimpleUploadedFile("simata.xlsx", content)
    response = client.post(reverse("workbook:receive-talent"), {"file": file, "as_of": as_of})
    if response.status_code != 302:
        return response
    upload = Upload.objects.latest("pk")
    inspection.check(upload.pk)
    upload.refresh_from_db()
    return upload


def page(client, upload):
    return client.get(reverse("workbook:talent-upload", args=[upload.public_id])).text


def apply(client, upload):
    address = reverse("workbook:apply-talent", args=[upload.public_id])
    return client.post(address, follow=True)


# In the browser


def test_an_export_is_checked_shown_and_put_in(client, agency, staff):
    upload = hand_in(client, export(person(1), person(2, award=None), NIK="3375012345678901"))

    said = page(client, upload)
    assert TalentImport.objects.count() == 0
    assert "Siap diterapkan" in said
    assert "Kolom NIK tidak dipakai dan tidak disimpan." in said
    assert "Belum dapat ditempatkan. Belum ada data: Penghargaan." in said
    assert upload.findings["boxes"] == [[8, 1]]
    assert (upload.findings["people"], upload.findings["new"]) == (2, 2)
    response = apply(client, upload)
    assert "Data talenta diterapkan." in response.text
    saved = TalentImport.objects.get()
    assert (saved.agency, saved.as_of, saved.applied_by) == (agency, date(2025, 11, 1), staff)
    assert TalentRecord.objects.count() == Official.objects.count() == 2
    upload.refresh_from_db()
    assert upload.talent_import == saved
    assert "Buka kotak talenta" in page(client, upload)
    assert "3375012345678901" not in json.dumps(list(TalentRecord.objects.values("components")))


def test_a_file_without_career_columns_is_put_in_and_says_what_it_lacks(client, staff):
    bare = [column for column in COLUMNS if column not in CAREER]

    upload = hand_in(client, export(person(1), columns=bare))

    said = page(client, upload)
    assert "Tanpa kolom Eselon, Golongan, TMT Jabatan, Pendidikan, berkas tetap dapat" in said
    assert "Data talenta diterapkan." in apply(client, upload).text
    assert TalentRecord.objects.get().career == ""


def test_a_post_that_begins_after_the_day_of_the_data_keeps_the_file_out(client, staff):
    career = {"Golongan": "IVa", "Eselon": "III.b", "Pendidikan": "S2"}

    late = hand_in(client, export(person(1) | career | {"TMT Jabatan": "02-11-2025"}))
    apply(client, late)
    assert not TalentImport.objects.exists()
    assert "Tanggal ini sesudah tanggal data 1 November 2025." in page(client, late)
    apply(client, hand_in(client, export(person(1) | career | {"TMT Jabatan": "01-11-2025"})))

    saved = TalentRecord.objects.get()
    assert (saved.career, saved.post_since) == ("IV/a · eselon III.b · S-2", date(2025, 11, 1))


def test_the_same_file_again_changes_nothing(client, staff):
    content = export(person(1))
    apply(client, hand_in(client, content))

    again = hand_in(client, content)

    assert "Tidak ada perubahan: berkas ini sudah diterapkan" in page(client, again)
    assert "Tidak ada yang berubah: berkas ini sudah ada." in apply(client, again).text
    assert TalentImport.objects.count() == 1
    other_day = hand_in(client, content, "02-11-2025")
    assert "sudah diterapkan sebagai data per 1 November 2025" in page(client, other_day)
    assert "belum dapat diterapkan" in apply(client, other_day).text


def test_faults_are_listed_by_row_and_column_and_nothing_is_put_in(client, staff):
    people = [person(n) for n in range(1, 5)]
    people[1]["Y - Penghargaan"] = "banyak"
    people[2]["NIP"] = nip(1)
    people[3]["Nama"] = ""
    upload = hand_in(client, export(*people))

    assert [(f["row"], f["column"]) for f in upload.findings["faults"]] == [
        (3, "Y - Penghargaan"),
        (4, "NIP"),
        (5, "Nama"),
    ]
    assert "NIP ini sudah ada di baris 2." in page(client, upload)
    assert "3 masalah harus diperbaiki dahulu" in page(client, upload)
    assert "belum dapat diterapkan" in apply(client, upload).text
    assert TalentImport.objects.count() == 0


def test_an_absent_column_is_said_and_stops_nothing(client, staff):
    columns = [name for name in person(1) if name not in ("Y - Penghargaan", "Nama")]
    factories.OfficialFactory(agency=Membership.objects.get().agency, nip=nip(1), name="Dikenal")
    upload = hand_in(client, export(person(1), columns=columns))

    assert "Kolom Y - Penghargaan tidak ada di berkas" in page(client, upload)
    apply(client, upload)
    assert TalentRecord.objects.get().name == "Dikenal"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"bukan excel", "bukan .xlsx"),
        (xlsx({"Sheet1": [["Nama", "Alamat"], ["A", "B"]]}), "tidak memuat kolom NIP"),
        (xlsx({"Sheet1": [["NIP", "Nama"], [nip(1), "A"]]}), "Tidak ada satu pun kolom unsur"),
        (xlsx({"Kosong": []}), "tidak memuat satu baris pun"),
    ],
    ids=["type", "header", "components", "empty"],
)
def test_what_is_no_export_is_refused_in_words(client, staff, content, words):
    upload = hand_in(client, content)

    assert upload.status == "refused"
    assert words in page(client, upload)
    assert "Tidak ada yang disimpan" in page(client, upload)


TOMORROW = f"{timezone.localdate() + timedelta(days=1):%d-%m-%Y}"


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("", "Isi tanggal data"),
        ("31-02-2025", "Tanggal ini tidak ada"),
        ("kemarin", "Tanggal ini tidak ada"),
        ("01-11-1999", "paling lama tahun 2000"),
        (TOMORROW, "Tanggal data belum tiba"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_what_was_typed_stays(client, staff, as_of, words):
    response = hand_in(client, export(person(1)), as_of)

    assert response.status_code == 422
    assert words in response.text
    assert f'value="{as_of}"' in response.text or not as_of
    assert Upload.objects.count() == 0


def test_an_upload_is_cancelled_once_and_then_not_applied(client, staff):
    upload = hand_in(client, export(person(1)))
    address = reverse("workbook:cancel-talent", args=[upload.public_id])

    assert "Impor dibatalkan" in client.post(address, follow=True).text
    assert "sudah selesai" in client.post(address, follow=True).text
    assert "Impor ini dibatalkan." in page(client, upload)
    assert "belum dapat diterapkan" in apply(client, upload).text


def test_a_rounds_workbook_and_an_export_do_not_take_each_others_way(client, staff):
    upload = hand_in(client, export(person(1)))

    for name in ("upload", "apply"):
        address = reverse(f"workbook:{name}", args=[upload.public_id])
        answer = client.get(address) if name == "upload" else client.post(address)
        assert answer.status_code == 404
    assert upload.name not in client.get(reverse("workbook:uploads")).text


def test_an_import_is_taken_back_with_a_reason(client, staff):
    apply(client, hand_in(client, export(person(1))))
    saved = TalentImport.objects.get()
    address = reverse("workbook:withdraw-talent", args=[saved.public_id])

    assert "Tulis alasan" in client.post(address, {"reason": ""}, follow=True).text
    said = client.post(address, {"reason": "Berkas keliru"}, follow=True).text
    assert "Impor ditarik." in said
    assert "Berkas keliru" in said
    assert list(TalentImport.objects.in_force()) == []


@pytest.mark.parametrize(
    ("reason", "words"), [("Berkas\0keliru", "bukan tulisan"), ("x" * 501, "Paling panjang 500")]
)
def test_a_reason_that_cannot_be_kept_is_refused_and_stays_typed(client, staff, reason, words):
    apply(client, hand_in(client, export(person(1))))
    saved = TalentImport.objects.get()

    page = client.post(
        reverse("workbook:withdraw-talent", args=[saved.public_id]), {"reason": reason}
    )

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{reason}"' in page.text
    assert list(TalentImport.objects.in_force()) == [saved]


def test_the_page_of_uploads_is_empty_at_first_and_offers_a_template(client, staff):
    assert "Belum ada data talenta" in client.get(reverse("workbook:talent-uploads")).text

    response = client.get(reverse("workbook:talent-template"))

    found = read_export(response.content)
    assert (found.records, found.absent, found.unknown) == ((), (), ())


# Reading


def tables(*lines):
    return (Table("Sampul"), Table("Data", tuple(Line(n, tuple(cells)) for n, cells in lines)))


def test_reading_finds_the_heading_below_a_title_and_keeps_excels_row_numbers():
    heading, first = rows(person(1))

    found = export_of(tables((1, ["Ekspor SIMATA"]), (3, heading), (6, first)))

    assert [record.row for record in found.records] == [6]


def test_formulas_and_errors_are_problems_in_simatas_columns_only():
    heading, first = rows(person(1))
    first[heading.index("Y - Penghargaan")] = Mark.FORMULA
    first[heading.index("Unit Organisasi")] = Mark.ERROR
    found = export_of(tables((1, [*heading, "NIK"]), (2, [*first, Mark.FORMULA])))

    assert [(p.row, p.column, p.message) for p in found.problems] == [
        (2, "Unit Organisasi", ERROR),
        (2, "Y - Penghargaan", FORMULA),
    ]
    assert found.records == ()


def test_a_text_too_long_and_a_date_for_a_number_are_problems():
    heading, first = rows(person(1, name="N" * 201))
    second = rows(person(2))[1]
    second[heading.index("Y - Penghargaan")] = date(2025, 1, 1)
    found = export_of(tables((1, heading), (2, first), (3, second)))

    assert [(p.row, p.column) for p in found.problems] == [(2, "Nama"), (3, "Y - Penghargaan")]


# The command


@pytest.fixture
def path(tmp_path):
    def write(content):
        file = Path(tmp_path / "simata.xlsx")
        file.write_bytes(content)
        return file

    return write


def load(path, *options, agency="pemerintah kota tirtakencana", as_of="2025-11-01"):
    call_command("load_talent", path, "--agency", agency, "--as-of", as_of, *options)


def test_the_command_checks_then_loads_then_changes_nothing(agency, path, capsys):
    file = path(export(person(1, y=None), NIK="x"))

    load(file, "--dry-run")
    load(file)
    load(file)

    assert capsys.readouterr().out.splitlines() == [
        "Catatan: Kolom NIK tidak dipakai dan tidak disimpan.",
        "Baris 2: Nilai Y kosong di berkas; hasil hitung 79,00.",
        "Diperiksa saja: 1 orang, data per 1 November 2025 dapat dimuat. Tidak ada yang disimpan.",
        "Catatan: Kolom NIK tidak dipakai dan tidak disimpan.",
        "Baris 2: Nilai Y kosong di berkas; hasil hitung 79,00.",
        "Dimuat: 1 orang, data per 1 November 2025.",
        "Catatan: Kolom NIK tidak dipakai dan tidak disimpan.",
        "Baris 2: Nilai Y kosong di berkas; hasil hitung 79,00.",
        "Tidak ada yang berubah: berkas ini sudah ada.",
    ]
    assert TalentImport.objects.get().applied_by is None


def test_the_command_refuses_with_1_what_the_file_holds_and_with_2_wrong_usage(agency, path):
    bad = person(1)
    bad["NIP"] = "123"
    faulty, fine = path(export(bad)), Path("tidak-ada.xlsx")

    for given, code, words in (
        ((faulty, {}), 1, "Baris 2, NIP: NIP harus 18 digit"),
        ((fine, {}), 2, "tidak ditemukan"),
        ((faulty.parent, {}), 2, "tidak dapat dibaca"),
        ((faulty, {"agency": "Kota Lain"}), 2, "Instansi Kota Lain tidak ada"),
        ((faulty, {"as_of": "kemarin"}), 2, "Tanggal kemarin tidak ada"),
    ):
        with pytest.raises(CommandError, match=words) as refusal:
            load(given[0], **given[1])
        assert refusal.value.returncode == code
    with pytest.raises(CommandError, match=r"bukan \.xlsx"):
        load(path(b"bukan excel"))
    with pytest.raises(CommandError, match="Berkas: Tanggal data"):
        load(path(export(person(1))), as_of="1999-01-01")
    assert TalentImport.objects.count() == 0


def scheme_file(tmp_path, scheme, **changes):
    head = {k: str(v) for k, v in as_head(scheme).items() if v is not None}
    document = {**head, "definition": definition_of(scheme), **changes}
    path = tmp_path / "skema.json"
    path.write_text(json.dumps({k: v for k, v in document.items() if v is not ...}))
    return path


def test_a_scheme_is_added_from_a_file(agency, tmp_path, capsys):
    call_command("put_talent_scheme", scheme_file(tmp_path, SIMT), "--agency", agency.name)
    call_command("put_talent_scheme", scheme_file(tmp_path, BANJARMASIN))

    assert capsys.readouterr().out.splitlines() == [
        "Ditambahkan: SIMT DJBK, berlaku mulai 1 Januari 2023.",
        "Ditambahkan: Banjarmasin, berlaku mulai 1 Januari 2023.",
    ]
    assert TalentScheme.objects.filter(agency=agency).get().code == "simt-djbk"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_from": "besok"}, "valid_from: tulis tanggal"),
        ({"definition": ...}, "skema: harus berupa objek"),
        ({"name": "x" * 201}, "name: paling panjang 200"),
        ({"code": "Kota Lain"}, "code: isi dengan huruf kecil"),
        ({"nik": "x"}, "nik tidak dikenal"),
        ({"valid_until": "2025-06-01"}, "bertumpuk dengan KepKBKN 411/2025"),
    ],
)
def test_a_scheme_file_that_cannot_be_is_refused_with_1(tmp_path, changes, words):
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("put_talent_scheme", scheme_file(tmp_path, BANJARMASIN, **changes))

    assert refusal.value.returncode == 1
    assert TalentScheme.objects.count() == 1


def test_wrong_usage_of_the_scheme_command_is_2(tmp_path):
    (tmp_path / "rusak.json").write_text("{")
    for path, options, code in (
        (tmp_path / "tidak-ada.json", [], 2),
        (tmp_path, [], 2),
        (tmp_path / "rusak.json", ["--agency", "Tidak Ada"], 2),
        (tmp_path / "rusak.json", [], 1),
    ):
        with pytest.raises(CommandError) as refusal:
            call_command("put_talent_scheme", path, *options)
        assert refusal.value.returncode == code


def test_the_sample_exports_are_read_without_a_problem():
    for name in ("simata-2025-11", "simata-mutakhir"):
        found = read_export((settings.BASE_DIR / "samples" / f"{name}.xlsx").read_bytes())
        assert (len(found.records), found.problems, found.absent, found.unknown) == (63, (), (), ())
