"""What was shown is what is applied, without another look at the file."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.models import Membership
from audit.actions import SYSTEM
from selection.models import Round
from tests import factories
from tests.workbook.books import small_book
from tests.workbook.handing_in import hand_in, page, xlsx
from workbook import actions, opening
from workbook.loading import load
from workbook.models import Snapshot, Upload

pytestmark = pytest.mark.django_db
MINE, OTHER, FOREIGN = (f"Pemerintah Kota {name}" for name in ("Tirtakencana", "Dua", "Asing"))


@pytest.fixture
def second_agency(staff):
    agency = factories.AgencyFactory(name=OTHER)
    factories.MembershipFactory(user=staff, agency=agency, role=Membership.Role.STAFF)
    return agency


def apply(client, upload):
    return client.post(reverse("workbook:apply", args=[upload.public_id]), follow=True)


def test_applying_opens_neither_the_file_nor_a_child(client, staff, monkeypatch):
    upload = hand_in(client, xlsx())
    upload.file.storage.delete(upload.file.name)
    monkeypatch.setattr(opening, "COMMAND", ("/no/such/program",))

    apply(client, upload)

    assert Round.objects.get().title == "Putaran uji"


def test_what_was_read_must_still_be_what_was_kept(client, staff):
    upload = hand_in(client, xlsx())
    kept = upload.snapshots.filter(kind=Snapshot.Kind.READ)
    kept.update(content=kept.get().content.replace("Putaran uji", "Putaran lain"))

    response = apply(client, upload)

    assert "belum dapat diterapkan" in response.text
    assert Round.objects.count() == 0


def test_a_round_that_changed_meanwhile_is_not_changed_into_what_nobody_saw(client, staff, agency):
    load(small_book(), by=SYSTEM, agencies=[agency])
    upload = hand_in(client, xlsx(small_book(title="Judul dari berkas")))
    meanwhile = replace(small_book(), conflicts=())
    load(meanwhile, by=SYSTEM, agencies=[agency])

    response = apply(client, upload)

    assert "Putaran berubah sejak berkas diperiksa" in response.text
    assert Round.objects.get().title == "Putaran uji"
    assert Upload.objects.get().status == "checked"


def test_who_works_for_one_agency_is_not_asked_for_which(client, staff):
    assert 'name="agency"' not in client.get(reverse("workbook:uploads")).text


@pytest.mark.parametrize("name", [MINE, OTHER])
def test_who_works_for_two_agencies_loads_for_the_one_that_is_chosen(
    client, staff, agency, second_agency, name
):
    chosen = {MINE: agency, OTHER: second_agency}[name]

    upload = hand_in(client, xlsx(small_book(agency=name)), agency=chosen.pk)
    apply(client, upload)

    assert 'name="agency"' in client.get(reverse("workbook:uploads")).text
    assert (upload.agency, Round.objects.get().agency) == (chosen, chosen)


@pytest.mark.parametrize("name", [OTHER, FOREIGN])
def test_a_file_of_another_agency_than_the_chosen_one_is_refused_in_words(
    client, staff, agency, second_agency, name
):
    upload = hand_in(client, xlsx(small_book(agency=name)), agency=agency.pk)

    text = page(client, upload).text

    assert f"Instansi harus {MINE}, instansi Anda." in text
    assert "belum dapat diterapkan" in apply(client, upload).text
    assert Round.objects.count() == 0


@pytest.mark.parametrize("choice", ["none", "nothing", "foreign", "headed", "ended"])
def test_nobody_loads_for_an_agency_that_is_not_his_to_load_for(
    client, staff, agency, second_agency, choice
):
    foreign = factories.AgencyFactory(name=FOREIGN)
    if choice == "headed":
        factories.MembershipFactory(user=staff, agency=foreign, role=Membership.Role.HEAD)
    if choice == "ended":
        factories.MembershipFactory(
            user=staff, agency=foreign, role=Membership.Role.STAFF, ended_at="2025-01-01T00:00Z"
        )
    data = {"none": {}, "nothing": {"agency": ""}}.get(choice, {"agency": foreign.pk})

    response = client.post(reverse("workbook:receive"), {"file": xlsx(), **data})

    assert response.status_code == 422
    assert "Pilih instansi" in response.text
    assert FOREIGN not in response.text
    assert Upload.objects.count() == 0


def test_staff_of_the_other_agency_see_neither_upload_nor_round(
    client, staff, agency, second_agency
):
    upload = hand_in(client, xlsx(small_book(agency=OTHER)), agency=second_agency.pk)
    colleague = factories.MembershipFactory(agency=agency, role=Membership.Role.STAFF).user
    client.force_login(colleague)

    assert page(client, upload).status_code == 404
    assert apply(client, upload).status_code == 404
    assert Round.objects.count() == 0


def test_whoever_forges_the_only_agency_gets_his_own(client, staff, agency):
    foreign = factories.AgencyFactory(name=FOREIGN)

    upload = hand_in(client, xlsx(), agency=foreign.pk)

    assert upload.agency == agency


def test_apply_of_something_checked_before_this_version_asks_for_the_file_again(staff, agency):
    upload = factories.UploadFactory(agency=agency, status="checked", findings={"fault_count": 0})

    with pytest.raises(actions.NotApplicable, match="belum dapat diterapkan"):
        actions.apply(upload, by=staff)
