"""The tables of the talent pool and the actions that fill them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from audit.actions import SYSTEM
from audit.models import Event
from candidates.models import Official, TalentImport, TalentRecord, TalentScheme
from candidates.talent import place
from candidates.talent_pool import (
    NotImportable,
    NotWithdrawable,
    RoundIsFixed,
    SchemesOverlap,
    add_scheme,
    put_talent,
    withdraw_talent,
)
from candidates.talent_rules import NoSingleScheme
from candidates.talent_schemes import KEPKBKN_411_2025
from candidates.talent_standing import as_scheme, pool_of, scheme_in_force
from tests import factories
from tests.candidates.exports import AS_OF, nip, person, put, talent_file
from tests.candidates.schemes import BANJARMASIN, FIRST_GOLDEN, SIMT, at, simple_scheme
from tests.rounds import make_round

pytestmark = pytest.mark.django_db

REFERENCE = AS_OF + timedelta(days=30)


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# Schemes


def test_the_scheme_that_comes_with_the_product_is_the_one_that_is_tested(agency):
    (row,) = TalentScheme.objects.all()

    assert as_scheme(row) == KEPKBKN_411_2025 == scheme_in_force(agency, AS_OF)
    placement = place(as_scheme(row), FIRST_GOLDEN)
    assert (placement.box.number, placement.performance.value) == (8, 79)


@pytest.mark.parametrize("scheme", [BANJARMASIN, SIMT], ids=lambda scheme: scheme.code)
def test_other_real_schemes_pass_through_the_table_unchanged(agency, scheme):
    user = factories.UserFactory()
    row = add_scheme(scheme, agency, by=user)
    row.refresh_from_db()

    assert as_scheme(row) == scheme == scheme_in_force(agency, date(2024, 6, 1))
    assert row.added_by == user
    assert scheme_in_force(agency, AS_OF) == KEPKBKN_411_2025
    assert verbs() == ["candidates.talent_scheme_added"]


def test_a_new_version_ends_the_one_before_it_and_an_own_one_wins(agency):
    second = replace(KEPKBKN_411_2025, name="Perubahan", valid_from=date(2026, 7, 1))
    add_scheme(second, None, by=SYSTEM)
    own = simple_scheme(code="kota", valid_from=date(2026, 8, 1))
    add_scheme(own, agency, by=SYSTEM)
    elsewhere = factories.AgencyFactory()

    assert scheme_in_force(agency, date(2026, 6, 30)).valid_until == date(2026, 6, 30)
    assert scheme_in_force(agency, date(2026, 7, 31)) == second
    assert scheme_in_force(agency, date(2026, 8, 1)) == own
    assert scheme_in_force(elsewhere, date(2026, 8, 1)) == second
    with pytest.raises(NoSingleScheme):
        scheme_in_force(agency, date(2024, 12, 31))


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2024, 1, 1), None),
        (date(2025, 1, 1), None),
        (date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_versions_of_one_owner_never_overlap(starts, ends):
    wanted = replace(KEPKBKN_411_2025, code="lain", valid_from=starts, valid_until=ends)

    with pytest.raises(SchemesOverlap, match="bertumpuk dengan KepKBKN 411/2025"):
        add_scheme(wanted, None, by=SYSTEM)

    assert TalentScheme.objects.count() == 1
    assert verbs() == []


def test_the_database_too_refuses_two_schemes_at_once_and_any_change(agency):
    row = TalentScheme.objects.get()
    twin = TalentScheme(
        code="lain", name="Lain", legal_basis="-", definition=row.definition,
        valid_from=date(2030, 1, 1), added_at=timezone.now(),
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="one_in_force"), transaction.atomic():
        twin.save()
    for change in ({"definition": {}}, {"valid_from": date(2020, 1, 1)}, {"name": "x"}):
        with pytest.raises(DatabaseError, match="only ends"), transaction.atomic():
            TalentScheme.objects.update(**change)
    TalentScheme.objects.update(valid_until=date(2031, 1, 1))
    with pytest.raises(DatabaseError, match="only ends"), transaction.atomic():
        TalentScheme.objects.update(valid_until=None)


def own(starts, ends=None):
    return simple_scheme(code="kota", valid_from=starts, valid_until=ends)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (REFERENCE, REFERENCE),
        (date(2025, 1, 1), None),
        (AS_OF, AS_OF),
    ],
    ids=["day of reckoning", "since long", "day of the data"],
)
def test_a_fixed_round_keeps_the_scheme_that_held_on_its_days(agency, starts, ends):
    put(agency, person(1))
    make_round(agency, reference_date=REFERENCE).freeze()

    with pytest.raises(RoundIsFixed, match="sudah dibekukan dengan skema yang berlaku"):
        add_scheme(own(starts, ends), agency, by=SYSTEM)
    row = TalentScheme(
        agency=agency, code="kota", name="Kota", legal_basis="-", definition={},
        valid_from=starts, valid_until=ends, added_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="keeps the scheme"), transaction.atomic():
        row.save()

    assert TalentScheme.objects.count() == 1
    assert "candidates.talent_scheme_added" not in verbs()


def test_no_scheme_ends_before_the_day_of_a_fixed_round(agency):
    make_round(agency, reference_date=REFERENCE).freeze()

    with pytest.raises(DatabaseError, match="keeps the scheme"), transaction.atomic():
        TalentScheme.objects.update(valid_until=REFERENCE - timedelta(days=1))
    TalentScheme.objects.update(valid_until=REFERENCE)

    assert scheme_in_force(agency, REFERENCE).valid_until == REFERENCE


def test_a_fixed_round_hinders_no_later_scheme_and_none_of_another_agency(agency):
    make_round(agency, reference_date=REFERENCE).freeze()
    elsewhere = factories.AgencyFactory()
    make_round(elsewhere, reference_date=REFERENCE)

    add_scheme(own(REFERENCE + timedelta(days=1)), agency, by=SYSTEM)
    add_scheme(own(date(2025, 1, 1)), elsewhere, by=SYSTEM)

    assert scheme_in_force(agency, REFERENCE) == KEPKBKN_411_2025
    assert scheme_in_force(elsewhere, REFERENCE).code == "kota"


# Imports


def test_put_talent_keeps_bytes_rows_and_new_officials(agency):
    factories.OfficialFactory(agency=agency, nip=nip(1), name="Sudah Dikenal")
    user = factories.UserFactory()
    file = talent_file(person(1), person(2, award=None))

    saved, is_new = put_talent(agency, file, by=user)

    assert is_new
    assert (saved.sha256, saved.size, saved.as_of) == (file.sha256, len(file.content), AS_OF)
    with saved.file.open("rb") as kept:
        assert kept.read() == file.content
    assert (saved.potential_places, saved.performance_places, saved.applied_by) == (2, 0, user)
    assert list(Official.objects.order_by("nip").values_list("name", flat=True)) == [
        "Sudah Dikenal",
        "Nama Rahasia 02",
    ]
    first, second = saved.records.order_by("row")
    assert (first.row, second.row, first.box) == (2, 3, 8)
    assert first.components["experience"] == "86.6666666667"
    assert "awards" not in second.components
    assert verbs() == ["candidates.talent_imported"]


def test_the_same_file_twice_changes_nothing(agency):
    first, _ = put_talent(agency, talent_file(person(1)), by=SYSTEM)

    again, is_new = put_talent(agency, talent_file(person(1)), by=SYSTEM)

    assert (again, is_new) == (first, False)
    assert TalentImport.objects.count() == TalentRecord.objects.count() == 1
    assert verbs() == ["candidates.talent_imported"]


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (talent_file(), "tidak memuat seorang pun"),
        (talent_file(person(1), person(2, award="banyak")), "Ada 1 sel"),
        (talent_file(person(1), person(2, name="")), "Ada 1 sel"),
        (talent_file(person(1), as_of=date(1999, 12, 31)), "terlalu lama"),
        (talent_file(person(1), as_of=TOMORROW), "belum tiba"),
    ],
    ids=["empty", "cell", "nameless", "old", "future"],
)
def test_what_cannot_be_imported_leaves_nothing_behind(agency, file, words):
    with pytest.raises(NotImportable, match=f"{words}.*Tidak ada yang disimpan"):
        put_talent(agency, file, by=SYSTEM)

    assert TalentImport.objects.count() == Official.objects.count() == 0
    assert verbs() == []


def test_one_file_is_not_two_days(agency):
    put(agency, person(1))

    with pytest.raises(NotImportable, match="sudah diterapkan sebagai data per 1 November 2025"):
        put(agency, person(1), as_of=date(2025, 6, 1))


def test_an_import_is_taken_back_once_with_a_reason_and_may_come_again(agency):
    saved = put(agency, person(1))

    with pytest.raises(NotWithdrawable, match="Tulis alasan"):
        withdraw_talent(saved, " ", by=SYSTEM)
    withdrawn = withdraw_talent(saved, "Berkas bulan lalu", by=SYSTEM)
    with pytest.raises(NotWithdrawable, match="sudah ditarik"):
        withdraw_talent(saved, "lagi", by=SYSTEM)

    assert (withdrawn.status, withdrawn.reason) == ("withdrawn", "Berkas bulan lalu")
    assert list(TalentImport.objects.in_force()) == []
    assert put(agency, person(1)).pk != saved.pk
    assert verbs()[1] == "candidates.talent_withdrawn"


def test_the_databases_clock_says_when_an_import_was_applied(agency):
    saved = put(agency, person(1))
    forged = timezone.now() - timedelta(days=400)
    values = {"agency": agency, "name": "x", "size": 1, "sha256": "1" * 64, "as_of": AS_OF}

    late = TalentImport.objects.create(**values, applied_at=forged)

    late.refresh_from_db()
    assert saved.applied_at < late.applied_at
    assert abs(timezone.now() - late.applied_at) < timedelta(minutes=1)


def test_an_import_takes_no_rows_later(agency, as_owner):
    saved = put(agency, person(1))
    as_owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    as_owner.execute("ALTER TABLE candidates_talentimport DISABLE TRIGGER USER")
    as_owner.execute("UPDATE candidates_talentimport SET applied_tx = applied_tx - 1")
    as_owner.execute("SET ROLE pratama_app")
    official = factories.OfficialFactory(agency=agency)

    with pytest.raises(DatabaseError, match="no rows later"), transaction.atomic():
        TalentRecord.objects.create(talent_import=saved, official=official, row=9, name="Baru")


def test_the_nip_of_an_official_does_not_change(agency):
    official = factories.OfficialFactory(agency=agency)

    for change in ({"nip": nip(9)}, {"agency": factories.AgencyFactory()}):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            Official.objects.filter(pk=official.pk).update(**change)
    Official.objects.filter(pk=official.pk).update(name="Nama Baru")


def test_the_database_refuses_to_change_what_an_import_said(agency):
    put(agency, person(1))

    for change in (
        lambda: TalentRecord.objects.update(box=9),
        lambda: TalentImport.objects.update(as_of=date(2020, 1, 1)),
    ):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            change()


# Standing


def test_pool_places_everybody_by_the_rules_of_the_day_of_the_data(agency):
    saved = put(
        agency, person(1), person(2, award=None), person(3, award=Decimal(7), y=Decimal(100))
    )

    pool = pool_of(saved)

    assert [(s.official.nip, s.box) for s in pool.people] == [
        (nip(3), 9),
        (nip(1), 8),
        (nip(2), None),
    ]
    nine, eight, none = pool.people
    assert (nine.distance, nine.near.beyond.number) == ("0,05 poin dari batas kotak 8", 8)
    assert [d.column for d in nine.differences] == ["Nilai Y", "Box"]
    assert eight.differences == ()
    assert eight.completeness == "Data 100% lengkap"
    assert none.completeness == "Data 92% lengkap"
    assert none.why_not == "Belum dapat ditempatkan. Belum ada data: Penghargaan."
    stranger = pool.of(factories.OfficialFactory(agency=agency, nip=nip(9)))
    assert (stranger.box, stranger.why_not) == (None, "Tidak ada dalam impor ini.")


def test_pool_without_rules_places_nobody_and_says_so(agency):
    saved = put(agency, person(1), as_of=date(2024, 1, 1))

    pool = pool_of(saved)

    assert pool.no_rules.startswith("Pada 1 Januari 2024 tidak ada skema.")
    assert [s.box for s in pool.people] == [None]


def test_pool_by_another_scheme_counts_with_its_numbers(agency):
    add_scheme(simple_scheme(code="kota"), agency, by=SYSTEM)
    pool = pool_of(put(agency, person(1)))

    assert pool.people[0].why_not == "Belum dapat ditempatkan. Belum ada data: Nilai y dan Nilai x."
    assert place(pool.scheme, at(80, 80)).box.number == 9


@pytest.mark.parametrize("people", [3, 30])
def test_pool_costs_the_same_for_any_number_of_people(agency, people, django_assert_num_queries):
    saved = put(agency, *[person(n) for n in range(1, people + 1)])

    with django_assert_num_queries(2):  # schemes, people
        assert len(pool_of(saved).people) == people
