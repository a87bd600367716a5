"""Public input behind the sign-in: the window, the work of the verifier, what the mayor reads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from candidates.input_verifying import Step, take_step
from candidates.models import (
    InputState,
    InputStep,
    InputSubject,
    InputWindow,
    Nomination,
    PublicInput,
)
from decisions.actions import hand_over
from tests import factories
from tests.announcing import handed, told
from tests.inputs import CONTACT, NAME, TEXT, opened, sent, some_input
from tests.rounds import make_round
from tests.selection.pdfs import pdf, upload

pytestmark = pytest.mark.django_db


def at(name, small, *more):
    return reverse(f"reports:{name}", args=[small.round.code, *more])


def body(response):
    return response.content.decode()


@pytest.fixture
def as_(client):
    """The client, signed in as somebody."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def stored(draft):
    return sent(opened(draft), upload=upload(name="bukti.pdf"))[0]


def asked(small, **other):
    today = timezone.localdate()
    first = Nomination.objects.filter(vacancy=small.vacancies[0])
    return {
        "opens_on": f"{today:%d-%m-%Y}",
        "opens_clock": "00.01",
        "closes_on": f"{today + timedelta(days=7):%d-%m-%Y}",
        "closes_clock": "16.00",
        "announcement": "800/1402/2025",
        "named-DINKES": [str(pk) for pk in first.values_list("pk", flat=True)],
        **other,
    }


def test_staff_ask_the_head_opens_and_the_public_page_is_there(draft, as_, client):
    draft.freeze()
    page = as_(draft.staff).get(at("input-window", draft))
    answer = client.post(at("request-input-window", draft), asked(draft))
    window = InputWindow.objects.get()
    waiting = as_(draft.head).get(at("input-window", draft))
    client.post(at("open-input-window", draft, window.public_id))

    window.refresh_from_db()
    assert "Ajukan masa masukan" in body(page) and answer.status_code == 302
    assert "Menunggu Kepala BKPSDM" in body(waiting) and "Buka masa masukan" in body(waiting)
    assert window.opened_by == draft.head
    client.logout()
    assert client.get(at("public-input", draft)).status_code == 200


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"named-DINKES": []}, "Pilih paling sedikit satu nama"),
        ({"named-DINKES": ["999999"]}, "Pencalonan itu sudah tidak ada"),
        ({"closes_on": "31-02-2026"}, "Tanggal ini tidak ada"),
        ({"closes_on": "01-01-2020"}, "Waktu tutup harus sesudah waktu buka"),
    ],
)
def test_a_wrong_request_says_what_is_wrong(draft, as_, other, said):
    draft.freeze()

    response = as_(draft.staff).post(at("request-input-window", draft), asked(draft, **other))

    assert response.status_code == 422 and said in body(response)
    assert InputWindow.objects.count() == 0


def test_a_draft_round_has_no_form(draft, as_):
    assert "Belum dapat diajukan" in body(as_(draft.staff).get(at("input-window", draft)))


def test_the_head_returns_and_ends_with_a_reason(draft, as_, client):
    window = opened(draft)
    head = as_(draft.head)

    silent = head.post(at("end-input-window", draft, window.public_id), {"reason": ""})
    head.post(at("end-input-window", draft, window.public_id), {"reason": "Salah nama"})
    again = head.post(at("end-input-window", draft, window.public_id), {"reason": "Lagi"})
    refused = head.post(at("return-input-window", draft, window.public_id), {"reason": "Lagi"})
    twice = head.post(at("open-input-window", draft, window.public_id), follow=True)

    window.refresh_from_db()
    assert silent.status_code == 422 and "Tuliskan alasannya." in body(silent)
    assert window.reason == "Salah nama" and "Diakhiri lebih awal" in body(again)
    assert (again.status_code, refused.status_code) == (422, 422)
    assert "sudah dijawab" in body(twice)


