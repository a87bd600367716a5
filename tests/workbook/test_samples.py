"""The sample rounds and who has an account in them; where the benchmark may run."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from candidates.models import PublicInput, RequirementException
from decisions.choosing import choices_of, drafts_of
from decisions.models import Inquiry
from decisions.tracking import tracks_of
from panels.models import Draw, Slot
from reports.models import Document
from scoring.evidence import faults_of
from scoring.models import Sheet
from scoring.readiness import gaps_of
from scoring.results import recount
from selection.gaps import Stage
from selection.models import Round
from tests import factories
from workbook import figures
from workbook.samples import NotEmpty, NotLocal, load_samples

SAMPLES = settings.BASE_DIR / "samples"


@pytest.fixture
def local(settings):
    settings.LOCAL = True
    return settings


@pytest.mark.django_db
def test_an_installation_that_serves_people_gets_no_known_passwords(settings):
    settings.LOCAL = False

    with pytest.raises(NotLocal):
        load_samples(SAMPLES, date(2026, 11, 22))
    with pytest.raises(CommandError, match="Hanya untuk pemasangan percobaan"):
        call_command("bench")
    with pytest.raises(CommandError, match="hanya untuk pemasangan percobaan"):
        call_command("load_samples")


@pytest.mark.django_db
def test_samples_never_touch_a_database_with_rounds(local, capsys):
    factories.RoundFactory()

    with pytest.raises(NotEmpty):
        load_samples(SAMPLES, date(2026, 11, 22))
    call_command("load_samples")
    call_command("sample_accounts")

    assert capsys.readouterr().out.splitlines() == [
        "Basis data sudah memuat putaran; data contoh tidak dimuat."
    ]


def lengths_of_vacancy(round_):
    """Days that each post stood empty when its round's tests began."""
    first = Slot.objects.filter(round=round_).earliest("date").date
    return {v.code: (first - v.vacant_since).days for v in round_.vacancies.all()}


@pytest.mark.django_db
def test_the_samples_are_played_to_the_end(local, capsys):
    """One test, for loading takes seconds: the rounds and the accounts of their people."""
    call_command("load_samples")
    call_command("sample_accounts")

    done, deciding, draft, ready = Round.objects.order_by("-code")
    assert (done.phase, draft.phase, ready.phase) == ("handed_over", "draft", "scoring")
    open_stages = {gap.stage for gap in gaps_of(draft) if gap.blocks_freeze}
    assert open_stages == {Stage.REQUIREMENTS, Stage.PANEL}
    assert RequirementException.objects.get().nomination.candidate.round == draft
    signed = Sheet.objects.signed().filter(seat__round=done).count()
    assert signed == Sheet.objects.in_force().filter(seat__round=done).count() > 300
    assert Sheet.objects.signed().filter(seat__round=ready).count() == 0
    assert Slot.objects.filter(round=ready).earliest("date").date == timezone.localdate()
    last = Slot.objects.filter(round=done).latest("date").date
    assert last == timezone.localdate() - timedelta(days=1) < timezone.localdate(done.unsealed_at)
    assert lengths_of_vacancy(done) == lengths_of_vacancy(ready)
    assert set(Draw.objects.values_list("round", flat=True)) == {ready.pk, draft.pk}
    papers = {paper.round: paper.kind for paper in Document.objects.select_related("round")}
    assert papers == {done: "recommendation", deciding: "announcement"}
    assert list(faults_of(done)) == list(faults_of(ready)) == []
    assert_resolved(done)
    assert_decisions_have_begun(deciding)
    said = capsys.readouterr().out
    loaded = [
        f"Dimuat: pekalongan-2025{which}\n" for which in ("-persiapan", "-putusan", "-selesai", "")
    ]
    assert said.startswith("".join(loaded))
    assert said.count("\n  Penilai ") == 7


def assert_resolved(round_):
    """One tie at the cut was decided, and the result comes out again."""
    result = round_.results.get()
    assert (result.plenary.decisions.count(), result.plenary.confirmations.count()) == (1, 7)
    assert recount(result).faults == ()


def assert_decisions_have_begun(round_):
    """Every part of it is there to be looked at."""
    assert (round_.phase, round_.vacancies.count()) == ("handed_over", 3)
    assert [choice.vacancy.code for choice in choices_of(round_)] == ["DINDAGKOP"]
    drafts = drafts_of(round_).values()
    assert [(d.vacancy.code, d.what) for d in drafts] == [
        ("DINDUKCAPIL", "names"),
        ("DISHUB", "person"),
    ]
    (inquiry,) = Inquiry.objects.filter(vacancy__round=round_)
    assert inquiry.answered_at
    waiting = {
        line.front.holder
        for track in tracks_of(round_)
        for line in track.lines
        if line.front and line.step.is_required
    }
    assert waiting == {"BKN"}
    inputs = PublicInput.objects.with_state().filter(subject__window__round=round_)
    assert {(one.state, bool(one.file)) for one in inputs} == {
        ("received", True),
        ("verified", False),
    }


@pytest.mark.parametrize(
    ("seconds", "line"),
    [(0.0249, ("24,9 ms", "< 25 ms", True)), (0.025, ("25,0 ms", "< 25 ms", False))],
)
def test_a_figure_holds_only_below_its_limit(seconds, line):
    figure = figures.time("Menyimpan", seconds, 25)

    assert (figure.value, figure.limit, figure.holds) == line
