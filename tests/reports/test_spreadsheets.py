"""Recapitulation and ranking as .xlsx, read back by two readers that are not the writer's."""

import json
import zipfile
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import python_calamine
from django.urls import reverse

from audit.models import Event
from candidates.models import Candidate, Nomination
from panels.models import Conflict, Seat
from reports.spreadsheets import _sheet_name, ranking_xlsx, recapitulation_xlsx
from scoring.printing import as_json, printout_of
from selection.models import Vacancy
from tests import factories
from tests.rounds import make_round

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\u202eterbalik\u202c عبد الله",
    "Siti 👩🏽‍⚖️ Aminah",
    "https://contoh.go.id/x",
    "\x01kendali\x1f dan _x0041_",
    "<script>alert(1)</script> & ]]>",
    "n" * 195,
]


def book(content):
    return openpyxl.load_workbook(BytesIO(content))


def table(sheet):
    """The cells below the headings, by the title of their column."""
    rows = list(sheet.iter_rows())
    top = next(place for place, row in enumerate(rows) if row[0].value in ("No", "Kode jabatan"))
    titles = [cell.value for cell in rows[top]]
    below = rows[sheet.freeze_panes and int(sheet.freeze_panes[1:]) - 1 :]
    return [dict(zip(titles, row, strict=True)) for row in below if row[-1].has_style]


@pytest.fixture
def hostile(agency, request):
    """A round whose candidates, vacancy and members have names that want to be something else."""
    small = make_round(agency, candidates=len(HOSTILE), title='=1+1 & "judul"')
    for candidate, name in zip(small.candidates, HOSTILE, strict=True):
        Candidate.objects.filter(pk=candidate.pk).update(name=name, unit=name[:190])
    Vacancy.objects.filter(pk=small.vacancies[0].pk).update(title='=HYPERLINK("x")')
    Seat.objects.filter(pk=small.seats[0].pk).update(name="=P1")
    return small.play()


def test_totals_and_scores_are_those_of_the_json_to_the_digit(played):
    said = json.loads(as_json(printout_of(played.round)))["vacancies"]
    titles = ("Nilai akhir", "Nilai talenta", "Wawancara")

    rows = table(book(ranking_xlsx(played.round))["Peringkat"])

    assert [
        [row["Kode jabatan"].value, row["Peringkat"].value, row["NIP"].value]
        + [Decimal(str(row[title].value)) for title in titles]
        for row in rows
    ] == [
        [post["code"], row["rank"], row["nip"], Decimal(row["total"])]
        + [Decimal(score) for score in row["instruments"].values()]
        for post in said
        for row in post["ranked"]
    ]


def test_both_readers_see_numbers_as_numbers_and_texts_as_texts(played):
    content = recapitulation_xlsx(played.round)

    [row, *_] = table(book(content)["DINKES"])
    read = calamine(content).get_sheet_by_name("DINKES").to_python()
    [again, *_] = [row for row in read if row[0] == 1]

    types = {title: cell.data_type for title, cell in row.items() if title}
    assert types["NIP"] == types["Nama"] == types["Ket."] == "s"
    assert {types[t] for t in ("No", "Nomor peserta", "Nilai akhir", "Peringkat")} == {"n"}
    assert again[3] == row["NIP"].value == played.candidates[2].nip
    assert [type(cell) for cell in again[:4]] == [float, float, str, str]
    assert again[-3:] == [77.4, 1.0, "Diusulkan"]


def test_members_are_numbers_and_their_names_come_only_for_those_who_may_know(played):
    outside = recapitulation_xlsx(played.round)
    inside = recapitulation_xlsx(played.round, with_names=True)

    headings = [cell.value for cell in book(outside)["DINKES"][7]]
    names = {seat.name for seat in played.seats}
    assert headings[7:10] == ["P1", "P2", "P3"]
    assert not any(name in cell for name in names for cell in texts(outside))
    assert {f"{seat.label}: {seat.name}" for seat in played.seats} <= texts(inside)


def calamine(content):
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))


def texts(content):
    """All texts of a workbook, as Excel shows them."""
    read = calamine(content)
    rows = [row for name in read.sheet_names for row in read.get_sheet_by_name(name).to_python()]
    return {cell for row in rows for cell in row if isinstance(cell, str)}


