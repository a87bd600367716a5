"""The recapitulation: P columns without names, and totals as the ranking's JSON has them."""

import json

import pytest
from django.utils import timezone

from panels.names import by_name
from reports.builders import make, traits_of
from reports.paperwork import html_of
from reports.recapitulation import recapitulation_of
from scoring.models import Sheet
from scoring.outcome import StillSealed
from scoring.printing import as_json, printout_of
from tests import factories
from tests.factories import DocumentFactory
from tests.reports.reading import pages_of, paper_of, text_of

pytestmark = pytest.mark.django_db


def ordered(round_, **fields):
    return DocumentFactory(
        **({"round": round_, "kind": "recapitulation", "number": "001/REKAP/X/2026"} | fields)
    )


def made(document):
    return make(document, lambda _percent, _step: None)


def as_printed(total):
    return total.replace(".", ",")


def test_totals_and_components_are_those_of_the_json(unsealed):
    text = text_of(made(ordered(unsealed.round)).content)

    for vacancy in json.loads(as_json(printout_of(unsealed.round)))["vacancies"]:
        for person in vacancy["ranked"]:
            assert person["name"] in text and person["nip"] in text
            assert as_printed(person["total"]) in text
            assert all(as_printed(score) in text for score in person["instruments"].values())


def test_members_have_columns_and_no_names_beside_them(unsealed):
    document = ordered(unsealed.round)
    html = html_of(document, recapitulation_of(document))

    tables, signatures = html.split("PANITIA SELEKSI")
    assert ">P1</th>" in tables and ">P3</th>" in tables
    assert not any(seat.name in tables for seat in unsealed.seats)
    listed = sorted(unsealed.seats[:-1], key=by_name)
    places = [signatures.index(seat.name) for seat in [unsealed.seats[-1], *listed]]
    assert places == sorted(places)


def test_one_vacancy_shows_what_every_member_gave_and_the_whole_does_not(unsealed):
    one = text_of(made(ordered(unsealed.round, vacancy=unsealed.vacancies[0])).content)
    sheet = unsealed.sheet(seat=0, candidate=0)
    same = Sheet.objects.filter(candidate=sheet.candidate, instrument=sheet.instrument)
    others = same.order_by("seat__number")

    assert "Lampiran: nilai yang diberikan setiap penilai" in one
    assert sheet.candidate.label in one
    for code in sheet.scores:
        title = sheet.instrument.indicators.get(code=code).title
        given = [str(other.scores[code]) for other in others]
        assert len(given) == len(unsealed.seats)
        assert " ".join([title, *given]) in " ".join(one.split())
    document = recapitulation_of(ordered(unsealed.round, number="002/REKAP/X/2026"))
    assert not document.content.raw


def test_a_vacancy_alone(unsealed):
    document = ordered(unsealed.round, vacancy=unsealed.vacancies[1])

    text = text_of(made(document).content)

    assert "Kepala Dinas Perhubungan" in text
    assert "Kepala Dinas Kesehatan" not in text


@pytest.mark.parametrize(("paper", "size"), [("f4", (330, 215)), ("a4", (297, 210))])
def test_it_lies_on_its_side(unsealed, paper, size):
    assert paper_of(made(ordered(unsealed.round, paper=paper)).content) == size


def test_the_mark_and_fingerprints_stand_on_the_paper(unsealed, settings):
    settings.BASE_URL = "https://seleksi.contoh.go.id"
    document = ordered(unsealed.round)

    text = "".join(pages_of(made(document).content)).replace(" ", "")

    assert f"seleksi.contoh.go.id/p/{document.code}/" in text
    assert unsealed.round.scheme_sha256 in text


def test_traits_say_how_much_stands_in_it(unsealed):
    assert traits_of(ordered(unsealed.round)) == [
        "2 jabatan",
        "3 kandidat",
        "3 penilai",
        "9 lembar nilai",
    ]


def test_a_recused_member_and_somebody_without_a_rank_say_so(draft):
    draft.candidates[2].given_values.update(withdrawn_at=timezone.now())
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[1])
    draft.play()

    people = recapitulation_of(ordered(draft.round)).content.tables[0].people

    by_number = {person.candidate.number: person for person in people}
    assert by_number[2].components[1].marks[0] == "bh"
    assert (by_number[3].rank, by_number[3].total) == ("–", "–")
    assert by_number[3].remarks == ["Nilai data belum ada: nilai talenta."]


def test_sealed_scores_stay_sealed(draft):
    draft.open()

    with pytest.raises(StillSealed):
        recapitulation_of(ordered(draft.round))


def test_it_costs_the_same_for_any_number_of_candidates(unsealed, django_assert_max_num_queries):
    document = ordered(unsealed.round)

    with django_assert_max_num_queries(14):
        recapitulation_of(document)
