import re

import pytest
from django.urls import reverse

from audit.models import Event
from panels.declaring import STATEMENT
from panels.forms.declaring import prefix_of
from panels.models import CompositionNote, Conflict, Declaration, Reminder, Seat
from panels.standing import standing_of
from tests import factories
from tests.panels.panels import seat_panel, sign
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


def about(draft, number, **said):
    """What the form sends about the candidate of this number."""
    prefix = prefix_of(draft.candidates[number - 1])
    return {f"{prefix}_{name}": value for name, value in said.items()}


def at(name, small, *more):
    app = "reports" if name == "declare" else "panels"
    return reverse(f"{app}:{name}", args=[small.round.code, *more])


def seat_form(**fields):
    said = {
        "name": "Dr. Baru Sekali, M.Si.",
        "email": "baru@contoh.example",
        "post": "Guru Besar",
        "institution": "Universitas Baru",
        "element": "academic",
        "is_internal": "tidak",
        "part": "member",
    }
    return said | fields


@pytest.fixture
def staff(client, draft):
    client.force_login(draft.staff)
    return client


def test_a_member_signs_and_gets_a_receipt(member_client, draft):
    answer = member_client.post(
        at("declare", draft),
        {
            "agree": "on",
            **about(draft, 2, ada="on", jenis="family", keputusan="berhalangan", catatan="Sepupu"),
        },
        follow=True,
    )

    signed = Declaration.objects.get()
    assert f"Kode bukti {signed.receipt}" in answer.text
    assert [(c.candidate.number, c.still_scores) for c in Conflict.objects.all()] == [(2, False)]


def test_what_staff_wrote_in_the_workbook_is_read_and_not_signed(member_client, draft):
    factories.ConflictFactory(
        seat=draft.seats[0],
        candidate=draft.candidates[1],
        origin="workbook",
        note="Konon sepupu",
    )

    shown = member_client.get(reverse("panels:declaration", args=[draft.round.code])).text
    member_client.post(
        at("declare", draft), {"agree": "on"} | about(draft, 2, keputusan="berhalangan")
    )

    assert "tidak ikut Anda tandatangani: Konon sepupu" in shown
    assert shown.count("Konon sepupu") == 1
    assert "Konon sepupu" not in Declaration.objects.get().text


def test_the_summary_of_errors_does_not_repeat_the_oath(member_client, draft):
    answer = member_client.post(at("declare", draft), {})

    assert answer.status_code == 422
    assert "Pernyataan: Centang pernyataan ini" in answer.text
    assert answer.text.count(STATEMENT) == 1


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"ada": "on"}, "Pilih jenis hubungan."),
        ({"ada": "on", "jenis": "family"}, "Pilih “tetap menilai”"),
        ({"ada": "on", "jenis": "other", "keputusan": "menilai"}, "Tuliskan hubungannya"),
        ({"catatan": "x" * 501}, "Paling panjang 500 huruf"),
        ({"catatan": "a\0b"}, "Kesalahan:"),
        ({"jenis": "raja"}, "Kesalahan:"),
    ],
)
def test_a_faulty_form_is_shown_again_with_what_was_typed(member_client, draft, said, complaint):
    form = {"agree": "on"} | about(draft, 3, catatan="Ditulis tadi") | about(draft, 2, **said)

    answer = member_client.post(at("declare", draft), form)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert "Ditulis tadi" in answer.text
    assert (Declaration.objects.count(), Conflict.objects.count()) == (0, 0)


def test_a_member_reads_of_whom_he_declares_but_never_a_number(member_client, draft):
    """Whoever reads papers blind knows a candidate by number only."""
    sign(draft.seats[0])

    page = member_client.get(at("declaration", draft)).text

    for candidate in draft.candidates:
        assert candidate.full_name in page
        assert candidate.label not in page


def test_a_known_relation_has_to_be_answered(member_client, draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[0], note="Ipar")

    page = member_client.get(at("declaration", draft)).text
    answer = member_client.post(at("declare", draft), {"agree": "on"})

    assert "Jawab hubungan yang terlihat dari data" in page
    assert (answer.status_code, Declaration.objects.count()) == (422, 0)
    member_client.post(at("declare", draft), {"agree": "on"} | about(draft, 1, keputusan="menilai"))
    assert Conflict.objects.get().still_scores is True


