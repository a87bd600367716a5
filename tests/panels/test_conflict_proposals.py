from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels import models
from panels.composition_facts import Candidate, Element, Member
from panels.conflict_proposals import Ground, proposed_conflicts, unit_led

CITY = "Pemerintah Kota Tirtakencana"
BPKAD = "Badan Pengelolaan Keuangan dan Aset Daerah"
SECRETARIAT = "Sekretariat Daerah"
SECRETARY = Member(
    key="P1",
    name="Wibawa",
    element=Element.SECRETARY,
    is_internal=True,
    institution=CITY,
    post="Sekretaris Daerah Kota Tirtakencana",
)
TREASURER = Member(
    key="P2",
    name="Hesti",
    element=Element.FINANCE,
    is_internal=True,
    institution=CITY,
    post=f"Kepala {BPKAD}",
)
PROFESSOR = Member(
    key="P3",
    name="Prof. Rina",
    element=Element.ACADEMIC,
    is_internal=False,
    institution="Universitas Pesisir Utara",
    post="Guru Besar",
)


def candidate(number, **given):
    facts = {"agency": CITY, "unit": "Dinas Perhubungan", "post": "Sekretaris Dinas Perhubungan"}
    return Candidate(key=f"k{number}", number=number, **facts | given)


BUDGET = candidate(2, unit=BPKAD, post="Kepala Bidang Anggaran")
GOVERNANCE = candidate(7, unit=SECRETARIAT, post="Kepala Bagian Pemerintahan")
TRAFFIC = candidate(9)


def found(member, person, **given):
    return [
        (proposal.ground, proposal.why)
        for proposal in proposed_conflicts([member], [person], **given)
    ]


def ground(member, person):
    grounds = [each for each, _ in found(member, person)]
    return grounds[0] if grounds else None


def test_the_head_of_a_unit_is_the_direct_superior_of_those_who_work_in_it():
    assert found(TREASURER, BUDGET) == [
        (
            Ground.SUPERIOR,
            f"Kepala {BPKAD} memimpin {BPKAD}, tempat kandidat ini bertugas sebagai"
            " Kepala Bidang Anggaran.",
        )
    ]
    assert found(SECRETARY, GOVERNANCE) == [
        (
            Ground.SUPERIOR,
            "Sekretaris Daerah Kota Tirtakencana memimpin Sekretariat Daerah, tempat kandidat ini"
            " bertugas sebagai Kepala Bagian Pemerintahan.",
        )
    ]


def test_a_title_counts_where_the_unit_on_record_is_named_otherwise():
    assert ground(replace(TREASURER, unit="BPKAD"), BUDGET) is Ground.SUPERIOR


def test_all_proposals_come_by_member_then_weight_then_number():
    proposals = proposed_conflicts([SECRETARY, PROFESSOR, TREASURER], [TRAFFIC, GOVERNANCE, BUDGET])

    assert [(each.member.key, each.candidate.number, each.ground) for each in proposals] == [
        ("P1", 7, Ground.SUPERIOR),
        ("P1", 2, Ground.SAME_AGENCY),
        ("P1", 9, Ground.SAME_AGENCY),
        ("P2", 2, Ground.SUPERIOR),
        ("P2", 7, Ground.SAME_AGENCY),
        ("P2", 9, Ground.SAME_AGENCY),
    ]


def test_somebody_from_elsewhere_gets_no_proposal():
    assert found(PROFESSOR, BUDGET) == []


def test_the_head_of_a_unit_of_the_same_name_elsewhere_is_no_superior():
    province = replace(TREASURER, is_internal=False, institution="Pemerintah Provinsi")

    assert found(province, BUDGET) == []


def test_somebody_of_the_same_agency_is_proposed_though_not_marked_internal():
    unmarked = replace(SECRETARY, is_internal=False)

    assert found(unmarked, TRAFFIC) == [
        (
            Ground.SAME_AGENCY,
            "Sekretaris Daerah Kota Tirtakencana dan kandidat ini bertugas di instansi yang sama.",
        )
    ]


def test_agencies_that_are_not_known_are_not_the_same():
    assert found(replace(PROFESSOR, institution=""), replace(TRAFFIC, agency="")) == []


def test_two_who_work_in_one_unit_are_proposed():
    colleague = replace(TREASURER, post="Sekretaris Badan", unit=f" {BPKAD.upper()} ")

    assert found(colleague, BUDGET) == [
        (Ground.SAME_UNIT, f"Sekretaris Badan dan kandidat ini bertugas di {BPKAD}.")
    ]


def test_a_candidate_who_leads_the_members_unit_is_his_superior():
    head = candidate(4, unit=BPKAD, post=f"Plt. Kepala {BPKAD}")
    colleague = replace(TREASURER, post="Sekretaris Badan", unit=BPKAD)

    assert found(colleague, head) == [
        (Ground.SUBORDINATE, f"Kandidat ini memimpin {BPKAD}, tempat Sekretaris Badan bertugas.")
    ]


