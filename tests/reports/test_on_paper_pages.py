"""Scoring on paper, as chair, staff and head meet it in the browser."""

import re

import pytest
from django.urls import reverse

from accounts.models import Membership
from scoring.copies import copies_of
from scoring.models import PaperMode, Transcription
from scoring.paper_modes import mode_of, open_paper
from scoring.transcribing import transcribe
from tests import factories
from tests.rounds import fill, make_round
from tests.scoring.papers import confirmed, copied, typists, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    return draft.open()


@pytest.fixture
def on_paper(small):
    open_paper(small.round, "Listrik <b>padam</b>", by=small.chair)
    return small


def at(name, small, *rest):
    return reverse(f"reports:{name}", args=[small.round.code, *rest])


def as_(client, user):
    client.force_login(user)
    return client


def tells(text, *scores):
    """Whether a page says one of the numbers; an id or a hash that holds its digits does not."""
    return any(re.search(rf"\b{score}\b", text) for score in scores)


def typed(score="80", note=""):
    return {"n1": score, "n2": score, "c1": note, "c2": note}


def post_copy(client, small, sheet, user, **data):
    address = at("transcribe", small, sheet.public_id)
    return as_(client, user).post(address, typed() | data, follow=True)


def test_the_chair_opens_and_ends_paper(client, small):
    chair = as_(client, small.chair)

    silent = chair.post(at("open-paper", small), {"reason": ""})
    opened = chair.post(at("open-paper", small), {"reason": "Listrik <b>padam</b>"}, follow=True)
    held = mode_of(small.round)
    ended = chair.post(at("close-paper", small), follow=True)
    again = chair.post(at("close-paper", small), follow=True)

    assert silent.status_code == 422 and "Tulis alasan memakai kertas" in silent.text
    assert "Listrik &lt;b&gt;padam&lt;/b&gt;" in opened.text and held.opened_by == small.chair
    assert "Penilaian di kertas diakhiri." in ended.text
    assert "sudah diakhiri" in again.text
    assert PaperMode.objects.count() == 1


def test_staff_see_that_paper_is_not_used(client, small):
    page = as_(client, small.staff).get(at("on-paper", small))

    assert "Kertas sedang tidak dipakai" in page.text
    assert "Pakai kertas</button>" not in page.text
    assert at("find-copy", small) not in page.text


def test_two_staff_type_and_the_page_forgets_what_they_typed(client, on_paper):
    sheet, (one, two) = on_paper.sheet(), typists(on_paper)

    first = post_copy(client, on_paper, sheet, one, n1="83")
    mine = client.get(at("copy", on_paper, sheet.public_id))
    second = post_copy(client, on_paper, sheet, two, n1="83")

    assert "Staf lain mengetik salinan kedua" in first.text
    assert 'value="83"' in mine.text and "menunggu salinan staf lain" in mine.text
    assert "Kedua salinan sama." in second.text and not tells(second.text, 83)
    assert copies_of(sheet).agree


def test_the_second_typist_sees_nothing_of_the_first(client, on_paper):
    sheet, (one, two) = on_paper.sheet(), typists(on_paper)
    transcribe(sheet, written(sheet, 83), by=one)

    page = as_(client, two).get(at("copy", on_paper, sheet.public_id))
    listed = client.get(at("on-paper", on_paper))

    assert not tells(page.text, 83) and "Berbeda" not in page.text
    assert "Diketik satu orang" in listed.text and not tells(listed.text, 83)


def test_differences_are_named_and_the_other_score_is_not(client, on_paper):
    sheet, (one, two) = on_paper.sheet(), typists(on_paper)
    transcribe(sheet, written(sheet, 83), by=one)

    answer = post_copy(client, on_paper, sheet, two, n1="83", n2="87")
    other = as_(client, one).get(at("copy", on_paper, sheet.public_id))

    assert "Kedua salinan berbeda" in answer.text and "2. Kriteria W2: nilainya" in answer.text
    assert "1. Kriteria W1: " not in answer.text
    assert 'value="87"' in answer.text and 'value="87"' not in other.text
    assert "2. Kriteria W2: nilainya" in other.text


def test_a_different_wording_is_shown_where_all_scores_agree(client, on_paper):
    sheet, (one, two) = on_paper.sheet(), typists(on_paper)
    said = {c: e | {"note": "Data kuat"} for c, e in written(sheet, 95).items()}
    transcribe(sheet, said, by=one)
    same = {"n1": "95", "n2": "95", "c2": "Data kuat"}

    answer = post_copy(client, on_paper, sheet, two, **same, c1="<i>Data kuat</i>")

    assert "1. Kriteria W1: catatannya" in answer.text
    assert "Salinan yang lain: “Data kuat”" in answer.text
    assert "&lt;i&gt;Data kuat" in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"n2": ""}, "Nilai Kriteria W2 belum diketik."),
        ({"n1": "101"}, "Nilai Kriteria W1 harus bilangan bulat 0 sampai 100."),
        ({"n1": "8o"}, "harus bilangan bulat"),
        ({"n1": "95"}, "Catatan Kriteria W1: Wajib untuk nilai di bawah"),
        ({"c1": "x" * 2001}, "Catatan paling panjang 2000 huruf"),
    ],
)
def test_what_is_wrong_is_named_and_kept_in_the_fields(client, on_paper, data, words):
    sheet = on_paper.sheet()

    answer = post_copy(client, on_paper, sheet, on_paper.staff, **data)

    assert answer.status_code == 422
    assert words in answer.text and 'value="80"' in answer.text
    assert not Transcription.objects.exists()


