"""Closing days, minutes and the seal, as people meet them in the browser."""

import pytest
from django.urls import reverse

from scoring.closing import ending_of
from scoring.models import Alarm, Closing, Confirmation, Reopening, Unsealing
from scoring.reopening import request_reopening
from scoring.unsealing import request_unsealing
from selection.models import Round
from tests.rounds import fill
from workbook.sample_sealing import close_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    draft.open()
    fill(draft.sheet(), lambda *_: 80)
    return draft


@pytest.fixture
def closed(small):
    close_days(small.round, excused="Sakit")
    return small


def at(name, small, *rest):
    return reverse(f"reports:{name}", args=[small.round.code, *rest])


def as_(client, user):
    client.force_login(user)
    return client


def close(client, small, **data):
    day = ending_of(small.round).day
    given = {"day": f"{day:%Y-%m-%d}", "state": "excused", "reason": "Sakit", **data}
    return client.post(at("close-day", small), given, follow=True)


def test_the_chair_sees_what_closing_would_write_and_closes(client, small):
    chair = as_(client, small.chair)

    page = chair.get(at("closing-day", small))
    closed = close(chair, small)

    assert "8 lembar yang belum" in page.text
    assert closed.redirect_chain[-1][0] == at("minutes", small, 1)
    assert "1 ditandatangani · 8 berhalangan · 0 dilanjutkan" in closed.text
    assert small.sheet().receipt in closed.text
    assert Closing.objects.get().root_groups[0] in closed.text


def test_one_sheet_may_have_another_answer_than_all(client, small):
    other = small.sheet(candidate=1)

    close(as_(client, small.chair), small, **{f"s{other.pk}": "carried"})

    states = dict(Closing.objects.get().sheets.values_list("sheet", "state"))
    assert states.pop(other.pk) == "carried"
    assert sorted(set(states.values())) == ["excused", "signed"]


@pytest.mark.parametrize(
    ("data", "words"),
    [({"reason": ""}, "tulis alasan berhalangan"), ({"state": "lain"}, "Ada yang perlu")],
)
def test_a_faulty_form_closes_nothing_and_keeps_what_was_typed(client, small, data, words):
    answer = close(as_(client, small.chair), small, **data)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Closing.objects.exists()


def test_a_day_closed_in_another_tab_is_not_closed_again(client, closed):
    answer = as_(client, closed.chair).post(
        at("close-day", closed), {"day": "2025-12-03", "state": "excused"}, follow=True
    )

    assert "Hari ini sudah ditutup" in answer.text
    assert Closing.objects.count() == 1


def test_a_broken_record_raises_an_alarm_for_chair_and_auditor(client, small, bend):
    bend("scoring_scoreevent", "payload_json = replace(payload_json, '80', '95')")

    answer = close(as_(client, small.chair), small)

    assert "rantai catatan nilai terputus" in answer.text
    assert Alarm.objects.get().occasion == "menutup hari"
    assert not Closing.objects.exists()
    page = as_(client, small.auditor).get(at("sealing", small))
    assert "Catatan nilai tidak cocok saat menutup hari" in page.text
    assert client.get(at("evidence", small)).status_code == 200


def test_a_member_confirms_with_the_own_password(client, small):
    close_days(small.round, excused="Sakit", confirmed=False)
    member = small.members[0]
    member.set_password("rahasia-sendiri-2025")
    member.save()
    me, address = as_(client, member), at("confirm-minutes", small, 1)

    page = me.get(at("minutes", small, 1)).text
    none = me.post(address, {"password": ""})
    wrong = me.post(address, {"password": "bukan"})
    right = me.post(address, {"password": "rahasia-sendiri-2025"}, follow=True)

    assert wrong.status_code == 422 and "Kata sandi tidak cocok" in wrong.text
    assert none.status_code == 422 and "Ketik kata sandi Anda sendiri" in none.text
    assert "boleh dikosongkan" not in page
    assert "Konfirmasi Anda atas berita acara ini tersimpan" in right.text
    said = Confirmation.objects.get()
    assert (said.seat, said.proof) == (small.seats[0], "password")


