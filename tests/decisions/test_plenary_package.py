"""The checker reads what a plenary decided, and finds when that was changed afterwards."""

import copy
import json

import pytest

from decisions.deciding import Proposal, decide
from decisions.models import PlenaryDecision
from decisions.settling import freeze_result
from scoring.evidence_package import contents_of
from scoring.models import Sheet
from scoring.printing import as_table, printout_of
from selection.scheme import fingerprint
from tests.decisions.test_plenary import all_confirm, attended, cut
from tests.rounds import fill, make_round
from tests.scoring.packages import counted
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db
Kind = PlenaryDecision.Kind


def package_of(plenary, by):
    """What the package says once everybody has confirmed and the result is frozen."""
    all_confirm(plenary)
    round_ = freeze_result(plenary, by=by).round
    return contents_of(round_, with_names=False), as_table(printout_of(round_))


@pytest.fixture
def frozen(agency):
    """Four equals for three places, and the plenary's choice among them."""
    small = make_round(agency, candidates=4)
    for candidate in small.candidates:
        candidate.given_values.update(value=80)
    small.play(lambda *_: 80)
    plenary = attended(small)
    decide(plenary, cut(small), by=small.chair)
    return package_of(plenary, small.chair)


def test_the_checker_puts_forward_whom_the_plenary_chose(frozen):
    said, table = frozen

    assert counted(said) == (table.partition("\n\nKeandalan ")[0], [])
    assert table.count("diusulkan") == 4  # three at the cut, and the only one of the other post


def test_another_choice_is_found(frozen):
    said = copy.deepcopy(frozen[0])
    [result] = said["hasil"]
    nips = json.loads(result["teks"])["decisions"][0]["nips"]
    other = next(p["nip"] for p in said["kandidat"] if p["nip"] not in nips)
    head, mark, tail = result["teks"].partition('"vacancies"')
    result["teks"] = head.replace(nips[0], other) + mark + tail
    result["sha256"] = fingerprint(result["teks"])

    _, faults = counted(said)

    assert "hasil DINKES: berbeda dari hitung ulang" in faults


def test_the_checker_counts_what_the_plenary_admitted_below_the_quorum(draft):
    draft.open()
    second = draft.candidates[1]
    for sheet in Sheet.objects.select_related("seat__user", "candidate", "instrument"):
        if sheet.candidate_id != second.pk or sheet.seat_id == draft.seats[0].pk:
            fill(sheet, lambda *_: 90)
    draft.round = open_seal(draft.round, excused="Sakit")
    plenary = attended(draft)
    exception = Proposal(Kind.QUORUM, "Dua penilai sakit", "DINKES", [second.nip])
    decide(plenary, exception, by=draft.chair)

    said, table = package_of(plenary, draft.chair)

    assert counted(said) == (table.partition("\n\nKeandalan ")[0], [])
    assert "kuorum tidak tercapai" not in table
    _, faults = counted({**said, "hasil": []})
    assert any(second.nip in fault and "kuorum tidak tercapai" in fault for fault in faults)
