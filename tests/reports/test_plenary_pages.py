"""The plenary as its people meet it in the browser, and its minutes on paper."""

import hashlib
import json
import re
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from decisions.models import Dissent, Plenary, PlenaryDecision
from decisions.questions import questions_of
from decisions.standing import outcome_with
from reports import actions, issuing, plenary_minutes
from reports.models import Document
from scoring.models import Alarm, Result
from tests.factories import DocumentFactory
from tests.reports.reading import text_of
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
PASSWORD = "rahasia-sendiri-2025"


def at(name, small, *rest):
    return reverse(f"reports:{name}", args=[small.round.code, *rest])


def as_(client, user):
    client.force_login(user)
    return client


def opened(client, small, **data):
    told = {"place": "Ruang Rapat", "held_on": f"{timezone.localdate():%d-%m-%Y}", **data}
    return as_(client, small.chair).post(at("open-plenary", small), told, follow=True)


def attended(client, small):
    opened(client, small)
    data = {f"h{seat.pk}": "hadir" for seat in small.seats}
    return client.post(at("plenary-attendance", small), data, follow=True)


def as_read(client, small):
    """What the page on which the result is reviewed sends along."""
    page = client.get(at("review-result", small)).text
    return {"sha256": re.search(r'name="sha256" value="([0-9a-f]{64})"', page)[1]}


def decision_on(small, numbers, **data):
    (tie,) = questions_of(outcome_with(Plenary.objects.get())).open_ties
    return {
        "key": f"cut-{tie.vacancy.code}-{tie.rank}",
        "kind": "cut",
        "vacancy": tie.vacancy.code,
        "nips": [small.candidates[n - 1].nip for n in numbers],
        "reason": "Rekam jejak lebih panjang",
        **data,
    }


def confirmed(client, small):
    for user in small.members:
        user.set_password(PASSWORD)
        user.save()
        page = as_(client, user).get(at("plenary", small))
        sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page.text)[1]
        told = {"sha256": sha256, "password": PASSWORD}
        assert client.post(at("confirm-plenary", small), told).status_code == HTTPStatus.FOUND
    return as_(client, small.chair)


def test_a_plenary_from_its_opening_to_the_frozen_result(client, tied):
    assert "Pleno belum dibuka" in as_(client, tied.chair).get(at("plenary", tied)).text
    page = attended(client, tied)
    assert "Kuorum tercapai" in page.text
    assert "pilih 3 dari 4 nama" in page.text

    decided = client.post(at("decide", tied), decision_on(tied, [1, 2, 4]), follow=True)
    assert "Keputusan nomor 1 tersimpan" in decided.text
    assert "Rekam jejak lebih panjang" in decided.text
    confirmed(client, tied)
    assert "tidak berubah lagi" in client.get(at("review-result", tied)).text
    frozen = client.post(at("freeze-result", tied), as_read(client, tied), follow=True)

    result = Result.objects.get()
    assert result.fingerprint in frozen.text
    ranking = client.get(at("ranking", tied, "DINKES"))
    assert "Hasil nomor 1 ditetapkan pleno" in ranking.text
    assert "Keputusan pleno nomor 1:" in ranking.text
    assert "Peringkat 1 tetap bersama; pleno yang memutus." in ranking.text
    assert [row.is_cut for row in ranking.context["view"].rows] == [False] * 4
    assert "Hasil nomor 1" in client.get(at("results", tied)).text
    recounted = client.post(at("recount", tied), follow=True)
    assert (
        "Hasil hitung ulang sama dengan yang disahkan (5 pencalonan, 12 lembar)." in recounted.text
    )


def test_a_refused_decision_keeps_what_was_typed_and_saves_nothing(client, tied):
    attended(client, tied)

    answer = client.post(at("decide", tied), decision_on(tied, [1, 2], reason="Alasan saya"))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Pilih tepat 3 dari 4 nama" in answer.text
    assert "Alasan saya" in answer.text
    assert not PlenaryDecision.objects.exists()


