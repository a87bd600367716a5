"""The talent grid of a round and of an agency: what is shown, to whom, at what cost."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Membership
from audit.actions import SYSTEM
from candidates.models import Official, TalentScheme
from candidates.talent_pool import add_scheme, withdraw_talent
from reports.talent_access import NOT_SIGNED
from scoring.models import Sheet
from tests import factories
from tests.candidates.exports import nip, person, put
from tests.candidates.schemes import BANJARMASIN
from tests.rounds import fill, make_round

pytestmark = pytest.mark.django_db

VALUES = ("79,00", "86,42", "82,71", "79.0", "Kotak 8", "kotak 8")


def text_of(response):
    return " ".join(unescape(strip_tags(response.content.decode().replace("<", " <"))).split())


def grid(client, small, user, **query):
    client.force_login(user)
    return client.get(reverse("reports:talent-grid", args=[small.round.code]), query)


def why(client, small, user, number=1, **headers):
    client.force_login(user)
    address = reverse("reports:talent-candidate", args=[small.round.code, number])
    return client.get(address, headers=headers)


def pool(client, user, **query):
    client.force_login(user)
    return client.get(reverse("reports:talent-pool"), query)


def sign_all(small, seat=0, candidate=0):
    """The member fills in and signs all his sheets for one candidate."""
    sheets = Sheet.objects.filter(seat=small.seats[seat], candidate=small.candidates[candidate])
    for sheet in sheets.select_related("seat__user", "candidate", "instrument"):
        fill(sheet, lambda *_: 80)


@pytest.fixture
def mapped(draft):
    """The small round: candidate 1 in box 8, 2 in box 9 near the boundary, 3 without an award;
    and one more official, in box 8.
    """
    for candidate in draft.candidates:
        Official.objects.filter(pk=candidate.official_id).update(name=candidate.name)
    put(
        draft.round.agency,
        person(1),
        person(2, award=Decimal(7), y=Decimal("80.05"), box=Decimal(9)),
        person(3, award=None),
        person(4),
    )
    return draft


# The grid of a round


def test_grid_lists_candidates_by_box_with_distance_and_what_is_missing(client, mapped):
    response = grid(client, mapped, mapped.staff)

    view = response.context["view"]
    assert [(line.number, line.standing.box, line.data) for line in view.lines] == [
        ("02", 9, "100%"),
        ("01", 8, "100%"),
    ]
    assert [line.number for line in view.unplaced] == ["03"]
    assert (view.others, view.map.people, view.map.succession) == (1, 3, 3)
    said = text_of(response)
    assert "0,05 poin dari batas kotak 8" in said
    assert "1 kandidat belum dapat ditempatkan." in said
    assert "Nama Rahasia 03 : Belum dapat ditempatkan. Belum ada data: Penghargaan." in said
    assert "Data SIMATA per 1 November 2025, dihitung menurut KepKBKN 411/2025" in said
    assert "Pejabat lain, tanpa nama (1)" in said
    assert "Nama Rahasia 04" not in said
    assert "Mengapa Nama Rahasia 02 di kotak 9?" in said


def test_table_view_shows_every_term_of_everybody(client, mapped):
    response = grid(client, mapped, mapped.staff, tampilan="tabel")

    said = text_of(response)
    assert '<svg class="nine"' not in response.content.decode()
    assert "Umpan balik kinerja 360°" in said
    assert "Penghargaan 15%" in said
    assert "86,67" in said
    assert "Belum dapat ditempatkan. Belum ada data: Penghargaan." in said


def test_why_shows_both_sums_term_by_term(client, mapped):
    said = text_of(why(client, mapped, mapped.staff))

    assert "Mengapa Nama Rahasia 01, S.E., M.M. di kotak 8?" in said
    assert "Penilaian kinerja 100,00 60% 60,0000" in said
    assert "Umpan balik kinerja 360° 85,00 10% 8,5000" in said
    assert "Kinerja 79,00: di bawah batas 80, sesuai ekspektasi. 79,0000" in said
    assert "Pengalaman jabatan 86,67 10% 8,6667" in said
    assert "Potensial 86,42: mencapai batas 80, tinggi. 86,4167" in said
    assert "1,00 poin dari batas kotak 9" in said
    assert "Data 100% lengkap, data per 1 November 2025" in said
    assert "nilai talenta 82,7083 = 50% kinerja dan 50% potensial" in said


def test_why_is_a_fragment_for_htmx(client, mapped):
    fragment = why(client, mapped, mapped.staff, hx_request="true").content.decode()

    assert "<html" not in fragment
    assert "Mengapa Nama Rahasia 01" in fragment


def test_why_of_somebody_who_is_in_no_box_says_what_is_missing(client, mapped):
    factories.CandidateFactory(round=mapped.round, number=9, nip=nip(9))

    assert "Kinerja belum lengkap, antara 79,00 dan 94,00" in text_of(
        why(client, mapped, mapped.staff, 3)
    )
    assert "Tidak ada dalam impor ini." in text_of(why(client, mapped, mapped.staff, 9))
    assert why(client, mapped, mapped.staff, 8).status_code == 404


def test_grid_without_an_import_says_what_to_do(client, draft):
    said = text_of(grid(client, draft, draft.staff))

    assert "Belum ada data talenta" in said
    assert "Belum ada data talenta" in text_of(why(client, draft, draft.staff))
    assert "Buka data talenta" not in text_of(grid(client, draft, draft.chair))


def test_a_round_stands_on_data_up_to_its_reference_date_and_on_what_was_there_when_fixed(
    client, mapped
):
    mapped.open()
    put(mapped.round.agency, person(1, award=Decimal(100)), as_of=date(2025, 12, 1))
    other = make_round(mapped.round.agency, reference_date=date(2025, 11, 30))

    fixed = grid(client, mapped, mapped.staff).context
    assert fixed["view"].pool.talent_import.as_of == date(2025, 11, 1)
    assert len(fixed["imports"]) == 1
    withdraw_talent(fixed["view"].pool.talent_import, "keliru", by=SYSTEM)
    assert len(grid(client, mapped, mapped.staff).context["view"].lines) == 2
    assert grid(client, other, other.staff).context["view"].pool is None


def test_an_older_import_can_be_chosen_and_one_taken_back_is_gone(client, mapped):
    older = put(mapped.round.agency, person(1, award=Decimal(100)), as_of=date(2025, 6, 1))

    chosen = grid(client, mapped, mapped.staff, impor=str(older.public_id))
    assert [line.standing.box for line in chosen.context["view"].lines] == [9]
    assert "Data per" in text_of(chosen)
    withdraw_talent(older, "keliru", by=SYSTEM)
    assert len(grid(client, mapped, mapped.staff, impor="x").context["view"].lines) == 2


def test_grid_says_when_no_rules_are_in_force(client, draft):
    put(draft.round.agency, person(1), as_of=date(2024, 5, 1))

    response = grid(client, draft, draft.staff)

    assert "Pada 1 Mei 2024 tidak ada skema." in text_of(response)
    assert "Tidak ada skema yang berlaku." in text_of(response)
    assert response.context["view"].map is None


@pytest.mark.parametrize("who", ["staff", "chair"])
def test_grid_costs_the_same_for_any_number_of_candidates(client, agency, who):
    put(agency, person(999), as_of=date(2025, 1, 1))
    costs = []
    for people in (3, 30):
        small = make_round(agency, candidates=people).open()
        put(agency, *[person(n) for n in range(1, people + 1)])
        for candidate in range(people):
            if who == "chair":
                sign_all(small, -1, candidate)
        address = reverse("reports:talent-grid", args=[small.round.code])
        client.force_login(getattr(small, who))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


# Halo: a panel member, from every side


def test_a_member_sees_nobody_before_signing(client, mapped):
    mapped.open()

    response = grid(client, mapped, mapped.members[0], tampilan="tabel")

    assert response.status_code == 200
    said = text_of(response)
    assert NOT_SIGNED in said
    assert [value for value in (*VALUES, "Nama Rahasia") if value in said] == []
    refused = why(client, mapped, mapped.members[0])
    assert refused.status_code == 403
    assert NOT_SIGNED in text_of(refused)


def test_a_member_sees_a_candidate_once_all_own_sheets_are_signed(client, mapped):
    mapped.open()
    sign_all(mapped)

    response = grid(client, mapped, mapped.members[0])

    view = response.context["view"]
    assert [line.number for line in view.all] == ["01"]
    assert (view.others, view.map.people) == (0, 1)
    assert "Nama Rahasia 02" not in text_of(response)
    assert f"Untuk kandidat lain: {NOT_SIGNED}" in text_of(response)
    assert why(client, mapped, mapped.members[0]).status_code == 200
    assert why(client, mapped, mapped.members[0], 2).status_code == 403
    assert why(client, mapped, mapped.members[1]).status_code == 403


def test_one_unsigned_sheet_of_several_keeps_the_candidate_closed(client, mapped, agency):
    second = factories.InstrumentFactory(round=mapped.round, code="GAGASAN", weight=Decimal(10))
    factories.IndicatorFactory(instrument=second, code="G1", weight=Decimal(100))
    mapped.interview.weight = Decimal(30)
    mapped.interview.save()
    mapped.open()
    first = Sheet.objects.get(
        seat=mapped.seats[0], candidate=mapped.candidates[0], instrument=mapped.interview
    )

    fill(first, lambda *_: 80)

    assert why(client, mapped, mapped.members[0]).status_code == 403
    sign_all_left = Sheet.objects.get(
        seat=mapped.seats[0], candidate=mapped.candidates[0], instrument=second
    )
    fill(sign_all_left, lambda *_: 80)
    assert why(client, mapped, mapped.members[0]).status_code == 200


def test_who_is_recused_never_sees_that_candidate(client, mapped):
    factories.ConflictFactory(seat=mapped.seats[0], candidate=mapped.candidates[1])
    mapped.play()

    assert why(client, mapped, mapped.members[0]).status_code == 200
    assert why(client, mapped, mapped.members[0], 2).status_code == 403


def test_a_second_hat_opens_nothing(client, mapped):
    """A member who is staff of the agency too stays a member, in the round and in the pool."""
    member = mapped.members[0]
    factories.MembershipFactory(agency=mapped.round.agency, user=member, role=Membership.Role.STAFF)
    mapped.open()
    official = mapped.candidates[0].official

    assert why(client, mapped, member).status_code == 403
    assert grid(client, mapped, member).context["view"].all == []
    before = pool(client, member, tampilan="tabel")
    assert [line.name for line in before.context["view"].lines] == ["Nama Rahasia 04"]
    assert "3 pejabat tidak ditampilkan." in text_of(before)
    assert before.context["view"].map.people == 1
    address = reverse("reports:talent-official", args=[official.public_id])
    assert NOT_SIGNED in text_of(client.get(address))
    sign_all(mapped)
    assert client.get(address).status_code == 200
    assert len(pool(client, member).context["view"].lines) == 2


def test_a_second_hat_sees_no_difference_of_a_candidate_either(client, draft):
    put(draft.round.agency, person(1, y=Decimal(99)), person(4, y=Decimal(98)))
    member = draft.members[0]
    factories.MembershipFactory(agency=draft.round.agency, user=member, role="auditor")
    client.force_login(member)

    said = text_of(client.get(reverse("reports:talent-differences")))

    assert "98,00" in said
    assert "99,00" not in said


def test_the_mayor_sees_the_grid_after_the_unsealing(client, mapped):
    mapped.open()
    assert grid(client, mapped, mapped.authority).status_code == 403
    assert why(client, mapped, mapped.authority).status_code == 403
    mapped.round.refresh_from_db()
    for sheet in Sheet.objects.filter(seat__round=mapped.round).select_related(
        "seat__user", "candidate", "instrument"
    ):
        fill(sheet, lambda *_: 80)
    from workbook.sample_sealing import open_seal

    open_seal(mapped.round)

    response = grid(client, mapped, mapped.authority)
    assert len(response.context["view"].lines) == 2
    assert response.context["view"].others == 0
    assert why(client, mapped, mapped.authority).status_code == 200
    assert pool(client, mapped.authority).status_code == 403


def test_no_other_page_of_a_member_tells_a_talent_value(client, mapped):
    mapped.open()
    client.force_login(mapped.members[0])
    sheet = mapped.sheet()
    pages = [
        reverse("reports:home"),
        reverse("reports:round", args=[mapped.round.code]),
        reverse("scoring:agenda"),
        *[
            reverse(f"scoring:{name}", args=[sheet.public_id])
            for name in ("sheet", "review", "profile")
        ],
    ]

    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        said = response.content.decode()
        assert [value for value in VALUES if value in said] == [], address


# The pool of an agency


def test_pool_lists_everybody_also_those_outside_the_import(client, mapped):
    factories.OfficialFactory(agency=mapped.round.agency, nip=nip(8), name="Di Luar Impor")
    factories.OfficialFactory(nip=nip(7), name="Kota Lain")

    response = pool(client, mapped.auditor)

    view = response.context["view"]
    assert [(line.name, line.standing.box) for line in view.lines] == [
        ("Nama Rahasia 02", 9),
        ("Nama Rahasia 01", 8),
        ("Nama Rahasia 04", 8),
        ("Nama Rahasia 03", None),
        ("Di Luar Impor", None),
    ]
    said = text_of(response)
    assert "2 pejabat belum dapat ditempatkan" in said
    assert "1 pejabat berbeda dari berkas" in said
    assert "Impor ekspor SIMATA" not in said
    assert "Impor ekspor SIMATA" in text_of(pool(client, mapped.staff))
    assert "Kota Lain" not in said


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"kotak": "9"}, ["Nama Rahasia 02"]),
        ({"kotak": "belum"}, ["Nama Rahasia 03"]),
        ({"cari": "rahasia 04"}, ["Nama Rahasia 04"]),
        ({"cari": "tidak ada"}, []),
        ({"kotak": "10", "halaman": "x", "impor": "x"}, 4),
    ],
)
def test_pool_is_filtered_by_the_address(client, mapped, query, names):
    response = pool(client, mapped.staff, **query)

    found = [line.name for line in response.context["view"].lines]
    assert (found if isinstance(names, list) else len(found)) == names
    assert ("Tidak ada data yang cocok dengan saringan." in text_of(response)) == (names == [])


def test_pool_comes_in_pages_that_keep_the_filter(client, agency):
    staff = factories.MembershipFactory(agency=agency, role="staff").user
    put(agency, *[person(number) for number in range(1, 121)])

    first = pool(client, staff, cari="Nama", tampilan="tabel")
    second = pool(client, staff, cari="Nama", halaman="2")

    assert (len(first.context["view"].lines), len(second.context["view"].lines)) == (100, 20)
    assert "cari=Nama&amp;tampilan=tabel" in first.content.decode()
    assert "Halaman 2 dari 2" in text_of(second)


def test_pool_without_an_import_is_an_empty_page(client, draft):
    assert "Belum ada data talenta" in text_of(pool(client, draft.staff))
    client.force_login(draft.staff)
    assert "Belum ada data talenta" in text_of(client.get(reverse("reports:talent-differences")))


def test_pool_costs_the_same_for_any_number_of_officials(client, agency):
    staff = factories.MembershipFactory(agency=agency, role="staff").user
    put(agency, person(999), as_of=date(2025, 1, 1))
    costs = []
    for people in (26, 260):
        put(agency, *[person(number) for number in range(1, people + 1)])
        client.force_login(staff)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{reverse('reports:talent-pool')}?tampilan=tabel").status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_an_officials_page_tells_posts_over_time_and_earlier_boxes(client, mapped):
    factories.CareerPostFactory(
        candidate=mapped.candidates[0], post="Kepala Seksi", began=date(2010, 1, 4),
        ended=date(2015, 1, 3),
    )  # fmt: skip
    older = {**person(1, award=Decimal(100)), "Jabatan": "Kepala Bidang"}
    older |= {"Golongan": "IV/a", "Eselon": "III.b", "TMT Jabatan": "04-01-2021"}
    put(mapped.round.agency, older, as_of=date(2025, 6, 1))
    client.force_login(mapped.head)
    official = mapped.candidates[0].official

    response = client.get(reverse("reports:talent-official", args=[official.public_id]))

    assert [(p.post, p.source) for p in response.context["history"]] == [
        ("Sekretaris Dinas", "Impor SIMATA"),
        ("Kepala Bidang", "Impor SIMATA"),
        ("Kepala Seksi", "Riwayat jabatan"),
    ]
    assert [s.box for s in response.context["standings"]] == [8, 9]
    assert "tercatat per 1 Juni 2025" in text_of(response)
    assert "IV/a · eselon III.b jabatan sejak 4 Januari 2021" in text_of(response)
    fragment = client.get(
        reverse("reports:talent-official", args=[official.public_id]),
        headers={"hx-request": "true"},
    )
    assert "<html" not in fragment.content.decode()


def test_an_official_in_no_import_has_a_page_all_the_same(client, draft):
    client.force_login(draft.staff)
    official = draft.candidates[0].official

    response = client.get(reverse("reports:talent-official", args=[official.public_id]))

    assert "Belum ada data talenta" in text_of(response)
    assert "Belum ada dalam impor mana pun." in text_of(response)


def test_an_official_whose_data_precede_all_rules(client, draft):
    put(draft.round.agency, person(1), as_of=date(2024, 5, 1))
    client.force_login(draft.staff)
    official = Official.objects.get(nip=nip(1))

    response = client.get(reverse("reports:talent-official", args=[official.public_id]))

    assert "Tidak ada skema yang berlaku." in text_of(response)


def test_differences_are_listed_in_words(client, mapped):
    put(mapped.round.agency, person(1, y=Decimal("79.5")), as_of=date(2025, 11, 2))
    client.force_login(mapped.staff)

    said = text_of(client.get(reverse("reports:talent-differences")))

    assert "Nilai Y di berkas 79,50; hasil hitung dari unsurnya 79,00." in said
    assert "1 orang" in said


def test_no_difference_is_said_too(client, draft):
    put(draft.round.agency, person(1))
    client.force_login(draft.staff)

    assert "Tidak ada perbedaan" in text_of(client.get(reverse("reports:talent-differences")))


# The rules


def test_rules_in_force_read_as_a_page(client, draft):
    client.force_login(draft.auditor)

    said = text_of(client.get(reverse("reports:talent-schemes")))

    assert "KepKBKN 411/2025 · dasar: Keputusan Kepala BKN Nomor 411 Tahun 2025" in said
    assert "Konfirmasikan bobot, batas, dan masa berlakunya kepada BKN" in said
    assert "Kinerja utama 60%" in said
    assert "Sangat baik 100; Baik 80; Butuh perbaikan 60; Kurang 40; Sangat kurang 20" in said
    assert "Nilai talenta = 50% kinerja + 50% potensial." in said
    assert "JPT Pratama 70% : 30%" in said


def test_another_version_can_be_read_and_a_day_without_rules_says_so(client, draft):
    own = add_scheme(BANJARMASIN, draft.round.agency, by=SYSTEM)
    client.force_login(draft.staff)
    address = reverse("reports:talent-schemes")

    said = text_of(client.get(address, {"versi": own.pk}))
    assert "berlaku 1 Januari 2023 sampai 31 Desember 2024" in said
    assert "Diklat: nilai yang diisi; tanpa data 0" in said
    TalentScheme.objects.filter(agency=None).update(valid_until=date(2025, 12, 31))
    assert "tidak ada skema" in text_of(client.get(address))
