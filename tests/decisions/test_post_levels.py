"""Titles as people write them, and the level to which they belong."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

import decisions
from audit.models import Event
from decisions.ladders import ladder_on
from decisions.models import PostLevel
from decisions.post_levels import full_title, same_post

ROWS = json.loads((Path(decisions.__file__).parent / "migrations" / "post_levels.json").read_text())
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("title", "unit", "full"),
    [
        ("Sekretaris", "Dinas Kesehatan", "Sekretaris Dinas Kesehatan"),
        ("Sekretaris Dinas", "Dinas Kesehatan", "Sekretaris Dinas Kesehatan"),
        ("Sekretaris Dinas Kesehatan", "Dinas Kesehatan", "Sekretaris Dinas Kesehatan"),
        ("Camat", "Kecamatan Pekalongan Barat", "Camat Pekalongan Barat"),
        ("Kepala Bidang  Bina Marga", "DPUPR", "Kepala Bidang Bina Marga"),
        ("Kepala Bidang", "Dinas Kesehatan", "Kepala Bidang"),
        ("Camat", "", "Camat"),
        ("", "Dinas Kesehatan", ""),
    ],
)
def test_a_title_that_says_too_little_gets_its_unit(title, unit, full):
    assert full_title(title, unit) == full


def test_one_post_is_one_in_every_spelling():
    assert same_post(("SEKRETARIS", "Dinas  Kesehatan"), ("Sekretaris Dinas", "dinas kesehatan"))
    assert not same_post(("Kepala Bidang A", "Dinas A"), ("Kepala Bidang A", "Dinas B"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "unit", "echelon"),
    [
        ("Sekretaris Daerah", "Sekretariat Daerah", "II.a"),
        ("Kepala Dinas Kesehatan", "Dinas Kesehatan", "II.b"),
        ("Inspektur", "Inspektorat", "II.b"),
        ("Inspektur Pembantu Wilayah I", "Inspektorat", "III.b"),
        ("Sekretaris", "Dinas Sosial", "III.a"),
        ("Sekretaris", "Kecamatan Pekalongan Barat", "III.b"),
        ("Sekretaris", "Kelurahan Kauman", "IV.b"),
        ("Kepala Bagian Hukum", "Sekretariat Daerah", "III.a"),
        ("Kepala Bagian Keuangan", "RSUD Bendan", "III.b"),
        ("Kepala Bidang Bina Marga", "DPUPR", "III.b"),
        ("Kepala Seksi Jalan", "DPUPR", "IV.a"),
        ("Kepala Seksi Umum", "Kelurahan Kauman", "IV.b"),
        ("Perencana Ahli Madya", "Bappeda", ""),
        ("Plt. Kepala Dinas Sosial", "Dinas Sosial", ""),
    ],
)
def test_a_title_tells_its_level_the_longest_beginning_first(title, unit, echelon):
    ladder = ladder_on(TODAY)

    assert ladder.echelon_of(ladder.level_of(title, unit)) == echelon


@pytest.mark.django_db
def test_what_the_data_say_stands_before_the_title():
    ladder = ladder_on(TODAY)

    assert ladder.echelon_of(ladder.level_of("Direktur RSUD Bendan", "RSUD Bendan", "III.a")) == (
        "III.a"
    )
    assert ladder.level_of("Direktur RSUD Bendan", "RSUD Bendan", "setara III") is None


@pytest.mark.usefixtures("as_owner")
def test_a_new_version_of_a_level_holds_from_its_day_on(tmp_path):
    camat = next(row for row in ROWS if row["echelon"] == "III.b")
    titles = [*camat["titles"], {"title": "Camat Pembina"}]
    file = tmp_path / "tingkat.json"
    file.write_text(json.dumps([camat | {"titles": titles, "valid_from": "2027-01-01"}]))

    call_command("load_post_levels", file)

    before, after = ladder_on(date(2026, 12, 31)), ladder_on(date(2027, 1, 1))
    assert before.echelon_of(before.level_of("Camat Pembina", "Kecamatan")) == "III.a"
    assert after.echelon_of(after.level_of("Camat Pembina", "Kecamatan")) == "III.b"
    assert Event.objects.get(verb="decisions.level_added").facts["echelon"] == "III.b"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"echelon": "V.a"}, "eselon V.a tidak dikenal"),
        ({"titles": [{"nama": "Camat"}]}, "tidak dapat dibaca"),
        ({"requirements": [{"title": "X", "kind": "x", "parameters": {}}]}, "tidak dapat dibaca"),
        ({"valid_from": "2017-04-07"}, "sudah ada versi"),
        ({"valid_from": "31 Januari"}, "tidak dapat dibaca"),
        ({"source": None, "more": 1}, "kolom"),
    ],
)
def test_a_level_that_cannot_be_used_is_refused_and_nothing_remains(tmp_path, changes, said):
    file = tmp_path / "tingkat.json"
    file.write_text(json.dumps([ROWS[0] | {"valid_from": "2027-01-01"} | changes]))

    with pytest.raises(CommandError, match=said):
        call_command("load_post_levels", file)

    assert PostLevel.objects.count() == len(ROWS)
    assert not PostLevel.objects.exclude(valid_until=None).exists()


@pytest.mark.usefixtures("as_owner")
def test_a_version_of_a_level_only_gets_its_end():
    with pytest.raises(IntegrityError), transaction.atomic():
        PostLevel.objects.filter(echelon="III.a").update(source="lain")


@pytest.mark.django_db
def test_the_application_itself_adds_no_level_and_ends_none(tmp_path):
    file = tmp_path / "tingkat.json"
    file.write_text(json.dumps([ROWS[0] | {"valid_from": "2027-01-01"}]))

    with pytest.raises(CommandError, match="permission denied"), transaction.atomic():
        call_command("load_post_levels", file)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PostLevel.objects.update(valid_until=TODAY)
    assert not PostLevel.objects.exclude(valid_until=None).exists()