def test_members_confirm_once_everything_is_decided(client, tied):
    attended(client, tied)
    before = client.get(at("plenary", tied)).text
    client.post(at("decide", tied), decision_on(tied, [1, 2, 3]))
    after = client.get(at("plenary", tied)).text

    assert "Konfirmasi dibuka setelah semua yang wajib diputuskan" in before
    assert 'name="sha256"' not in before
    assert 'name="sha256"' in after


def test_votes_are_counted_together_or_not_at_all(client, tied):
    attended(client, tied)

    answer = client.post(at("decide", tied), decision_on(tied, [1, 2, 3], votes_for="2"))

    assert "Isi kedua jumlah suara" in answer.text
    assert not PlenaryDecision.objects.exists()


def test_a_question_that_is_answered_already_is_not_asked_again(client, tied):
    attended(client, tied)
    told = decision_on(tied, [1, 2, 3])
    client.post(at("decide", tied), told)

    late = client.post(at("decide", tied), told, follow=True)

    assert "sudah dijawab" in late.text
    assert PlenaryDecision.objects.count() == 1


def test_a_decision_is_withdrawn_and_still_read(client, tied):
    attended(client, tied)
    client.post(at("decide", tied), decision_on(tied, [1, 2, 3]))
    assert client.post(at("withdraw-decision", tied, 1), {}).status_code == 422

    page = client.post(at("withdraw-decision", tied, 1), {"reason": "Salah nama"}, follow=True)

    assert "Dicabut" in page.text
    assert "Salah nama" in page.text
    assert "pilih 3 dari 4 nama" in page.text


def test_an_absence_without_a_reason_is_refused(client, played):
    opened(client, played)
    data = {f"h{seat.pk}": "tidak" for seat in played.seats}

    answer = client.post(at("plenary-attendance", played), data)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tulis alasan tidak hadir" in answer.text
    assert not Plenary.objects.get().attendances.exists()


def test_a_place_must_be_told_and_a_second_plenary_is_refused(client, played):
    assert opened(client, played, place="").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Plenary.objects.exists()
    opened(client, played)

    assert "sudah dibuka" in opened(client, played).text
    assert Plenary.objects.count() == 1


def test_an_adjourned_plenary_says_why(client, played):
    opened(client, played)
    assert client.post(at("adjourn-plenary", played), {}).status_code == 422

    page = client.post(at("adjourn-plenary", played), {"reason": "Tidak kuorum"}, follow=True)

    assert "ditunda tanpa hasil: Tidak kuorum" in page.text
    assert "Buka pleno" in page.text


def test_a_member_dissents_in_his_own_words(client, played):
    attended(client, played)
    member = as_(client, played.members[0])
    assert member.post(at("dissent", played), {"text": ""}).status_code == 422

    page = member.post(at("dissent", played), {"text": "Saya berpendapat lain."}, follow=True)

    assert "Saya berpendapat lain." in page.text
    assert Dissent.objects.get().seat == played.seats[0]


def test_a_confirmation_that_a_later_opinion_undid_says_why(client, played):
    attended(client, played)
    confirmed(client, played)
    page = as_(client, played.staff).get(at("plenary", played)).text
    assert "gugur" not in page

    as_(client, played.members[0]).post(at("dissent", played), {"text": "Saya keberatan."})

    page = as_(client, played.staff).get(at("plenary", played)).text
    assert page.count("gugur: kehadiran, keputusan, atau pendapat berbeda berubah") == len(
        played.seats
    )
    assert "belum dikonfirmasi" not in page


def test_a_wrong_password_confirms_nothing(client, played):
    attended(client, played)
    told = {"sha256": "0" * 64, "password": "salah"}

    answer = as_(client, played.members[0]).post(at("confirm-plenary", played), told)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Kata sandi tidak cocok" in answer.text
    assert not Plenary.objects.get().confirmations.exists()


