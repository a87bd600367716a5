"""Gerbong in the browser: what falls vacant for whom, what stays hidden, what may be set."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from audit.models import Event
from candidates.models import Candidate
from decisions.choosing import Picked, save_draft
from decisions.models import CascadeSetting, FollowUp, What
from selection.models import Round
from tests import factories
from tests.candidates.exports import person, put
from tests.decisions.chosen import determine
from tests.rounds import nip

pytestmark = pytest.mark.django_db
REASON = "Pengalaman memimpin puskesmas sesuai prioritas 2026. " * 2


@pytest.fixture
def handed(handed_over):
    """A round before its authority, in an agency whose pool has two Kabid and a Kasi."""
    small = handed_over
    pool = {50: "Kepala Bidang A", 51: "Kepala Bidang B", 52: "Kepala Seksi A1"}
    put(
        small.round.agency,
        *[person(number, name=f"Calon {number}") | {"Jabatan": pool[number]} for number in pool],
    )
    known(small, 50, "Kepala Bidang A", "administrator")
    known(small, 52, "Kepala Seksi A1", "supervisor")
    return small


def known(small, number, post, kind):
    """A round of last year knows all that is asked of this official."""
    earlier, _ = Round.objects.get_or_create(
        code="tahun-lalu",
        defaults={
            "agency": small.round.agency,
            "title": "Putaran tahun lalu",
            "kind": "talent_fill",
            "reference_date": "2025-01-06",
        },
    )
    facts = {"post": post, "post_kind": kind, "grade": "IV/a", "sanction": "none"}
    return factories.CandidateFactory(round=earlier, nip=nip(number), number=number, **facts)


def address(small, name="cascade"):
    return reverse(f"decisions:{name}", args=[small.round.code])


def read(client, small, user):
    client.force_login(user)
    response = client.get(address(small))
    assert response.status_code == 200
    return " ".join(unescape(strip_tags(response.text.replace(">", "> "))).split())


def choose(small, number=1, **why):
    return determine(small, [(small.vacancies[0], small.candidates[number])], **why)


def look(client, small, **given):
    wanted = {"lowest": "III.b", "boxes": [7, 8, 9], "steps": 1, "same_unit": "False"}
    client.force_login(small.head)
    return client.post(address(small, "set-cascade"), wanted | {"reason": "Keputusan tim"} | given)


def begin(client, small, **given):
    client.force_login(small.staff)
    wanted = {"code": "lanjutan-2026", "title": "Lanjutan", "reference_date": "05-01-2027"}
    posts = {"posts": ["sekretaris dinas kesehatan|dinas kesehatan"]}
    return client.post(address(small, "start-follow-up"), wanted | posts | given)


def test_movers_posts_and_successors_are_named_and_counted(handed, client):
    choose(handed)

    text = read(client, handed, handed.staff)

    assert "Jabatan turunan kosong: 1 · tanpa calon siap: 0" in text
    assert "Kepala Dinas Kesehatan kosong: Sekretaris Dinas Kesehatan" in text
    assert "1 orang siap, kotak 8" in text
    assert "Calon 51 · kotak 8 Kepala Bidang B, Dinas Kesehatan Belum diketahui." in text
    assert "Data pangkat belum ada. Riwayat jabatan belum ada." in text
    assert "Calon 52" not in text


def test_the_second_level_shows_once_the_city_looks_further_down(handed, client):
    choose(handed)
    assert "Dapat menyusul kosong" not in read(client, handed, handed.staff)

    assert look(client, handed).status_code == 302

    text = read(client, handed, handed.staff)
    assert "Dapat menyusul kosong Tingkat 2 · 1 jabatan" in text
    assert "Kepala Bidang A Dinas Kesehatan · eselon III.b kini dijabat Kandidat" in text
    assert "Calon 52" not in text
    assert "Kepala Seksi A1, Dinas Kesehatan 1 orang berbeda siap" in text
    assert "Keputusan tim" in text
    assert Event.objects.get(verb="decisions.cascade_set").facts["lowest"] == "III.b"


def test_drafts_count_for_their_author_alone(handed, client):
    picked = Picked(What.PERSON, handed.candidates[2])
    save_draft(handed.vacancies[0], picked, REASON, seen_version=0, by=handed.authority)

    mine = read(client, handed, handed.authority)
    others = [read(client, handed, user) for user in (handed.staff, handed.head, handed.auditor)]

    assert "Memakai pilihan sementara Anda." in mine
    assert "Nama Rahasia 03, S.E., M.M. pilihan sementara" in mine
    for text in others:
        assert "Belum ada yang ditetapkan" in text
        assert "Nama Rahasia" not in text


def test_the_decision_page_says_how_many_could_follow(handed, client):
    client.force_login(handed.authority)
    page = reverse("decisions:shortlist-post", args=[handed.round.code, "DINKES"])

    assert "Sekretaris Dinas Kesehatan menjadi kosong, 1 pengganti siap" in client.get(page).text
    Candidate.objects.filter(round__code="tahun-lalu").update(grade="III/c")
    text = client.get(page).text
    assert "Sekretaris Dinas Kesehatan menjadi kosong (kritis: belum ada pengganti siap)" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": "  "}, "Tulis alasan"),
        ({"boxes": []}, "paling sedikit satu kotak"),
        ({"lowest": "V.a"}, "Pilih eselon dari daftar"),
        ({"lowest": "III.a"}, "Pengaturan ini sudah berlaku"),
    ],
)
def test_a_setting_is_refused_and_nothing_remains(handed, client, given, said):
    response = look(client, handed, **given)

    assert response.status_code == 422
    assert said in response.text
    assert not CascadeSetting.objects.exists()


def test_a_round_is_begun_once_from_what_was_set(handed, client):
    choose(handed)

    first, again = begin(client, handed), begin(client, handed)

    made = Round.objects.get(code="lanjutan-2026")
    assert first.url == again.url == reverse("reports:round", args=["lanjutan-2026"])
    assert client.get(first.url).status_code == 200
    assert (made.phase, made.kind, made.agency) == ("draft", "talent_fill", handed.round.agency)
    vacancy = made.vacancies.get()
    assert (vacancy.title, vacancy.unit) == ("Sekretaris Dinas Kesehatan", "Dinas Kesehatan")
    assert (vacancy.echelon, vacancy.grade_min, vacancy.age_max) == ("III.a", "IV/a", 57)
    assert vacancy.code == "SEKRETARIS_DINAS_KESEHATAN"
    assert FollowUp.objects.get().source == handed.round
    assert Event.objects.filter(verb="decisions.follow_up_started").count() == 1
    assert "sudah ada dalam putaran lanjutan" in read(client, handed, handed.staff)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"posts": []}, "Pilih paling sedikit satu jabatan"),
        ({"posts": ["camat|kecamatan"]}, "tidak lagi kosong"),
        ({"code": "tahun-lalu"}, "sudah dipakai putaran lain"),
        ({"code": "Dengan spasi"}, "Kode hanya huruf kecil"),
        ({"title": " "}, "Tulis nama putarannya"),
        ({"reference_date": "31-02-2027"}, "Tanggal ini tidak ada"),
    ],
)
def test_a_round_is_refused_and_nothing_remains(handed, client, given, said):
    choose(handed)
    rounds = Round.objects.count()

    response = begin(client, handed, **given)

    assert response.status_code == 422
    assert said in unescape(response.text)
    assert Round.objects.count() == rounds
    assert not FollowUp.objects.exists()


def test_nothing_follows_from_drafts(handed, client):
    picked = Picked(What.PERSON, handed.candidates[2])
    save_draft(handed.vacancies[0], picked, REASON, seen_version=0, by=handed.authority)

    response = begin(client, handed)

    assert response.status_code == 422
    assert not Round.objects.filter(code="lanjutan-2026").exists()


def test_a_post_that_a_follow_up_fills_is_not_filled_twice(handed, client):
    choose(handed)
    begin(client, handed)

    response = begin(client, handed, code="lanjutan-lain")

    assert response.status_code == 422
    assert "sudah ada dalam putaran “Lanjutan”" in unescape(response.text)
    assert not Round.objects.filter(code="lanjutan-lain").exists()


def test_the_authority_reads_which_round_fills_a_post_and_is_led_nowhere_closed(handed, client):
    choose(handed)
    made = begin(client, handed).url
    link = f'href="{made}"'
    assert link in client.get(address(handed)).text

    client.force_login(handed.authority)
    text = client.get(address(handed)).text

    assert "diisi dalam Lanjutan" in text
    assert link not in text


def test_more_people_ask_the_database_no_more(
    handed, client, django_assert_num_queries, django_assert_max_num_queries
):
    choose(handed)
    client.force_login(handed.staff)
    with django_assert_max_num_queries(32) as few:
        client.get(address(handed))
    for number in range(60, 70):
        known(handed, number, "Kepala Bidang C", "administrator")
    more = [person(n) | {"Jabatan": "Kepala Bidang C"} for n in (50, *range(60, 70))]
    put(handed.round.agency, *more, name="lagi.xlsx")
    choose(handed, 0, reason="Keadaan berubah sesudah penetapan yang pertama.")

    with django_assert_num_queries(len(few)):
        client.get(address(handed))