def test_two_who_both_lead_a_unit_are_only_of_one_unit():
    assert ground(TREASURER, candidate(4, unit=BPKAD, post=f"Kepala {BPKAD}")) is Ground.SAME_UNIT


def test_a_candidate_without_a_unit_is_only_of_the_same_agency():
    assert ground(TREASURER, candidate(4, unit="", post="")) is Ground.SAME_AGENCY


@pytest.mark.parametrize("superior", ["sekretaris daerah  kota tirtakencana", "Wibawa", "19700101"])
def test_a_superior_named_in_the_data_is_proposed_by_post_name_or_nip(superior):
    secretary = replace(SECRETARY, nip="19700101")

    assert found(secretary, replace(TRAFFIC, superior=superior)) == [
        (
            Ground.SUPERIOR,
            "Menurut data kepegawaian, atasan langsung kandidat ini adalah"
            " Sekretaris Daerah Kota Tirtakencana.",
        )
    ]


def test_a_superior_on_record_is_proposed_wherever_he_works():
    assert ground(PROFESSOR, replace(TRAFFIC, superior="Prof. Rina")) is Ground.SUPERIOR


def test_nothing_on_record_is_no_superior():
    nameless = replace(PROFESSOR, post="", name="", nip="")

    assert found(nameless, TRAFFIC) == []


def test_somebody_who_sits_on_the_panel_and_is_a_candidate_is_named_first():
    secretary = replace(SECRETARY, nip="197001011995031001")
    himself = replace(GOVERNANCE, nip=secretary.nip)

    assert found(secretary, himself) == [
        (
            Ground.SAME_PERSON,
            "NIP Sekretaris Daerah Kota Tirtakencana sama dengan NIP kandidat ini.",
        )
    ]


def test_pairs_already_declared_are_not_proposed_again():
    assert found(SECRETARY, GOVERNANCE, declared={("P1", "k7")}) == []
    assert found(SECRETARY, GOVERNANCE, declared={("P1", "k2"), ("P2", "k7")}) != []


@pytest.mark.parametrize(
    ("post", "unit"),
    [
        ("Kepala Dinas Kesehatan", "dinas kesehatan"),
        ("Plt. Kepala Dinas Kesehatan Kota Pekalongan", "dinas kesehatan"),
        ("Pj Sekretaris Daerah", "sekretariat daerah"),
        ("PLH.  SEKRETARIS  DAERAH", "sekretariat daerah"),
        ("Pjs. Inspektur", "inspektorat"),
        ("Inspektur Kabupaten Batang", "inspektorat"),
        ("Sekretaris DPRD", "sekretariat dprd"),
        ("Camat Pekalongan Timur", "kecamatan pekalongan timur"),
        ("Direktur RSUD Bendan", "rsud bendan"),
        ("Sekretaris Dinas Kesehatan", ""),
        ("Guru Besar", ""),
        ("", ""),
    ],
)
def test_a_title_names_the_unit_it_leads(post, unit):
    assert unit_led(post) == unit


def test_grounds_have_words_and_the_kinds_of_the_table():
    assert {each.label: each.kind for each in Ground} == {
        "Orang yang sama": "other",
        "Atasan langsung": "superior",
        "Bawahan": "subordinate",
        "Unit kerja yang sama": "other",
        "Instansi yang sama": "other",
    }
    assert {each.kind for each in Ground} < set(models.Conflict.Kind.values)
    assert "family" not in {each.kind for each in Ground}


POSTS = st.sampled_from(["Kepala Dinas A", "Sekretaris Dinas A", "Kepala Dinas B", "Sekretaris"])
UNITS = st.sampled_from(["Dinas A", "Dinas B", ""])
AGENCIES = st.sampled_from([CITY, "Pemerintah Provinsi", ""])


@given(
    members=st.lists(st.tuples(POSTS, UNITS, AGENCIES, st.booleans()), max_size=4),
    people=st.lists(st.tuples(POSTS, UNITS, AGENCIES), max_size=6),
)
def test_a_pair_is_proposed_once_at_most_and_only_for_a_reason_that_names_both(members, people):
    seats = [
        replace(SECRETARY, key=f"P{n}", post=post, unit=unit, institution=place, is_internal=own)
        for n, (post, unit, place, own) in enumerate(members)
    ]
    candidates = [
        candidate(n, post=post, unit=unit, agency=place)
        for n, (post, unit, place) in enumerate(people)
    ]

    proposals = proposed_conflicts(seats, candidates)

    pairs = [(each.member.key, each.candidate.key) for each in proposals]
    assert len(pairs) == len(set(pairs))
    assert proposals == proposed_conflicts(seats, candidates[::-1])
    for each in proposals:
        assert (
            f"Kandidat {each.candidate.number:02}" not in each.why and each.member.title in each.why
        )
        assert each.member.is_internal or each.member.institution == each.candidate.agency