def test_without_all_confirmations_the_freeze_asks_why(client, played):
    attended(client, played)

    asked = client.post(at("freeze-result", played))
    assert asked.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tulis alasannya" in asked.text
    assert not Result.objects.exists()

    why = {"unconfirmed": "Sudah pulang"}
    client.post(at("freeze-result", played), why | as_read(client, played))
    assert Result.objects.get().plenary.unconfirmed == "Sudah pulang"


def test_what_changed_in_another_tab_is_not_frozen_unread(client, tied):
    attended(client, tied)
    client.post(at("decide", tied), decision_on(tied, [1, 2, 4]))
    why = {"unconfirmed": "Sudah pulang"}
    first = as_read(client, tied)
    client.post(at("withdraw-decision", tied, 1), {"reason": "Keliru"})
    client.post(at("decide", tied), decision_on(tied, [1, 2, 3]))

    for read in ({}, first):
        answer = client.post(at("freeze-result", tied), why | read)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "berubah sesudah Anda membuka halaman ini" in answer.text
    assert not Result.objects.exists()

    client.post(at("freeze-result", tied), why | as_read(client, tied))
    assert Result.objects.exists()


def test_an_open_tie_cannot_be_frozen(client, tied):
    attended(client, tied)

    answer = client.post(at("freeze-result", tied), {"unconfirmed": "Sudah pulang"})

    assert "1 peringkat bersama pada batas usulan belum diputuskan" in answer.text
    assert not Result.objects.exists()


def test_a_difference_raises_the_alarm_and_blocks_the_hand_over(client, played, monkeypatch):
    played.resolve()
    monkeypatch.setattr("scoring.outcome._given", lambda _: {})
    chair = as_(client, played.chair)

    page = chair.post(at("recount", played), follow=True)
    handed = chair.post(reverse("decisions:hand-over", args=[played.round.code]), follow=True)

    assert "Hasil hitung ulang berbeda pada 4 kandidat" in page.text
    assert "Hasil hitung ulang berbeda" in handed.text
    assert Alarm.objects.count() == 2
    played.round.refresh_from_db()
    assert not played.round.is_handed_over


def test_a_correction_names_its_reason_and_both_results_stay(client, played):
    played.resolve()
    assert "Mengapa hasil dikoreksi" in as_(client, played.chair).get(at("plenary", played)).text
    assert opened(client, played).status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    played.resolve(reason="Nama tertukar")

    page = client.get(at("plenary", played)).text
    assert "Hasil nomor 2" in page
    assert "Hasil nomor 1 (diganti)" in page
    assert "Nama tertukar" in page


def test_without_a_result_the_hand_over_is_refused_and_says_what_to_do(client, played):
    chair = as_(client, played.chair)
    page = chair.post(reverse("decisions:hand-over", args=[played.round.code]), follow=True)

    assert "Buka pleno dan tetapkan hasilnya lebih dahulu" in page.text
    assert "Buka pleno" in page.text


@pytest.mark.parametrize(("sent", "paper"), [("a4", "a4"), ("", "f4"), ("a3", "f4")])
def test_the_minutes_are_laid_out_for_the_paper_that_was_asked_for(client, agency, sent, paper):
    small = make_round(agency).play().resolve()

    as_(client, small.staff).post(at("print-plenary", small), {"paper": sent})

    assert Document.objects.get(kind=Document.Kind.PLENARY).paper == paper


@pytest.mark.parametrize("candidates", [3, 9])
def test_the_page_costs_the_same_for_any_number_of_candidates(
    client, agency, candidates, django_assert_max_num_queries
):
    small = make_round(agency, candidates=candidates).play().resolve()
    client.force_login(small.staff)

    with django_assert_max_num_queries(45):
        client.get(at("plenary", small))


