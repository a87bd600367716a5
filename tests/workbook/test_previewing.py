"""What staff see before anything is stored: every row with its state, also beside faults."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from audit.actions import SYSTEM
from selection.models import Round
from tests import factories
from tests.rounds import frozen
from tests.workbook import making
from tests.workbook.books import archive_book, small_book
from tests.workbook.handing_in import hand_in, page, xlsx
from workbook.columns import SHEETS
from workbook.comparing import READ, State, compare
from workbook.exporting import book_of
from workbook.loading import load
from workbook.preview import SHOWN_ROWS, filtered, findings_of

pytestmark = pytest.mark.django_db


def faulty_sheets(**cells):
    """The small round as cells, of the staff's own agency."""
    return making.a_round(Seleksi_B5="Pemerintah Kota Tirtakencana", **cells)


def faulty(**cells):
    return SimpleUploadedFile("putaran.xlsx", making.xlsx(faulty_sheets(**cells)))


def counts(upload):
    return {state: number for state, number in upload.findings["counts"].items() if number}


def rows(findings, sheet):
    (found,) = [each for each in findings["sheets"] if each["name"] == sheet]
    return [(row["row"], row["state"]) for row in found["rows"]]


def test_one_empty_cell_hides_no_other_row(client, staff):
    upload = hand_in(client, faulty(Peserta_B3=None))

    text = page(client, upload).text

    assert counts(upload) == {"new": upload.findings["total"] - 1, "bad": 1}
    assert rows(upload.findings, "Peserta") == [(2, "new"), (3, "bad")]
    assert f"{upload.findings['ready']} baris siap, 1 baris harus diperbaiki dahulu." in text
    assert "Bermasalah: B3: Nama wajib diisi." in text
    assert Round.objects.count() == 0


def test_states_stand_beside_faults_in_a_round_that_exists(client, staff, agency):
    load(making.read_tables(faulty_sheets()), by=SYSTEM, agencies=[agency])

    upload = hand_in(client, faulty(Jabatan_B2="Kepala Dinas Kota", Peserta_C3="V/a"))

    total = upload.findings["total"]
    assert counts(upload) == {"changed": 1, "same": total - 2, "bad": 1}
    assert "Berubah: Nama Kepala Dinas Kesehatan → Kepala Dinas Kota" in page(client, upload).text


def test_a_row_whose_name_is_unread_is_not_said_to_be_gone(client, staff, agency):
    load(making.read_tables(faulty_sheets()), by=SYSTEM, agencies=[agency])

    upload = hand_in(client, faulty(Peserta_A3="1972"))

    assert upload.findings["counts"]["withdrawn"] == 0
    assert rows(upload.findings, "Peserta") == [(2, "same"), (3, "bad")]


def test_a_fault_of_the_round_hides_no_rows_either(client, staff):
    upload = hand_in(client, faulty(Seleksi_B3=None, Seleksi_B11=9))

    assert rows(upload.findings, "Seleksi") == [(2, "bad")]
    assert {state for _, state in rows(upload.findings, "Peserta")} == {"new"}


def test_without_the_code_of_the_round_rows_are_read_and_nothing_is_claimed(client, staff):
    upload = hand_in(client, faulty(Seleksi_B2=None))

    assert {state for _, state in rows(upload.findings, "Peserta")} == {"read"}
    assert READ in page(client, upload).text


def test_a_missing_column_makes_its_rows_bad_and_says_where_to_look(client, staff):
    upload = hand_in(client, faulty(Pansel_B1="nama lengkap"))

    assert [state for _, state in rows(upload.findings, "Pansel")] == ["bad"] * 3
    assert "lihat masalah pada judul lembar" in page(client, upload).text


def test_a_frozen_round_says_which_rows_it_refuses(client, staff, agency):
    from scoring.actions import open_scoring

    round_ = load(small_book(), by=SYSTEM, agencies=[agency]).round
    open_scoring(frozen(round_), by=round_.seats.get(part="chair").user)

    upload = hand_in(client, xlsx(small_book(title="Lain")))

    assert counts(upload) == {"same": upload.findings["total"] - 1, "bad": 1}
    assert "Putaran sudah dibekukan" in page(client, upload).text


def test_another_agencys_round_is_not_compared_with(client, staff):
    load(small_book(agency="Pemerintah Kota Lain"), by=SYSTEM)

    upload = hand_in(client, xlsx(small_book(title="Judul rahasia?")))

    assert upload.findings["fault_count"] == 1
    assert "Putaran uji" not in page(client, upload).text
    assert upload.findings["counts"]["changed"] == 0


@pytest.mark.parametrize(
    ("slug", "shown"), [("sama", {"same"}), ("bermasalah", {"bad"}), ("palsu", {"same", "bad"})]
)
def test_the_rows_can_be_filtered_by_state(client, staff, agency, slug, shown):
    load(making.read_tables(faulty_sheets()), by=SYSTEM, agencies=[agency])
    upload = hand_in(client, faulty(Peserta_B3=None))

    response = client.get(reverse("workbook:upload", args=[upload.public_id]), {"baris": slug})

    found = response.context["findings"]
    assert {row["state"] for sheet in found["sheets"] for row in sheet["rows"]} == shown
    assert [(tab["label"], tab["count"]) for tab in found["tabs"]] == [
        ("Semua", upload.findings["total"]),
        ("Sama", upload.findings["total"] - 1),
        ("Bermasalah", 1),
    ]


