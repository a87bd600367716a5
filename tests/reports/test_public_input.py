"""The public page: what anybody sees and sends."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates import input_limits
from candidates.input_secrecy import unlock
from candidates.input_windows import end_window
from candidates.models import InputCounter, PublicInput
from reports.input_tokens import new_token
from tests.inputs import CONTACT, NAME, TEXT, filled_in, opened, public_address, sent, token_on
from tests.selection.pdfs import pdf, upload
from tests.selection.test_photos import a_photo

pytestmark = pytest.mark.django_db
EXIF_PLACE = b"6.98 LS"


@pytest.fixture
def patience(monkeypatch):
    """Nobody waits five seconds."""
    monkeypatch.setattr("reports.input_tokens.LEAST", timedelta(0))


@pytest.fixture
def window(draft, patience):
    return opened(draft)


def post(small, data, client=None, **more):
    address = reverse("reports:send-input", args=[small.round.code])
    return (client or Client()).post(address, data, **more)


def text_of(response):
    words = response.content.decode().replace("<wbr>", "")
    return " ".join(re.sub(r"<[^>]+>", " ", words).split())


def test_the_page_names_people_by_the_alphabet_and_needs_no_script(client, draft, window):
    response = client.get(public_address(draft))

    page = response.content.decode()
    names = re.findall(r"Nama Rahasia \d\d", page)
    assert response.status_code == 200
    assert names == sorted(names) and len(names) == 3
    assert "<script" not in page and "sesi" not in response.cookies
    assert len(response.content) < 100_000
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("named", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_names(
    client, draft, named, patience, django_assert_num_queries
):
    held = draft.vacancies[0].nominations.order_by("pk")[:named]
    opened(draft, named=held)

    with django_assert_num_queries(3):  # window, names, channels
        client.get(public_address(draft))


def test_another_post_shows_its_own_names(client, draft, window):
    response = client.get(public_address(draft), {"jabatan": "DISHUB"})

    assert len(set(re.findall(r"Nama Rahasia \d\d", response.content.decode()))) == 1


def test_nothing_is_there_before_the_window_opens(client, draft):
    unknown = client.get("/masukan/putaran-lain/")
    before = client.get(public_address(draft))
    opened(draft, starts=timedelta(hours=1))
    agreed = client.get(public_address(draft))
    sending = post(draft, {"text": TEXT}, client)

    for answer in (before, agreed, sending):
        assert answer.status_code == 404
        assert answer.content == unknown.content
        assert answer.headers == unknown.headers


def test_an_input_is_stored_once_and_its_receipt_shown(draft, window):
    data = filled_in(window, token_on(draft))

    first, again = post(draft, data), post(draft, data)

    stored = PublicInput.objects.get()
    receipt = first.context["receipt"]
    assert stored.text == TEXT and stored.is_confidential and stored.medium == ""
    assert not {NAME, CONTACT, receipt.code} & {str(value) for value in vars(stored).values()}
    assert re.fullmatch(r"M-\d{4}-\d{6}-\w{4}-\w{4}", receipt.whole)
    assert receipt.whole in text_of(first) and receipt.whole in text_of(again)


def test_a_receipt_is_not_shown_again_later(draft, window, time_machine):
    data = filled_in(window, token_on(draft))
    code = post(draft, data).context["receipt"].code
    time_machine.move_to(timezone.now() + timedelta(minutes=20))

    late = post(draft, data)

    assert late.status_code == 200 and "sudah kami terima" in text_of(late)
    assert code not in late.content.decode()
    assert PublicInput.objects.count() == 1


def test_another_text_in_the_same_form_is_asked_for_again(draft, window):
    data = filled_in(window, token_on(draft))
    post(draft, data)
    other = TEXT.replace("kecamatan", "kelurahan")

    response = post(draft, data | {"text": other})
    again = post(draft, data | {"text": other, "form": response.context["token"]})

    assert response.status_code == 422 and other in response.content.decode()
    assert again.status_code == 200 and PublicInput.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "Pejabat ini curang."}, "paling sedikit 50 huruf"),
        ({"text": " \n " * 60}, "paling sedikit 50 huruf"),
        ({"text": "a b " * 600}, "paling banyak 2.000. Ringkaskan."),
        ({"text": TEXT + "\0"}, "bukan tulisan"),
        ({"about": ""}, "Pilih nama"),
        ({"about": "00000000-0000-4000-8000-000000000000"}, "tidak ada dalam daftar"),
        ({"name": ""}, "Isi nama Anda"),
        ({"contact": "rahasia"}, "alamat email, atau nomor telepon"),
        ({"is_journalist": "on"}, "Isi nama media"),
        ({"is_true": ""}, "Centang pernyataan"),
        ({"website": "https://iklan.example"}, "Kolom tersembunyi terisi"),
        ({"form": "dibuat sendiri"}, "tidak kami kenali"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_stays(draft, window, wrong, said):
    data = filled_in(window, token_on(draft)) | wrong

    response = post(draft, data)

    assert response.status_code == 422
    assert said in text_of(response)
    assert data["text"].strip().replace("\0", "")[:40] in response.content.decode()
    assert PublicInput.objects.count() == 0


def test_scripts_come_back_as_text(draft, window):
    nasty = f"<script>alert(1)</script>\"'>{TEXT}"

    response = post(draft, filled_in(window, token_on(draft), text=nasty, is_true=""))

    assert b"<script>" not in response.content
    assert "&lt;script&gt;" in response.content.decode()


def test_a_form_that_comes_within_five_seconds_is_kept_for_a_second_try(draft, time_machine):
    window = opened(draft)
    data = filled_in(window, token_on(draft))

    fast = post(draft, data)
    time_machine.move_to(timezone.now() + timedelta(seconds=6))
    slow = post(draft, data | {"form": fast.context["token"]})

    assert fast.status_code == 422 and "terlalu cepat" in text_of(fast)
    assert TEXT in fast.content.decode()
    assert slow.status_code == 200 and PublicInput.objects.count() == 1


def test_a_page_of_yesterday_gets_a_new_form(draft, window, time_machine):
    data = filled_in(window, token_on(draft))
    time_machine.move_to(timezone.now() + timedelta(hours=25))

    response = post(draft, data)

    assert response.status_code == 422 and "lebih dari sehari" in text_of(response)
    assert response.context["token"] != data["form"]


def test_a_form_of_another_round_is_not_taken(draft, window):
    data = filled_in(window, new_token("putaran-lain").text)

    assert "tidak kami kenali" in text_of(post(draft, data))


def test_after_the_window_the_text_is_given_back(draft, window):
    data = filled_in(window, token_on(draft))
    end_window(window, "Salah nama", by=draft.head)

    response = post(draft, data)
    page = Client().get(public_address(draft))

    assert response.status_code == 423 and TEXT in response.content.decode()
    assert "Masa masukan ditutup" in text_of(page) and "KPK" in text_of(page)
    assert "Nama Rahasia" not in text_of(page)
    assert PublicInput.objects.count() == 0


def test_a_burst_from_one_address_is_stopped_and_others_are_not(draft, window):
    for _ in range(input_limits.SENDS.most):
        assert post(draft, filled_in(window, token_on(draft))).status_code == 200

    stopped = post(draft, filled_in(window, token_on(draft)))
    other = post(draft, filled_in(window, token_on(draft)), REMOTE_ADDR="192.0.2.9")

    assert stopped.status_code == 429 and stopped["Retry-After"] == "600"
    assert "Terlalu banyak kiriman" in text_of(stopped) and TEXT in stopped.content.decode()
    assert other.status_code == 200
    assert PublicInput.objects.count() == input_limits.SENDS.most + 1


def test_a_burst_about_one_name_from_many_addresses_is_stopped(draft, window, monkeypatch):
    few = input_limits.Limit("about", 2, timedelta(hours=1))
    monkeypatch.setattr(input_limits, "ABOUT", few)
    for number in range(2):
        post(draft, filled_in(window, token_on(draft)), REMOTE_ADDR=f"192.0.2.{number}")

    stopped = post(draft, filled_in(window, token_on(draft)), REMOTE_ADDR="192.0.2.77")

    assert stopped.status_code == 429 and "tentang nama ini" in text_of(stopped)


def test_the_counters_keep_no_address(draft, window):
    post(draft, filled_in(window, token_on(draft)), REMOTE_ADDR="192.0.2.9")

    keys = [counter.key for counter in InputCounter.objects.all()]

    assert len(keys) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)


def test_a_file_is_looked_into_and_rests_encrypted(draft, window):
    response = post(draft, filled_in(window, token_on(draft), file=upload(name="bukti.pdf")))

    stored = PublicInput.objects.get()
    with stored.file.open("rb") as file:
        kept = file.read()
    assert response.status_code == 200
    assert stored.file_name == "bukti.pdf" and "bukti" not in stored.file.name
    assert b"%PDF" not in kept and unlock(kept) == pdf()


def test_a_photo_leaves_behind_what_it_carried(draft, window):
    photo = SimpleUploadedFile("bukti.jpg", a_photo() + EXIF_PLACE, "image/jpeg")

    post(draft, filled_in(window, token_on(draft), file=photo))

    with PublicInput.objects.get().file.open("rb") as file:
        kept = unlock(file.read())
    assert kept.startswith(b"%PDF") and EXIF_PLACE not in kept


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04 lembar", "bukti.pdf", "bukan PDF"),
        (pdf(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"), "bukti.pdf", "skrip"),
        (b"GIF89a", "bukti.gif", "bukan PDF atau JPG"),
        (b"bukan foto", "bukti.jpg", "Foto ini tidak dapat dibaca"),
        (b"%PDF-" + b"0" * (5 * 1024 * 1024), "bukti.pdf", "melebihi 5 MB"),
    ],
)
def test_a_wrong_file_is_refused_and_the_text_stays(draft, window, content, name, said):
    file = SimpleUploadedFile(name, content)

    response = post(draft, filled_in(window, token_on(draft), file=file))

    assert response.status_code == 422 and said in text_of(response)
    assert "Masukan Anda belum terkirim; teksnya masih ada" in text_of(response)
    assert "diunggah sebelumnya" not in text_of(response)
    assert TEXT in response.content.decode()
    assert PublicInput.objects.count() == 0


@pytest.mark.parametrize(
    ("megabytes", "said"), [(3, "Isian terlalu panjang"), (10, "terlalu besar")]
)
def test_megabytes_of_text_are_answered_with_a_page(draft, window, megabytes, said):
    data = filled_in(window, token_on(draft), text="x" * megabytes * 1024 * 1024)

    response = post(draft, data)

    assert response.status_code == 413 and said in text_of(response)
    assert "Tombol kembali" in text_of(response)
    assert PublicInput.objects.count() == 0


def test_a_journalist_is_asked_for_the_medium(draft, window):
    post(draft, filled_in(window, token_on(draft), is_journalist="on", medium="Suara Tirta"))

    assert PublicInput.objects.get().medium == "Suara Tirta"


def standing(receipt, client=None, **more):
    return (client or Client()).post(
        reverse("reports:input-standing"), {"receipt": receipt}, **more
    )


def test_a_receipt_tells_the_state_and_nothing_else(draft, window):
    stored, receipt = sent(window)

    found = standing(f" {receipt.whole.lower()} ")

    assert found.status_code == 200
    assert "Diterima" in text_of(found) and stored.number in text_of(found)
    for hidden in (TEXT, NAME, CONTACT, "Nama Rahasia"):
        assert hidden not in found.content.decode()


def test_wrong_numbers_and_wrong_codes_get_one_answer(draft, window):
    stored, _ = sent(window)
    strange = [f"{stored.number}-2222-2222", stored.number, "M-2026-000000-2222-2222", "x"]

    answers = [standing(receipt) for receipt in strange]

    assert {answer.status_code for answer in answers} == {422}
    assert len({text_of(answer) for answer in answers}) == 1


def test_guessing_receipts_is_slow(draft, window):
    _, receipt = sent(window)
    for _ in range(input_limits.LOOKUPS.most):
        standing("M-2026-000000-2222-2222")

    assert standing(receipt.whole).status_code == 429
    assert standing(receipt.whole, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_old_counters_are_swept(draft, window):
    post(draft, filled_in(window, token_on(draft)))

    input_limits.sweep(now=timezone.now() + timedelta(days=3))

    assert InputCounter.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.9", "192.0.2.9"), ("2001:db8::1", "2001:db8::/64"), ("proxy", "proxy")],
)
def test_a_network_of_ipv6_counts_as_one(address, counted):
    assert input_limits.household(address) == counted