def test_a_signed_declaration_is_shown_with_what_changed_since(member_client, draft):
    sign(draft.seats[0])
    assert "Ada yang berubah?" in member_client.get(at("declaration", draft)).text
    factories.CandidateFactory(round=draft.round, number=4)

    page = member_client.get(at("declaration", draft)).text

    assert "1 kandidat baru sesudah ditandatangani" in page
    assert "Ada yang berubah?" not in page


def test_after_the_freeze_a_signed_declaration_is_read_only(member_client, draft):
    sign(draft.seats[0])
    small = draft.open()

    page = member_client.get(at("declaration", small)).text
    answer = member_client.post(at("declare", small), {"agree": "on"})

    assert "sampaikan kepada sekretariat" in page
    assert "Tanda tangani pernyataan" not in page
    assert (answer.status_code, Declaration.objects.count()) == (422, 1)


def test_once_unsealed_an_unsigned_declaration_is_no_longer_asked_for(client, draft):
    small = draft.play()
    client.force_login(small.members[0])

    assert "Pernyataan tidak lagi diminta" in client.get(at("declaration", small)).text


def test_my_declarations_list_what_is_due_and_an_empty_list_says_so(member_client, draft):
    assert "Isi pernyataan" in member_client.get(reverse("panels:mine")).text
    Seat.objects.filter(pk=draft.seats[0].pk).update(round=factories.RoundFactory(is_archive=True))

    assert "Tidak ada pernyataan yang diminta" in member_client.get(reverse("panels:mine")).text


def test_the_home_and_the_agenda_lead_to_what_is_due(member_client, draft):
    address = at("declaration", draft)
    assert address in member_client.get("/").text
    assert address in member_client.get(reverse("scoring:agenda")).text
    sign(draft.seats[0])

    assert address not in member_client.get("/").text


@pytest.mark.parametrize("candidates", [3, 30])
def test_the_declaration_costs_the_same_for_any_number_of_candidates(
    client, candidates, django_assert_num_queries
):
    small = make_round(factories.AgencyFactory(), candidates=candidates)
    client.force_login(small.members[0])

    # session, user, seat, candidates, declarations, reminders, conflicts, memberships, seats
    with django_assert_num_queries(8):
        client.get(at("declaration", small))


@pytest.mark.parametrize("candidates", [3, 30])
def test_the_panels_page_costs_the_same_for_any_number_of_candidates(
    client, candidates, django_assert_num_queries
):
    small = make_round(factories.AgencyFactory(), candidates=candidates)
    client.force_login(small.staff)

    # session, user, round, seats, candidates, declarations, reminders, conflicts, rules, notes,
    # letters, changes, memberships, seats
    with django_assert_num_queries(13):
        client.get(at("panel", small))


def test_staff_see_states_and_recusals_but_no_reasons(staff, draft):
    factories.ConflictFactory(
        seat=draft.seats[0], candidate=draft.candidates[1], kind="family", note="Sepupu rahasia"
    )
    sign(draft.seats[1])

    page = staff.get(at("panel", draft)).text

    assert "Kandidat 02" in page
    assert "Belum ditandatangani" in page
    assert "Sepupu rahasia" not in page
    assert "Keluarga" not in page


def test_the_chair_sees_only_the_own_declaration(client, draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[1])
    client.force_login(draft.chair)

    view = client.get(at("panel", draft)).context["view"]

    shown = [row.seat for row in view.members if row.standing]
    assert shown == [draft.seats[-1]]
    assert "3 belum menandatangani" in [line.words for line in view.lines]


def test_the_auditor_reads_declarations_and_that_is_kept(client, draft):
    client.force_login(draft.auditor)
    assert "Belum ada pernyataan" in client.get(at("declarations", draft)).text
    signed = sign(draft.seats[0])

    assert signed.receipt in client.get(at("declarations", draft)).text
    assert Event.objects.filter(verb="panels.declarations_read").count() == 2


def test_reminding_shows_on_the_members_page(staff, client, draft):
    answer = staff.post(at("remind", draft), follow=True)
    client.force_login(draft.members[0])

    assert "3 penilai diingatkan" in answer.text
    assert "mengingatkan Anda" in client.get(at("declaration", draft)).text


def test_reminding_again_at_once_is_refused_and_the_time_of_the_first_is_shown(staff, draft):
    sign(draft.seats[0])
    factories.CandidateFactory(round=draft.round, number=9)
    staff.post(at("remind", draft))

    page = staff.post(at("remind", draft), follow=True).text

    assert "Tidak ada pengingat baru" in page
    assert page.count("<small>diingatkan ") == Reminder.objects.count() == 3


