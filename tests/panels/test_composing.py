import pytest

from audit.models import Event
from panels import composing, noting, panel_gaps
from panels.checking import composition_of
from panels.composing import Person
from panels.composition_rules import COMPOSITION_RULES
from panels.declaring import Answer
from panels.models import CompositionNote, CompositionRule, Conflict, Seat
from panels.names import bare_name
from panels.rule_rows import UnknownRule, rows_of, rule_of
from panels.standing import State, standing_of
from tests import factories
from tests.panels.panels import seat_panel, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(agency):
    round_ = factories.RoundFactory(agency=agency)
    factories.CandidateFactory(round=round_, number=1, unit="Dinas Lain")
    return round_


@pytest.fixture
def staff(round_):
    return factories.MembershipFactory(agency=round_.agency, role="staff").user


def person(**fields):
    said = {
        "email": "baru@contoh.example",
        "name": "Dr. Baru Sekali, M.Si.",
        "post": "Guru Besar",
        "institution": "Universitas Baru",
        "element": "academic",
        "is_internal": False,
        "part": "member",
    }
    return Person(**said | fields)


def trail():
    return (Seat.objects.in_force().count(), Event.objects.count())


def gaps_of(round_):
    """What is missing, letters apart."""
    return [g for g in panel_gaps.gaps_of(round_) if not g.words.startswith("Unggah")]


def states(round_):
    return {check.code: check.finding.state.value for check in composition_of(round_).checks}


def test_the_rows_of_the_table_are_the_rules_as_they_were_read():
    stored = [
        (row.path, rule_of(row)) for row in CompositionRule.objects.order_by("path", "code", "pk")
    ]
    wanted = [(row.path, rule_of(row)) for rule in COMPOSITION_RULES for row in rows_of(rule)]

    assert sorted(stored, key=str) == sorted(wanted, key=str)
    assert str(CompositionRule.objects.filter(code="KETUA").first()).startswith("KETUA (")


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [("odd_between", {"least": 5}), ("element_present", {"elements": ["x"]}), ("dance", {})],
)
def test_a_row_that_nobody_can_judge_is_refused(kind, parameters):
    row = CompositionRule.objects.first()
    row.kind, row.parameters = kind, parameters

    with pytest.raises(UnknownRule):
        rule_of(row)


def test_a_complete_panel_meets_every_rule(round_):
    for seat in seat_panel(round_):
        sign(seat)

    composition = composition_of(round_)

    assert set(states(round_).values()) == {"met"}
    assert composition.is_ready
    assert gaps_of(round_) == []


def test_declarations_that_miss_warn_and_name_their_members(round_):
    seats = seat_panel(round_)
    for seat in seats[2:]:
        sign(seat)

    gaps = gaps_of(round_)

    assert not composition_of(round_).is_ready
    assert [(gap.person, gap.owner.name, gap.blocks_freeze) for gap in gaps] == [
        ("Penilai Bernama 01", "CHAIR", True),
        ("Penilai Bernama 02", "MEMBER", True),
    ]


def test_letters_that_miss_are_gaps_that_block_nothing(round_):
    seat_panel(round_)

    gaps = [g for g in panel_gaps.gaps_of(round_) if g.words.startswith("Unggah")]

    assert [(gap.words, gap.blocks_freeze) for gap in gaps] == [
        ("Unggah SK pembentukan panitia", False),
        ("Unggah surat tugas 5 penilai dari luar instansi", False),
    ]


def test_after_the_freeze_who_never_signed_is_still_asked(draft):
    draft.freeze()
    sign(draft.seats[0])

    asked = [g for g in panel_gaps.gaps_of(draft.round) if g.outlasts_freeze]

    assert {g.words for g in asked} == {"Tandatangani pernyataan benturan kepentingan"}
    assert [g.person for g in asked] == [seat.name for seat in draft.seats[1:]]


def test_what_blocks_is_a_gap_of_the_staff(round_):
    seats = seat_panel(round_, size=4)
    for seat in seats:
        sign(seat)

    words = [gap.words for gap in gaps_of(round_)]

    assert states(round_)["JUMLAH"] == "blocking"
    assert words == [
        "Perbaiki susunan panitia: Jumlah ganjil, 5 sampai 9 orang (4 orang)",
    ]


def test_too_few_judges_after_recusals_block(round_):
    seats = seat_panel(round_, size=5)
    candidate = round_.candidates.get()
    factories.ConflictFactory(seat=seats[0], candidate=candidate)
    factories.ConflictFactory(seat=seats[1], candidate=candidate)

    check = {c.code: c for c in composition_of(round_).checks}["PENILAI_TIAP_KANDIDAT"]

    assert (check.blocks, check.words) == (True, "Kandidat 01 (3 penilai)")


def test_a_bkn_official_blocks_since_july_2025_and_not_before(round_):
    seats = seat_panel(round_)
    seats[1].element = "bkn"
    seats[1].save()
    assert states(round_)["TANPA_PEJABAT_BKN"] == "blocking"

    round_.reference_date = round_.reference_date.replace(year=2024)

    assert "TANPA_PEJABAT_BKN" not in states(round_)


def test_a_panel_without_rules_is_never_ready(round_):
    round_.reference_date = round_.reference_date.replace(year=2016)
    composition = composition_of(round_)

    assert not composition.is_ready
    assert [gap.words for gap in gaps_of(round_)] == [
        "Tetapkan aturan susunan panitia untuk jalur putaran ini"
    ]


