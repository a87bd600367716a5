from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.eligibility import Certainty, RulesContradict
from candidates.facts import SelectionPath
from panels import models
from panels.composition import (
    PATHS,
    Finding,
    Rule,
    Severity,
    State,
    for_round,
    in_force,
    judge_panel,
    may_be_set,
    rule_set_words,
)
from panels.composition_checks import (
    DeclarationsComplete,
    ElementPresent,
    InternalAtMost,
    JudgedByAtLeast,
    NobodyFrom,
    OddBetween,
    OneChair,
    Result,
)
from panels.composition_facts import Candidate, Element, Member, Panel, labels
from panels.composition_rules import COMPOSITION_RULES

TALENT, OPEN, REVIEW = (
    SelectionPath.TALENT_FILL,
    SelectionPath.OPEN_SELECTION,
    SelectionPath.COMPETENCY_REVIEW,
)
ON = date(2025, 11, 20)
CITY = "Pemerintah Kota Tirtakencana"
RULES = COMPOSITION_RULES


def member(key, element=Element.PROVINCE, **given):
    facts = {
        "name": f"Penilai {key}",
        "is_internal": False,
        "has_declared": True,
        "institution": "Pemerintah Provinsi",
    }
    return Member(key=key, element=element, **facts | given)


def candidates(*numbers):
    return tuple(Candidate(key=f"k{number}", number=number) for number in numbers)


THREE = candidates(2, 11, 7)


def panel_of(*members, people=THREE, recused=()):
    return Panel(agency=CITY, members=members, candidates=people, recused=frozenset(recused))


def drawn():
    """The panel of ux.md (e): five members, two of them internal, two recusals."""
    return panel_of(
        member(
            "1",
            Element.SECRETARY,
            post="Sekretaris Daerah",
            is_internal=True,
            is_chair=True,
            institution=CITY,
        ),
        member("2", Element.ACADEMIC, name="Prof. Dr. Rina W."),
        member("3", post="Kepala BKD Provinsi", has_declared=False),
        member("4", Element.FINANCE, post="Kepala BPKAD", is_internal=True, institution=CITY),
        member("5", Element.PROFESSIONAL, name="Dr. Joko S."),
        recused={("2", "k11"), ("4", "k2")},
    )


def sized(size, internal=0, **given):
    """A panel in which nothing but size and share can be wrong."""
    members = [
        member(str(number), Element.ACADEMIC, is_internal=number < internal, is_chair=number == 0)
        for number in range(size)
    ]
    return panel_of(*members, **given)


def findings(panel, path=TALENT, on=ON, rules=RULES):
    return judge_panel(rules, panel, path, on)


def states(panel, path=TALENT, on=ON):
    return {found.rule.code: found.state for found in findings(panel, path, on)}


def rule(**given):
    facts = {
        "code": "KETUA",
        "check": OneChair(),
        "severity": Severity.BLOCKING,
        "legal_basis": "Perwal",
        "source": "I",
        "certainty": Certainty.PROPOSAL,
        "paths": frozenset({TALENT}),
        "valid_from": date(2025, 1, 1),
    }
    return Rule(**facts | given)


def test_the_panel_as_drawn_reads_as_drawn():
    assert [(f.rule.title, f.state, f.words) for f in findings(drawn())] == [
        ("Jumlah ganjil, 5 sampai 9 orang", State.MET, "5 orang"),
        ("Unsur internal paling banyak 45%", State.MET, "2 dari 5 = 40%"),
        ("Ada unsur akademisi atau pakar", State.MET, "2 orang"),
        ("Tidak ada pejabat BKN sebagai anggota", State.MET, "tidak ada"),
        ("Ada tepat satu ketua", State.MET, "Sekretaris Daerah"),
        (
            "Tiap kandidat dinilai paling sedikit 4 penilai",
            State.MET,
            "terendah: Kandidat 02 dan 11 (4 penilai)",
        ),
        (
            "Pernyataan benturan kepentingan lengkap",
            State.WARNING,
            "1 belum menandatangani: Kepala BKD Provinsi",
        ),
    ]
    assert may_be_set(findings(drawn()))


def test_a_bkn_official_blocks_a_talent_panel_and_is_named():
    panel = drawn()
    third = replace(panel.members[2], element=Element.BKN, post="Kepala Kanreg II BKN")
    panel = replace(panel, members=(*panel.members[:2], third, *panel.members[3:]))

    found = next(f for f in findings(panel) if f.rule.code == "TANPA_PEJABAT_BKN")

    assert (found.state, found.words) == (State.BLOCKING, "Kepala Kanreg II BKN tercantum")
    assert found.advice == (
        "Pejabat BKN tidak lagi ditugaskan sebagai anggota panitia seleksi."
        " Ganti dengan anggota lain."
    )
    assert not may_be_set(findings(panel))


