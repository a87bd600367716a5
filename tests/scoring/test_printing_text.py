import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from candidates.models import Candidate
from scoring.models import GivenValue
from scoring.printing import aligned, as_csv, as_table, printout_of
from tests import factories
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]


def equals(seat, candidate, place):
    return 80


def with_equal_data(small):
    GivenValue.objects.filter(candidate__round=small.round).update(value=Decimal(70))
    return small


def test_csv_has_a_row_for_everybody_ranked_or_not(draft):
    draft.play()
    GivenValue.objects.filter(candidate=draft.candidates[0]).update(withdrawn_at=timezone.now())

    rows = list(csv.reader(io.StringIO(as_csv(printout_of(draft.round)))))

    post = ["DINKES", "Kepala Dinas Kesehatan"]
    marks = ["", "false", "true", "false", ""]
    first, second = draft.candidates[2], draft.candidates[1]
    last = ["", draft.candidates[0].nip, "Nama Rahasia 01", *[""] * 7, "DATA_BELUM_ADA"]
    codes = ["TALENTA", "WAWANCARA"]
    ends = ["decided_by", "tied", "put_forward", "needs_review", "reasons"]
    assert rows == [
        ["vacancy", "title", "rank", "nip", "name", "total", *codes, *ends],
        [*post, "1", first.nip, "Nama Rahasia 03", "77.40", "73.0000", "84.0000", *marks],
        [*post, "2", second.nip, "Nama Rahasia 02", "75.20", "72.0000", "80.0000", *marks],
        [*post, *last],
        ["DISHUB", "Kepala Dinas Perhubungan", *last],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_never_writes_a_formula(draft, start):
    draft.play()
    Candidate.objects.filter(pk=draft.candidates[0].pk).update(name=f'{start}SUM(1, "2")')

    text = as_csv(printout_of(draft.round, draft.vacancies[1]))

    assert list(csv.reader(io.StringIO(text)))[1][4] == f'\'{start}SUM(1, "2")'


def test_csv_leaves_open_what_the_plenary_decides(agency):
    small = with_equal_data(make_round(agency, names_put_forward=2))

    rows = list(csv.DictReader(io.StringIO(as_csv(printout_of(small.play(equals).round)))))

    assert [(row["tied"], row["put_forward"]) for row in rows[:3]] == [("true", "")] * 3


def test_table_is_written_for_people(draft):
    draft.play()
    GivenValue.objects.filter(candidate=draft.candidates[0]).update(withdrawn_at=timezone.now())
    draft.vacancies[1].withdrawn_at = draft.round.unsealed_at
    draft.vacancies[1].save()

    lines = as_table(printout_of(draft.round)).splitlines()

    first, second, last = (draft.candidates[place].nip for place in (2, 1, 0))
    missing = "tanpa peringkat: nilai data belum ada"
    assert lines == [
        f"{draft.round.title} ({draft.round.code})",
        "",
        "DINKES · Kepala Dinas Kesehatan",
        "Per.  NIP                 Nama             Nilai akhir  TALENTA  WAWANCARA  Keterangan",
        f"----  ------------------  ---------------  -----------  -------  ---------  {'-' * 37}",
        f"   1  {first}  Nama Rahasia 03        77,40  73,0000    84,0000  diusulkan",
        f"   2  {second}  Nama Rahasia 02        75,20  72,0000    80,0000  diusulkan",
        f"   –  {last}  Nama Rahasia 01            –        –          –  {missing}",
        "",
        "Keandalan antarpenilai",
        "Instrumen  ICC(2,1)  ICC(2,k)  Kendall W  Kandidat  Penilai",
        "---------  --------  --------  ---------  --------  -------",
        "WAWANCARA      0,94      0,98       1,00         3        3",
    ]


def test_table_of_an_archive_says_so_and_marks_ties(agency):
    small = with_equal_data(make_round(agency, names_put_forward=2)).play(equals)
    small.round.is_archive = True

    text = as_table(printout_of(small.round))

    assert "Putaran arsip: nilai berasal dari buku kerja." in text.splitlines()
    assert text.count("menunggu keputusan pleno, seri") == 3
    assert "WAWANCARA         –         –          –         3        3" in text


def test_table_says_which_rule_decided(agency):
    small = with_equal_data(make_round(agency, candidates=2, tie_breaks=["PANGKAT"]))
    Candidate.objects.filter(pk=small.candidates[1].pk).update(grade="IV/c")

    text = as_table(printout_of(small.play(equals).round, small.vacancies[0]))

    assert text.count("diusulkan, seri diputus PANGKAT") == 2


def test_table_without_candidates_or_panel_instruments_says_so(draft):
    empty = factories.VacancyFactory(round=draft.round, code="BAPPEDA", title="Kepala Bappeda")
    draft.play()
    draft.interview.withdrawn_at = draft.round.unsealed_at
    draft.interview.save()
    draft.talent.weight = Decimal(100)
    draft.talent.save()

    text = as_table(printout_of(draft.round, empty))

    assert text.splitlines()[2:] == [
        "BAPPEDA · Kepala Bappeda",
        "Tanpa kandidat.",
        "",
        "Keandalan antarpenilai",
        "Tidak ada instrumen yang dinilai panitia.",
    ]


def test_aligned_puts_numbers_right_and_text_left():
    assert aligned([["Nama", "n"], ["Ani", "10"]], left={0}) == "Nama   n\n----  --\nAni   10"