def test_the_head_gives_a_request_back(draft, as_):
    draft.freeze()
    as_(draft.staff).post(at("request-input-window", draft), asked(draft))
    window = InputWindow.objects.get()

    address = at("return-input-window", draft, window.public_id)
    as_(draft.head).post(address, {"reason": "Tunggu pengumuman"})
    page = as_(draft.staff).get(at("input-window", draft))

    assert "Tunggu pengumuman" in body(page) and "Ajukan masa masukan" in body(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_rows(
    draft, as_, rows, django_assert_num_queries
):
    window = opened(draft)
    for number in range(rows):
        sent(window, form=f"formulir-{number}")
    verifier = as_(draft.auditor)
    verifier.get(at("inputs", draft))

    with django_assert_num_queries(5):  # session, user, round, frame, inputs
        response = verifier.get(at("inputs", draft))

    assert len(response.context["lines"]) == rows


def test_an_empty_list_says_so(draft, as_):
    assert "Belum ada masukan" in body(as_(draft.auditor).get(at("inputs", draft)))


def test_the_verifier_reads_but_sees_no_identity(draft, as_, stored):
    response = as_(draft.auditor).get(at("input", draft, stored.public_id))

    assert TEXT in body(response) and "Belum dipindai antivirus" in body(response)
    assert NAME not in body(response) and CONTACT not in body(response)


def test_an_identity_is_shown_once_with_a_reason(draft, as_, stored):
    verifier, address = as_(draft.auditor), at("open-identity", draft, stored.public_id)

    silent = verifier.post(address, {"why": " "})
    opened_ = verifier.post(address, {"why": "Minta salinan foto"})
    later = verifier.get(at("input", draft, stored.public_id))

    assert silent.status_code == 422 and NAME not in body(silent)
    assert NAME in body(opened_) and CONTACT in body(opened_)
    assert NAME not in body(later) and "Minta salinan foto" in body(later)
    assert Event.objects.filter(verb="candidates.identity_opened").count() == 1


def test_a_file_is_a_download_and_never_a_page(draft, as_, stored):
    response = as_(draft.auditor).get(at("input-file", draft, stored.public_id))

    assert response.content == pdf()
    assert response["Content-Disposition"] == f'attachment; filename="{stored.number}.pdf"'
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(verb="candidates.input_file_read").count() == 1


def test_an_erased_input_has_nothing_left_to_open(draft, as_, stored):
    PublicInput.objects.update(
        text="", identity="", medium="", file="", file_name="", erased_at=timezone.now()
    )
    verifier = as_(draft.auditor)

    page = verifier.get(at("input", draft, stored.public_id))
    file = verifier.get(at("input-file", draft, stored.public_id), follow=True)
    address = at("open-identity", draft, stored.public_id)
    identity = verifier.post(address, {"why": "Minta salinan foto"})

    assert "masa simpannya habis" in body(page) and "sudah dihapus" in body(file)
    assert identity.status_code == 422 and "sudah dihapus" in body(identity)


def test_steps_are_taken_on_the_page(draft, as_, stored):
    verifier, address = as_(draft.auditor), at("step-input", draft, stored.public_id)
    day = f"{timezone.localdate() + timedelta(days=5):%d-%m-%Y}"
    for state, fields in (
        ("verifying", {"reason": "Nota 700/12"}),
        ("asked", {"reason": "Surat 700/13", "due_on": day}),
        ("replied", {"reason": "Surat 045/9", "reply": "Dibatalkan UKPBJ."}),
        ("verified", {"reason": "Arsip", "summary": "Tanpa berita acara."}),
    ):
        data = {f"{state}-{name}": value for name, value in fields.items()}
        verifier.post(address, {"state": state, **data})

    page = body(verifier.get(at("input", draft, stored.public_id)))
    assert [step.state for step in InputStep.objects.order_by("number")] == [
        *("verifying", "asked", "replied", "verified"),
    ]
    assert "Dibatalkan UKPBJ." in page and "Periksa ulang" in page


def test_an_input_is_referred_to_the_kpk(draft, as_, stored):
    data = {"state": "referred", "referred-reason": "Dugaan suap", "referred-channel": "kpk"}

    as_(draft.auditor).post(at("step-input", draft, stored.public_id), data)

    assert InputStep.objects.get().channel.code == "kpk"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"state": "verifying", "verifying-reason": " "}, 422),
        ({"state": "verified", "verified-reason": "x", "verified-summary": "y"}, 422),
        ({"state": "received"}, 302),
        ({"state": "lain"}, 302),
    ],
)
def test_a_wrong_step_changes_nothing(draft, as_, stored, data, status):
    response = as_(draft.auditor).post(at("step-input", draft, stored.public_id), data)

    assert response.status_code == status
    assert InputStep.objects.count() == 0


