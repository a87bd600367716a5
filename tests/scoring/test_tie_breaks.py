from fractions import Fraction

from scoring.tie_breaks import Part, settle


def settled(rules, **members):
    """Members are given as one number a rule; `None` is a missing value."""

    def merit(rule, member):
        value = members[member][rules.index(rule)]
        return None if value is None else (Fraction(value),)

    return settle(tuple(members), rules, merit)


def test_settle_without_rules_keeps_everybody_together():
    assert settled("", a=(), b=()) == (Part(("a", "b"), None),)


def test_settle_of_one_member_needs_no_rule():
    assert settled("P", a=(1,)) == (Part(("a",), None),)


def test_settle_names_the_rule_for_both_sides_of_a_split():
    assert settled("P", a=(1,), b=(2,)) == (Part(("b",), "P"), Part(("a",), "P"))


def test_settle_goes_on_after_a_rule_that_finds_all_equal():
    assert settled("PQ", a=(1, 5), b=(1, 6)) == (Part(("b",), "Q"), Part(("a",), "Q"))


def test_settle_gives_a_part_that_stays_together_the_rule_that_set_it_apart():
    assert settled("PQ", a=(1, 4), b=(1, 4), c=(2, 9)) == (
        Part(("c",), "P"),
        Part(("a", "b"), "P"),
    )


def test_settle_gives_members_split_again_the_later_rule():
    assert settled("PQ", a=(1, 4), b=(1, 5), c=(2, 4)) == (
        Part(("c",), "P"),
        Part(("b",), "Q"),
        Part(("a",), "Q"),
    )


def test_settle_skips_a_rule_for_which_anyone_in_the_group_has_no_value():
    assert settled("PQ", a=(9, 1), b=(8, 2), c=(None, 3)) == (
        Part(("c",), "Q"),
        Part(("b",), "Q"),
        Part(("a",), "Q"),
    )


def test_settle_leaves_a_group_tied_when_its_last_rule_is_skipped():
    assert settled("P", a=(9,), b=(None,)) == (Part(("a", "b"), None),)


def test_settle_uses_a_rule_in_one_part_though_a_value_is_missing_in_another():
    assert settled("PQ", a=(1, None), b=(1, 7), c=(2, 5), d=(2, 6)) == (
        Part(("d",), "Q"),
        Part(("c",), "Q"),
        Part(("a", "b"), "P"),
    )


def test_settle_never_returns_to_an_earlier_rule():
    assert settled("PQ", a=(5, 1), b=(6, 1), c=(None, 2)) == (
        Part(("c",), "Q"),
        Part(("a", "b"), "Q"),
    )


def test_settle_compares_the_first_number_of_a_merit_first():
    merits = {"a": (Fraction(3), Fraction(5)), "b": (Fraction(4), Fraction(1))}

    assert settle("ab", ("P",), lambda _, member: merits[member]) == (
        Part(("b",), "P"),
        Part(("a",), "P"),
    )
