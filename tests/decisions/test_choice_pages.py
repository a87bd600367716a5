"""Choosing in the browser: what comes back after a refusal, the proof, and who reads what."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts.wording import at_moment
from decisions import actions
from decisions.choosing import Picked, drafts_of, save_draft
from decisions.determining import proposal_of
from decisions.inquiring import ask_panel
from decisions.models import ChoiceDraft, Determination, Inquiry, What
from selection.models import Vacancy

pytestmark = pytest.mark.django_db
PASSWORD = "sandi-contoh-2026"
REASON = "Pengalaman memimpin puskesmas sesuai prioritas 2026."
LONGER = f"{REASON} Bidang kesehatan masyarakat paling dekat dengan tugas jabatan ini."


@pytest.fixture
def handed(handed_over, client):
    small = handed_over
    small.authority.set_password(PASSWORD)
    small.authority.save(update_fields=["password"])
    client.force_login(small.authority)
    return small


def address(small, name, *rest):
    return reverse(f"decisions:{name}", args=[small.round.code, *rest])


def save(client, small, number="3", reason=REASON, *, version=0, post="DINKES"):
    data = {"picked": number, "reason": reason, "version": version}
    return client.post(address(small, "save-choice", post), data)


def settle(client, small, **given):
    seen = proposal_of(small.round).seen
    data = {"seen": seen, "password": PASSWORD} | given
    return client.post(address(small, "determine"), data)


def test_a_choice_is_saved_and_shown_as_a_draft(client, handed):
    response = save(client, handed)

    assert response.url == address(handed, "shortlist-post", "DINKES")
    text = client.get(response.url).text
    assert "Tersimpan sementara: Nama Rahasia 03" in text
    assert "1 dari 2 jabatan sudah dipilih, 1 di antaranya sementara" in text
    assert 'value="3" checked' in text


def test_a_refused_choice_comes_back_as_it_was_typed(client, handed):
    response = save(client, handed, "2", "Cocok.")

    assert response.status_code == 422
    assert "paling sedikit 80 huruf" in response.text
    assert ">Cocok.</textarea>" in response.text
    assert 'value="2" class="off-rank" checked' in response.text
    assert not ChoiceDraft.objects.exists()


def test_without_a_pick_nothing_is_saved_and_the_reason_stays(client, handed):
    data = {"reason": REASON, "version": 0}
    response = client.post(address(handed, "save-choice", "DINKES"), data)

    assert response.status_code == 422
    assert REASON in response.text
    assert not ChoiceDraft.objects.exists()


def test_a_stale_tablet_is_told_what_is_there_and_keeps_its_words(client, handed):
    save(client, handed)
    response = save(client, handed, "2", LONGER)

    assert response.status_code == 422
    assert "mungkin dari perangkat lain" in response.text
    assert "disimpan sebagai “Nama Rahasia 03" in response.text
    assert LONGER in response.text
    assert 'name="version" value="1"' in response.text
    assert drafts_of(handed.round)[handed.vacancies[0].pk].candidate == handed.candidates[2]
    assert save(client, handed, "2", LONGER, version=1).status_code == 302


def test_who_is_chosen_elsewhere_is_marked_on_his_other_card(client, handed):
    save(client, handed, "1", LONGER)
    text = client.get(address(handed, "shortlist-post", "DISHUB")).text
    refused = save(client, handed, "1", post="DISHUB")

    assert "Tidak tersedia: sudah dipilih untuk Kepala Dinas Kesehatan" in text
    assert refused.status_code == 422
    assert "Pilih salah satu jabatan" in refused.text
    client.post(address(handed, "clear-choice", "DINKES"), {"version": 1})
    assert save(client, handed, "1", post="DISHUB").status_code == 302


@pytest.mark.parametrize("version", [0, "x"])
def test_a_draft_is_not_taken_back_by_a_page_that_did_not_see_it(client, handed, version):
    save(client, handed)
    client.post(address(handed, "clear-choice", "DINKES"), {"version": version})

    assert len(drafts_of(handed.round)) == 1


def test_a_special_post_offers_to_send_all_names_and_no_single_one(client, draft):
    Vacancy.objects.filter(round=draft.round, code="DINKES").update(special_approval="Kemendagri")
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    client.force_login(small.authority)

    text = client.get(address(small, "shortlist-post", "DINKES")).text

    assert "Sampaikan 3 nama ke Kemendagri" in text
    assert "Persetujuan menurut syarat jabatan, lazimnya 15 hari kerja" in text
    assert "syarat jabatan ini menurut berkas: persetujuan Kemendagri" in text
    assert 'name="picked" value="3"' not in text
    assert save(client, small, "names").status_code == 302
    review = client.get(address(small, "review")).text
    assert "Anda akan menetapkan 0 pilihan dan 1 usulan semua nama." in review


def test_what_is_reviewed_is_set_with_the_own_password(client, handed):
    save(client, handed)
    review = client.get(address(handed, "review"))
    assert REASON in review.text
    assert "Belum dipilih" in review.text

    response = settle(client, handed)

    assert response.url == address(handed, "choices")
    assert Determination.objects.get().proof == "password"
    assert "Nama Rahasia 03" in client.get(response.url).text
    post = client.get(address(handed, "shortlist-post", "DINKES")).text
    assert "Perubahan memerlukan keputusan baru dengan alasan." in post
    assert "Ubah dengan keputusan baru" in post


@pytest.mark.parametrize("password", ["", "bukan-sandinya"])
def test_without_proof_nothing_is_set(client, handed, password):
    save(client, handed)
    response = settle(client, handed, password=password)

    assert response.status_code == 422
    assert not Determination.objects.exists()
    assert len(drafts_of(handed.round)) == 1


def test_who_has_a_second_factor_proves_with_it_and_not_with_the_password(client, handed):
    Authenticator.objects.create(user=handed.authority, type="totp", data={"secret": "rahasia"})
    save(client, handed)

    text = client.get(address(handed, "review")).text
    assert "Pastikan bahwa ini Anda" in text
    assert "Kata sandi Anda" not in text
    refused = settle(client, handed)
    assert "Akun Anda memakai kunci sandi perangkat" in refused.text
    assert not Determination.objects.exists()
    session = client.session
    session["account_authentication_methods_user"] = str(handed.authority.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.save()
    settle(client, handed, password="")
    assert Determination.objects.get().proof == "factor"


def test_the_second_confirmation_sees_that_all_is_set(client, handed):
    save(client, handed)
    seen = proposal_of(handed.round).seen
    settle(client, handed, seen=seen)
    late = settle(client, handed, seen=seen, reason=LONGER)

    assert late.url == address(handed, "review")
    set_at = timezone.localtime(Determination.objects.get().set_at)
    told = client.get(late.url).text
    assert "sudah ditetapkan" in told
    assert at_moment(set_at) in told
    assert Determination.objects.count() == 1


def test_another_decision_says_how_many_posts_it_replaces(client, handed):
    """What was set before is not said to be replaced by the choice for another post."""
    save(client, handed)
    settle(client, handed)
    save(client, handed, "1", post="DISHUB")
    text = client.get(address(handed, "review")).text
    assert "Penetapan nomor 1 tetap tersimpan." in text
    assert "boleh dikosongkan" not in text

    save(client, handed, "2", LONGER, version=2)

    assert (
        "keputusan ini menggantikannya pada 1 jabatan" in client.get(address(handed, "review")).text
    )


def test_a_change_needs_a_reason_and_the_first_setting_stays_in_the_record(client, handed):
    save(client, handed)
    settle(client, handed)
    save(client, handed, "2", LONGER, version=2)
    refused = settle(client, handed)
    assert refused.status_code == 422
    assert "Keputusan baru memerlukan alasan" in refused.text
    blank = settle(client, handed, reason="  ")
    assert blank.status_code == 422
    assert "Keputusan baru memerlukan alasan" in blank.text

    settle(client, handed, reason="Calon pertama diangkat provinsi pada pekan ini.")

    text = client.get(address(handed, "choices")).text
    assert "Nomor 1" in text
    assert "Alasan perubahan: Calon pertama diangkat provinsi" in text
    assert "Nama Rahasia 02" in text


def test_nobody_but_the_authority_reads_a_draft(client, handed):
    assert "Tersimpan sementara" in client.get(save(client, handed).url).text

    for user in (handed.staff, handed.head, handed.chair, handed.auditor):
        client.force_login(user)
        for name, *rest in (["shortlist"], ["shortlist-post", "DINKES"], ["choices"]):
            text = client.get(address(handed, name, *rest)).text
            assert REASON not in text
            assert "sementara:" not in text
            assert "sudah dipilih" not in text
        assert client.get(address(handed, "review")).status_code == 403


def test_everybody_who_reads_along_reads_what_was_set(client, handed):
    save(client, handed)
    settle(client, handed)

    for user in (handed.staff, handed.head, handed.chair, handed.auditor):
        client.force_login(user)
        assert "Nama Rahasia 03" in client.get(address(handed, "choices")).text
    client.force_login(handed.members[0])
    assert client.get(address(handed, "choices")).status_code == 403


def test_the_panel_is_asked_and_answers_on_the_page_of_the_post(client, handed):
    asked = {"question": "Mengapa wawancaranya lebih rendah?"}
    client.post(address(handed, "ask-panel", "DINKES"), asked)
    inquiry = Inquiry.objects.get()
    assert "menunggu keterangan panitia" in client.get(address(handed, "shortlist")).text

    client.force_login(handed.chair)
    todo = client.get(reverse("reports:round", args=[handed.round.code])).text
    assert "Jawab permintaan keterangan Wali Kota" in todo
    there = client.get(address(handed, "shortlist-post", "DINKES")).text
    assert "Mengapa wawancaranya lebih rendah?" in there
    answered = {"answer": "Dua penilai mencatat jawaban yang umum."}
    assert client.post(address(handed, "answer-inquiry", inquiry.pk), {}).status_code == 422
    client.post(address(handed, "answer-inquiry", inquiry.pk), answered)
    late = client.post(address(handed, "answer-inquiry", inquiry.pk), {"answer": "Lain"})

    assert "sudah dijawab" in late.text
    client.force_login(handed.authority)
    text = client.get(address(handed, "shortlist-post", "DINKES")).text
    assert "Dua penilai mencatat jawaban yang umum." in text
    client.force_login(handed.staff)
    assert "jawaban yang umum" not in client.get(address(handed, "shortlist-post", "DINKES")).text


def test_an_empty_question_is_not_sent(client, handed):
    response = client.post(address(handed, "ask-panel", "DINKES"), {"question": " "})

    assert response.status_code == 422
    assert not Inquiry.objects.exists()


def test_the_head_notes_a_withdrawal_and_that_person_can_be_chosen_no_more(client, handed):
    save(client, handed)
    client.force_login(handed.staff)
    there = address(handed, "withdraw", "DINKES")
    assert client.post(there, {"candidate": "3", "letter": "800/12/2026"}).status_code == 403
    client.force_login(handed.head)
    assert client.post(there, {"candidate": "3"}).status_code == 422
    client.post(there, {"candidate": "3", "letter": "800/12/2026 tanggal 3 Desember 2026"})
    again = client.post(there, {"candidate": "3", "letter": "Lain"})
    assert "sudah dicatat" in again.text

    client.force_login(handed.authority)
    text = client.get(address(handed, "shortlist-post", "DINKES")).text
    assert "Tidak tersedia: mengundurkan diri (800/12/2026 tanggal 3 Desember 2026" in text
    assert "Belum dapat ditetapkan." in client.get(address(handed, "review")).text
    assert settle(client, handed).status_code == 422
    assert not Determination.objects.exists()


@pytest.mark.parametrize(("name", "most"), [("shortlist", 12), ("review", 27), ("choices", 11)])
def test_the_pages_around_the_choice_cost_the_same_however_much_is_chosen(
    client, handed, django_assert_max_num_queries, name, most
):
    ask_panel(handed.vacancies[0], "Mengapa?", by=handed.authority)
    costs = []
    for post, number, reason in ((0, 3, REASON), (1, 1, REASON)):
        person = Picked(What.PERSON, handed.candidates[number - 1])
        vacancy = Vacancy.objects.get(pk=handed.vacancies[post].pk)
        save_draft(vacancy, person, reason, seen_version=0, by=handed.authority)
        with django_assert_max_num_queries(most) as asked:
            client.get(address(handed, name))
        costs.append(len(asked.captured_queries))

    assert costs[0] == costs[1]


def test_the_auditor_reads_what_was_asked_and_answered_and_staff_do_not(client, handed):
    ask_panel(handed.vacancies[0], "Mengapa selisihnya kecil?", by=handed.authority)
    there = address(handed, "shortlist-post", "DINKES")

    client.force_login(handed.auditor)
    text = client.get(there).text
    assert "Mengapa selisihnya kecil?" in text
    assert "Menunggu jawaban ketua panitia" in text
    assert "Kirim jawaban" not in text
    assert address(handed, "inquiries") in client.get(address(handed, "shortlist")).text
    assert "Mengapa selisihnya kecil?" in client.get(address(handed, "inquiries")).text
    client.force_login(handed.staff)
    assert "Mengapa selisihnya kecil?" not in client.get(there).text
    assert address(handed, "inquiries") not in client.get(address(handed, "shortlist")).text
    assert client.get(address(handed, "inquiries")).status_code == 403


def test_the_list_of_questions_costs_the_same_for_any_number(
    client, handed, django_assert_num_queries
):
    client.force_login(handed.auditor)
    for count in (1, 4):
        for number in range(count):
            ask_panel(handed.vacancies[0], f"Mengapa {count} {number}?", by=handed.authority)
        with django_assert_num_queries(5):  # session, user, round, questions, frame
            client.get(address(handed, "inquiries"))
