"""Strengths and risks by fixed rules, and the ages of retirement."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.models import PostKind
from decisions.pensions import AGES, Post, pension_of
from decisions.reasons import FIRST, OTHER, least_for, tidy, too_short
from decisions.strengths import MOST, Facts, Part, Source, risks_of, strengths_of

SCORES = st.lists(st.fractions(0, 100), min_size=1, max_size=9)


@st.composite
def parts(draw):
    among = draw(SCORES)
    return Part("Wawancara", draw(st.sampled_from(among)), among)


FACTS = st.builds(
    Facts,
    parts=st.lists(parts(), max_size=4),
    lead=st.none() | st.decimals(0, 20, places=2),
    firm=st.none() | st.booleans(),
    firmness=st.just("Tipis: 8 dari 15 uji"),
    ratings=st.just("Baik"),
    rated=st.none() | st.booleans(),
    agencies=st.integers(1, 6),
    posts=st.integers(0, 9),
    months_in_post=st.integers(-1, 400),
    pension=st.just("Pensiun 1 Juni 2027"),
    retires_soon=st.booleans(),
    near_box=st.sampled_from(["", "0,71 poin dari batas kotak 8"]),
    needs_review=st.booleans(),
    also=st.lists(st.sampled_from(["Kepala DLH", "Kepala Dishub"]), max_size=2, unique=True),
)


@given(FACTS)
def test_there_are_at_most_three_of_each_and_each_says_where_it_is_from(facts):
    for remarks in (strengths_of(facts), risks_of(facts)):
        assert len(remarks) <= MOST
        assert all(remark.text and remark.source in Source for remark in remarks)


@given(FACTS)
def test_nothing_is_a_strength_and_a_risk_at_once(facts):
    assert not {r.text for r in strengths_of(facts)} & {r.text for r in risks_of(facts)}


@given(FACTS)
def test_the_same_facts_say_the_same_whenever_they_are_asked(facts):
    assert (strengths_of(facts), risks_of(facts)) == (strengths_of(facts), risks_of(facts))


@given(SCORES)
def test_only_who_stands_apart_is_highest_or_lowest(among):
    for score in among:
        part = Part("Wawancara", score, among)
        assert not (part.is_highest and part.is_lowest)
        if len(set(among)) == 1:
            assert not part.is_highest
            assert not part.is_lowest


def test_a_person_without_anything_special_has_neither():
    assert (strengths_of(Facts()), risks_of(Facts())) == ([], [])


def test_the_rules_speak_in_their_order_with_exact_numbers():
    high = Part("Wawancara", Fraction(831, 10), (Fraction(831, 10), Fraction(80), Fraction(79)))
    low = Part("Kinerja", Fraction(79), (Fraction(79), Fraction(80), Fraction(90)))
    facts = Facts(
        parts=[high, low],
        lead=Decimal("3.33"),
        firm=False,
        firmness="Tipis: tetap diusulkan pada 8 dari 15 uji",
        agencies=3,
        also=["Kepala Bappeda"],
        months_in_post=23,
    )

    assert [remark.text for remark in strengths_of(facts)] == [
        "Nilai akhir tertinggi, 3,33 poin di atas peringkat berikutnya",
        "Wawancara 83,10, tertinggi dari 3",
        "Berpengalaman di 3 perangkat daerah",
    ]
    assert [(remark.text, remark.source) for remark in risks_of(facts)] == [
        ("Tipis: tetap diusulkan pada 8 dari 15 uji", Source.STABILITY),
        ("Juga diusulkan untuk Kepala Bappeda", Source.RANKING),
        ("Kurang dari 2 tahun pada jabatan sekarang", Source.RECORD),
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(needs_review=True), "Ada syarat yang masih perlu klarifikasi"),
        (Facts(retires_soon=True, pension="Pensiun 1 Juni 2027"), "Pensiun 1 Juni 2027"),
        (Facts(rated=False, ratings="Kurang"), "Predikat kinerja Kurang"),
        (Facts(near_box="0,71 poin dari batas kotak 8"), "Talenta 0,71 poin dari batas kotak 8"),
        (Facts(posts=2), "Seluruh riwayat jabatan di satu perangkat daerah"),
    ],
)
def test_each_risk_has_its_words(facts, words):
    assert [remark.text for remark in risks_of(facts)] == [words]


def test_the_best_ratings_are_a_strength():
    facts = Facts(rated=True, ratings="Sangat baik dan Sangat baik")

    assert [r.text for r in strengths_of(facts)] == ["Predikat kinerja Sangat baik dan Sangat baik"]


def test_every_kind_of_post_has_an_age():
    assert {post.value for post in AGES} == set(PostKind.values)


@pytest.mark.parametrize(
    ("born", "today", "day", "months", "soon"),
    [
        (date(1974, 5, 12), date(2026, 1, 5), date(2034, 6, 1), 100, False),
        (date(1967, 12, 31), date(2026, 1, 5), date(2028, 1, 1), 23, True),
        (date(1968, 1, 1), date(2026, 2, 1), date(2028, 2, 1), 24, False),
        (date(1960, 3, 3), date(2026, 1, 5), date(2020, 4, 1), 0, True),
    ],
)
def test_who_retires_leaves_on_the_first_day_of_the_month_after_the_birthday(
    born, today, day, months, soon
):
    pension = pension_of(born, Post.SENIOR, today)

    assert (pension.day, pension.months, pension.is_soon) == (day, months, soon)


@given(st.dates(date(1950, 1, 1), date(1999, 12, 31)), st.sampled_from(Post))
def test_nobody_retires_before_the_age_nor_a_whole_month_after_it(born, post):
    day = pension_of(born, post, date(2026, 1, 5)).day
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    assert day.day == 1
    assert age == AGES[post]
    assert (day.month - born.month) % 12 == 1


@given(st.text(" \t\n\r", max_size=200))
def test_blanks_are_never_a_reason(blanks):
    assert "paling sedikit 30 huruf" in too_short(blanks, FIRST)


@given(st.text(max_size=120), st.sampled_from([FIRST, OTHER]))
def test_a_reason_is_long_enough_or_is_told_how_long_it_is(reason, least):
    fault = too_short(reason, least)

    assert (fault == "") == (len(tidy(reason)) >= least)
    assert not fault or str(least) in fault


@pytest.mark.parametrize(
    ("rank", "person", "least"), [(1, True, FIRST), (2, True, OTHER), (None, False, OTHER)]
)
def test_departing_from_the_first_rank_asks_for_more(rank, person, least):
    assert least_for(rank, person=person) == least
