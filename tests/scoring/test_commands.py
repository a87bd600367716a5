import json

import pytest
from django.core.management import ManagementUtility, call_command
from django.db import connections
from django.utils import timezone

from candidates.models import Nomination

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command as a terminal does; gives its exit status, output and lines of error."""
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's transaction goes on

    def run(*arguments):
        status = 0
        try:
            ManagementUtility(["manage.py", "ranking", "--skip-checks", *arguments]).execute()
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err.splitlines()

    return run


def test_ranking_prints_one_json_object(draft, run):
    draft.play()

    status, out, err = run(draft.round.code, "--format", "json")

    assert (status, err) == (0, [])
    assert json.loads(out)["round"] == draft.round.code


def test_ranking_takes_codes_in_any_case(draft, run):
    draft.play()

    status, out, _ = run(draft.round.code.upper(), "--vacancy", "dinkes")

    assert status == 0
    assert [vacancy["code"] for vacancy in json.loads(out)["vacancies"]] == ["DINKES"]


@pytest.mark.parametrize(("form", "start"), [("csv", "vacancy,title,rank"), ("table", "Putaran")])
def test_ranking_prints_the_form_that_was_asked_for(draft, run, form, start):
    draft.play()

    status, out, _ = run(draft.round.code, "--format", form)

    assert status == 0
    assert out.startswith(start)


def test_ranking_of_a_sealed_round_is_refused_in_one_line(draft, run):
    draft.open()

    status, out, err = run(draft.round.code)

    assert (status, out, len(err)) == (1, "", 1)
    assert "tersegel" in err[0]


def test_ranking_before_scoring_is_refused(draft, run):
    status, out, err = run(draft.round.code)

    assert (status, out, len(err)) == (1, "", 1)


def test_ranking_of_a_round_without_nominations_says_why(draft, run):
    draft.play()
    Nomination.objects.all().update(withdrawn_at=timezone.now())

    status, out, err = run(draft.round.code)

    assert (status, out, len(err)) == (1, "", 1)
    assert "tidak memuat pencalonan" in err[0]


@pytest.mark.parametrize("arguments", [["tidak-ada"], ["{code}", "--vacancy", "TIDAK_ADA"]])
def test_ranking_of_something_unknown_names_it(draft, run, arguments):
    draft.play()

    status, out, err = run(*(argument.format(code=draft.round.code) for argument in arguments))

    assert (status, out, len(err)) == (1, "", 1)
    assert arguments[-1] in err[0]


@pytest.mark.parametrize("arguments", [[], ["kode", "--format", "xml"], ["kode", "--apa"]])
def test_ranking_used_wrongly_ends_with_2(run, arguments):
    status, out, _ = run(*arguments)

    assert (status, out) == (2, "")


def test_ranking_leaves_no_trace_in_the_round(draft, django_assert_num_queries):
    draft.play()

    with django_assert_num_queries(8):  # round, vacancies and the six of the outcome
        call_command("ranking", draft.round.code)
