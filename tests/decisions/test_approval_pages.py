"""The pages of approvals: what they say, to whom, and how much they ask the database."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.wording import in_words
from audit.models import Event
from decisions import actions
from decisions.approving import advance_approval
from decisions.happenings import Happening
from decisions.models import (
    ApprovalEvent,
    Choice,
    Decree,
    ElectionWindow,
    HeadOfRegionTerm,
    Inauguration,
    Letter,
    RoundClosure,
    RouteOverride,
)
from tests.decisions.chosen import determine, mayor
from tests.selection.pdfs import upload

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def written(day):
    return day.strftime("%d-%m-%Y")


@pytest.fixture
def small(handed_over):
    small = handed_over
    mayor(small)
    picks = list(zip(small.vacancies, small.candidates[1::-1], strict=True))
    small.choices = determine(small, picks, on=ago(20))
    small.choice = small.choices[0]
    return small


def address(small, name, *more):
    return reverse(f"decisions:{name}", args=[small.round.code, *more])


def text_of(response):
    return " ".join(unescape(strip_tags(response.text.replace(">", "> "))).split())


def prepared(choice, by):
    happening = Happening(kind="prepared", on=ago(15))
    advance_approval(choice, "BKN_PERTEK", happening, by=by)


def sending(small, **given):
    return {
        "kirim-on": written(ago(14)),
        "kirim-number": "800/1301",
        "kirim-dated": written(ago(14)),
        "kirim-upload": upload(name="surat.pdf"),
        **given,
    }


def send(client, small, **given):
    return client.post(
        address(small, "advance", "DINKES", "BKN_PERTEK", "kirim"), sending(small, **given)
    )


def test_the_overview_tells_who_has_the_ball_and_until_when(client, small):
    prepared(small.choice, small.staff)
    client.force_login(small.head)
    send(client, small)

    told = text_of(client.get(address(small, "approvals")))

    assert "Di BKN 1 jabatan" in told
    assert "Di BKPSDM 1 jabatan" in told
    assert "Menunggu BKN sejak" in told
    assert "Siap diterbitkan SK-nya 0 dari 2 jabatan" in told


def test_overview_without_choices_says_so(client, draft):
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    client.force_login(small.authority)

    response = client.get(address(small, "approvals"))

    assert "Belum ada pilihan yang ditetapkan" in response.text
    assert "Tutup putaran" not in response.text


@pytest.mark.parametrize("reader", ["staff", "authority", "chair", "auditor"])
def test_a_post_is_shown_step_by_step_and_only_bkpsdm_may_record(client, small, reader):
    client.force_login(getattr(small, reader))

    told = text_of(client.get(address(small, "approval-track", "DINKES")))

    assert "1. Usulan kepada BKN lengkap disiapkan" in told
    assert "2. Kirim ke BKN melalui I-MUT menunggu usulan lengkap" in told
    assert "4. Persetujuan tertulis Mendagri tidak diperlukan pelantikan Wali Kota lebih" in told
    assert "SK pengangkatan terhambat menunggu Pertimbangan teknis BKN" in told
    assert ("Rencanakan pelantikan" in told) is (reader == "staff")
    assert "Akhiri tanpa pelantikan" not in told  # the head alone


def test_why_this_route_names_facts_law_and_doubt(client, small):
    client.force_login(small.authority)

    told = text_of(client.get(address(small, "approval-route", "DINKES")))

    assert "pelantikan Wali Kota lebih dari 6 bulan (20 Februari 2025)" in told
    assert "UU 10/2016 Pasal 71 ayat (2)" in told
    assert "perlu dipastikan bagian hukum" in told
    assert "Ajukan" not in told
    assert f"Wali Kota sejak 20 Februari 2025 dicatat {small.head.name}" in told
    assert "Sumber: Keputusan contoh" in told and "Sesudah pilihan ditetapkan" not in told


def test_a_step_offers_only_what_may_follow(client, small):
    client.force_login(small.staff)
    page = address(small, "approval-step", "DINKES", "BKN_PERTEK")

    assert [deed.slug for deed in client.get(page).context["deeds"]] == ["lengkap"]
    prepared(small.choice, small.staff)
    assert [deed.slug for deed in client.get(page).context["deeds"]] == ["kirim", "batas"]
    send(client, small)
    assert [deed.slug for deed in client.get(page).context["deeds"]] == ["balasan", "batas"]
    unneeded = address(small, "approval-step", "DINKES", "MENDAGRI")
    assert client.get(unneeded).context["deeds"] == []
    assert client.get(address(small, "approval-step", "DINKES", "LAIN")).status_code == 404


def test_a_reply_is_recorded_with_its_letter_and_the_file_can_be_fetched(client, small):
    prepared(small.choice, small.staff)
    client.force_login(small.staff)
    send(client, small)

    answer = client.post(
        address(small, "advance", "DINKES", "BKN_PERTEK", "balasan"),
        {
            "balasan-kind": "allowed",
            "balasan-on": written(ago(2)),
            "balasan-number": "3312/B",
            "balasan-dated": written(ago(3)),
            "balasan-upload": upload(name="balasan.pdf"),
            "balasan-conditions": "Dilantik tahun ini.",
        },
    )

    assert answer.status_code == 302
    reply = Letter.objects.get(direction="in")
    told = text_of(client.get(address(small, "approval-track", "DINKES")))
    assert "no. 3312/B; syarat: Dilantik tahun ini." in told
    fetched = client.get(address(small, "letter-file", reply.file.public_id))
    assert fetched.content.startswith(b"%PDF-")
    assert Event.objects.filter(verb="decisions.letter_fetched").count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kirim-on": "31-02-2026"}, "Tanggal ini tidak ada"),
        ({"kirim-number": "  "}, "isi nomor dan pilih berkas"),
        ({"kirim-upload": upload(b"bukan pdf", "surat.pdf")}, "bukan PDF"),
        ({"kirim-number": "x" * 121}, "Paling panjang 120 huruf"),
    ],
)
def test_a_bad_letter_is_refused_and_leaves_nothing(client, small, given, said):
    prepared(small.choice, small.staff)
    client.force_login(small.staff)
    before = Event.objects.count()

    answer = send(client, small, **given)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert (Letter.objects.count(), ApprovalEvent.objects.count()) == (0, 1)
    assert Event.objects.count() == before


def test_the_address_of_no_deed_is_none(client, small):
    client.force_login(small.staff)

    answer = client.post(address(small, "advance", "DINKES", "BKN_PERTEK", "terbang"))

    assert answer.status_code == 404


def test_an_override_takes_two_people(client, small):
    client.force_login(small.staff)
    ask = address(small, "ask-override", "DINKES", "MENDAGRI")
    client.post(ask, {"needed": "ya", "reason": "   "})
    assert RouteOverride.objects.count() == 0
    client.post(ask, {"needed": "ya", "reason": "Gubernur memintanya."})
    asked = RouteOverride.objects.get()
    decide = address(small, "decide-override", "DINKES", asked.public_id)

    answer = client.post(decide, {"decision": "approved"}, follow=True)
    assert "harus diputuskan orang lain" in answer.text
    client.force_login(small.head)
    answer = client.post(decide, {"decision": "returned", "note": " "}, follow=True)
    assert "memerlukan catatan" in answer.text
    assert RouteOverride.objects.get().is_open
    client.post(decide, {"decision": "approved"})

    told = text_of(client.get(address(small, "approval-track", "DINKES")))
    assert "Usulan kepada Kemendagri lengkap" in told
    answer = client.post(decide, {"decision": "returned", "note": "x"}, follow=True)
    assert "sudah diputuskan" in answer.text
    answer = client.post(ask, {"needed": "ya", "reason": "Lagi."}, follow=True)
    assert "Rute sudah seperti itu" in answer.text


def test_facts_of_the_region_are_told_with_a_source_and_taken_back_with_a_reason(client, small):
    client.force_login(small.staff)
    told = {
        "masa-office": "Wali Kota",
        "masa-inaugurated_on": written(ago(30)),
        "masa-is_acting": "on",
        "masa-source": "SK Mendagri 1/2026",
    }
    assert client.post(address(small, "record-term"), told).status_code == 302
    changed = text_of(client.get(address(small, "approval-track", "DINKES")))
    assert "Rute berubah sesudah" not in changed  # it was so when the choice was set
    again = client.post(address(small, "record-term"), told)
    assert again.status_code == 422
    assert "tanggal yang sama sudah dicatat" in again.text
    turned = told | {"masa-inaugurated_on": written(ago(3)), "masa-ends_on": written(ago(4))}
    assert "mendahului" in client.post(address(small, "record-term"), turned).text
    assert HeadOfRegionTerm.objects.count() == 2

    fact = HeadOfRegionTerm.objects.get(is_acting=True)
    withdraw = address(small, "withdraw-fact", "masa", fact.public_id)
    client.post(withdraw, {"reason": " "})
    assert not HeadOfRegionTerm.objects.filter(withdrawn_at__isnull=False).exists()
    client.post(withdraw, {"reason": "Salah kota."})
    assert "sudah ditarik" in client.post(withdraw, {"reason": "Lagi."}, follow=True).text
    assert client.post(address(small, "withdraw-fact", "lain", fact.public_id)).status_code == 404

    window = {"pemilihan-designation_on": "22-09-2029", "pemilihan-source": "PKPU"}
    assert client.post(address(small, "record-window"), window).status_code == 302
    assert client.post(address(small, "record-window"), {}).status_code == 422
    assert ElectionWindow.objects.count() == 1
    assert "22 September 2029" in client.get(address(small, "region")).text


def allowed(client, small, vacancy="DINKES"):
    for deed, day in (("lengkap", 18), ("kirim", 17), ("balasan", 10)):
        client.post(
            address(small, "advance", vacancy, "BKN_PERTEK", deed),
            {
                f"{deed}-kind": "allowed",
                f"{deed}-on": written(ago(day)),
                f"{deed}-number": f"1/{deed}",
                f"{deed}-dated": written(ago(day)),
                f"{deed}-upload": upload(name="surat.pdf"),
            },
        )


def decree(small, **given):
    told = {"sk-number": "821.2/7", "sk-dated": written(ago(5)), "sk-upload": upload(name="sk.pdf")}
    return told | given


def test_letters_about_whom_was_chosen_before_are_told_apart_and_not_offered_elsewhere(
    client, small
):
    client.force_login(small.staff)
    allowed(client, small)
    determine(small, [(small.vacancies[0], small.candidates[2])], on=ago(9), reason="BKN menolak.")

    page = client.get(address(small, "approval-track", "DINKES"))

    assert page.context["track"].letters == []
    told = text_of(page)
    assert "Surat tentang pilihan sebelumnya" in told
    assert f"{small.candidates[1].full_name} Disetujui BKN" in told
    assert "Belum ada surat." in told
    client.post(
        address(small, "advance", "DINKES", "BKN_PERTEK", "lengkap"),
        {"lengkap-on": written(ago(8))},
    )
    sent = Letter.objects.get(number="1/kirim")
    Letter.objects.create(
        round=small.round,
        direction="out",
        body="Kemendagri",
        number="9/M",
        dated=ago(8),
        file=sent.file,
        recorded_by=small.staff,
        recorded_at=timezone.now(),
    )
    step = client.get(address(small, "approval-step", "DINKES", "BKN_PERTEK"))
    assert list(step.context["deeds"][0].form.fields["known"].queryset) == [sent]


def test_a_post_with_its_decree_does_not_wait_for_one(client, small):
    client.force_login(small.staff)
    allowed(client, small)
    overview = address(small, "approvals")
    assert client.get(overview).context["ready"] == 1
    client.post(address(small, "record-decree", "DINKES"), decree(small))
    assert client.get(overview).context["ready"] == 0


def test_a_decree_an_inauguration_and_the_new_post_follow_the_approvals(client, small):
    client.force_login(small.staff)
    sk = address(small, "record-decree", "DINKES")
    assert "Pertimbangan teknis BKN belum ada" in client.post(sk, decree(small)).text
    allowed(client, small)
    assert (
        "Tanggal SK harus antara"
        in client.post(sk, decree(small, **{"sk-dated": written(ago(21))})).text
    )
    early = client.post(sk, decree(small, **{"sk-dated": written(ago(11))}))
    assert "mendahului persetujuan terakhir" in early.text
    held = address(small, "inaugurate", "DINKES")
    assert "memerlukan SK" in client.post(held, {"dilantik-on": written(ago(1))}).text
    assert client.post(sk, decree(small)).status_code == 302
    assert "sudah dicatat" in client.post(sk, decree(small)).text
    plan = address(small, "plan-inauguration", "DINKES")
    assert "sudah lewat" in client.post(plan, {"rencana-on": written(ago(1))}).text
    assert client.post(plan, {"rencana-on": written(ago(-7))}).status_code == 302
    assert "harus antara tanggal SK" in client.post(held, {"dilantik-on": written(ago(6))}).text

    assert client.post(held, {"dilantik-on": written(ago(1))}).status_code == 302

    post = small.candidates[1].official.posts.get()
    assert (post.post, post.since) == ("Kepala Dinas Kesehatan", ago(1))
    assert post.source.startswith("SK 821.2/7 tanggal ")
    assert "sudah selesai" in client.post(plan, {"rencana-on": written(ago(-7))}).text
    end = address(small, "end-choice", "DINKES")
    assert client.post(end, {"akhir-reason": "x"}).status_code == 403
    client.force_login(small.head)
    assert "sudah selesai" in client.post(end, {"akhir-reason": "x"}).text
    assert (Decree.objects.count(), Inauguration.objects.count()) == (1, 2)


def test_a_round_is_closed_once_every_choice_has_come_to_its_end(client, small):
    client.force_login(small.head)
    close = address(small, "close-round")
    assert "belum dapat ditutup" in client.post(close, follow=True).text
    for vacancy in ("DINKES", "DISHUB"):
        end = address(small, "end-choice", vacancy)
        assert client.post(end, {"akhir-reason": " "}).status_code == 422
        client.post(end, {"akhir-reason": "Ditarik pengusul."})
    assert client.post(close, follow=True).status_code == 200
    closure = RoundClosure.objects.get()
    assert (closure.inaugurated, closure.ended) == (0, 2)

    assert "sudah ditutup ke arsip" in client.get(address(small, "approvals")).text
    assert "sudah ditutup ke arsip" in client.post(close, follow=True).text
    deed = address(small, "advance", "DINKES", "BKN_PERTEK", "lengkap")
    answer = client.post(deed, {"lengkap-on": written(ago(1))})
    assert "sudah ditutup ke arsip" in answer.text


def end_all(client, small):
    client.force_login(small.head)
    for vacancy in ("DINKES", "DISHUB"):
        client.post(address(small, "end-choice", vacancy), {"akhir-reason": "Ditarik pengusul."})


def test_closing_is_offered_once_nothing_is_open_and_before_that_is_told_what_is(client, small):
    client.force_login(small.head)
    close, overview = address(small, "close-round"), address(small, "approvals")
    told = client.get(overview).text
    assert "Belum selesai: Kepala Dinas" in told
    assert close not in told

    end_all(client, small)

    assert close in client.get(overview).text
    step = client.get(address(small, "approval-step", "DINKES", "BKN_PERTEK"))
    assert step.context["deeds"] == []  # whoever ended it is not asked for letters
    assert "Pilihan ini sudah selesai" in step.text


def test_the_authority_is_offered_nothing_for_a_post_that_is_filled(client, small):
    client.force_login(small.staff)
    allowed(client, small)
    client.post(address(small, "record-decree", "DINKES"), decree(small))
    client.post(address(small, "inaugurate", "DINKES"), {"dilantik-on": written(ago(1))})

    client.force_login(small.authority)
    shown = client.get(address(small, "shortlist-post", "DINKES")).text

    assert "keputusan ini tidak berubah lagi" in shown
    assert f"Sejak {in_words(ago(1))} sudah menjabat Kepala Dinas Kesehatan (SK" in shown
    assert 'name="picked"' not in shown
    assert "Dilantik" in client.get(address(small, "shortlist")).text


def test_the_authority_may_choose_anew_for_what_ended_until_the_round_is_closed(client, small):
    end_all(client, small)
    there = address(small, "shortlist-post", "DINKES")
    client.force_login(small.authority)
    shown = client.get(there).text
    assert "Nama lain masih dapat dipilih" in shown
    assert 'name="picked"' in shown
    assert "Selesai tanpa pelantikan" in client.get(address(small, "shortlist")).text

    client.force_login(small.head)
    client.post(address(small, "close-round"))

    client.force_login(small.authority)
    shown = client.get(there).text
    assert "Diakhiri tanpa pelantikan" in shown
    assert 'name="picked"' not in shown


def test_keeping_a_route_quiets_what_was_told(client, small):
    mayor(small, since=ago(5))
    client.force_login(small.staff)
    page = address(small, "approval-track", "DINKES")
    assert "Rute berubah sesudah" in client.get(page).text

    assert client.post(address(small, "keep-route", "DINKES")).status_code == 302

    assert "Rute berubah sesudah" not in client.get(page).text


@pytest.mark.parametrize(
    ("name", "more"),
    [("approvals", ()), ("approval-track", ("DINKES",)), ("approval-route", ("DINKES",))],
)
def test_pages_ask_no_more_for_more_choices(
    client, small, name, more, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(small.staff)
    with django_assert_max_num_queries(24) as few:
        client.get(address(small, name, *more))
    for choice in Choice.objects.all():
        prepared(choice, small.staff)

    with django_assert_num_queries(len(few)):
        client.get(address(small, name, *more))