def test_a_score_typed_twice_in_one_form_is_refused(client, on_paper):
    answer = post_copy(client, on_paper, on_paper.sheet(), on_paper.staff, n1=["80", "81"])

    assert answer.status_code == 400
    assert not Transcription.objects.exists()


def test_a_copy_is_withdrawn(client, on_paper):
    sheet = on_paper.sheet()
    transcribe(sheet, written(sheet), by=on_paper.staff)
    address = at("withdraw-copy", on_paper, sheet.public_id)

    first = as_(client, on_paper.staff).post(address, follow=True)
    again = client.post(address, follow=True)

    assert "Salinan Anda ditarik" in first.text
    assert "Tidak ada salinan Anda" in again.text
    assert copies_of(sheet).held == []


def test_a_third_person_is_told_that_two_have_typed(client, on_paper):
    sheet, (one, two) = on_paper.sheet(), typists(on_paper)
    transcribe(sheet, written(sheet, 83), by=one)
    transcribe(sheet, written(sheet, 84), by=two)
    third = factories.in_role(on_paper.round.agency, Membership.Role.STAFF)

    page = as_(client, third).get(at("copy", on_paper, sheet.public_id))
    answer = post_copy(client, on_paper, sheet, third)

    for text in (page.text, answer.text):
        assert "diketik oleh dua orang lain" in text
        assert not tells(text, 83, 84)


def test_a_sheet_scored_on_screen_is_closed_to_staff(client, on_paper):
    sheet = fill(on_paper.sheet(), lambda *_: 83)

    page = as_(client, on_paper.staff).get(at("copy", on_paper, sheet.public_id))
    answer = post_copy(client, on_paper, sheet, on_paper.staff)

    assert "sudah diisi di layar atau sudah disahkan" in page.text and not tells(page.text, 83)
    assert "sudah diisi di layar" in answer.text
    assert not Transcription.objects.exists()


def test_after_the_member_s_word_staff_read_no_score(client, small):
    sheet = confirmed(small, score=83)
    typist = copies_of(sheet).held[0].typed_by

    page = as_(client, typist).get(at("copy", small, sheet.public_id))
    listed = client.get(at("on-paper", small))

    assert not tells(page.text, 83) and not tells(listed.text, 83)
    assert "Dikonfirmasi penilai" in listed.text


def test_a_code_leads_to_its_sheet(client, on_paper):
    sheet, staff = on_paper.sheet(), as_(client, on_paper.staff)
    page = at("copy", on_paper, sheet.public_id)
    whole, digits = str(sheet.public_id), sheet.public_id.hex[:8].upper()

    for code in (f"http://localhost:8000{page}", whole, f"{digits[:4]} {digits[4:]}", digits):
        assert staff.get(at("find-copy", on_paper), {"kode": code}).url == page
    for code in ("", digits[:7], "bukan kode", f"{digits}zz", "0" * 32):
        answer = staff.get(at("find-copy", on_paper), {"kode": code}, follow=True)
        assert "Tidak ada lembar dengan kode itu" in answer.text


def test_a_code_of_another_round_leads_nowhere(client, on_paper):
    other = make_round(on_paper.round.agency).open()
    code = str(other.sheet().public_id)

    answer = as_(client, on_paper.staff).get(at("find-copy", on_paper), {"kode": code}, follow=True)

    assert "Tidak ada lembar dengan kode itu" in answer.text


@pytest.mark.parametrize("candidates", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_sheets(
    client, django_assert_max_num_queries, candidates
):
    small = make_round(factories.AgencyFactory(), candidates=candidates).open()
    copied(small)
    as_(client, small.staff).get(at("on-paper", small))

    with django_assert_max_num_queries(16):
        client.get(at("on-paper", small))
    with django_assert_max_num_queries(17):
        client.get(at("copy", small, small.sheet().public_id))


def test_forms_are_ordered_for_the_round(client, small):
    answer = as_(client, small.head).post(
        at("order-forms", small), {"day": "", "paper": "a4"}, follow=True
    )
    again = client.post(at("order-forms", small), {"day": "", "paper": "a4"}, follow=True)

    assert "Formulir kertas 001/FORMULIR/" in answer.text and "Seluruh putaran" in answer.text
    assert again.redirect_chain == answer.redirect_chain
    assert "001/FORMULIR/" in client.get(at("on-paper", small)).text


def test_with_a_timetable_forms_are_ordered_by_the_day(client, small):
    slot = factories.SlotFactory(candidate=small.candidates[0], instrument=small.interview)

    page = as_(client, small.staff).get(at("on-paper", small)).text
    refused = client.post(at("order-forms", small), {"day": "", "paper": "f4"})
    ordered = client.post(
        at("order-forms", small), {"day": slot.date.isoformat(), "paper": "f4"}, follow=True
    )

    assert "Seluruh putaran" not in page and f'value="{slot.date.isoformat()}"' in page
    assert refused.status_code == 422
    assert ordered.status_code == 200 and small.round.documents.get().day == slot.date


@pytest.mark.parametrize("data", [{"day": "2025-12-03", "paper": "f4"}, {"day": "", "paper": "x"}])
def test_an_order_that_makes_no_sense_orders_nothing(client, small, data):
    answer = as_(client, small.staff).post(at("order-forms", small), data)

    assert answer.status_code == 422 and "Ada yang perlu diperbaiki" in answer.text
    assert not small.round.documents.exists()
