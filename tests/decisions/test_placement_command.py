import json

import pytest
from django.core.management import ManagementUtility
from django.db import connections
from django.utils import timezone

from audit.actions import SYSTEM
from candidates.models import Nomination
from decisions.proposing import proposal_for
from scoring.actions import archive_sheets
from scoring.models import GivenValue
from tests import factories
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]


def equals(seat, candidate, place):
    return 70


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command as a terminal does; gives its exit status, output and lines of error."""
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's transaction goes on

    def run(*arguments):
        status = 0
        try:
            ManagementUtility(["manage.py", "placement", "--skip-checks", *arguments]).execute()
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err.splitlines()

    return run


def test_placement_prints_the_object_of_the_contract(draft, run):
    factories.VacancyFactory(round=draft.round, code="BAPPEDA")

    status, out, err = run(draft.play().round.code, "--format", "json")

    expected = {
        "round": draft.round.code,
        "assignments": [
            {"vacancy": "DINKES", "nip": draft.candidates[2].nip, "total": "77.40"},
            {"vacancy": "DISHUB", "nip": draft.candidates[0].nip, "total": "73.00"},
        ],
        "unfilled": ["BAPPEDA"],
        "sum": "150.40",
    }
    assert (status, err) == (0, [])
    assert out == json.dumps(expected, indent=2) + "\n"


def test_placement_rounds_the_exact_sum_once(agency, run):
    small = make_round(agency, candidates=2, precision=0)
    factories.NominationFactory(candidate=small.candidates[1], vacancy=small.vacancies[1])
    GivenValue.objects.filter(candidate__round=small.round).update(value="70.75")

    _, out, _ = run(small.play(equals).round.code)

    found = json.loads(out)
    assert [row["total"] for row in found["assignments"]] == ["70", "70"]
    assert found["sum"] == "141"


def test_placement_leaves_a_vacancy_open_for_want_of_a_ranked_candidate(draft, run):
    draft.play()
    GivenValue.objects.filter(candidate=draft.candidates[0]).update(withdrawn_at=timezone.now())

    _, out, _ = run(draft.round.code)

    assert json.loads(out)["unfilled"] == ["DISHUB"]


def test_placement_counts_only_names_put_forward_when_asked(agency):
    small = make_round(agency, candidates=2, names_put_forward=1)
    Nomination.objects.filter(vacancy=small.vacancies[1]).update(withdrawn_at=timezone.now())
    factories.NominationFactory(candidate=small.candidates[1], vacancy=small.vacancies[1])
    small.play()

    freely = proposal_for(small.round).proposal
    strictly = proposal_for(small.round, only_put_forward=True).proposal

    assert [(o.vacancy, o.nip) for o in freely.assignments] == [
        ("DINKES", small.candidates[0].nip),
        ("DISHUB", small.candidates[1].nip),
    ]
    assert [(o.vacancy, o.nip) for o in strictly.assignments] == [
        ("DINKES", small.candidates[1].nip)
    ]


def test_placement_passes_over_names_that_wait_for_the_plenary(agency, run):
    small = make_round(agency, candidates=2, names_put_forward=1)
    GivenValue.objects.filter(candidate__round=small.round).update(value=70)
    small.play(equals)

    _, out, _ = run(small.round.code, "--only-put-forward")

    found = json.loads(out)
    assert [(row["vacancy"], row["nip"]) for row in found["assignments"]] == [
        ("DISHUB", small.candidates[0].nip)
    ]
    assert found["unfilled"] == ["DINKES"]


def test_placement_of_nobody_is_an_empty_proposal(draft, run):
    draft.play()
    GivenValue.objects.all().update(withdrawn_at=timezone.now())

    _, out, _ = run(draft.round.code)

    assert json.loads(out) == {
        "round": draft.round.code,
        "assignments": [],
        "unfilled": ["DINKES", "DISHUB"],
        "sum": "0.00",
    }


def test_placement_as_a_table_is_written_for_people(agency, run):
    small = make_round(agency, is_archive=True)
    factories.VacancyFactory(round=small.round, code="BAPPEDA", title="Kepala Bappeda")
    sheets = {
        (user.email, candidate.nip, "WAWANCARA", ""): {code: {"score": 80} for code in ("W1", "W2")}
        for user in small.members
        for candidate in small.candidates
    }
    archive_sheets(small.round, sheets, by=SYSTEM)

    _, out, _ = run(small.round.code, "--format", "table")

    assert out.splitlines() == [
        f"{small.round.title} ({small.round.code})",
        "",
        "Putaran arsip: nilai berasal dari buku kerja.",
        "",
        "Jabatan                            NIP                 Nama             Nilai akhir",
        "---------------------------------  ------------------  ---------------  -----------",
        "DINKES · Kepala Dinas Kesehatan    197001011995031003  Nama Rahasia 03        75,80",
        "DISHUB · Kepala Dinas Perhubungan  197001011995031001  Nama Rahasia 01        74,60",
        "BAPPEDA · Kepala Bappeda           –                   belum terisi               –",
        "Jumlah                                                                       150,40",
    ]


def test_placement_of_a_sealed_round_is_refused_in_one_line(draft, run):
    draft.open()

    status, out, err = run(draft.round.code)

    assert (status, out, len(err)) == (1, "", 1)
    assert "tersegel" in err[0]


def test_placement_of_a_round_without_nominations_says_why(draft, run):
    draft.play()
    Nomination.objects.all().update(withdrawn_at=timezone.now())

    status, out, err = run(draft.round.code)

    assert (status, out, len(err)) == (1, "", 1)
    assert "tidak memuat pencalonan" in err[0]


def test_placement_of_an_unknown_round_names_it(run):
    status, out, err = run("tidak-ada")

    assert (status, out, len(err)) == (1, "", 1)
    assert "tidak-ada" in err[0]


@pytest.mark.parametrize("arguments", [[], ["kode", "--format", "csv"]])
def test_placement_used_wrongly_ends_with_2(run, arguments):
    status, out, _ = run(*arguments)

    assert (status, out) == (2, "")