def test_rows_beyond_those_kept_are_counted_and_said_to_be_missing():
    book = small_book()
    many = tuple(
        replace(book.posts[0], number=n, post=f"Jabatan {n}") for n in range(2, 4 + SHOWN_ROWS)
    )

    found = filtered(findings_of(replace(book, posts=many), None), "baru")

    (sheet,) = [each for each in found["sheets"] if each["name"] == "Riwayat_Jabatan"]
    assert (len(sheet["rows"]), sheet["left_out"]) == (SHOWN_ROWS, 2)


def test_findings_of_an_upload_that_is_not_checked_yet_are_empty():
    found = filtered({}, "")

    assert (found["sheets"], found["chosen"]) == ([], "")


def test_comparing_says_what_loading_does(agency):
    """For a book without faults both must agree, whatever changed."""
    before = small_book()
    load(before, by=SYSTEM, agencies=[agency])
    round_ = Round.objects.get()
    first, second = before.candidates
    changed = replace(
        before,
        round=replace(before.round, title="Judul baru", agency=before.round.agency.upper()),
        vacancies=(replace(before.vacancies[0], title="Lain"), before.vacancies[1]),
        candidates=(replace(first, nominations=first.nominations[::-1], grade="IV/c"), second),
        posts=before.posts[1:],
        conflicts=(),
        slots=tuple(replace(slot, room="Ruang baru") for slot in before.slots),
        given_values=(replace(before.given_values[0], number=9), *before.given_values[1:]),
    )
    held = book_of(round_)

    loaded = load(changed, by=SYSTEM, agencies=[agency], dry_run=True)

    for sheet in SHEETS:
        parts = [p.changes for p in loaded.parts if p.sheet == sheet.name and not p.what]
        states = [row.state for row in compare(sheet, changed, held, {})]
        assert [states.count(s) for s in (State.NEW, State.CHANGED, State.WITHDRAWN)] == [
            sum(len(c.new) for c in parts),
            sum(len(c.changed) for c in parts),
            sum(len(c.withdrawn) for c in parts),
        ], sheet.name


def test_an_archive_is_compared_with_its_scores_too(client, staff):
    upload = hand_in(client, xlsx(archive_book()))
    client.post(reverse("workbook:apply", args=[upload.public_id]))

    again = hand_in(client, xlsx(archive_book()))

    assert counts(again) == {"same": again.findings["total"]}


def test_the_bad_rows_leave_whole_with_an_explanation(client, staff):
    upload = hand_in(client, faulty(Peserta_B3=None, Peserta_I3="=1", Pansel_B1="nama lengkap"))
    address = reverse("workbook:faults", args=[upload.public_id])

    book = load_workbook(BytesIO(client.get(address).content))

    assert book.sheetnames == ["Semua masalah", "Peserta"]
    heading, row = ([c.value for c in line] for line in book["Peserta"].iter_rows())
    told = dict(zip(heading, row, strict=True))
    assert (told["nip"], told["nama"], told["Baris"]) == (making.SITI, None, "3")
    assert told["tmt_jabatan"] == "2021-03-04"
    assert told["Penjelasan"].splitlines()[0] == "B3: Nama wajib diisi."
    assert "NIK" not in heading
    assert [c.value for c in book["Semua masalah"][3]][:2] == ["Peserta", "I3"]


def test_the_bad_rows_as_csv_are_harmless_and_keep_every_digit(client, staff):
    upload = hand_in(client, faulty(Peserta_B3="@SUM(1)", Peserta_C3="V/a"))

    response = client.get(reverse("workbook:faults-csv", args=[upload.public_id]))

    lines = list(csv.reader(StringIO(response.text.lstrip("\ufeff")), delimiter=";"))
    (told,) = [line for line in lines if f"'{making.SITI}" in line]
    assert "'@SUM(1)" in told
    assert told[-1].startswith("C3: ")


@pytest.mark.parametrize("name", ["workbook:faults", "workbook:faults-csv"])
def test_a_file_that_nobody_read_has_no_bad_rows_and_leads_back(client, staff, agency, name):
    upload = factories.UploadFactory(agency=agency)

    response = client.get(reverse(name, args=[upload.public_id]))

    assert response.url == reverse("workbook:upload", args=[upload.public_id])


def test_a_cancelled_upload_stays_cancelled_when_its_check_ends(client, staff, monkeypatch):
    from workbook import actions, inspection
    from workbook.models import Upload

    client.post(reverse("workbook:receive"), {"file": xlsx()})
    upload = Upload.objects.get()
    reading = inspection.read

    def cancelled_meanwhile(data):
        actions.cancel(upload, by=staff)
        return reading(data)

    monkeypatch.setattr(inspection, "read", cancelled_meanwhile)

    inspection.check(upload.pk)

    upload.refresh_from_db()
    assert (upload.status, upload.findings, upload.snapshots.count()) == ("cancelled", {}, 0)


@given(
    st.sets(st.sampled_from(["Peserta_B2", "Peserta_C3", "Pansel_E3", "Jabatan_D2"]), min_size=1)
)
def test_bad_rows_and_ready_rows_make_all_rows(cells):
    book = making.read_tables(faulty_sheets(**dict.fromkeys(cells, "?" * 201)))

    found = findings_of(book, None)

    bad = {cell.rstrip("0123456789")[:-1] + cell[-1] for cell in cells}
    assert found["counts"]["bad"] == len(bad)
    assert found["ready"] + len(bad) == found["total"]


def test_what_is_not_a_name_of_a_row_is_said(client, staff):
    upload = hand_in(client, faulty(Jabatan_A2="@", Jabatan_B2=None))

    assert "(belum terbaca)" in page(client, upload).text