@pytest.mark.parametrize(
    ("path", "on", "expected"),
    [
        (TALENT, date(2025, 6, 30), None),
        (TALENT, date(2025, 7, 1), State.BLOCKING),
        (OPEN, date(2025, 6, 30), None),
        (OPEN, date(2025, 7, 1), State.BLOCKING),
        (REVIEW, date(2024, 3, 2), None),  # Malang, with the head of Kanreg II BKN
        (REVIEW, date(2025, 7, 1), State.WARNING),
    ],
)
def test_bkn_officials_are_kept_out_from_july_2025_and_not_before(path, on, expected):
    panel = panel_of(*sized(4).members, member("b", Element.BKN))

    assert states(panel, path, on).get("TANPA_PEJABAT_BKN") == expected


@pytest.mark.parametrize(
    ("institution", "expected"),
    [
        ("Badan Kepegawaian Negara", False),
        ("Kantor Regional II  BADAN KEPEGAWAIAN NEGARA Surabaya", False),
        ("Kanreg I BKN Yogyakarta", False),
        ("BKN", False),
        ("BKNI Sejahtera", True),
        ("Badan Kepegawaian Daerah Provinsi", True),
        ("", True),
    ],
)
def test_an_official_of_bkn_is_known_by_his_institution_too(institution, expected):
    check = NobodyFrom(Element.BKN, ("BKN", "Badan Kepegawaian Negara"))

    assert check.result(panel_of(member("1", institution=institution))).holds is expected


def test_panels_seen_in_practice_pass_the_rules_of_their_time():
    malang = panel_of(  # 2024: five, none of them internal
        member("1", Element.ACADEMIC, is_chair=True),
        member("2", Element.PROVINCE),
        member("3", Element.BKN, institution="Kanreg II BKN"),
        member("4", Element.ACADEMIC),
        member("5", Element.ACADEMIC),
    )
    ministry = sized(7, internal=3)  # 2020: seven, three of them internal

    assert may_be_set(findings(malang, REVIEW, date(2024, 3, 2)))
    assert may_be_set(findings(ministry, OPEN, date(2020, 6, 1)))


@pytest.mark.parametrize(
    ("size", "holds"),
    [
        (0, False),
        (3, False),
        (4, False),
        (5, True),
        (6, False),
        (7, True),
        (8, False),
        (9, True),
        (10, False),
        (11, False),
    ],
)
def test_a_panel_has_an_odd_number_of_members_within_bounds(size, holds):
    assert OddBetween(5, 9).result(sized(size)) == Result(holds, f"{size} orang")


@pytest.mark.parametrize(
    ("size", "internal", "expected"),
    [
        (5, 0, Result(holds=True, words="0 dari 5 = 0%")),
        (5, 2, Result(holds=True, words="2 dari 5 = 40%")),
        (5, 3, Result(holds=False, words="3 dari 5 = 60%; dari 5 orang paling banyak 2")),
        (7, 3, Result(holds=True, words="3 dari 7 = 42,86%")),
        (7, 4, Result(holds=False, words="4 dari 7 = 57,14%; dari 7 orang paling banyak 3")),
        (9, 4, Result(holds=True, words="4 dari 9 = 44,44%")),
        (9, 5, Result(holds=False, words="5 dari 9 = 55,56%; dari 9 orang paling banyak 4")),
        (20, 9, Result(holds=True, words="9 dari 20 = 45%")),  # exactly the limit
        (0, 0, Result(holds=False, words="belum ada anggota")),
    ],
)
def test_the_internal_share_is_the_table_of_the_domain_brief(size, internal, expected):
    assert InternalAtMost(45).result(sized(size, internal)) == expected


@given(size=st.integers(1, 60), data=st.data(), percent=st.integers(0, 100))
def test_the_share_is_compared_exactly_and_the_words_name_what_is_allowed(size, data, percent):
    internal = data.draw(st.integers(0, size))

    result = InternalAtMost(percent).result(sized(size, internal))

    assert result.holds == (Fraction(internal, size) <= Fraction(percent, 100))
    if not result.holds:
        allowed = int(result.words.rsplit(" ", 1)[1])
        assert Fraction(allowed, size) <= Fraction(percent, 100) < Fraction(allowed + 1, size)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"is_internal": True}, 1),
        ({"element": Element.INTERNAL}, 1),
        ({"institution": " pemerintah  KOTA Tirtakencana"}, 1),
        ({"element": Element.SECRETARY, "institution": "Pemerintah Kabupaten Batang"}, 0),
        ({"institution": ""}, 0),
    ],
)
def test_a_forgotten_mark_does_not_lower_the_internal_share(given, expected):
    assert len(panel_of(member("1", **given)).internal) == expected