def test_a_verifier_who_judges_reads_no_input(draft, as_, stored):
    factories.MembershipFactory(user=draft.members[0], agency=draft.round.agency, role="auditor")

    for name, more in (("inputs", ()), ("input", (stored.public_id,))):
        response = as_(draft.members[0]).get(at(name, draft, *more))
        assert response.status_code == 403 and TEXT not in body(response)


def test_the_mayor_reads_what_was_verified_and_nothing_else(draft, as_, django_assert_num_queries):
    draft.play().resolve()
    draft.round = hand_over(draft.round, by=draft.chair)
    stored = some_input(draft)
    mayor = as_(draft.authority)
    empty = mayor.get(at("verified-inputs", draft))
    for state, fields in (
        (InputState.VERIFYING, {}),
        (InputState.ASKED, {"due_on": timezone.localdate() + timedelta(days=1)}),
        (InputState.REPLIED, {"reply": "Dibatalkan UKPBJ."}),
        (InputState.VERIFIED, {"summary": "Tanpa berita acara."}),
    ):
        take_step(stored, Step(state, "Nota 700/12", **fields), by=draft.auditor)

    with django_assert_num_queries(7):  # session, user, round, frame, inputs, steps, channels
        page = body(mayor.get(at("verified-inputs", draft)))

    assert "Tidak ada masukan yang terverifikasi" in body(empty)
    assert "Tanpa berita acara." in page and "Dibatalkan UKPBJ." in page
    for hidden in (TEXT, NAME, CONTACT, stored.number, "Nota 700/12"):
        assert hidden not in page
    post = reverse("decisions:shortlist-post", args=[draft.round.code, "DINKES"])
    about = stored.subject.nomination.candidate
    link = f'{at("verified-inputs", draft)}#kandidat-{about.number}">1 tentang {about.full_name}<'
    assert link in body(mayor.get(post))
    assert "masukan-terverifikasi" not in body(as_(draft.staff).get(post))


def test_a_window_does_not_tell_the_shortlist_before_it_is_announced(agency, as_):
    small = handed(make_round(agency, names_put_forward=2))
    some = asked(small)
    some["named-DINKES"] = some["named-DINKES"][:2]
    address = at("request-input-window", small)

    refused = as_(small.staff).post(address, some)
    assert refused.status_code == 422 and "Menyebut hanya sebagian kandidat" in body(refused)
    assert not InputWindow.objects.exists()
    told(small)
    form = as_(small.staff).get(at("input-window", small)).context["form"]
    announced = form["named-DINKES"].value()
    others = [pk for pk in asked(small)["named-DINKES"] if pk not in announced]
    assert announced and others
    for named in (announced[:1] + others[:1], others[:1]):
        answer = as_(small.staff).post(address, some | {"named-DINKES": named})
        assert answer.status_code == 422 and not InputWindow.objects.exists()
    assert as_(small.staff).post(address, some | {"named-DINKES": announced}).status_code == 302
    named = InputSubject.objects.filter(window__round=small.round)
    assert {str(pk) for pk in named.values_list("nomination", flat=True)} == set(announced)
