"""The data that ride in a document are those of its pages, and nobody else's."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone
from pypdf import PdfReader

from reports import builders
from reports.models import Document
from scoring.printing import as_json, printout_of

pytestmark = pytest.mark.django_db


def attached_to(small, kind, **about):
    document = Document(
        round=small.round,
        kind=kind,
        number="001/X",
        paper="f4",
        ordered_by=small.staff,
        ordered_at=timezone.now(),
        **about,
    )
    made = builders.make(document, lambda _percent, _step: None)
    files = PdfReader(BytesIO(made.content)).attachments
    return {name: content for name, [content] in files.items()}


@pytest.mark.parametrize("kind", ["recapitulation", "decision", "recommendation"])
def test_what_is_about_everybody_carries_the_ranking_as_json_and_as_spreadsheets(unsealed, kind):
    files = attached_to(unsealed, kind)

    assert files["peringkat.json"].decode() == as_json(printout_of(unsealed.round))
    totals = {
        cell.value
        for row in openpyxl.load_workbook(BytesIO(files["peringkat.xlsx"])).active.iter_rows()
        for cell in row
    }
    said = json.loads(files["peringkat.json"])
    wanted = {float(row["total"]) for post in said["vacancies"] for row in post["ranked"]}
    assert wanted and wanted <= totals


def test_the_report_on_one_person_carries_nothing_of_anybody_else(unsealed):
    person, *others = unsealed.candidates

    [(name, content)] = attached_to(unsealed, "candidate", candidate=person).items()

    text = content.decode()
    assert name == "nilai-kandidat.json"
    assert person.nip in text
    assert not [other for other in others if other.nip in text or other.name in text]
    own = [row for post in json.loads(text)["vacancies"] for row in post["ranked"]]
    assert {row["nip"] for row in own} == {person.nip}


def test_what_has_no_value_in_it_carries_none(unsealed):
    assert attached_to(unsealed, "receipts") == {}
