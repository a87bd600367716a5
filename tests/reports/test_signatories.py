"""Who signs: those who usually do, those who are named, and who is never exchanged again."""

import pytest

from accounts.models import Membership
from audit.models import Event
from reports.models import Document, Signatory
from reports.signatories import Wanted, defaults_of, name_signatories, people_of
from reports.turns import CannotSign
from reports.wet_ink import accept, upload
from tests import factories
from tests.reports.signing_places import a_document, electronic, lines, wet
from tests.reports.test_wet_ink import a_scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(draft):
    return a_document(draft)


def of_kind(document, kind):
    document.kind = kind
    return [(one.name, one.turn, one.method) for one in defaults_of(document)]


def in_force(document):
    return [(line.turn, line.name) for line in document.signatories.in_force().for_listing()]


@pytest.mark.parametrize("kind", ["minutes", "plenary", "recapitulation"])
def test_all_members_sign_what_the_panel_did_and_the_chair_last(draft, document, kind):
    one, two, chair = (seat.name for seat in draft.seats)

    assert of_kind(document, kind) == [(one, 1, "wet"), (two, 1, "wet"), (chair, 2, "wet")]


@pytest.mark.parametrize("kind", ["recommendation", "candidate"])
def test_the_chair_signs_the_report(draft, document, kind, settings):
    settings.SIGNING = "local"

    assert of_kind(document, kind) == [(draft.seats[-1].name, 1, "electronic")]


def test_the_mayor_signs_the_decision(draft, document):
    assert of_kind(document, "decision") == [(draft.authority.name, 1, "wet")]


def test_nobody_is_proposed_for_a_list(document):
    assert of_kind(document, "attendance") == []


def test_people_are_the_panel_and_who_acts_for_the_agency(draft, document):
    factories.in_role(draft.round.agency, Membership.Role.SYSADMIN)
    factories.UserFactory(name="Orang luar")
    everybody = {*draft.members, draft.staff, draft.head, draft.authority}

    assert set(people_of(document)) == everybody


def test_naming_anew_withdraws_the_lines_before(draft, document):
    lines(document, wet("Saksi Satu"), wet("Saksi Dua", 2), by=draft.staff)

    name_signatories(document, [wet("Saksi Tiga")], by=draft.chair)

    assert in_force(document) == [(1, "Saksi Tiga")]
    assert Signatory.objects.filter(document=document).count() == 3
    assert Event.objects.filter(verb="reports.signatories_named").count() == 2


def test_nobody_signs_with_his_own_account_under_another_name(draft, document, settings):
    settings.SIGNING = "local"
    mayor = draft.authority.name
    wanted = [
        Wanted(mayor, "Wali Kota", 1, Signatory.Method.ELECTRONIC, draft.staff),
        Wanted(mayor, "Ketua panitia", 2, Signatory.Method.WET, draft.chair),
    ]

    name_signatories(document, wanted, by=draft.staff)

    assert in_force(document) == [(1, draft.staff.name), (2, draft.seats[-1].name)]


def test_the_lines_of_a_panel_do_not_tell_its_numbers(draft, document):
    one, two, chair = draft.seats
    one.name, two.name = "Dr. Zulkarnain", "Prof. Aminah"
    one.save()
    two.save()

    assert [name for name, *_ in of_kind(document, "recapitulation")] == [
        "Prof. Aminah",
        "Dr. Zulkarnain",
        chair.name,
    ]


def test_who_has_signed_stays(draft, document):
    first = lines(document, wet("Saksi Satu"), wet("Saksi Dua", 2), by=draft.staff)[0]
    scan = upload(document, a_scan(), by=draft.staff)
    accept(scan, [first], document.sha256[:8], by=draft.head)

    name_signatories(document, [wet("Saksi Tiga", 2)], by=draft.chair)

    assert in_force(document) == [(1, "Saksi Satu"), (2, "Saksi Tiga")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "forms"}, "tidak ditandatangani"),
        ({"format": "zip"}, "tidak ditandatangani"),
        ({"status": "ordered", "sha256": "", "file": "", "percent": 0}, "belum siap"),
    ],
)
@pytest.mark.usefixtures("thawed")
def test_naming_refuses_what_is_not_signed(draft, document, fields, words):
    Document.objects.filter(pk=document.pk).update(**fields)

    with pytest.raises(CannotSign, match=words):
        name_signatories(document, [wet("Saksi")], by=draft.staff)

    assert in_force(document) == []


def test_naming_refuses_somebody_twice_and_electronic_where_it_is_not_set_up(draft, document):
    chair = draft.chair

    with pytest.raises(CannotSign, match="belum disiapkan"):
        name_signatories(document, [electronic(chair)], by=draft.staff)
    with pytest.raises(CannotSign, match="dua kali"):
        name_signatories(document, [electronic(chair), electronic(chair, 2)], by=draft.staff)

    assert in_force(document) == []


def test_naming_waits_for_whoever_is_signing(draft, document):
    factories.SignatureFactory(document=document)

    with pytest.raises(CannotSign, match="sedang menandatangani"):
        name_signatories(document, [wet("Saksi")], by=draft.staff)
