import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from samples.simulated_panels import WEIGHTS, WHOLE, copy, honest, push, severity
from scoring.draws import Draws
from scoring.residuals import levels_of, residuals_of, severities, standings_of
from scoring.sightings import THRESHOLDS, Change, Kind, Mark, Sighting, Signing, Subject
from scoring.signals import from_hours, from_scores, from_sheets, pushes, severe
from scoring.similarity import likeness

MORNING = datetime(2025, 12, 3, 2, tzinfo=UTC)


def standing(rows):
    """rows: candidate -> what P1, P2, ... gave, all for the post J."""
    return {
        (candidate, "J"): {f"P{n}": Fraction(value) for n, value in enumerate(given, start=1)}
        for candidate, given in rows.items()
    }


def mark(member, candidate, scores, note=""):
    return Mark(
        member,
        Subject(candidate, "W"),
        Fraction(sum(scores), len(scores)),
        tuple(map(Fraction, scores)),
        {"W1": note} if note else {},
    )


def signing(member, candidate, *, took=300, before=0):
    """Signed so many seconds after the first save, so many minutes before the slot ended."""
    signed = MORNING + timedelta(minutes=30)
    ends = signed + timedelta(minutes=before)
    began = signed - timedelta(seconds=took)
    return Signing(member, Subject(candidate, "W"), began, signed, ends)


def of(kind, sightings):
    return [s for s in sightings if s.kind == kind]


def standings_in(panel):
    return standings_of(panel.marks, WEIGHTS, panel.posts)


# Draws


