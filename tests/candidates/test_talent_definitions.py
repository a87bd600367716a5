"""Schemes as JSON: nothing is lost on the way, and nothing unknown gets in."""

import json
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.talent_definitions import as_head, definition_of, scheme_of
from candidates.talent_rules import Boundaries, ImpossibleScheme, Measure
from candidates.talent_schemes import KEPKBKN_411_2025
from tests.candidates.schemes import BANJARMASIN, SIMT, simple_axis, simple_scheme

HEAD = as_head(KEPKBKN_411_2025)
DEFINITION = definition_of(KEPKBKN_411_2025)
percents = st.fractions(0, 100, max_denominator=999)


@pytest.mark.parametrize(
    "scheme", [KEPKBKN_411_2025, BANJARMASIN, SIMT], ids=lambda scheme: scheme.code
)
def test_a_scheme_comes_back_from_json_as_it_was(scheme):
    text = json.dumps(definition_of(scheme))

    assert scheme_of(json.loads(text), as_head(scheme)) == scheme


@given(share=percents, middle=percents, high=percents, score=percents, inclusive=st.booleans())
def test_every_number_comes_back_exactly(share, middle, high, score, inclusive):
    if middle >= high:
        middle, high = Fraction(60), Fraction(80)
    measure = Measure("x", "Nilai x", if_missing=score)
    axis = replace(
        simple_axis("Potensial", "x", Boundaries(middle, high, inclusive=inclusive)),
        components=(
            replace(
                simple_axis("Potensial", "x").components[0],
                indicators=(
                    replace(
                        simple_axis("Potensial", "x").components[0].indicators[0], measure=measure
                    ),
                ),
            ),
        ),
    )
    scheme = simple_scheme(potential=axis, performance_share=share)

    assert scheme_of(json.loads(json.dumps(definition_of(scheme))), as_head(scheme)) == scheme


def test_what_ends_as_a_decimal_is_written_so():
    numbers = json.dumps(definition_of(BANJARMASIN))

    assert '"500/9"' in numbers
    assert '"46"' in numbers
    assert json.dumps(definition_of(simple_scheme(performance_share=Fraction(125, 2)))).count(
        '"62.5"'
    )


def changed(*path, value):
    definition = deepcopy(DEFINITION)
    here = definition
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    return definition


MEASURE = ("performance", "components", 0, "indicators", 0, "measure")


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (None, "skema: harus berupa objek"),
        ([], "skema: harus berupa objek"),
        ({}, "skema.performance: belum diisi"),
        (changed("bonus", value="10"), "skema: bonus tidak dikenal"),
        (changed(*MEASURE, "formula", value="1+1"), "measure: formula tidak dikenal"),
        (changed("performance_share", value=50), "performance_share: jenis isinya keliru"),
        (changed("performance_share", value="50%"), "performance_share: tulis bilangan"),
        (changed("performance_share", value="1/0"), "performance_share: tulis bilangan"),
        (changed("performance_share", value="101"), "Bagian sumbu kinerja harus 0% sampai 100%"),
        (changed("technical", value={}), "technical: jenis isinya keliru"),
        (changed("technical", value=["x"]), r"technical\[1\]: harus berupa objek"),
        (changed("boxes", 0, "performance", value="top"), "isi dengan low, middle, atau high"),
        (changed("boxes", 0, "number", value=True), "number: jenis isinya keliru"),
        (changed("boxes", 0, "number", value=8), "Matriks harus berisi kotak 1 sampai 9"),
        (changed("performance", "boundaries", "inclusive", value=1), "inclusive: jenis isinya"),
        (changed("performance", "levels", "top", value="x"), "levels: top tidak dikenal"),
        (changed("performance", "components", 0, "weight", value="61"), "bobot unsurnya"),
        (changed(*MEASURE, "if_missing", value=0), "if_missing: jenis isinya keliru"),
    ],
)
def test_a_definition_that_is_not_closed_is_refused_by_place(definition, words):
    with pytest.raises(ImpossibleScheme, match=words):
        scheme_of(definition, HEAD)