def test_nobody_left_to_remind_is_said(staff, draft):
    for seat in draft.seats:
        sign(seat)

    assert "Tidak ada yang diingatkan" in staff.post(at("remind", draft), follow=True).text
    assert Reminder.objects.count() == 0


def test_a_warning_is_noted_and_an_empty_note_is_refused(staff, draft):
    refused = staff.post(at("note-warning", draft), {"code": "PERNYATAAN", "text": " "})
    assert (refused.status_code, CompositionNote.objects.count()) == (422, 0)

    answer = staff.post(
        at("note-warning", draft), {"code": "PERNYATAAN", "text": "Besok"}, follow=True
    )

    assert "Catatan disimpan" in answer.text
    assert "Besok" in answer.text
    again = staff.post(at("note-warning", draft), {"code": "KETUA", "text": "x"}, follow=True)
    assert "tidak lagi memberi peringatan" in again.text


def test_the_page_says_when_the_panel_is_ready_and_when_it_is_set(client, agency):
    small = make_round(agency, members=0 + 1)
    Seat.objects.filter(round=small.round).update(number=90, withdrawn_at="2026-01-01T00:00Z")
    small.seats = seat_panel(small.round)[::-1]  # its chair is the last
    for seat in small.seats:
        sign(seat)
    client.force_login(small.staff)

    assert "Siap ditetapkan" in client.get(at("panel", small)).text
    small.open()
    assert "Panitia sudah ditetapkan" in client.get(at("panel", small)).text


def test_a_panel_without_members_says_what_to_do(client, agency):
    round_ = factories.RoundFactory(agency=agency)
    for role, words in (("staff", "Tambah penilai"), ("head", "Staf BKPSDM menyusun panitia")):
        client.force_login(factories.MembershipFactory(agency=agency, role=role).user)
        assert words in client.get(reverse("panels:panel", args=[round_.code])).text


def test_staff_add_change_and_withdraw_members(staff, draft):
    assert staff.get(at("new-seat", draft)).status_code == 200
    added = staff.post(at("add-seat", draft), seat_form(), follow=True)
    assert "ditambahkan ke panitia" in added.text
    seat = Seat.objects.get(user__email="baru@contoh.example")
    assert "Guru Besar" in staff.get(at("seat", draft, seat.user.public_id)).text

    changed = staff.post(
        at("change-seat", draft, seat.user.public_id), seat_form(post="Dekan"), follow=True
    )
    gone = staff.post(at("withdraw-seat", draft, seat.user.public_id), follow=True)

    assert "disimpan" in changed.text
    assert "tidak lagi menjadi penilai" in gone.text
    seat.refresh_from_db()
    assert (seat.post, seat.withdrawn_at is None) == ("Dekan", False)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"email": "bukan-alamat"}, "Tulis alamat email lengkap"),
        ({"element": ""}, "Pilih unsur"),
        ({"is_internal": ""}, "Pilih internal atau dari luar"),
        ({"part": "raja"}, "Kesalahan:"),
        ({"name": "Orang Ada"}, "Satu orang hanya satu kursi"),
    ],
)
def test_a_faulty_member_is_refused_and_what_was_typed_stays(staff, draft, fields, complaint):
    Seat.objects.filter(pk=draft.seats[0].pk).update(name="Orang Ada, S.T.")

    answer = staff.post(at("add-seat", draft), seat_form(**fields))

    assert answer.status_code == 422
    assert complaint in answer.text
    assert "Universitas Baru" in answer.text
    assert Seat.objects.count() == 3


def test_changing_into_a_second_chair_is_refused(staff, draft):
    who = draft.members[0].public_id

    answer = staff.post(at("change-seat", draft, who), seat_form(part="chair"))
    short = staff.post(at("change-seat", draft, who), seat_form(name=""))

    assert "sudah menjadi ketua" in answer.text
    assert (answer.status_code, short.status_code) == (422, 422)


def test_a_declaration_speaks_of_candidates_in_force_only(draft):
    draft.candidates[2].withdrawn_at = "2026-01-01T00:00Z"
    draft.candidates[2].save()

    assert len(standing_of(draft.seats[0]).questions) == 2


def test_on_a_phone_every_cell_of_the_members_says_what_it_is(staff, draft):
    response = staff.get(at("panel", draft))

    labels = re.findall(r'<td data-label="([^"]*)"', response.text)
    assert labels == ["Unsur", "Internal?", "Pernyataan", "Berhalangan untuk"] * len(draft.seats)
