"""What the report says on paper, part by part: nothing of it may fall out of a template unseen."""

import re
from datetime import datetime
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from panels.models import Seat
from reports.recommendation import Order, build
from selection.models import Instrument, Round, Vacancy
from tests import factories
from tests.reports.reading import html_of
from tests.reports.tables import table_under
from tests.rounds import fill, make_round
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(datetime(2025, 12, 5, 10, 42))
FIRST, SECOND, THIRD = (f"Nama Rahasia 0{number}, S.E., M.M." for number in (3, 2, 1))
HEAD = ["Nilai talenta 60%", "Wawancara 40%", "Nilai akhir"]


@pytest.fixture
def agency(db):
    return factories.AgencyFactory(
        name="Pemerintah Kota Tirtakencana",
        office="Badan Kepegawaian",
        address="Jalan Taman Kencana Nomor 1, Tirtakencana 51100",
        phone="(0299) 555 0110",
        website="seleksi.tirtakencana.example",
        email="seleksi@tirtakencana.example",
        city="Tirtakencana",
    )


@pytest.fixture
def round_(agency):
    small = make_round(agency, title="Pengisian Dua Jabatan Tahun 2025")
    Seat.objects.filter(pk=small.seats[1].pk).update(name="Dr. Sekretaris", part="secretary")
    Seat.objects.filter(pk=small.seats[2].pk).update(name="Prof. Ketua", post="Sekretaris Daerah")
    Seat.objects.filter(pk=small.seats[0].pk).update(name="Drs. Anggota")
    return small.play().round


def html(round_, *, vacancy=None, number="007/LAP-REK/X/2025"):
    held = Round.objects.select_related("agency").get(pk=round_.pk)
    return html_of(build(Order(round=held, vacancy=vacancy, paper="f4", number=number, at=AT)))


def text(markup):
    """The words between the tags, one line."""
    return " ".join(unescape(strip_tags(re.sub(r"<br>|</t[hd]>|</p>", " ", markup))).split())


def test_the_letterhead_is_the_panels_as_it_is_the_panel_that_signs(round_):
    body = text(html(round_).split('<body class="front">')[1].split("<h1")[0])

    assert body == (
        "Pemerintah Kota Tirtakencana"
        " Panitia Seleksi Pengisian Jabatan Pimpinan Tinggi Pratama"
        " Jalan Taman Kencana Nomor 1, Tirtakencana 51100"
        " Telepon (0299) 555 0110"
        " Laman seleksi.tirtakencana.example · Surel seleksi@tirtakencana.example"
    )


def test_title_round_number_and_addressee_follow_the_letterhead(round_):
    opening = text("<h1" + html(round_).split("<h1")[1].split("<h2")[0])

    assert opening == (
        "Laporan Rekomendasi Hasil Uji Kompetensi Teknis dan Peringkat Kandidat"
        " Pengisian Dua Jabatan Tahun 2025"
        " Nomor 007/LAP-REK/X/2025"
        " Sifat Rahasia"
        " Yth. Wali Kota Tirtakencana selaku Pejabat Pembina Kepegawaian"
    )


def test_the_report_of_one_post_names_it_under_the_round(round_):
    vacancy = Vacancy.objects.get(round=round_, code="DINKES")

    opening = text(html(round_, vacancy=vacancy).split("<h1")[1].split("<h2")[0])

    assert "Pengisian Dua Jabatan Tahun 2025 Kepala Dinas Kesehatan Nomor" in opening