def test_an_academic_or_an_expert_is_enough():
    check = ElementPresent(frozenset({Element.ACADEMIC, Element.PROFESSIONAL}), "akademisi")

    assert check.result(panel_of(member("1"))) == Result(holds=False, words="belum ada")
    for element in (Element.ACADEMIC, Element.PROFESSIONAL):
        assert check.result(panel_of(member("1", element))) == Result(holds=True, words="1 orang")


def test_a_panel_has_exactly_one_chair():
    plain, one = member("1"), member("2", is_chair=True, post="Asisten I")
    other = member("3", is_chair=True)

    assert OneChair().result(panel_of(plain)) == Result(holds=False, words="belum ada")
    assert OneChair().result(panel_of(plain, one)) == Result(holds=True, words="Asisten I")
    assert OneChair().result(panel_of(plain, one, other)) == Result(
        holds=False, words="2 ketua: Asisten I dan Penilai 3"
    )


@pytest.mark.parametrize(
    ("recused", "expected"),
    [
        ((), Result(holds=True, words="semua 5 penilai")),
        ({("0", "k7")}, Result(holds=True, words="terendah: Kandidat 07 (4 penilai)")),
        (
            {("0", "k7"), ("1", "k7"), ("2", "k2")},
            Result(holds=False, words="Kandidat 07 (3 penilai)"),
        ),
        (
            {(seat, key) for seat, key in product("01", ("k2", "k11"))} | {("2", "k11")},
            Result(holds=False, words="Kandidat 11 (2 penilai) dan Kandidat 02 (3 penilai)"),
        ),
        (
            set(product("01", ("k2", "k7", "k11"))),
            Result(holds=False, words="Kandidat 02, 07, dan 11 (3 penilai)"),
        ),
    ],
)
def test_every_candidate_keeps_enough_judges_after_recusals(recused, expected):
    assert JudgedByAtLeast(4).result(sized(5, recused=recused)) == expected


def test_without_candidates_nobody_is_judged_by_enough():
    found = JudgedByAtLeast(4).result(sized(5, people=()))

    assert found == Result(holds=False, words="belum ada kandidat")


def test_declarations_are_complete_when_every_member_has_signed():
    check = DeclarationsComplete()

    assert check.result(sized(5)) == Result(holds=True, words="5 dari 5 menandatangani")
    assert check.result(sized(1)) == Result(holds=True, words="1 dari 1 menandatangani")
    assert check.result(panel_of()) == Result(holds=False, words="belum ada anggota")
    assert check.result(
        panel_of(member("1"), member("2", has_declared=False), member("3", has_declared=False))
    ) == Result(holds=False, words="2 belum menandatangani: Penilai 2 dan Penilai 3")


def test_missing_declarations_warn_and_do_not_block():
    panel = sized(5)
    silent = replace(
        panel, members=tuple(replace(each, has_declared=False) for each in panel.members)
    )

    assert states(silent)["PERNYATAAN"] is State.WARNING
    assert may_be_set(findings(silent))


@pytest.mark.parametrize("path", SelectionPath)
def test_an_empty_panel_is_never_set(path):
    found = findings(panel_of(people=()), path)

    assert {each.state for each in found if each.rule.code != "TANPA_PEJABAT_BKN"} <= {
        State.BLOCKING,
        State.WARNING,
    }
    assert not may_be_set(found)


def test_a_panel_judged_by_no_rule_is_not_set():
    assert findings(drawn(), on=date(2000, 1, 1)) == ()
    assert not may_be_set(())


@pytest.mark.parametrize("path", SelectionPath)
def test_every_path_has_every_rule_once_today(path):
    codes = [each.code for each in in_force(RULES, path, ON)]

    assert codes == [
        "JUMLAH",
        "UNSUR_INTERNAL",
        "AKADEMISI_PAKAR",
        "TANPA_PEJABAT_BKN",
        "KETUA",
        "PENILAI_TIAP_KANDIDAT",
        "PERNYATAAN",
    ]


def test_a_review_without_an_academic_is_only_warned():
    panel = panel_of(*(member(str(n), is_chair=n == 0) for n in range(5)))

    assert states(panel, REVIEW)["AKADEMISI_PAKAR"] is State.WARNING
    assert states(panel, TALENT)["AKADEMISI_PAKAR"] is State.BLOCKING
    assert states(panel, OPEN)["AKADEMISI_PAKAR"] is State.BLOCKING