def test_a_recused_member_and_an_unsigned_sheet_are_marks_not_zeros(draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[2])
    draft.play()

    [row, *_] = [
        [cell.value for cell in row]
        for row in book(recapitulation_xlsx(draft.round))["DINKES"].iter_rows()
        if row[3].value == draft.candidates[2].nip
    ]

    assert row.count("–") == 1 and 0 not in row


def both(small):
    return [recapitulation_xlsx(small.round, with_names=True), ranking_xlsx(small.round)]


def test_hostile_texts_survive_as_texts(hostile):
    names = {c.full_name for c in Candidate.objects.filter(round=hostile.round)}
    recapitulation, ranking = map(texts, both(hostile))

    assert {*names, '=HYPERLINK("x")', "P1: =P1"} <= recapitulation
    assert {*names, '=HYPERLINK("x")'} <= ranking


def test_no_formula_no_link_no_macro_and_every_part_is_well_formed(hostile):
    for content in both(hostile):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}

        tags = {node.tag.rpartition("}")[2] for root in parts.values() for node in root.iter()}
        assert not tags & {"f", "hyperlink", "externalLink", "ddeLink", "oleObject"}
        assert not [name for name in parts if "vba" in name or "external" in name.lower()]


def test_every_sheet_prints_on_f4_across_with_its_headings_in_sight(played):
    for sheet in book(recapitulation_xlsx(played.round)):
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize), setup.fitToHeight) == ("landscape", 14, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes and sheet.print_title_rows
        assert all(column.width >= 7 for column in sheet.column_dimensions.values())


def test_the_same_ranking_is_the_same_bytes(played):
    assert recapitulation_xlsx(played.round) == recapitulation_xlsx(played.round)
    assert ranking_xlsx(played.round) == ranking_xlsx(played.round)


def test_sheet_names_are_such_as_excel_takes():
    taken = set()

    names = [_sheet_name(name, taken) for name in ("A[b]:c*?/\\'", "x" * 40, "X" * 40, "DINKES")]

    assert names == ["A-b--c-----", "x" * 31, "X" * 29 + "~2", "DINKES"]


def at(name, small):
    return reverse(f"reports:{name}", args=[small.round.code])


@pytest.mark.parametrize(
    ("name", "verb"),
    [("recapitulation-file", "recapitulation_taken"), ("ranking-file", "ranking_taken")],
)
def test_taking_a_file_is_logged_and_bounded(
    client, played, name, verb, django_assert_max_num_queries
):
    client.force_login(played.staff)

    with django_assert_max_num_queries(30):
        answer = client.get(at(name, played))

    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    assert answer["Content-Disposition"].endswith(f'-{played.round.code}.xlsx"')
    event = Event.objects.get(verb=f"reports.{verb}")
    assert event.actor_id == played.staff.pk


def test_staff_never_get_the_members_names_and_the_chair_does(client, played):
    name = played.seats[0].name
    client.force_login(played.staff)
    blind = texts(client.get(at("recapitulation-file", played)).content)
    client.force_login(played.chair)
    named = texts(client.get(at("recapitulation-file", played)).content)

    assert f"P1: {name}" not in blind
    assert f"P1: {name}" in named


def test_a_member_gets_only_the_posts_that_he_scored(client, draft):
    for candidate in draft.candidates:
        factories.ConflictFactory(seat=draft.seats[0], candidate=candidate)
    Conflict.objects.filter(candidate=draft.candidates[1]).update(still_scores=True)
    draft.play()
    client.force_login(draft.members[0])

    sheets = book(client.get(at("recapitulation-file", draft)).content).sheetnames

    assert sheets == ["Ringkasan", "DINKES"]


def test_a_member_who_scored_nobody_gets_nothing(client, draft):
    for candidate in draft.candidates:
        factories.ConflictFactory(seat=draft.seats[0], candidate=candidate)
    draft.play()
    client.force_login(draft.members[0])

    assert client.get(at("ranking-file", draft)).status_code == 403
    assert not Event.objects.filter(verb="reports.ranking_taken").exists()


def test_a_round_without_nominations_has_no_such_file(client, played, thawed):
    Nomination.objects.update(withdrawn_at=played.round.unsealed_at)
    client.force_login(played.staff)

    assert client.get(at("ranking-file", played)).status_code == 404


def test_nothing_is_given_out_while_sealed(client, draft):
    draft.open()
    client.force_login(draft.staff)

    assert client.get(at("ranking-file", draft)).status_code == 403
    assert not Event.objects.filter(verb="reports.ranking_taken").exists()
