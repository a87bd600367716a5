"""The data that ride in a document, so that a program can count again what its pages say."""

import json
from collections.abc import Iterator
from typing import Any

from reports.pdf import Attachment
from reports.spreadsheets import workbooks_of
from scoring.printing import Printout, as_json

JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def data_of(printout: Printout) -> list[Attachment]:
    """The ranking, and every score of the sheets from which it was counted."""
    scores = json.dumps(list(_sheets(printout)), ensure_ascii=False, indent=1)
    return [
        Attachment("peringkat.json", as_json(printout).encode(), JSON, "Peringkat"),
        Attachment("nilai-lembar.json", scores.encode(), JSON, "Nilai setiap lembar penilai"),
        *(
            Attachment(name, content, XLSX, name.partition(".")[0].capitalize())
            for name, content in workbooks_of(printout).items()
        ),
    ]


def own_data_of(printout: Printout, nip: str) -> Attachment:
    """What the ranking says of one person, and nothing of anybody else."""
    said = json.loads(as_json(printout))
    del said["reliability"]
    for vacancy in said["vacancies"]:
        for group in ("ranked", "unranked"):
            vacancy[group] = [row for row in vacancy[group] if row["nip"] == nip]
    said["vacancies"] = [v for v in said["vacancies"] if v["ranked"] or v["unranked"]]
    text = json.dumps(said, ensure_ascii=False, indent=2)
    return Attachment("nilai-kandidat.json", text.encode(), JSON, "Nilai kandidat ini")


def _sheets(printout: Printout) -> Iterator[dict[str, Any]]:
    """The signed sheets about those who are printed, by member."""
    instruments = {instrument.pk: instrument.code for instrument in printout.outcome.instruments}
    vacancies = {found.vacancy.pk: found.vacancy.code for found in printout.vacancies}
    people = {
        person.pk: nip for found in printout.vacancies for nip, person in found.candidates.items()
    }
    for sheet in printout.outcome.sheets:
        is_printed = sheet.candidate_id in people and sheet.vacancy_id in (None, *vacancies)
        if sheet.is_signed and is_printed:
            yield {
                "member": sheet.seat.number,
                "candidate": people[sheet.candidate_id],
                "instrument": instruments[sheet.instrument_id],
                "vacancy": vacancies[sheet.vacancy_id] if sheet.vacancy_id else None,
                "scores": sheet.scores,
            }
