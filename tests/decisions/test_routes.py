"""The route of approvals, with the windows of real cities (domain.md 1.7) as cases."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decisions
from decisions.route_terms import Election, Facts, Head, Trait, trait_of
from decisions.routes import (
    Need,
    Override,
    Rule,
    RulesTangled,
    differences,
    next_change,
    overridden,
    route,
    unknown_terms,
)

ROWS = Path(decisions.__file__).parent / "migrations" / "approval_rules.json"


def rule_of(row):
    dates = {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("valid_from", "valid_until")
    }
    return Rule(**{name: value for name, value in row.items() if name != "position"} | dates)


LOADED = [
    rule_of(row) for row in sorted(json.loads(ROWS.read_text()), key=lambda row: row["position"])
]
MAYOR_2025 = Head(
    office="Wali Kota", inaugurated_on=date(2025, 2, 20), ends_on=None, is_acting=False
)
REGENT_2025 = Head(office="Bupati", inaugurated_on=date(2025, 2, 20), ends_on=None, is_acting=False)
ACTING_2024 = Head(
    office="Wali Kota",
    inaugurated_on=date(2023, 9, 24),
    ends_on=date(2025, 2, 19),
    is_acting=True,
)
ELECTION_2024 = Election(designation_on=date(2024, 9, 22), ends_on=None)


def facts(on, **given):
    told = {
        "kind": "talent_fill",
        "post": Trait.ORDINARY,
        "post_since": date(2018, 1, 2),
        "holds_senior_post": False,
        "heads": [MAYOR_2025],
        "elections": [ELECTION_2024],
    }
    return Facts(on=on, **told | given)


def route_on(on, **given):
    return route(LOADED, facts(on, **given))


def needed(found):
    return [step.rule.code for step in found.required]


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2025, 2, 20), ["BKN_PERTEK", "MENDAGRI"]),
        (date(2025, 8, 20), ["BKN_PERTEK", "MENDAGRI"]),
        (date(2025, 8, 21), ["BKN_PERTEK"]),
        (date(2025, 9, 22), ["BKN_PERTEK"]),  # the day twelve were sworn in
    ],
)
def test_pekalongan_2025_needs_mendagri_for_six_months_after_the_inauguration(on, codes):
    assert needed(route_on(on)) == codes


def test_pekalongan_2025_says_why():
    inside, outside = route_on(date(2025, 8, 1)), route_on(date(2025, 12, 8))

    assert inside.step("MENDAGRI").told == (
        "diperlukan: pelantikan Wali Kota belum lewat 6 bulan"
        " (20 Februari 2025, sampai 20 Agustus 2025)"
    )
    assert outside.step("MENDAGRI").told == (
        "tidak diperlukan: pelantikan Wali Kota lebih dari 6 bulan (20 Februari 2025);"
        " bukan masa pemilihan; Wali Kota definitif"
    )
    assert "jabatan bukan Kepala Disdukcapil" in outside.because


def test_natuna_2025_goes_through_i_mut_with_or_without_mendagri():
    before = route_on(date(2025, 7, 1), heads=[REGENT_2025], elections=[])
    after = route_on(date(2025, 10, 1), heads=[REGENT_2025], elections=[])

    assert needed(before) == ["BKN_PERTEK", "MENDAGRI"]
    assert needed(after) == ["BKN_PERTEK"]
    assert before.step("BKN_PERTEK").rule.channel == "I-MUT"
    assert "pelantikan Bupati lebih dari 6 bulan" in after.step("MENDAGRI").why
    assert "tidak ada masa pemilihan yang dicatat" in after.step("MENDAGRI").why


def test_malang_2024_needs_bkn_mendagri_and_kasn_under_an_acting_mayor():
    found = route_on(date(2024, 8, 9), heads=[ACTING_2024], kind="competency_review")

    assert needed(found) == ["BKN_PERTEK", "MENDAGRI", "KASN"]
    assert found.step("MENDAGRI").why == (
        "masa pemilihan sejak 22 Maret 2024 (penetapan pasangan calon 22 September 2024);"
        " Wali Kota dijabat penjabat atau pelaksana tugas sejak 24 September 2023"
    )


@pytest.mark.parametrize(
    ("on", "frozen"),
    [
        (date(2024, 3, 21), False),
        (date(2024, 3, 22), True),
        (date(2025, 2, 19), True),
        (date(2025, 8, 21), False),
    ],
)
def test_the_freeze_of_2024_lasts_from_22_march_until_the_elected_head_is_in_office(on, frozen):
    before = Head(
        office="Wali Kota", inaugurated_on=date(2021, 2, 26), ends_on=None, is_acting=False
    )

    found = route_on(on, heads=[before, MAYOR_2025])

    assert found.step("MENDAGRI").is_required is frozen


def test_a_recorded_end_of_the_term_ends_the_freeze():
    window = Election(designation_on=date(2024, 9, 22), ends_on=date(2024, 12, 31))
    before = Head(
        office="Wali Kota", inaugurated_on=date(2021, 2, 26), ends_on=None, is_acting=False
    )

    assert (
        route_on(date(2024, 12, 31), heads=[before], elections=[window])
        .step("MENDAGRI")
        .is_required
    )
    assert (
        not route_on(date(2025, 1, 1), heads=[before], elections=[window])
        .step("MENDAGRI")
        .is_required
    )


def test_kasn_is_asked_only_in_rounds_of_its_time():
    assert "KASN" in needed(route_on(date(2024, 9, 4)))
    assert route_on(date(2024, 9, 5)).step("KASN") is None


def test_the_coming_supervisory_body_has_an_empty_slot():
    step = route_on(date(2026, 11, 23)).step("OVERSIGHT")

    assert step.need is Need.NOT_NEEDED
    assert step.why == "lembaganya belum dibentuk; harus ada paling lambat 16 Oktober 2027"
    assert route_on(date(2025, 10, 15)).step("OVERSIGHT") is None


@pytest.mark.parametrize(
    ("post", "code"),
    [
        (Trait.INSPECTOR, "INSPECTOR_NAMES"),
        (Trait.DUKCAPIL, "DUKCAPIL_NAMES"),
        (Trait.SECRETARY, "SECRETARY_NAMES"),
    ],
)
def test_special_posts_send_all_names_first(post, code):
    found = route_on(date(2026, 11, 23), post=post)

    assert needed(found) == [code, "BKN_PERTEK"]
    assert found.sends_names
    assert not route_on(date(2026, 11, 23)).sends_names
    assert found.typical_days > route_on(date(2026, 11, 23)).typical_days


def test_an_inspector_who_leaves_is_first_talked_over_with_the_governor():
    found = route_on(date(2026, 11, 23), present=Trait.INSPECTOR)

    assert needed(found) == ["INSPECTOR_LEAVES", "BKN_PERTEK"]
    assert not found.sends_names


@pytest.mark.parametrize(
    ("since", "senior", "asked"),
    [
        (date(2024, 11, 24), True, True),
        (date(2024, 11, 23), True, False),
        (date(2024, 11, 24), False, False),
    ],
)
def test_less_than_two_years_in_a_senior_post_needs_a_written_reason(since, senior, asked):
    found = route_on(date(2026, 11, 23), post_since=since, holds_senior_post=senior)

    assert ("SHORT_TENURE" in needed(found)) is asked


def test_what_nobody_recorded_counts_as_needed_and_says_what_is_missing():
    step = route_on(date(2026, 11, 23), heads=[], elections=[]).step("MENDAGRI")

    assert step.need is Need.UNCERTAIN
    assert step.is_required
    assert step.told == (
        "belum dapat dipastikan, dianggap diperlukan: masa jabatan kepala daerah pada tanggal ini"
        " belum dicatat"
    )


@pytest.mark.parametrize(
    ("post", "unit", "trait"),
    [
        ("Inspektur", "Inspektorat", Trait.INSPECTOR),
        ("Inspektur Pembantu I", "Inspektorat", Trait.ORDINARY),
        ("Inspektur Daerah", "Inspektorat Daerah", Trait.INSPECTOR),
        ("Kepala Dinas Kependudukan dan Pencatatan Sipil", "", Trait.DUKCAPIL),
        ("Kepala Dinas", "Dinas Kependudukan dan Pencatatan Sipil", Trait.DUKCAPIL),
        ("Sekretaris Dinas", "Dinas Kependudukan dan Pencatatan Sipil", Trait.ORDINARY),
        ("Sekretaris Daerah", "Sekretariat Daerah", Trait.SECRETARY),
        ("Sekretaris DPRD", "Sekretariat DPRD", Trait.ORDINARY),
        ("Kepala Dinas Kesehatan", "Dinas Kesehatan", Trait.ORDINARY),
    ],
)
def test_special_posts_are_known_by_their_name(post, unit, trait):
    assert trait_of(post, unit) is trait


def test_what_two_people_decide_goes_before_the_rule_and_says_so():
    found = route_on(date(2026, 11, 23))

    changed = overridden(found, {"MENDAGRI": Override(needed=True, reason="Arahan Gubernur.")})

    step = changed.step("MENDAGRI")
    assert (step.is_required, step.overridden) == (True, True)
    assert step.told == "diperlukan: diputuskan dua orang: Arahan Gubernur."
    assert needed(found) == ["BKN_PERTEK"]


def test_a_window_that_closes_after_the_choice_is_told():
    kept = route_on(date(2025, 8, 1)).needs

    assert differences(kept, route_on(date(2025, 8, 2))) == []
    assert differences(kept, route_on(date(2025, 9, 22))) == [
        "Persetujuan tertulis Mendagri: semula diperlukan, kini tidak diperlukan: pelantikan Wali"
        " Kota lebih dari 6 bulan (20 Februari 2025); bukan masa pemilihan; Wali Kota definitif."
    ]


def test_the_next_day_on_which_the_route_changes_is_known_ahead():
    day, told = next_change(LOADED, facts(date(2025, 8, 1)))
    assert day == date(2025, 8, 21)
    assert [change.split(":")[0] for change in told] == ["Persetujuan tertulis Mendagri"]

    frozen = Election(designation_on=date(2029, 9, 22), ends_on=None)
    day, told = next_change(LOADED, facts(date(2028, 12, 1), elections=[frozen]))
    assert day == date(2029, 3, 22)
    assert "kini diperlukan: masa pemilihan sejak 22 Maret 2029" in told[0]

    assert next_change(LOADED, facts(date(2026, 1, 5)), days=30) == (date(2026, 2, 4), [])


def test_a_body_that_closed_is_told():
    kept = route_on(date(2024, 9, 4), heads=[ACTING_2024]).needs

    assert differences(kept, route_on(date(2024, 9, 5), heads=[ACTING_2024])) == [
        "Aturan KASN tidak berlaku lagi."
    ]


def test_rules_that_contradict_or_wait_for_each_other_are_refused():
    one = next(rule for rule in LOADED if rule.code == "BKN_PERTEK")
    waits = [replace(one, code=code, after=[to]) for code, to in (("A", "B"), ("B", "A"))]

    with pytest.raises(RulesTangled, match="Dua versi"):
        route([one, one], facts(date(2026, 1, 5)))
    with pytest.raises(RulesTangled, match="saling menunggu: A, B"):
        route(waits, facts(date(2026, 1, 5)))


def test_every_rule_that_comes_with_the_product_can_be_judged_and_says_its_source():
    for rule in LOADED:
        assert unknown_terms(rule.conditions) == []
        assert rule.source
        assert rule.legal_basis
        assert rule.certainty in {"S", "2H", "M", "I"}
    assert unknown_terms([{"moon": 1}, {}]) == ["moon"]


DAYS = st.dates(date(2014, 1, 1), date(2030, 12, 31))
HEADS = st.lists(
    st.builds(
        Head,
        office=st.just("Wali Kota"),
        inaugurated_on=DAYS,
        ends_on=st.none(),
        is_acting=st.booleans(),
    ),
    max_size=3,
)


@given(
    on=DAYS,
    post=st.sampled_from(Trait),
    present=st.sampled_from(Trait),
    heads=HEADS,
    since=st.none() | DAYS,
    senior=st.none() | st.booleans(),
)
def test_every_step_of_every_route_explains_itself(on, post, present, heads, since, senior):
    found = route_on(
        on, post=post, present=present, heads=heads, post_since=since, holds_senior_post=senior
    )

    assert all(step.why for step in found.steps)
    assert found.needs == {step.rule.code: step.need.value for step in found.steps}
    assert differences(found.needs, found) == []
    longest = max((s.rule.prepare_days + s.rule.typical_days for s in found.required), default=0)
    every = sum(s.rule.prepare_days + s.rule.typical_days for s in found.required)
    assert longest <= found.typical_days <= every


@given(on=DAYS, after=st.integers(0, 3650))
def test_an_acting_head_always_needs_mendagri(on, after):
    acting = Head(office="Wali Kota", inaugurated_on=on, ends_on=None, is_acting=True)

    day = min(on + timedelta(days=after), date(2030, 12, 31))

    found = route_on(day, heads=[acting], elections=[])
    assert found.step("MENDAGRI") is None or found.step("MENDAGRI").need is Need.NEEDED
