"""What a chosen person leaves behind, and who of the pool counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from candidates.models import Official, OfficialPost
from decisions import actions
from decisions.barring import note_withdrawal
from decisions.benches import bench_of
from decisions.choosing import choices_of
from decisions.models import ChoiceEnd, What
from decisions.succession import Fate, gerbong_of
from selection.models import Round
from tests import factories
from tests.candidates.exports import person, put
from tests.decisions.chosen import determine
from tests.rounds import make_round, nip

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def handed(agency, **post):
    """A round before its authority, whose second candidate holds this post."""
    small = make_round(agency)
    for name, value in post.items():
        setattr(small.candidates[1], name, value)
    small.candidates[1].save()
    for vacancy in small.vacancies:
        vacancy.unit = vacancy.title.removeprefix("Kepala ")
        vacancy.save()
    small.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    return small


def gerbong(small):
    return gerbong_of(small.round, {}, TODAY)


@pytest.mark.parametrize(
    ("post", "fate"),
    [
        ({"post": "Sekretaris"}, Fate.VACANT),
        ({"post": "Kepala Dinas Kesehatan", "post_kind": "senior"}, Fate.STAYS),
        ({"unit": "Pemerintah Kabupaten Batang"}, Fate.OUTSIDE),
        ({"post": "Dokter Ahli Madya", "post_kind": "expert_madya"}, Fate.EXPERT),
        ({"post": "Kepala Dinas Perhubungan", "unit": "Dinas Perhubungan"}, Fate.IN_ROUND),
    ],
)
def test_what_becomes_of_the_post_that_is_left(agency, post, fate):
    small = handed(agency, **post)
    determine(small, [(small.vacancies[0], small.candidates[1])])

    found = gerbong(small)

    assert [move.fate for move in found.moves] == [fate]
    assert len(found.vacant) == (fate is Fate.VACANT)
    assert [post.can_start for post in found.vacant] == [True] * (fate is Fate.VACANT)


def test_names_that_go_on_together_and_choices_that_ended_move_nobody(agency):
    small = handed(agency)
    determine(
        small,
        [(small.vacancies[0], small.candidates[1]), (small.vacancies[1], What.NAMES)],
    )
    assert [vacancy.code for vacancy in gerbong(small).names_sent] == ["DISHUB"]
    ended = choices_of(small.round)[0]
    ChoiceEnd.objects.create(
        choice=ended, reason="Ditolak BKN", ended_by=small.head, ended_at=timezone.now()
    )

    assert gerbong(small).moves == []


def test_a_post_of_no_known_level_is_shown_and_starts_no_round(agency):
    small = handed(agency, post="Direktur RSUD Bendan", unit="RSUD Bendan")
    determine(small, [(small.vacancies[0], small.candidates[1])])

    (post,) = gerbong(small).vacant

    assert not post.is_followed and not post.is_critical and not post.can_start
    assert post.vacated.successors == ()


def test_the_echelon_of_the_workbook_stands_before_the_title(agency):
    small = handed(agency, post="Direktur RSUD Bendan", unit="RSUD Bendan", echelon="III.a")
    determine(small, [(small.vacancies[0], small.candidates[1])])

    (post,) = gerbong(small).vacant

    assert (post.echelon, post.is_critical, post.can_start) == ("III.a", True, True)


def pool(agency, **jobs):
    """People 50, 51, … of the pool with these posts."""
    rows = [person(50 + i) | {"Jabatan": post} for i, post in enumerate(jobs.values())]
    return put(agency, *rows)


def test_who_withdrew_or_was_chosen_in_another_round_follows_nobody(agency):
    small = handed(agency, post="Sekretaris Dinas Kesehatan")
    other = handed(agency)
    put(
        agency,
        person(1) | {"Jabatan": "Kepala Bidang A"},
        person(3) | {"Jabatan": "Kepala Bidang B"},
        person(50) | {"Jabatan": "Kepala Bidang C"},
    )
    determine(small, [(small.vacancies[0], small.candidates[1])])
    names = [one.holder.nip for one in gerbong(small).vacant[0].vacated.successors]
    assert sorted(names) == [nip(1), nip(3), nip(50)]

    note_withdrawal(small.candidates[0], "800/1/2026", by=small.staff)
    determine(other, [(other.vacancies[0], other.candidates[2])])

    names = [one.holder.nip for one in gerbong(small).vacant[0].vacated.successors]
    assert names == [nip(50)]


def test_what_somebody_took_up_since_stands_before_the_export(agency):
    pool(agency, one="Kepala Bidang A", two="Kepala Seksi B")
    official = Official.objects.get(agency=agency, nip=nip(51))
    by = factories.UserFactory()
    OfficialPost.objects.create(
        official=official,
        post="Kepala Bidang Z",
        post_kind="administrator",
        unit="Dinas Sosial",
        since=date(2026, 3, 2),
        source="SK 1",
        recorded_by=by,
        recorded_at=timezone.now(),
    )

    people = {one.nip: one for one in bench_of(agency, TODAY).people}

    assert people[nip(51)].post == ("Kepala Bidang Z", "Dinas Sosial")
    assert people[nip(51)].level == people[nip(50)].level == 4


def test_education_and_discipline_come_from_the_export_the_rest_is_not_known(agency):
    serving = {"X - Verifikasi Rekam Jejak Disiplin": Decimal(50), "Jabatan": "Kepala Bidang B"}
    able = {"X - Penilaian Kompetensi": Decimal(100)}
    put(agency, person(50) | {"Jabatan": "Kepala Bidang A"}, person(51) | serving | able)

    people = {one.nip: one for one in bench_of(agency, TODAY).people}

    clean, sanctioned = people[nip(50)].gaps[3], people[nip(51)].gaps[3]
    assert clean.lacks == ()
    assert clean.unknown == ("Data pangkat belum ada.", "Riwayat jabatan belum ada.")
    assert [words[:19] for words in sanctioned.lacks] == ["1 hukuman disiplin "]


KNOWN = {
    "Jabatan": "Kepala Bidang A",
    "Golongan": "IV/a",
    "TMT Jabatan": "04-01-2021",
    "Pendidikan": "S-1",
}


@pytest.mark.parametrize(
    ("cells", "lacks", "unknown"),
    [
        ({}, [], []),
        ({"Golongan": "III/d"}, ["Pangkat III/d. Syarat: paling rendah IV/a."], []),
        ({"Pendidikan": "D-III"}, ["Pendidikan D-III. Syarat: paling rendah S-1 atau D-IV."], []),
        ({"Golongan": None}, [], ["Data pangkat belum ada."]),
        ({"TMT Jabatan": None}, [], ["Riwayat jabatan belum ada."]),
    ],
)
def test_the_career_columns_of_the_export_say_who_is_ready(agency, cells, lacks, unknown):
    put(agency, person(50) | KNOWN | cells)

    (found,) = bench_of(agency, TODAY).people

    assert (list(found.gaps[3].lacks), list(found.gaps[3].unknown)) == (lacks, unknown)


def test_too_few_years_in_the_post_of_the_export_refuse_nobody(agency):
    put(agency, person(50) | KNOWN | {"TMT Jabatan": "03-03-2025"})

    (found,) = bench_of(agency, TODAY).people

    assert found.gaps[3].lacks == ()
    (words,) = found.gaps[3].unknown
    assert words.startswith("3 Maret 2025 sampai")
    assert words.endswith("paling singkat 3 tahun. Jabatan sebelumnya belum ada datanya.")


def test_the_echelon_of_the_export_stands_before_the_title(agency):
    put(agency, person(50) | KNOWN | {"Jabatan": "Direktur RSUD", "Eselon": "III.b"})

    (found,) = bench_of(agency, TODAY).people

    assert (found.level, found.gaps[3].lacks, found.gaps[3].unknown) == (4, (), ())


@pytest.mark.parametrize(("loaded", "lacks"), [("2024-01-02", 0), ("2026-02-02", 1)])
def test_of_two_grades_the_newer_one_counts(agency, loaded, lacks):
    """The export stands as of November 2025."""
    earlier = factories.RoundFactory(agency=agency)
    Round.objects.filter(pk=earlier.pk).update(created_at=f"{loaded}T08:00+07:00")
    facts = {"post": "Kepala Bidang A", "post_kind": "administrator", "grade": "III/c"}
    factories.CandidateFactory(round=earlier, nip=nip(50), sanction="none", **facts)
    put(agency, person(50) | KNOWN)

    (found,) = bench_of(agency, TODAY).people

    assert len(found.gaps[3].lacks) == lacks


def test_without_talent_data_nobody_follows(agency):
    small = handed(agency, post="Sekretaris Dinas Kesehatan")
    determine(small, [(small.vacancies[0], small.candidates[1])])

    found = gerbong(small)

    assert found.bench.talent_import is None
    assert [post.is_critical for post in found.vacant] == [True]
