"""The decision sheet carries what the page of its post shows, and nothing that the page hides."""

import json
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.nip import NIP
from accounts.wording import with_comma
from decisions.actions import hand_over
from decisions.choosing import Picked, save_draft
from decisions.decision_page import page_of
from decisions.determining import determine, proposal_of
from decisions.inquiring import ask_panel
from decisions.models import What
from decisions.shortlist import ranked_vacancies
from reports.builders import make
from reports.decision_sheet import decision_of
from reports.letterhead import head_of
from reports.paperwork import html_of
from scoring.models import Confirmation
from scoring.printing import as_json, printout_of
from selection.models import Vacancy
from tests.candidates.exports import person, put
from tests.factories import CareerPostFactory, DocumentFactory
from tests.reports.reading import pages_of
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
REASON = "Pengalamannya paling sesuai dengan prioritas jabatan ini."


@pytest.fixture
def handed(draft):
    put(draft.round.agency, *(person(number) for number in range(1, 4)))
    CareerPostFactory(
        candidate=draft.candidates[2], post="Kepala Puskesmas", unit="Dinas Kesehatan"
    )
    return handed_over(draft)


def handed_over(draft):
    small = draft.play().resolve()
    small.round = hand_over(small.round, by=small.chair)
    return small


def ordered(small, **fields):
    return DocumentFactory(round=small.round, kind="decision", **fields)


def pages(document):
    return pages_of(make(document, lambda _percent, _step: None).content)


def text(document):
    """All pages without any space: lines break wherever a column ends."""
    return squeezed("".join(pages(document)))


def squeezed(words):
    return "".join(words.split())


def choose(small, what, candidate=None, *, reason=REASON, post="DINKES"):
    vacancy = Vacancy.objects.get(code=post)
    save_draft(vacancy, Picked(what, candidate), reason, seen_version=0, by=small.authority)


def settle(small, reason=""):
    settled = {"reason": reason, "proof": Confirmation.Proof.PASSWORD, "by": small.authority}
    determine(small.round, seen=proposal_of(small.round).seen, **settled)


def test_each_post_has_a_page_with_the_same_facts_of_every_name(handed):
    document = ordered(handed)

    first, second = decision_of(document).content.sheets

    assert [len(part.scores) for part in first.parts] == [3, 3]
    assert [len(part.scores) for part in second.parts] == [1, 1]
    printed = pages(document)
    assert len(printed) == 2
    assert "Kepala Dinas Kesehatan" in printed[0] and "Alasan keputusan" in printed[0]
    assert handed.authority.name in printed[0]
    assert f"{head_of(handed.round.agency).upper()} selaku Pejabat" in printed[0]


def test_the_sheet_says_what_the_page_of_the_post_says(handed):
    document = ordered(handed, vacancy=handed.vacancies[0])
    posts = list(ranked_vacancies(handed.round))
    shown = page_of(handed.round, posts, posts[0], timezone.localdate(), chooses=False)

    printed = text(document)

    for place in shown.places:
        card, person_ = place.card, place.card.name.candidate
        said = [person_.full_name, person_.place, str(NIP(person_.nip)), card.pension, card.ratings]
        said += [card.name.tenure, card.firmness, card.leaves.words, place.route.bodies]
        said += [f"Kotak {card.box.number}", card.box.description, person_.get_grade_display()]
        said += [remark.text for remark in (*card.strengths, *card.risks)]
        said += [f"{line.place} ({line.began.year}" for line in card.name.earlier]
        said += [with_comma(part.score, 2) for part in card.name.components]
        said.append(f"lazimnya {place.route.typical_days} hari kerja")
        assert [words for words in said if squeezed(words) not in printed] == []
    for step in shown.route.required:
        assert squeezed(f"{step.rule.title}, lazimnya {step.rule.typical_days} hari") in printed


def test_the_figures_are_those_of_the_json_as_a_screen_writes_them(handed):
    document = ordered(handed, vacancy=handed.vacancies[0])

    parts = {part.title: part.scores for part in decision_of(document).content.sheets[0].parts}

    printed = json.loads(as_json(printout_of(handed.round, handed.vacancies[0])))
    forward = [p for p in printed["vacancies"][0]["ranked"] if p["put_forward"] is not False]
    exact = [Decimal(p["instruments"]["WAWANCARA"]) for p in forward]
    assert [round(Decimal(with_comma(s, 4).replace(",", ".")), 4) for s in parts["Wawancara"]] == (
        exact
    )
    page = text(document)
    assert forward[0]["total"] == "77.40" and "77,40" in page
    assert "84,00" in page and "84,0000" not in page