def test_a_warning_stands_with_a_note_about_the_same_facts(round_, staff):
    seats = seat_panel(round_)
    for seat in seats[1:]:
        sign(seat)

    note = noting.note_warning(round_, "PERNYATAAN", "Ketua menandatangani besok.", by=staff)

    composition = composition_of(round_)
    assert composition.is_ready
    assert [gap.blocks_freeze for gap in gaps_of(round_)] == [False]
    assert str(note).startswith("PERNYATAAN: Ketua")
    factories.CandidateFactory(round=round_, number=2, unit="Dinas Lain")
    assert not composition_of(round_).is_ready


def test_only_a_warning_takes_a_note_and_only_in_the_draft(round_, staff, draft):
    seat_panel(round_)
    with pytest.raises(noting.NothingToNote):
        noting.note_warning(round_, "JUMLAH", "x", by=staff)
    with pytest.raises(composing.PanelFixed):
        noting.note_warning(draft.open().round, "PERNYATAAN", "x", by=draft.staff)

    assert CompositionNote.objects.count() == 0


def test_add_seat_gives_the_next_number_and_is_recorded(round_, staff):
    seat_panel(round_, size=2)

    seat = composing.add_seat(round_, person(), by=staff)

    assert (seat.number, seat.user.email, seat.element) == (3, "baru@contoh.example", "academic")
    assert Event.objects.filter(verb="panels.seat_added").count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "ADA@contoh.example"}, "sudah dipakai penilai lain"),
        ({"name": "Ir. penilai  bernama 01"}, "Satu orang hanya satu kursi"),
        ({"part": "chair"}, "sudah menjadi ketua"),
    ],
)
def test_a_second_seat_for_the_same_person_or_part_is_refused(round_, staff, fields, words):
    seat_panel(round_, size=1)
    factories.SeatFactory(round=round_, number=9, user__email="ada@contoh.example")
    before = trail()

    with pytest.raises(composing.SeatTaken, match=words):
        composing.add_seat(round_, person(**fields), by=staff)

    assert trail() == before


def test_an_officer_of_the_agency_gets_no_seat(round_, staff):
    with pytest.raises(composing.NotEligible, match="Staf BKPSDM tidak menilai"):
        composing.add_seat(round_, person(email=staff.email), by=staff)


def test_change_seat_corrects_and_records_what_changed(round_, staff):
    seat = seat_panel(round_, size=1)[0]

    composing.change_seat(seat, person(email=seat.user.email, part="chair"), by=staff)

    seat.refresh_from_db()
    assert (seat.name, seat.part) == ("Dr. Baru Sekali, M.Si.", "chair")
    assert "part" not in Event.objects.get(verb="panels.seat_changed").facts_json


def test_withdraw_seat_takes_its_conflicts_along_and_who_comes_back_keeps_the_number(round_, staff):
    seat = seat_panel(round_, size=2)[1]
    factories.ConflictFactory(seat=seat, candidate=round_.candidates.get())

    composing.withdraw_seat(seat, by=staff)

    assert Seat.objects.in_force().count() == 1
    assert Conflict.objects.in_force().count() == 0
    assert composing.add_seat(round_, person(email=seat.user.email), by=staff).number == 2
    assert Conflict.objects.in_force().count() == 1


def test_nobody_loses_a_signed_recusal_by_leaving_and_coming_back(round_, staff):
    seat = seat_panel(round_, size=2)[1]
    candidate = round_.candidates.get()
    sign(seat, {candidate.pk: Answer("family", still_scores=False, note="Sepupu")})
    as_before = person(email=seat.user.email, name=seat.name)

    composing.withdraw_seat(seat, by=staff)
    back = composing.add_seat(round_, as_before, by=staff)

    standing = standing_of(back)
    assert standing.recused == [candidate]
    assert standing.state is State.SIGNED


def test_what_was_withdrawn_before_leaving_stays_withdrawn(round_, staff):
    seat = seat_panel(round_, size=2)[1]
    candidate = round_.candidates.get()
    sign(seat, {candidate.pk: Answer("family", still_scores=False)})
    sign(seat)

    composing.withdraw_seat(seat, by=staff)
    back = composing.add_seat(round_, person(email=seat.user.email), by=staff)

    assert standing_of(back).recused == []


def test_another_name_over_a_signed_declaration_makes_it_lapse(round_, staff):
    seat = seat_panel(round_, size=2)[1]
    sign(seat)

    renamed = composing.change_seat(seat, person(name="Orang Lain"), by=staff)

    standing = standing_of(renamed)
    assert standing.state is State.LAPSED
    assert standing.why_lapsed == "nama penilai diubah sesudah ditandatangani"


def test_after_the_draft_staff_alone_change_nothing(draft):
    small = draft.open()
    before = trail()

    with pytest.raises(composing.PanelFixed):
        composing.add_seat(small.round, person(), by=small.staff)
    with pytest.raises(composing.PanelFixed):
        composing.change_seat(small.seats[0], person(), by=small.staff)
    with pytest.raises(composing.PanelFixed):
        composing.withdraw_seat(small.seats[0], by=small.staff)

    assert trail() == before


@pytest.mark.parametrize(
    "name", ["Prof. Dr. Rina Wati, M.Si.", "Dra. RINA  WATI", "Rina Wati, S.E."]
)
def test_bare_name_is_the_name_without_titles(name):
    assert bare_name(name) == "rina wati"


@pytest.mark.parametrize("candidates", [1, 12])
def test_the_check_costs_the_same_for_any_number_of_candidates(
    round_, candidates, django_assert_num_queries
):
    seat_panel(round_)
    factories.CandidateFactory.create_batch(candidates, round=round_)

    # seats, candidates, declarations, reminders, conflicts, rules, notes, letters
    with django_assert_num_queries(8):
        panel_gaps.gaps_of(round_)
