"""The drawing: every dot in the box of its person, numbered dots apart."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from candidates.talent import place
from candidates.talent_rules import Boundaries
from candidates.talent_schemes import KEPKBKN_411_2025
from candidates.talent_standing import Standing
from reports.talent_map import APART, CELL_HEIGHT, CELL_WIDTH, MOST_NUMBERED, Shown, draw
from tests.candidates.schemes import at, simple_scheme

scores = st.fractions(0, 100, max_denominator=200)
schemes = st.sampled_from(
    [
        simple_scheme(),
        simple_scheme(Boundaries(Fraction(46), Fraction(72), inclusive=False)),
        simple_scheme(Boundaries(Fraction(0), Fraction(1), inclusive=True)),
        simple_scheme(Boundaries(Fraction(99), Fraction(100), inclusive=True)),
    ]
)


def shown(scheme, y, x, label="01"):
    return Shown(Standing(None, placement=place(scheme, at(y, x))), label, "Orang", "/")


@given(schemes, scores, scores)
def test_a_dot_lies_in_the_box_of_its_person(scheme, y, x):
    person = shown(scheme, y, x)

    drawing = draw(scheme, [person])

    (dot,) = drawing.dots
    (cell,) = [cell for cell in drawing.cells if cell.people]
    assert cell.box == person.standing.placement.box
    assert cell.x < dot.x < cell.x + CELL_WIDTH
    assert cell.y < dot.y < cell.y + CELL_HEIGHT


@given(st.lists(st.tuples(scores, scores), min_size=2, max_size=12))
def test_numbered_dots_do_not_cover_each_other(people):
    scheme = simple_scheme()

    dots = draw(scheme, [shown(scheme, y, x) for y, x in people]).dots

    apart = [
        (one.x - two.x) ** 2 + (one.y - two.y) ** 2
        for number, one in enumerate(dots)
        for two in dots[:number]
    ]
    assert min(apart) >= APART**2


def test_the_drawing_says_classes_and_boundaries_of_the_scheme():
    drawing = draw(KEPKBKN_411_2025, [])

    assert [mark.text for mark in drawing.rows] == [
        "Di atas ekspektasi",
        "Sesuai ekspektasi",
        "Di bawah ekspektasi",
    ]
    assert [mark.text for mark in drawing.columns] == ["Rendah", "Menengah", "Tinggi"]
    assert [mark.text for mark in drawing.row_marks] == ["80", "60"]
    assert [mark.text for mark in drawing.column_marks] == ["60", "80"]
    assert [cell.tone for cell in drawing.in_order[:3]] == ["krs9", "krs", "krs"]
    assert drawing.people == drawing.succession == 0


def test_a_crowd_is_drawn_without_numbers_and_an_unplaced_person_not_at_all():
    scheme = simple_scheme()
    crowd = [shown(scheme, 90, 90)] * (MOST_NUMBERED + 1)
    nowhere = Shown(Standing(None, placement=place(scheme, {})), "99")

    drawing = draw(scheme, [*crowd, nowhere])

    assert {dot.label for dot in drawing.dots} == {""}
    assert drawing.people == drawing.succession == len(crowd)