def test_a_fresh_second_factor_needs_no_password(client, small):
    import time

    close_days(small.round, excused="Sakit", confirmed=False)
    me = as_(client, small.members[0])
    session = client.session
    session["account_authentication_methods_user"] = str(small.members[0].pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.save()

    page = me.get(at("minutes", small, 1))
    me.post(at("confirm-minutes", small, 1))

    assert "Faktor kedua Anda baru saja dipakai" in page.text
    assert Confirmation.objects.get().proof == "factor"


def test_too_many_wrong_passwords_have_to_wait(client, small):
    close_days(small.round, excused="Sakit", confirmed=False)
    me = as_(client, small.members[0])

    answers = [me.post(at("confirm-minutes", small, 1), {"password": "x"}) for _ in range(12)]

    assert "Terlalu banyak percobaan" in answers[-1].text
    assert not Confirmation.objects.exists()


def test_staff_read_minutes_and_confirm_nothing(client, closed):
    staff = as_(client, closed.staff)

    assert "Konfirmasi Anda" not in staff.get(at("minutes", closed, 1)).text
    assert staff.post(at("confirm-minutes", closed, 1)).status_code == 403


def test_minutes_that_are_not_there(client, closed):
    assert as_(client, closed.chair).get(at("minutes", closed, 7)).status_code == 404


def test_two_people_open_the_seal(client, closed):
    root = Closing.objects.get().short_root
    asked = as_(client, closed.chair).post(at("ask-unsealing", closed), follow=True)
    waiting = client.get(at("minutes", closed, 1))
    witness = as_(client, closed.members[0])
    page = witness.get(at("sealing", closed))
    opened = witness.post(at("witness-unsealing", closed), {"akar1": root}, follow=True)

    assert "Menunggu seorang penilai sebagai saksi" in asked.text
    assert root[:4] not in waiting.text.replace(closed.round.scheme_sha256, "")
    assert root[:9] not in page.text
    assert "Segel dibuka" in opened.text
    assert Round.objects.get().is_unsealed


def test_a_witness_who_types_another_root_raises_the_alarm(client, closed):
    request_unsealing(closed.round, by=closed.chair)

    answer = as_(client, closed.members[0]).post(
        at("witness-unsealing", closed), {"akar1": "0123 4567 89ab cdef"}, follow=True
    )

    assert "tidak sama dengan catatan" in answer.text
    assert "Bila akar salah ketik, baca lagi kertasnya" in answer.text
    assert Alarm.objects.get().occasion == "membuka segel"
    assert Round.objects.get().is_scoring


def test_an_alarm_before_the_unsealing_is_kept_and_no_longer_asks_for_anything(client, closed):
    root = Closing.objects.get().root
    request_unsealing(closed.round, by=closed.chair)
    witness = as_(client, closed.members[0])
    witness.post(at("witness-unsealing", closed), {"akar1": "0" * 16})
    witness.post(at("witness-unsealing", closed), {"akar1": root})

    page = witness.get(at("sealing", closed)).text

    assert "Peringatan ini tetap tersimpan bagi pemeriksa" in page
    assert "jangan ubah apa pun; bukti tetap" not in page


def test_a_root_that_came_twice_is_none(client, closed):
    request_unsealing(closed.round, by=closed.chair)
    twice = {"akar1": ["0" * 16, "1" * 16]}

    answer = as_(client, closed.members[0]).post(at("witness-unsealing", closed), twice)

    assert answer.status_code == 400
    assert not Alarm.objects.exists()


@pytest.mark.parametrize("typed", ["", "zz"])
def test_a_root_that_is_none_is_asked_for_again(client, closed, typed):
    request_unsealing(closed.round, by=closed.chair)

    answer = as_(client, closed.members[0]).post(at("witness-unsealing", closed), {"akar1": typed})

    assert answer.status_code == 422
    assert not Alarm.objects.exists()


def test_the_chair_has_no_form_to_witness_with(client, closed):
    request_unsealing(closed.round, by=closed.chair)

    page = as_(client, closed.chair).get(at("sealing", closed))

    assert "Saksikan dan buka segel" not in page.text
    assert client.post(at("witness-unsealing", closed), {"akar1": "0" * 16}).status_code == 403


def test_a_request_is_returned_with_a_reason(client, closed):
    request_unsealing(closed.round, by=closed.chair)
    me = as_(client, closed.members[0])

    silent = me.post(at("return-unsealing", closed), {"reason": ""})
    me.post(at("return-unsealing", closed), {"reason": "Lembar saya keliru"})

    assert silent.status_code == 422
    assert Unsealing.objects.get().reason == "Lembar saya keliru"


def test_what_is_missing_keeps_the_request_away(client, small):
    page = as_(client, small.chair).get(at("sealing", small))
    refused = client.post(at("ask-unsealing", small))

    assert "belum ada hari yang ditutup" in page.text
    assert refused.status_code == 422
    assert not Unsealing.objects.exists()


def test_a_missing_confirmation_is_explained(client, small):
    close_days(small.round, excused="Sakit", confirmed=False)
    chair = as_(client, small.chair)

    refused = chair.post(at("ask-unsealing", small))
    chair.post(at("ask-unsealing", small), {"unconfirmed": "Dirawat di rumah sakit"})

    assert refused.status_code == 422
    assert Unsealing.objects.get().unconfirmed == "Dirawat di rumah sakit"


def test_a_member_asks_and_the_chair_opens_the_sheet_again(client, small):
    sheet = small.sheet()
    me = as_(client, small.members[0])
    review = reverse("scoring:review", args=[sheet.public_id])

    me.post(reverse("scoring:ask-reopening", args=[sheet.public_id]), {"reason": "Tertukar"})
    assert "Menunggu jawaban ketua panitia" in me.get(review).text
    asked = Reopening.objects.get()
    page = as_(client, small.chair).get(at("sealing", small))
    client.post(at("grant-reopening", small, asked.public_id))

    assert "“Tertukar”" in page.text
    assert ">80<" not in page.text
    assert not small.sheet().is_signed


def test_a_refused_reopening_tells_why(client, small):
    asked = request_reopening(small.sheet(), "Tertukar", by=small.members[0])
    chair = as_(client, small.chair)

    chair.post(at("refuse-reopening", small, asked.public_id), {"reason": ""})
    assert Reopening.objects.pending().exists()
    chair.post(at("refuse-reopening", small, asked.public_id), {"reason": "Sudah benar"})

    review = reverse("scoring:review", args=[small.sheet().public_id])
    assert (
        "Permintaan terakhir ditolak: “Sudah benar”"
        in as_(client, small.members[0]).get(review).text
    )


def test_a_request_that_is_anothers_to_answer_does_not_exist(client, small):
    asked = request_reopening(small.sheet(), "Tertukar", by=small.members[0])

    answer = as_(client, small.members[1]).post(at("grant-reopening", small, asked.public_id))

    assert answer.status_code == 404


def test_an_empty_reason_for_reopening_is_asked_for_again(client, small):
    sheet = small.sheet()

    answer = as_(client, small.members[0]).post(
        reverse("scoring:ask-reopening", args=[sheet.public_id]), {"reason": ""}
    )

    assert answer.status_code == 422 and "Tulis alasan membuka kembali" in answer.text


def test_evidence_before_the_unsealing_holds_hashes_alone(client, closed):
    said = as_(client, closed.auditor).get(at("evidence", closed)).json()

    assert said["tersegel"] is True
    assert [sorted(event) for event in said["catatan"]] == [["hash", "nomor", "sebelumnya"]] * 2
    assert said["berita_acara"][0]["akar"] == Closing.objects.get().root


def test_pages_ask_the_database_a_bounded_number_of_times(
    client, closed, django_assert_max_num_queries
):
    as_(client, closed.chair)

    with django_assert_max_num_queries(28):
        client.get(at("sealing", closed))
    with django_assert_max_num_queries(20):
        client.get(at("minutes", closed, 1))
