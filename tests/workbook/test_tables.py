from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workbook.tables import Line, Mark, Table, decode, encode

VALUES = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.decimals(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    st.sampled_from(Mark),
)


@given(st.lists(VALUES))
def test_cells_cross_the_pipe_with_value_and_type(values):
    table = Table("Peserta", (Line(7, tuple(values)),), ("A7",), 9, ("A1:B2",))

    (arrived,) = decode(encode([table]))

    assert arrived == table
    assert [type(cell) for cell in arrived.lines[0].cells] == [type(value) for value in values]


def test_each_kind_of_cell_has_its_own_shape():
    cells = (
        "33.5",
        Decimal("33.5"),
        True,
        date(2025, 12, 3),
        datetime(2025, 12, 3, 8, 30),
        time(8, 30),
        timedelta(hours=25),
        Mark.ERROR,
        None,
    )

    text = encode([Table("A", (Line(1, cells),))])

    assert text == (
        '[{"name":"A","lines":[[1,["33.5",["number","33.5"],true,["date","2025-12-03"],'
        '["moment","2025-12-03T08:30:00"],["time","08:30:00"],["span","90000"],["mark","error"],'
        'null]]],"formulas":[],"formula_count":0,"merged":[]}]'
    )


def test_half_a_character_crosses_the_pipe_too():
    table = Table("A", (Line(1, ("\ud800",)),))

    assert decode(encode([table]).encode("ascii")) == (table,)


def test_what_is_no_number_arrives_as_such():
    table = Table("A", (Line(1, (Decimal("NaN"), Decimal("Infinity"))),))

    ((line,),) = [each.lines for each in decode(encode([table]))]

    assert [cell.is_finite() for cell in line.cells] == [False, False]