def test_the_sections_stand_in_the_order_of_the_prototype(round_):
    headings = [text(h) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", html(round_))]

    assert headings == [
        "Ringkasan",
        "Cara menghitung",
        "Panitia seleksi",
        "Keandalan antarpenilai",
        "Nama yang diusulkan",
        "Peringkat tiap jabatan",
        "Penutup",
    ]


def test_the_summary_tells_people_posts_sheets_and_names_in_figures_too(round_):
    markup = html(round_)
    figures = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", markup)

    assert figures == [
        ("Jabatan", "2"),
        ("Kandidat", "3"),
        ("Pencalonan", "4"),
        ("Lembar nilai", "9"),
        ("Orang diusulkan", "3"),
    ]
    assert "menilai 3 kandidat untuk 2 jabatan" in text(markup)
    assert "Peringkat dihitung dari 9 lembar nilai yang ditandatangani" in text(markup)
    assert "Dari 4 pencalonan, 4 memperoleh peringkat." in text(markup)
    assert "paling banyak 3 nama; seluruhnya 3 orang" in text(markup)


def test_the_method_shows_every_component_with_source_scale_and_weight(agency):
    small = make_round(agency)
    Instrument.objects.filter(pk=small.interview.pk).update(pass_mark=Decimal(60))

    assert table_under(html(small.play().round), "Cara menghitung") == [
        ["Komponen dan kriteria", "Sumber", "Skala", "Nilai minimum", "Bobot"],
        ["Nilai talenta", "Nilai data, tiap kandidat", "0–100", "–", "60%"],
        [
            "Wawancara / Kriteria W1 50%; Kriteria W2 50%",
            "Lembar nilai panitia, tiap kandidat",
            "0–100",
            "60,00",
            "40%",
        ],
        ["Jumlah", "100%"],
    ]


def test_the_method_says_how_often_is_rounded_and_how_ties_end(agency):
    small = make_round(agency, tie_breaks=["WAWANCARA", "PANGKAT"], quorum=2).play()

    said = text(html(small.round))

    assert "rata-rata lembar nilai penilai yang tidak berhalangan" in said
    assert "ditandatangani paling sedikit 2 lembar nilai; nilai yang tidak ada tidak pernah" in said
    assert "dihitung tanpa pembulatan antara, lalu dibulatkan satu kali menjadi 2 desimal" in said
    assert "menurut: (1) wawancara, (2) pangkat" in said
    assert "Peringkat 1 sampai 3 diusulkan." in said


def test_the_panel_stands_with_the_chair_first_then_the_secretary(round_):
    from_university = ["Universitas Samudra Kencana", "Akademisi"]

    assert table_under(html(round_), "Panitia seleksi") == [
        ["No.", "Nama dan jabatan", "Instansi", "Unsur", "Kedudukan"],
        ["1", "Prof. Ketua / Sekretaris Daerah", *from_university, "Ketua"],
        ["2", "Dr. Sekretaris", *from_university, "Sekretaris"],
        ["3", "Drs. Anggota", *from_university, "Anggota"],
    ]


@pytest.mark.parametrize(
    ("recused", "said"),
    [
        (0, "Tidak ada penilai yang dikecualikan"),
        (1, "karenanya 1 pasangan penilai dan kandidat tidak dinilai"),
    ],
)
def test_the_panel_tells_who_did_not_judge(draft, recused, said):
    for seat in draft.seats[:recused]:
        factories.ConflictFactory(seat=seat, candidate=draft.candidates[0])

    assert said in text(html(draft.play().round))


def test_the_reliability_is_printed_with_words_and_its_meaning(round_):
    rows = table_under(html(round_), "Keandalan antarpenilai")
    said = text(html(round_))

    # members differ by 0, 1 and 2 points from the same figures: equal order, nearly equal scores
    assert rows == [
        ["Ukuran", "Wawancara", "Artinya"],
        [
            "ICC(2,3), rata-rata 3 penilai",
            "0,98 sangat baik",
            "Keandalan nilai rata-rata panitia; 1 sempurna",
        ],
        [
            "ICC(2,1), satu penilai",
            "0,94 sangat baik",
            "Keandalan nilai seorang penilai saja; 1 sempurna",
        ],
        [
            "Kendall W, urutan",
            "1,00 kuat",
            "Kesepakatan atas urutan; 0 tidak sepakat, 1 sepakat penuh",
        ],
    ]
    assert "Keandalan hanya menjadi keterangan" in said


def test_the_names_put_forward_stand_with_components_and_total(round_):
    assert table_under(html(round_), "Nama yang diusulkan") == [
        ["No.", "Jabatan", "Per.", "Kandidat", *HEAD],
        ["1", "Kepala Dinas Kesehatan", "1", FIRST, "73,00", "84,00", "77,40"],
        ["2", SECOND, "72,00", "80,00", "75,20"],
        ["3", THIRD, "71,00", "76,00", "73,00"],
        ["2", "Kepala Dinas Perhubungan", "1", THIRD, "71,00", "76,00", "73,00"],
    ]


def test_each_post_shows_everybody_with_components_total_and_what_follows(round_):
    place = "Sekretaris Dinas, Dinas Kesehatan"

    markup = html(round_)

    assert table_under(markup, "1. Kepala Dinas Kesehatan") == [
        ["Per.", "Kandidat", *HEAD, "Keterangan"],
        ["1", f"{FIRST} / Kandidat 03 · {place}", "73,0000", "84,0000", "77,40", "Diusulkan"],
        ["2", f"{SECOND} / Kandidat 02 · {place}", "72,0000", "80,0000", "75,20", "Diusulkan"],
        ["3", f"{THIRD} / Kandidat 01 · {place}", "71,0000", "76,0000", "73,00", "Diusulkan"],
    ]
    assert [row[0] for row in table_under(markup, "2. Kepala Dinas Perhubungan")] == ["Per.", "1"]
    unit = Vacancy.objects.get(round=round_, code="DINKES").unit
    assert f"{unit} · eselon II.b · 3 kandidat" in text(markup)


def test_what_decided_or_remained_open_is_noted_under_the_post(agency):
    small = make_round(agency, candidates=5, names_put_forward=2).play()

    rows = table_under(html(small.round), "1. Kepala Dinas Kesehatan")

    assert [row[-1] for row in rows[1:]] == ["Diusulkan", "Diusulkan", "", "", ""]
    assert "Selisih nilai akhir peringkat 2 dan 3 adalah 2,20." in text(html(small.round))


def test_the_panel_signs_with_the_chair_first(round_):
    markup = html(round_)
    dots = "........................"

    assert table_under(markup, "Penutup") == [
        ["No.", "Nama", "Kedudukan", "Tanda tangan"],
        ["1", "Prof. Ketua", "Ketua", f"1. {dots}"],
        ["2", "Dr. Sekretaris", "Sekretaris", f"2. {dots}"],
        ["3", "Drs. Anggota", "Anggota", f"3. {dots}"],
    ]
    assert "Tirtakencana, 5 Desember 2025 PANITIA SELEKSI" in text(markup)
    assert "dibuat dengan sebenarnya berdasarkan lembar nilai yang ditandatangani." in text(markup)
    assert "Keputusan pengangkatan berada pada Pejabat Pembina Kepegawaian" in text(markup)


def test_sheets_that_are_missing_are_told(draft):
    draft.open()
    for seat, candidate in [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2)]:
        fill(draft.sheet(seat, candidate), lambda seat, number, _: 70 + number * 4 + seat)
    open_seal(draft.round, excused="Sakit")

    assert "dari 9 lembar yang ditugaskan" in text(html(draft.round))