def test_every_default_says_its_basis_its_source_its_certainty_and_what_to_do():
    for each in RULES:
        assert each.legal_basis and each.source and each.advice
        assert each.certainty in {Certainty.SECOND_HAND, Certainty.MEMORY, Certainty.PROPOSAL}
        assert each.valid_until is None


def test_what_is_met_needs_no_advice():
    assert {found.advice for found in findings(sized(5))} == {""}


def test_two_versions_of_a_rule_on_one_day_are_refused():
    versions = [rule(), rule(valid_from=date(2025, 6, 1))]

    with pytest.raises(RulesContradict, match="Aturan KETUA berlaku dalam dua versi pada 20 Nov"):
        findings(drawn(), rules=versions)


def test_a_version_that_ended_makes_room_for_the_next():
    old = rule(check=OddBetween(3, 9), valid_until=date(2025, 10, 31))
    new = rule(check=OddBetween(5, 9), valid_from=date(2025, 11, 1))

    for on, expected in [
        (date(2024, 12, 31), ()),
        (date(2025, 1, 1), (old,)),
        (date(2025, 10, 31), (old,)),
        (date(2025, 11, 1), (new,)),
    ]:
        assert in_force([old, new], TALENT, on) == expected
    assert in_force([old, new], OPEN, ON) == ()


@pytest.mark.parametrize("given", [{"paths": frozenset()}, {"valid_until": date(2024, 12, 31)}])
def test_a_rule_that_would_never_apply_is_refused(given):
    with pytest.raises(ValueError, match="KETUA would never apply"):
        rule(**given)


@pytest.mark.parametrize(("quorum", "expected"), [(None, 4), (3, 4), (4, 4), (5, 5)])
def test_a_round_may_ask_for_more_judges_and_never_for_fewer(quorum, expected):
    asked = [
        each.check.members
        for each in for_round(RULES, quorum)
        if isinstance(each.check, JudgedByAtLeast)
    ]

    assert asked == [expected]
    assert len(for_round(RULES, quorum)) == len(RULES)


def test_the_rules_used_are_named_by_path_and_age():
    assert rule_set_words(RULES, TALENT, ON) == (
        "jalur: manajemen talenta, aturan sejak 1 Juli 2025"
    )
    assert rule_set_words(RULES, REVIEW, date(2024, 3, 2)) == (
        "jalur: uji kompetensi, aturan sejak 28 Februari 2020"
    )
    assert rule_set_words((), OPEN, ON) == "jalur: seleksi terbuka, belum ada aturan"
    assert PATHS.keys() == set(SelectionPath)


@given(
    size=st.integers(0, 12),
    internal=st.integers(0, 12),
    chairs=st.integers(0, 2),
    path=st.sampled_from(SelectionPath),
)
def test_a_panel_may_be_set_exactly_when_no_blocking_rule_fails(size, internal, chairs, path):
    panel = panel_of(
        *(
            member(str(n), Element.ACADEMIC, is_internal=n < internal, is_chair=n < chairs)
            for n in range(size)
        )
    )

    found = findings(panel, path)

    assert may_be_set(found) == (
        size in (5, 7, 9) and 20 * min(internal, size) <= 9 * size and (min(chairs, size) == 1)
    )
    for each in found:
        held = each.rule.check.result(panel).holds
        assert (each.state is State.MET) == held


def test_a_member_or_candidate_who_stands_twice_is_refused():
    with pytest.raises(ValueError, match="stands twice"):
        panel_of(member("1"), member("1"))
    with pytest.raises(ValueError, match="stands twice"):
        panel_of(member("1"), people=candidates(1, 1))


@pytest.mark.parametrize("pair", [("x", "k2"), ("1", "x")])
def test_a_recusal_of_somebody_who_is_not_there_is_refused(pair):
    with pytest.raises(ValueError, match="recused who is not there"):
        panel_of(member("1"), recused={pair})


def test_candidates_are_named_by_number_in_order():
    assert labels(candidates(11)) == "Kandidat 11"
    assert labels(candidates(11, 2)) == "Kandidat 02 dan 11"
    assert labels(candidates(11, 2, 7)) == "Kandidat 02, 07, dan 11"


def test_states_are_told_in_words():
    assert [state.label for state in State] == [
        "Terpenuhi",
        "Perlu catatan",
        "Menghalangi penetapan",
    ]
    assert {State(severity) for severity in Severity} == {State.WARNING, State.BLOCKING}
    assert Finding(rule(), State.WARNING, "").advice == ""


def test_elements_are_those_of_the_table():
    assert [element.value for element in Element] == models.Seat.Element.values