def test_the_minutes_say_what_the_frozen_result_says(tied, client):
    attended(client, tied)
    client.post(at("decide", tied), decision_on(tied, [1, 2, 4], votes_for="2", votes_against="1"))
    as_(client, tied.members[0]).post(at("dissent", tied), {"text": "Urutan kedua lebih tepat."})
    confirmed(client, tied)
    client.post(at("freeze-result", tied), as_read(client, tied))
    ordered = client.post(at("print-plenary", tied))
    document = Document.objects.get(kind=Document.Kind.PLENARY)
    assert ordered.url == document.get_absolute_url()
    assert document.number.startswith("001/BA-PLENO/")

    made = plenary_minutes.make(document, lambda *_: None)

    text = text_of(made.content)
    result = Result.objects.get()
    for row in json.loads(result.text)["vacancies"][0]["ranked"]:
        assert (row["nip"] in text) is row["put_forward"]
    assert result.sha256[:4] in text
    assert "Urutan kedua lebih tepat." in text
    assert "Suara: 2 setuju, 1 tidak setuju" in text
    assert "3 (tiga) dari 3 penilai" in text
    assert "Demikian Berita Acara ini dibuat dengan sebenarnya" in text


def test_members_fetch_the_minutes_once_they_are_ready(client, played):
    played.resolve()
    document = actions.order_plenary(Result.objects.get(), paper="f4", by=played.staff)
    address = reverse("reports:download-plenary", args=[document.public_id])
    member = as_(client, played.members[0])
    assert address not in member.get(at("plenary", played)).content.decode()
    assert member.get(address).url == at("plenary", played)

    issuing.produce(document.pk)

    assert address in member.get(at("plenary", played)).content.decode()
    got = b"".join(member.get(address).streaming_content)
    assert hashlib.sha256(got).hexdigest() == Document.objects.get().sha256
    assert member.get(document.get_absolute_url()).status_code == HTTPStatus.FORBIDDEN


def test_other_documents_do_not_come_through_the_door_of_the_plenary(client, played):
    report = DocumentFactory(round=played.round)

    address = reverse("reports:download-plenary", args=[report.public_id])

    assert as_(client, played.members[0]).get(address).status_code == HTTPStatus.NOT_FOUND


def test_what_is_under_way_is_not_ordered_twice(played):
    played.resolve()
    result = Result.objects.get()

    first = actions.order_plenary(result, paper="f4", by=played.staff)

    assert actions.order_plenary(result, paper="f4", by=played.staff) == first


def test_everybody_is_noted_as_there_with_one_button(client, played):
    opened(client, played)

    page = client.post(at("plenary-attendance", played), {"semua": "1"}, follow=True)

    assert "Kehadiran dicatat." in page.text
    assert "3 dari 3 hadir" in page.text
    assert "Catat semua hadir" not in page.text
    assert "Ubah kehadiran" in page.text


def test_an_absence_without_a_reason_is_shown_at_its_member(client, played):
    opened(client, played)
    data = {f"h{seat.pk}": "hadir" for seat in played.seats} | {f"h{played.seats[0].pk}": "tidak"}

    answer = client.post(at("plenary-attendance", played), data)

    field = f"#id_r{played.seats[0].pk}"
    assert f'<a href="{field}">Alasan {played.seats[0].name} tidak hadir:' in answer.text


def test_who_is_absent_reads_why_he_cannot_confirm(client, played):
    opened(client, played)
    absent = {f"h{played.seats[0].pk}": "tidak", f"r{played.seats[0].pk}": "Dinas luar"}
    data = {f"h{seat.pk}": "hadir" for seat in played.seats} | absent
    client.post(at("plenary-attendance", played), data)

    page = as_(client, played.members[0]).get(at("plenary", played))

    assert "Anda tercatat tidak hadir." in page.text
    assert "Konfirmasi berita acara pleno" not in page.text


def test_the_review_shows_the_decisions_that_are_about_to_be_kept(client, tied):
    attended(client, tied)
    client.post(at("decide", tied), decision_on(tied, [1, 2, 3]))

    page = client.get(at("review-result", tied))

    assert "Cabut keputusan nomor 1" in page.text
    assert "1 keputusan" in page.text
