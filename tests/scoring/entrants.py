"""Dull schemes and candidates for the arithmetic; a test states only what matters to it."""

from fractions import Fraction

from scoring.ranking import Aggregation, Entrant, Instrument, Scheme, Source


def panel(code="WAWANCARA", weight=100, *, scale_max=100, pass_mark=None, indicators=None):
    return Instrument(
        code=code,
        source=Source.PANEL,
        weight=Fraction(weight),
        scale_max=Fraction(scale_max),
        pass_mark=None if pass_mark is None else Fraction(pass_mark),
        indicators={"A": Fraction(100)} if indicators is None else indicators,
    )


def data(code="ASESMEN", weight=100, *, scale_max=100, pass_mark=None):
    return Instrument(
        code=code,
        source=Source.DATA,
        weight=Fraction(weight),
        scale_max=Fraction(scale_max),
        pass_mark=None if pass_mark is None else Fraction(pass_mark),
        indicators={},
    )


def scheme(*instruments, **changes):
    rules = {
        "aggregation": Aggregation.MEAN,
        "quorum": None,
        "precision": 2,
        "tie_breaks": (),
        "names_put_forward": 3,
    }
    return Scheme(instruments=instruments or (data(),), **(rules | changes))


def sheets(code, *marks):
    """One sheet a mark, for an instrument whose only indicator is A."""
    return {code: {f"member-{number}": {"A": mark} for number, mark in enumerate(marks, 1)}}


def entrant(number, value=None, **changes):
    """A candidate with all facts; `value` is what was given for the instrument ASESMEN."""
    facts = {
        "nip": f"{number:018}",
        "name": f"Calon {number:04}",
        "panel_size": 5,
        "sheets": {},
        "given": {} if value is None else {"ASESMEN": Fraction(value)},
        "ratings": (None, None),
        "grade": None,
        "post_since": None,
        "born": None,
    }
    return Entrant(**(facts | changes))


def numbers(people):
    """The numbers under which `entrant` made these people."""
    return [int(person.nip) for person in people]
