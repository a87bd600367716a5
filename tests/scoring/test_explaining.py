from fractions import Fraction

import pytest

from scoring.explaining import Term, terms
from scoring.ranking import rank
from tests.scoring.entrants import data, entrant, panel, scheme, sheets

RULES = scheme(panel("WAWANCARA", 70), data("ASESMEN", 30))


def test_terms_write_the_total_out_in_the_order_of_the_scheme():
    [placed] = rank(RULES, [entrant(1, 81, sheets=sheets("WAWANCARA", 80, 80, 81))]).ranked

    assert terms(RULES, placed) == (
        Term("WAWANCARA", Fraction(241, 3), Fraction(70), Fraction(1687, 30)),
        Term("ASESMEN", Fraction(81), Fraction(30), Fraction(243, 10)),
    )
    assert sum(term.product for term in terms(RULES, placed)) == placed.exact_total


def test_terms_refuse_a_scheme_with_an_instrument_that_was_not_scored():
    [placed] = rank(scheme(data()), [entrant(1, 81)]).ranked

    with pytest.raises(KeyError, match="WAWANCARA"):
        terms(RULES, placed)