def test_draws_are_those_of_splitmix64():
    draws = Draws(1234567)

    assert [draws.word() for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_a_drawn_order_holds_everything_once():
    assert sorted(Draws(7).shuffled(range(26))) == list(range(26))
    assert Draws(7).shuffled(range(26)) == Draws(7).shuffled(range(26)) != list(range(26))


# Standings


def test_a_standing_weighs_the_instruments_and_needs_all_of_them():
    marks = [
        Mark(member, Subject("1", instrument), Fraction(total), ())
        for member, pair in (("P1", (60, 90)), ("P2", (70, 70)), ("P3", (80, 80)))
        for instrument, total in zip("UW", pair, strict=True)
    ]
    weights = {"U": Fraction(10), "W": Fraction(20)}

    assert standings_of(marks, weights, {"1": ["J"]})["1", "J"]["P1"] == 80
    assert standings_of(marks[1:], weights, {"1": ["J"]}) == {}  # two members are no panel


def test_a_score_for_one_post_counts_there_alone():
    marks = [
        Mark(f"P{n}", Subject("1", "W", post), Fraction(total), ())
        for n in range(3)
        for post, total in (("A", 60), ("B", 90))
    ]

    found = standings_of(marks, {"W": Fraction(1)}, {"1": ["A", "B"]})

    assert {cell: given["P0"] for cell, given in found.items()} == {("1", "A"): 60, ("1", "B"): 90}


# Severity


def test_a_member_ten_points_below_his_colleagues_is_asked():
    rows = {f"{n}": (60 + n, 70 + n, 70 + n, 70 + n) for n in range(8)}

    assert severe(standing(rows), THRESHOLDS) == [
        Sighting(Kind.SEVERITY, ("P1",), figures={"points": Fraction(-10)})
    ]


def test_where_candidates_differ_more_than_members_nobody_is_asked():
    rows = {f"{n}": (30 + 8 * n, 40 + 8 * n, 40 + 8 * n, 40 + 8 * n) for n in range(8)}

    assert severe(standing(rows), THRESHOLDS) == []


def test_severity_counts_a_candidate_once_for_however_many_posts():
    twice = {
        ("1", "A"): {"P1": Fraction(90), "P2": Fraction(70), "P3": Fraction(70)},
        ("1", "B"): {"P1": Fraction(90), "P2": Fraction(70), "P3": Fraction(70)},
        ("2", "A"): {"P1": Fraction(70), "P2": Fraction(70), "P3": Fraction(70)},
    }

    assert severities(twice)["P1"] == 10


def test_a_constant_added_to_one_member_asks_about_severity_alone():
    panel = honest(7, WHOLE, random.Random(5))
    before = standings_in(panel)
    added = {
        cell: {who: value + 20 * (who == "P1") for who, value in given.items()}
        for cell, given in before.items()
    }

    new = {s.key for s in from_scores(added)} - {s.key for s in from_scores(before)}

    assert new == {"ketat:P1"}
    for member, cells in residuals_of(before).items():
        assert {c: r.points for c, r in residuals_of(added)[member].items()} == {
            c: r.points for c, r in cells.items()
        }


# Residuals


def test_habits_are_no_residual():
    """One member is lower and uses half of the scale: nothing is left to ask."""
    rows = {f"{n}": (20 + 2 * n, 40 + 4 * n, 40 + 4 * n, 40 + 4 * n) for n in range(12)}

    left = residuals_of(standing(rows))

    assert {residual.points for cells in left.values() for residual in cells.values()} == {0}


def test_levels_part_the_cells_and_keep_equals_together():
    rows = {f"{n:02}": (50 + n // 2,) * 3 for n in range(18)}

    levels = levels_of(standing(rows))

    assert [len(level) for level in levels] == [6, 6, 6]
    assert [cell for level in levels for cell in level] == sorted(standing(rows))
    assert len(levels_of(standing({f"{n}": (70,) * 3 for n in range(18)}))) == 1


# Targeted push


@pytest.mark.parametrize("seed", range(3))
def test_one_candidate_far_up_and_the_rivals_down_is_asked_about(seed):
    rng = random.Random(seed)
    panel = honest(7, WHOLE, rng)
    calm = {s.key for s in of(Kind.PUSH, from_scores(standings_in(panel)))}
    push(panel, rng, 25, 12)

    found = of(Kind.PUSH, from_scores(standings_in(panel)))

    fresh = [s for s in found if s.key not in calm]
    assert {(s.members, s.candidate) for s in fresh} == {(("P1",), fresh[0].candidate)}
    assert fresh[0].figures["up"] > 10
    assert fresh[0].figures["down"] > 5


def test_to_sink_rivals_without_raising_anybody_is_no_push():
    rows = {f"{n}": (70 + n, 70 + n, 70 + n, 70 + n, 70 + n) for n in range(9)}
    rows["4"] = (44, 74, 74, 74, 74)

    assert of(Kind.PUSH, pushes(residuals_of(standing(rows)), THRESHOLDS)) == []


def test_without_two_rivals_there_is_no_push():
    two = standing({"1": (90, 60, 60), "2": (40, 70, 70)})

    assert pushes(residuals_of(two), THRESHOLDS) == []
    assert from_scores({}) == []


# Pair similarity


def test_two_who_copy_are_found_and_nobody_else():
    rng = random.Random(1)
    panel = honest(7, WHOLE, rng)
    copy(panel, rng, 1.0)

    [found] = of(Kind.SIMILAR, from_scores(standings_in(panel)))

    assert found.key == "serupa:P1-P2"
    assert found.figures["r"] > Fraction(4, 5)
    assert found.figures["p"] < Fraction(1, 100)
    assert found.figures["shared"] == 26


def test_likeness_needs_ten_shared_candidates_and_some_correlation():
    alike = [(n * 100, n * 90) for n in range(-6, 6)]

    assert likeness([alike[:9]], THRESHOLDS, comparisons=1) is None
    assert likeness([[(a, -b) for a, b in alike]], THRESHOLDS, comparisons=1) is None
    assert likeness([alike], THRESHOLDS, comparisons=1).p < Fraction(1, 100)


def test_a_correlation_that_chance_explains_has_no_small_p():
    pairs = [(500, 500), (-500, -500)] + [(10 * n, (-1) ** n * 90) for n in range(10)]

    found = likeness([pairs], THRESHOLDS, comparisons=21)

    assert found.correlation > Fraction(1, 2)
    assert found.p > Fraction(1, 100)


# Whoever is called what


def test_other_labels_change_labels_only():
    rng = random.Random(1)
    panel = honest(5, WHOLE, rng)
    push(panel, rng, 25, 12)
    copy(panel, rng, 1.0)
    severity(panel, -18)
    standings = standings_in(panel)
    members = dict(zip(["P1", "P2", "P3", "P4", "P5"], ["P4", "P1", "P5", "P2", "P3"], strict=True))
    people = {candidate: f"{99 - int(candidate)}" for candidate, _ in standings}
    renamed = {
        (people[candidate], post): {members[who]: value for who, value in given.items()}
        for (candidate, post), given in reversed(standings.items())
    }

    before, after = from_scores(standings), from_scores(renamed)

    assert len(before) > 1
    assert sorted(
        (s.kind, *sorted(members[m] for m in s.members), people.get(s.candidate, ""), s.vacancy)
        for s in before
    ) == sorted((s.kind, *sorted(s.members), s.candidate, s.vacancy) for s in after)


def test_members_who_agree_on_everything_are_asked_nothing():
    rows = {f"{n:02}": (50 + n,) * 7 for n in range(26)}
    marks = [
        mark(f"P{m}", f"{n:02}", (50 + n, 52 + n, 49 + n)) for m in range(7) for n in range(26)
    ]

    assert from_scores(standing(rows)) == []
    assert from_sheets(marks) == []


# Sheets


def sheets_of(member, same, *, candidates=10):
    """`same` candidates with one sheet, the others with one of their own."""
    return [
        mark(member, f"{n}", (80, 70, 75) if n < same else (60 + n, 71, 65))
        for n in range(candidates)
    ]


def test_the_same_scores_for_four_candidates_are_asked_about():
    marks = [*sheets_of("P1", 4), *sheets_of("P2", 1), *sheets_of("P3", 1)]

    [found] = from_sheets(marks)

    assert found.key == "seragam:P1:W"
    assert [subject.candidate for subject in found.subjects] == ["0", "1", "2", "3"]
    assert found.figures == {"candidates": 4}


@pytest.mark.parametrize(("mine", "theirs"), [(3, 1), (5, 2), (8, 8)])
def test_few_or_no_more_than_colleagues_is_no_question(mine, theirs):
    marks = [*sheets_of("P1", mine), *sheets_of("P2", theirs), *sheets_of("P3", theirs)]

    assert from_sheets(marks) == []


def test_sheets_without_any_difference_between_criteria_are_asked_about():
    flat = [mark("P1", f"{n}", (60 + n, 60 + n, 61 + n)) for n in range(4)]
    others = [mark(m, f"{n}", (60 + n, 64, 70)) for m in ("P2", "P3") for n in range(4)]

    [found] = from_sheets([*flat, *others])

    assert (found.kind, found.members, found.figures) == (Kind.FLAT, ("P1",), {"candidates": 4})


def test_one_criterion_alone_is_neither_flat_nor_the_same():
    assert from_sheets([mark("P1", f"{n}", (80,)) for n in range(9)]) == []


def test_the_same_sentence_about_one_candidate_is_asked_about():
    marks = [
        mark("P1", "1", (80, 70), "Menjelaskan anggaran dengan data tiga tahun."),
        mark("P2", "1", (60, 75), "menjelaskan  anggaran, dengan data tiga tahun"),
        mark("P3", "2", (65, 75), "Belum pernah memimpin unit yang besar."),
    ]

    [found] = of(Kind.COPIED, from_sheets(marks))

    assert found.key == "catatan:P1-P2"
    assert found.texts == ("Menjelaskan anggaran dengan data tiga tahun.",)


def test_a_formula_of_the_panel_is_no_question():
    note = "Menjelaskan anggaran dengan data tiga tahun."
    marks = [mark(f"P{n}", who, (60 + n, 75), note) for n in (1, 2) for who in ("1", "2")]

    assert of(Kind.COPIED, from_sheets(marks)) == []


def test_short_notes_are_everybodys():
    marks = [
        mark(m, "1", (80, 70 + n), "Sangat baik dan jelas") for n, m in enumerate(("P1", "P2"))
    ]

    assert from_sheets(marks) == []


# Hours


def test_three_sheets_signed_long_before_the_end_are_asked_about():
    ahead = [signing("P1", f"{n}", before=11 + n) for n in range(3)]
    others = [signing(m, f"{n}") for m in ("P2", "P3") for n in range(3)]

    [found] = from_hours([*ahead, *others], [])

    assert found.key == "awal:P1"
    assert found.figures["longest"] == 13 * 60


def test_where_all_signed_early_the_hearing_was_over():
    everybody = [signing(m, f"{n}", before=15) for m in ("P1", "P2", "P3") for n in range(3)]

    assert from_hours(everybody, []) == []


@pytest.mark.parametrize("before", [10, 0])
def test_ten_minutes_are_not_early(before):
    held = [signing("P1", f"{n}", before=before) for n in range(3)]

    assert (
        from_hours([*held, *(signing(m, s.subject.candidate) for s in held for m in "AB")], [])
        == []
    )


def test_a_sheet_without_a_slot_is_not_early():
    held = [replace(signing("P1", f"{n}", before=30), ends=None) for n in range(3)]

    assert from_hours(held, []) == []


@pytest.mark.parametrize(("took", "sheets", "asked"), [(59, 3, 1), (60, 3, 0), (5, 2, 0)])
def test_sheets_signed_within_a_minute_are_asked_about(took, sheets, asked):
    found = from_hours([signing("P1", f"{n}", took=took) for n in range(sheets)], [])

    assert [s.key for s in found] == ["cepat:P1"] * asked


def test_where_most_of_the_panel_hurried_all_are_asked_once():
    hurried = [signing(m, f"{n}", took=8 + n) for m in ("P1", "P2", "P3") for n in range(3)]
    others = [signing(m, f"{n}") for m in ("P4", "P5") for n in range(3)]

    [found] = from_hours([*hurried, *others], [])

    assert found.key == "cepat:P1-P2-P3"
    assert found.figures == {"sheets": 9, "shortest": 8, "longest": 10}


def test_a_sheet_opened_again_is_listed_once_a_colleague_had_signed():
    change = Change("ab", "P2", Subject("1", "W"), MORNING, 2, Fraction(70), Fraction(82))
    alone = replace(change, ref="cd", colleagues=0)
    unsigned = replace(change, ref="ef", after=None)

    found = from_hours([], [unsigned, alone, change])

    assert [s.key for s in found] == ["ubah:P2:W:1:ab", "ubah:P2:W:1:ef"]
    assert found[0].figures == {"colleagues": 2, "before": 70, "after": 82}
    assert "after" not in found[1].figures