def test_the_sheet_says_what_was_set_and_why(handed):
    before = decision_of(ordered(handed))
    choose(handed, What.PERSON, handed.candidates[-1])
    drafted = decision_of(ordered(handed))
    assert "Dipilih" in pages(ordered(handed))[0] and REASON not in pages(ordered(handed))[0]
    settle(handed)
    document = ordered(handed)

    assert drafted.drawn_from == before.drawn_from != decision_of(document).drawn_from
    first, second = pages(document)
    assert squeezed(REASON) in squeezed(first) and "penetapan nomor 1" in first
    assert "beri tanda" not in first and "beri tanda" in second
    assert "rute Nama Rahasia 03" in first


def test_who_was_chosen_for_one_post_is_not_to_be_ticked_for_another(handed):
    choose(handed, What.PERSON, handed.candidates[0], reason=f"{REASON} {REASON}")
    settle(handed)

    printed = text(ordered(handed, vacancy=handed.vacancies[1]))

    assert squeezed("Tidak tersedia: sudah dipilih untuk Kepala Dinas Kesehatan") in printed


def test_names_that_go_on_together_are_sent_and_not_ticked(draft):
    Vacancy.objects.filter(code="DINKES").update(special_approval="Kemendagri")
    small = handed_over(draft)
    before = text(ordered(small, vacancy=small.vacancies[0]))
    choose(small, What.NAMES)
    settle(small)
    after = text(ordered(small, vacancy=small.vacancies[0]))

    assert squeezed("Sampaikan 3 nama ke Kemendagri") in before
    assert before.count(squeezed("bersama nama lain")) == 3 and "beritanda" not in before
    assert squeezed("Semua nama disampaikan; penetapan nomor 1") in after
    assert squeezed("Sampaikan 3 nama") not in after


@pytest.mark.parametrize("paper", ["f4", "a4"])
def test_a_long_reason_goes_on_with_the_signature_under_a_repeated_head(draft, paper):
    reason = " ".join(f"alasan{number:03}" for number in range(1, 101))[:999]
    post = f"Kepala {'Badan Perencanaan Pembangunan dan Riset ' * 4}".strip()
    Vacancy.objects.filter(code="DINKES").update(title=post)
    for candidate in draft.candidates:
        candidate.post = f"{post} {candidate.number}"[:200]
        candidate.save(update_fields=["post"])
    small = handed_over(draft)
    choose(small, What.PERSON, small.candidates[1], reason=reason)
    settle(small)

    first, last = pages(ordered(small, vacancy=small.vacancies[0], paper=paper))

    assert all(word in f"{first} {last}" for word in reason.split())
    assert f"Lembar Keputusan, lanjutan · {post}" in last and "lanjutan" not in first
    assert reason.split()[-1] in last
    assert "selaku Pejabat Pembina Kepegawaian" in last and "Sidik jari isi" in last


def test_what_is_not_recorded_is_said_so(draft):
    Vacancy.objects.update(acting="", vacant_since=None)
    for candidate in draft.candidates:
        candidate.rating_1 = candidate.rating_2 = candidate.education = ""
        candidate.save(update_fields=["rating_1", "rating_2", "education"])

    printed = text(ordered(draft.play(), vacancy=draft.vacancies[0]))

    assert printed.count("belumtercatat") == 2
    assert printed.count(squeezed("Belum dapat ditentukan dari data yang dimuat")) == 3
    assert printed.count(squeezed("SKP belum dimuat")) == 3
    assert printed.count(squeezed("Riwayat jabatan belum dimuat")) == 3


def test_what_the_authority_asks_the_panel_is_on_no_sheet(handed):
    ask_panel(handed.vacancies[0], "Bagaimana rekam disiplinnya?", by=handed.authority)
    document = ordered(handed)

    assert "Bagaimana rekam" not in html_of(document, decision_of(document))


def test_an_account_called_like_the_office_signs_without_a_name(handed):
    office = head_of(handed.round.agency)
    handed.authority.name = office
    handed.authority.save(update_fields=["name"])

    assert decision_of(ordered(handed)).content.name == ""


@pytest.mark.parametrize("candidates", [3, 9])
def test_the_sheets_of_a_round_cost_the_same_for_any_number_of_candidates(
    agency, candidates, django_assert_num_queries
):
    small = make_round(agency, candidates=candidates)
    put(agency, *(person(number) for number in range(1, candidates + 1)))
    small.play()
    document = ordered(small)

    # once for both posts, but for their careers
    with django_assert_num_queries(33):
        decision_of(document)
