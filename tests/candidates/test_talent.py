"""Golden numbers of domain.md 3.5, boundaries, missing data, and what holds for everybody."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.wording import with_comma
from candidates.talent import (
    Counted,
    ImpossibleEvidence,
    Named,
    Scored,
    Status,
    place,
    with_technical,
)
from candidates.talent_rules import Boundaries, Level
from candidates.talent_schemes import KEPKBKN_411_2025
from tests.candidates.schemes import (
    BANJARMASIN,
    FIRST_GOLDEN,
    SIMT,
    at,
    simple_axis,
    simple_scheme,
)

STRICT = Boundaries(Fraction(46), Fraction(72), inclusive=False)


def scored(**scores):
    return {code: Scored(Fraction(score)) for code, score in scores.items()}


def labels(measures):
    return [measure.label for measure in measures]


def test_place_gives_the_first_golden_axes_box_and_talent_score():
    placement = place(KEPKBKN_411_2025, FIRST_GOLDEN)

    assert placement.performance.value == 79
    assert placement.performance.level is Level.MIDDLE
    assert placement.potential.value == Fraction(1037, 12)
    assert with_comma(placement.potential.value, 4) == "86,4167"
    assert placement.potential.level is Level.HIGH
    assert placement.box.number == 8
    assert placement.is_succession is True
    assert with_comma(placement.talent, 4) == "82,7083"
    assert placement.completeness == 100


def test_with_technical_gives_the_first_golden_total_of_a_senior_post():
    talent = place(KEPKBKN_411_2025, FIRST_GOLDEN).talent

    total = with_technical(KEPKBKN_411_2025, "senior", talent, Fraction(78))

    assert with_comma(total, 4) == "81,2958"
    assert with_comma(total, 2) == "81,30"


@pytest.mark.parametrize(
    ("level", "total"), [("senior_madya", 84), ("administrator", 88), ("supervisor", 90)]
)
def test_with_technical_uses_the_shares_of_the_level(level, total):
    assert with_technical(KEPKBKN_411_2025, level, Fraction(80), Fraction(100)) == total


def test_with_technical_refuses_a_level_for_which_the_scheme_has_no_shares():
    with pytest.raises(ValueError, match="banjarmasin has no technical share for senior"):
        with_technical(BANJARMASIN, "senior", Fraction(80), Fraction(80))


@pytest.mark.parametrize(
    ("awards", "duty", "feedback", "value", "level"),
    [
        (0, "none", 85, Fraction("56.5"), Level.LOW),
        (50, "member_inside", 100, Fraction(73), Level.MIDDLE),
    ],
)
def test_place_gives_the_second_golden_axis(awards, duty, feedback, value, level):
    evidence = {
        "rating": Named("good"),
        "team_duty": Named(duty),
        **scored(awards=awards, feedback=feedback),
    }

    result = place(KEPKBKN_411_2025, evidence).performance

    assert (result.value, result.level) == (value, level)
    assert result.status is Status.COMPLETE


def test_place_writes_out_every_term_of_an_axis():
    terms = place(KEPKBKN_411_2025, FIRST_GOLDEN).performance.terms

    assert [
        (
            t.component,
            t.reading.measure.label,
            t.reading.score,
            t.weight,
            t.product,
            t.reading.found,
        )
        for t in terms
    ] == [
        ("Kinerja utama", "Penilaian kinerja", 100, 60, 60, "Sangat baik"),
        ("Kinerja penguat", "Penghargaan", 0, 15, 0, ""),
        (
            "Kinerja penguat",
            "Penugasan dalam tim kerja",
            70,
            15,
            Fraction("10.5"),
            "Anggota tim lintas instansi",
        ),
        ("Kinerja penguat", "Umpan balik kinerja 360°", 85, 10, Fraction("8.5"), ""),
    ]


def test_place_writes_out_the_parts_of_a_mean():
    experience = place(KEPKBKN_411_2025, FIRST_GOLDEN).potential.terms[2].reading

    assert experience.score == Fraction(260, 3)
    assert [(p.measure.label, p.score, p.found) for p in experience.parts] == [
        ("Lama jabatan", 100, "5 tahun atau lebih"),
        ("Keragaman jabatan", 80, "Lintas unit kerja"),
        ("Penugasan nondefinitif", 80, "Pelaksana tugas jabatan lebih tinggi"),
    ]


def test_place_dates_a_mean_by_its_oldest_part_and_leaves_the_undated_undated():
    placement = place(KEPKBKN_411_2025, FIRST_GOLDEN)
    dates = [term.reading.as_of for term in placement.potential.terms]

    assert dates == [date(2025, 6, 1), None, date(2025, 10, 1), None, None, None, None]
    assert placement.performance.terms[0].reading.as_of == date(2024, 12, 31)


def test_place_never_counts_missing_evidence_as_zero():
    evidence = {"rating": Named("good"), **scored(feedback=85)}

    placement = place(KEPKBKN_411_2025, evidence)
    result = placement.performance

    assert result.status is Status.INCOMPLETE
    assert (result.value, result.level) == (None, None)
    assert (result.at_least, result.at_most) == (Fraction("56.5"), Fraction("86.5"))
    assert result.completeness == 70
    assert labels(result.missing) == ["Penghargaan", "Penugasan dalam tim kerja"]
    assert [term.product for term in result.terms] == [48, None, None, Fraction("8.5")]
    assert (placement.box, placement.talent, placement.nearest) == (None, None, None)
    assert placement.is_succession is None
    assert placement.completeness == 35


@pytest.mark.parametrize("axis", ["x", "y"])
def test_place_gives_no_box_when_either_axis_is_incomplete(axis):
    placement = place(simple_scheme(), scored(**{axis: 90}))

    assert placement.box is None
    assert len(placement.missing) == 1


def test_place_names_the_missing_part_of_a_mean_and_counts_the_others():
    evidence = {code: given for code, given in FIRST_GOLDEN.items() if code != "acting"}

    result = place(KEPKBKN_411_2025, evidence).potential

    assert labels(result.missing) == ["Penugasan nondefinitif"]
    assert result.terms[2].reading.score is None
    assert result.at_most - result.at_least == Fraction(10, 3)
    assert result.completeness == 100 - Fraction(10, 3)


def test_place_takes_a_mean_as_one_score_where_its_parts_are_unknown():
    parts = ("tenure", "diversity", "acting")
    evidence = {code: given for code, given in FIRST_GOLDEN.items() if code not in parts}

    placement = place(KEPKBKN_411_2025, evidence | scored(experience=50))

    assert placement.potential.terms[2].product == 5
    assert placement.potential.status is Status.COMPLETE


def test_place_fills_a_gap_only_where_the_scheme_says_what_it_counts_for():
    axis = simple_axis("Kinerja", "y", if_missing=Fraction(30))

    placement = place(simple_scheme(performance=axis), scored(x=90))

    assert placement.performance.status is Status.FILLED
    assert placement.performance.value == 30
    assert placement.performance.completeness == 0
    assert labels(placement.performance.assumed) == ["Nilai y"]
    assert placement.performance.missing == ()
    assert placement.box.number == 6
    assert placement.completeness == 50


def test_place_prefers_evidence_to_what_absence_counts_for():
    axis = simple_axis("Kinerja", "y", if_missing=Fraction(30))

    result = place(simple_scheme(performance=axis), at(65, 90)).performance

    assert (result.value, result.status, result.assumed) == (65, Status.COMPLETE, ())


@pytest.mark.parametrize(
    ("y", "x", "box"),
    [
        (100, 0, 4),
        (100, 70, 7),
        (100, 100, 9),
        (70, 0, 2),
        (70, 70, 5),
        (70, 100, 8),
        (0, 0, 1),
        (0, 70, 3),
        (0, 100, 6),
    ],
)
def test_place_looks_up_each_of_the_nine_boxes(y, x, box):
    placement = place(simple_scheme(), at(y, x))

    assert placement.box.number == box
    assert placement.is_succession is (box in (7, 8, 9))


@pytest.mark.parametrize(
    ("y", "box"), [("59.99", 3), (60, 5), ("60.01", 5), ("79.9999", 5), (80, 7), (100, 7)]
)
def test_place_counts_exactly_60_and_80_to_the_upper_class_where_boundaries_are_inclusive(y, box):
    assert place(simple_scheme(), at(y, 70)).box.number == box


@pytest.mark.parametrize(
    ("x", "box"),
    [(0, 2), (20, 2), ("45.99", 2), (46, 2), ("46.01", 5), (72, 5), ("72.0001", 8), (100, 8)],
)
def test_place_counts_exactly_46_and_72_to_the_lower_class_where_boundaries_are_strict(x, box):
    assert place(simple_scheme(STRICT), at(60, x)).box.number == box


def test_place_lets_the_scheme_say_which_boxes_are_succession():
    only_nine = tuple(replace(box, succession=box.number == 9) for box in KEPKBKN_411_2025.boxes)

    placement = place(simple_scheme(boxes=only_nine), at(70, 90))

    assert (placement.box.number, placement.is_succession) == (8, False)


def test_place_weighs_the_axes_as_the_scheme_says():
    assert place(simple_scheme(performance_share=Fraction(60)), at(90, 40)).talent == 70


def test_place_weighs_completeness_as_the_talent_score():
    scheme = simple_scheme(performance_share=Fraction(60))

    assert place(scheme, scored(y=90)).completeness == 60
    assert place(scheme, scored(x=90)).completeness == 40


def test_place_measures_the_distance_to_each_boundary_and_names_the_box_beyond():
    crossings = place(simple_scheme(), at("79.29", "88.40")).crossings

    assert [(c.axis.label, c.boundary, c.distance, c.beyond.number) for c in crossings] == [
        ("Kinerja", 80, Fraction("0.71"), 9),
        ("Potensial", 80, Fraction("8.40"), 5),
        ("Kinerja", 60, Fraction("19.29"), 6),
    ]


def test_place_orders_equally_near_boundaries_performance_first_and_upper_first():
    crossings = place(simple_scheme(), at(70, 70)).crossings

    assert [(c.axis.label, c.boundary) for c in crossings] == [
        ("Kinerja", 80),
        ("Kinerja", 60),
        ("Potensial", 80),
        ("Potensial", 60),
    ]


@pytest.mark.parametrize(("boundaries", "y", "beyond"), [(None, 80, 5), (STRICT, 72, 7)])
def test_place_finds_the_other_box_at_distance_zero_exactly_on_a_boundary(boundaries, y, beyond):
    scheme = simple_scheme(boundaries) if boundaries else simple_scheme()

    nearest = place(scheme, at(y, 70)).nearest

    assert (nearest.distance, nearest.beyond.number) == (0, beyond)


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ({"award": Scored(Fraction(1))}, "Skema KepKBKN 411/2025 tidak mengenal unsur award."),
        ({"awards": Scored(Fraction("100.01"))}, "Penghargaan: nilai 100,01 berada di luar 0"),
        ({"awards": Scored(Fraction("-0.01"))}, "Penghargaan: nilai −0,01 berada di luar 0"),
        ({"rating": Named("superb")}, "Penilaian kinerja: kategori “superb” tidak ada"),
        ({"training": Counted(Fraction(-1))}, "Pengembangan kompetensi: jumlah −1,00 tidak dapat"),
        ({"rating": Counted(Fraction(3))}, "Penilaian kinerja: jumlah 3,00 tidak dapat"),
        (
            scored(experience=80, tenure=80),
            "Pengalaman jabatan: nilai dan bagian-bagiannya sama-sama diisi.",
        ),
    ],
)
def test_place_refuses_evidence_that_the_scheme_does_not_know(evidence, message):
    with pytest.raises(ImpossibleEvidence, match=message):
        place(KEPKBKN_411_2025, evidence)


@pytest.mark.parametrize(
    ("hours", "score"),
    [(0, 0), (1, 40), (4, 40), (5, 60), (9, 60), (10, 80), (19, 80), ("19.5", 80), (20, 100)],
)
def test_place_looks_an_amount_up_in_the_bands(hours, score):
    result = place(KEPKBKN_411_2025, {"training": Counted(Fraction(hours))}).potential

    assert result.terms[1].reading.score == score


def test_the_simt_scheme_puts_a_plain_good_rating_in_the_top_class():
    evidence = {
        "rating": Named("good"),
        "education": Named("S-1"),
        "field_fit": Named("unrelated"),
        "discipline": Named("none"),
        **scored(aptitude=80),
    }

    placement = place(SIMT, evidence)

    assert (placement.performance.value, placement.performance.level) == (80, Level.HIGH)
    assert (placement.potential.value, placement.box.number) == (80, 9)


def test_the_banjarmasin_scheme_adds_points_fills_gaps_and_is_strict():
    evidence = {
        "specific": Named("good"),
        "qualification": Named("meets"),
        "posts": Counted(Fraction(4)),
        **scored(generic=Fraction(1100, 55), aptitude=60, competence=60),
        **scored(education=80, morality=100, hours=60, attendance=100),
    }

    placement = place(BANJARMASIN, evidence)

    assert placement.performance.value == 46  # 35 points and 11: exactly the boundary
    assert placement.performance.level is Level.LOW
    assert placement.potential.value == 12 + 18 + Fraction(370 * 35, 700) + 5
    assert labels(placement.potential.assumed) == [
        "Diklat",
        "Penghargaan",
        "Organisasi",
        "Sertifikat",
    ]
    assert placement.potential.status is Status.FILLED
    assert placement.potential.completeness == 50 + 25 + 5
    assert placement.box.number == 3
    assert [term.reading.assumed for term in placement.potential.terms] == [
        False,
        False,
        True,
        True,
    ]


def test_the_banjarmasin_scheme_gives_no_box_while_anything_else_is_missing():
    placement = place(BANJARMASIN, {"specific": Named("very_good")})

    assert placement.performance.at_least == 45
    assert placement.box is None
    assert placement.potential.status is Status.INCOMPLETE


scores = st.integers(0, 10_000).map(lambda hundredths: Scored(Fraction(hundredths, 100)))
LEAVES = [
    measure.code
    for axis in (KEPKBKN_411_2025.performance, KEPKBKN_411_2025.potential)
    for whole in axis.measures
    for measure in whole.leaves
]
full = st.fixed_dictionaries(dict.fromkeys(LEAVES, scores))


def naive_class(value):
    return 0 if value < 60 else 1 if value < 80 else 2


@given(full)
def test_place_agrees_with_the_sums_written_by_hand(evidence):
    v = {code: given.score for code, given in evidence.items()}
    y = v["rating"] * 60 + v["awards"] * 15 + v["team_duty"] * 15 + v["feedback"] * 10
    x = v["competence"] * 20 + v["training"] * 10 + v["aptitude"] * 25 + v["education"] * 10
    x += v["field_fit"] * 10 + v["discipline"] * 15
    x += (v["tenure"] + v["diversity"] + v["acting"]) * 10 / 3

    placement = place(KEPKBKN_411_2025, evidence)

    assert (placement.performance.value, placement.potential.value) == (y / 100, x / 100)
    assert placement.talent == (x + y) / 200
    grid = ((1, 3, 6), (2, 5, 8), (4, 7, 9))
    assert placement.box.number == grid[naive_class(y / 100)][naive_class(x / 100)]


@given(full, st.sets(st.sampled_from(LEAVES), min_size=1))
def test_what_is_known_of_an_axis_always_encloses_what_it_turns_out_to_be(evidence, hidden):
    whole = place(KEPKBKN_411_2025, evidence)
    known = {code: given for code, given in evidence.items() if code not in hidden}

    partial = place(KEPKBKN_411_2025, known)

    assert partial.box is None
    assert {measure.code for measure in partial.missing} == hidden
    assert partial.completeness < whole.completeness == 100
    for part, all_ in (
        (partial.performance, whole.performance),
        (partial.potential, whole.potential),
    ):
        assert part.at_least <= all_.value <= part.at_most
        assert part.at_most - part.at_least == 100 - part.completeness


@given(full)
def test_the_products_of_a_complete_axis_sum_to_its_value(evidence):
    placement = place(KEPKBKN_411_2025, evidence)

    for result in (placement.performance, placement.potential):
        assert sum(term.product for term in result.terms) == result.value
        assert result.at_least == result.value == result.at_most


@given(scores, scores, st.booleans())
def test_a_step_over_the_nearest_boundary_leads_to_the_box_beyond(y, x, inclusive):
    scheme = simple_scheme(Boundaries(Fraction(60), Fraction(80), inclusive=inclusive))
    placement = place(scheme, {"y": y, "x": x})
    nearest = placement.nearest
    code = "y" if nearest.axis is scheme.performance else "x"
    value = {"y": y, "x": x}[code].score
    step = Fraction(1, 10**6)
    upward = value < nearest.boundary or (value == nearest.boundary and not inclusive)
    there = nearest.boundary + (step if upward else -step)

    moved = place(scheme, {"y": y, "x": x, code: Scored(there)})

    assert moved.box == nearest.beyond != placement.box
    assert nearest.distance == abs(value - nearest.boundary)
    assert all(nearest.distance <= crossing.distance for crossing in placement.crossings)
