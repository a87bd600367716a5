import json
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from pypdf import PdfReader

from audit.models import Event
from candidates.models import Candidate
from decisions.standing import members_of
from reports.letterhead import authority_of
from reports.minutes import minutes_of
from reports.provenance import span
from reports.recommendation import (
    ARCHIVE,
    WORKING_COPY,
    Order,
    build,
    make,
    pieces_of,
)
from reports.standings import standings_of
from scoring.models import Closing, GivenValue, ScoreEvent
from scoring.outcome import NothingToRank, StillSealed, outcome_of
from selection.models import Instrument, Round
from tests import factories
from tests.reports.archives import an_archive
from tests.reports.reading import html_of, pages_of, text_of
from tests.rounds import fill, make_round
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(datetime(2025, 12, 5, 10, 42))
NUMBER = "007/LAP-REK/X/2025"
CHAIN = ["WAWANCARA", "PANGKAT", "MASA_JABATAN", "USIA"]


def ordered(round_, *, vacancy=None, paper="f4", number=NUMBER):
    round_ = Round.objects.select_related("agency").get(pk=round_.pk)
    return Order(round=round_, vacancy=vacancy, paper=paper, number=number, at=AT)


def printed(round_, **options):
    """The text of the report, before it is laid out."""
    lines = strip_tags(unescape(html_of(build(ordered(round_, **options)))))
    return " ".join(lines.split())


def standing(round_, code="DINKES"):
    return next(s for s in build(ordered(round_)).standings if s.vacancy.code == code)


def with_equal_data(small):
    GivenValue.objects.filter(candidate__round=small.round).update(value=Decimal(70))
    return small


def equals(seat, candidate, place):
    return 80


def test_build_counts_what_the_round_holds(unsealed):
    report = build(ordered(unsealed.round))

    assert (report.candidates, report.nominations) == (3, 4)
    assert (report.ranked, report.unranked) == (4, 0)
    assert (report.put_forward, report.waiting) == (3, 0)
    assert (report.evidence.signed, report.evidence.sheets) == (9, 9)


def test_build_of_one_vacancy_counts_that_vacancy_alone(unsealed):
    report = build(ordered(unsealed.round, vacancy=unsealed.vacancies[1]))

    assert [s.vacancy.code for s in report.standings] == ["DISHUB"]
    assert (report.candidates, report.nominations, report.put_forward) == (1, 1, 1)
    assert (report.evidence.signed, report.evidence.sheets) == (3, 3)


@pytest.mark.parametrize("candidates", [3, 12])
def test_build_costs_the_same_for_any_number_of_candidates(
    agency, candidates, django_assert_num_queries
):
    order = ordered(make_round(agency, candidates=candidates).play().round)

    # vacancies, instruments, indicators, nominations, sheets, given values, members,
    # result, panel, its fingerprint, days, recusals, last score event
    with django_assert_num_queries(13):
        report = build(order)

    assert report.candidates == candidates


def test_rows_stand_best_first_with_four_decimals(unsealed):
    rows = standing(unsealed.round).rows

    assert [row.candidate.number for row in rows] == [3, 2, 1]
    assert rows[0].total == "77,40"
    assert rows[0].scores == ["73,0000", "84,0000"]
    assert rows[0].brief == ["73,00", "84,00"]
    assert [row.marks for row in rows] == [["Diusulkan"]] * 3


def test_names_stop_at_the_cut_and_the_gap_is_told(agency):
    small = make_round(agency, candidates=5, names_put_forward=2).play()

    found = standing(small.round)

    assert [row.candidate.number for row in found.names] == [5, 4]
    assert [row.cut for row in found.rows] == [False, True, False, False, False]
    assert found.notes == ["Selisih nilai akhir peringkat 2 dan 3 adalah 2,20."]


def test_too_few_names_are_told(agency):
    small = make_round(agency, candidates=2).play()

    assert standing(small.round).notes == ["Hanya 2 dari 3 nama dapat diusulkan."]


def test_a_tie_names_the_rule_that_decided_and_what_it_compared(agency):
    small = with_equal_data(make_round(agency, tie_breaks=CHAIN))
    Candidate.objects.filter(pk=small.candidates[2].pk).update(grade="IV/c")
    Candidate.objects.filter(pk=small.candidates[1].pk).update(grade="IV/b")
    small.play(equals)

    found = standing(small.round)

    assert [row.rank for row in found.rows] == [1, 2, 3]
    assert found.rows[0].marks == ["Diusulkan", "Seri, diputus pangkat"]
    assert found.notes == [
        "Nama Rahasia 03, S.E., M.M.; Nama Rahasia 02, S.E., M.M.; dan Nama Rahasia 01, S.E., M.M."
        " sama-sama memperoleh 74,00. Urutan ditetapkan dengan aturan ke-2 (pangkat lebih tinggi):"
        " IV/c banding IV/b banding IV/a."
    ]


def test_a_tie_that_age_decides_keeps_birth_dates_out_of_print(agency):
    small = make_round(agency, candidates=2, tie_breaks=["USIA"])
    with_equal_data(small)
    older = "196901011995031099"
    Candidate.objects.filter(pk=small.candidates[1].pk).update(nip=older)
    small.play(equals)

    notes = " ".join(standing(small.round).notes)

    assert "aturan ke-1 (usia lebih tua)." in notes
    assert "1969" not in notes


def test_a_shared_rank_across_the_cut_waits_for_the_plenary(agency):
    small = with_equal_data(make_round(agency, names_put_forward=2, tie_breaks=["PANGKAT"]))
    small.play(equals)

    found = standing(small.round)

    assert [row.rank for row in found.rows] == [1, 1, 1]
    assert [row.marks for row in found.rows] == [["Menunggu pleno", "Seri"]] * 3
    assert found.waits
    assert found.notes == [
        "Nama Rahasia 01, S.E., M.M.; Nama Rahasia 02, S.E., M.M.; dan Nama Rahasia 03, S.E., M.M."
        " sama-sama memperoleh 74,00 dan berbagi peringkat 1 setelah semua aturan seri dipakai."
        " Peringkat bersama melewati batas dua nama; menunggu keputusan pleno."
    ]
    assert build(ordered(small.round)).waiting == 1


def test_a_tie_that_two_rules_decide_names_both_and_who_is_equal_still(agency):
    small = with_equal_data(make_round(agency, candidates=4, tie_breaks=["PANGKAT", "USIA"]))
    people = Candidate.objects.filter(round=small.round)
    people.filter(number=4).update(grade="IV/c")
    people.filter(number=3).update(nip="196901011995031099")
    small.play(equals)

    found = standing(small.round)

    assert [(row.candidate.number, row.rank) for row in found.rows] == [
        (4, 1),
        (3, 2),
        (1, 3),
        (2, 3),
    ]
    decided, shared = found.notes
    assert decided.endswith(
        "Urutan ditetapkan dengan aturan ke-1 (pangkat lebih tinggi) dan aturan ke-2 (usia lebih"
        " tua)."
    )
    assert shared.startswith("Nama Rahasia 01, S.E., M.M. dan Nama Rahasia 02, S.E., M.M. berbagi")


def test_a_shared_rank_without_a_chain_says_so(agency):
    small = with_equal_data(make_round(agency)).play(equals)

    notes = standing(small.round).notes

    assert notes[-1].endswith("berbagi peringkat 1 karena tidak ada aturan seri.")


def test_the_unranked_are_listed_with_every_reason(draft):
    Instrument.objects.filter(pk=draft.interview.pk).update(pass_mark=Decimal(90))
    GivenValue.objects.filter(candidate=draft.candidates[0]).update(withdrawn_at=AT)
    draft.open()
    for seat, candidate in [(0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 2), (2, 2)]:
        fill(draft.sheet(seat, candidate), lambda seat, number, _: 70 + number * 4 + seat)
    open_seal(draft.round, excused="Sakit")

    outsiders = standing(draft.round).outsiders

    assert [(o.candidate.number, o.reasons) for o in outsiders] == [
        (
            1,
            [
                "Nilai data belum ada: nilai talenta.",
                "Di bawah nilai minimum: wawancara 76,0000 dari paling rendah 90,00.",
            ],
        ),
        (
            2,
            [
                "Jumlah lembar nilai belum mencapai kuorum: wawancara 1 lembar dari paling"
                " sedikit 2."
            ],
        ),
        (3, ["Di bawah nilai minimum: wawancara 84,0000 dari paling rendah 90,00."]),
    ]


def test_the_unranked_are_printed_without_a_rank(draft):
    GivenValue.objects.filter(candidate__in=draft.candidates).update(withdrawn_at=AT)

    text = printed(draft.play().round)

    assert "Tidak ada nama yang dapat diusulkan" in text
    assert "Kandidat 01 · Sekretaris Dinas, Dinas Kesehatan" in text
    assert "Tanpa peringkat. Nilai data belum ada: nilai talenta." in text
    assert "Dari 4 pencalonan, 0 memperoleh peringkat dan 4 tidak." in text


def test_a_vacancy_without_anybody_is_told(draft):
    factories.VacancyFactory(round=draft.round, code="KOSONG")

    found = standing(draft.play().round, "KOSONG")

    assert found.notes == ["Tidak ada kandidat untuk jabatan ini."]


def test_a_vacancy_that_others_must_approve_says_so(draft):
    draft.round.vacancies.filter(code="DISHUB").update(special_approval="Kemendagri")

    found = standing(draft.play().round, "DISHUB")

    assert found.notes[-1] == "Pengisian jabatan ini memerlukan persetujuan khusus: Kemendagri."


def test_a_post_that_names_its_office_is_printed_without_it(draft):
    draft.round.candidates.filter(number=3).update(post="Sekretaris Dinas Kesehatan")

    rows = standing(draft.play().round).rows

    assert [row.post for row in rows[:2]] == [
        "Sekretaris Dinas Kesehatan",
        "Sekretaris Dinas, Dinas Kesehatan",
    ]


def test_a_requirement_that_needs_review_marks_the_row(unsealed):
    outcome = outcome_of(unsealed.round)
    first = outcome.vacancies[0]
    doubted = [replace(placed, needs_review=True) for placed in first.ranking.ranked]
    ranking = replace(first.ranking, ranked=tuple(doubted))

    found = standings_of(outcome, [replace(first, ranking=ranking)])

    assert found[0].rows[0].marks == ["Diusulkan", "Syarat perlu ditinjau"]


def test_build_refuses_a_sealed_round(draft):
    draft.open()

    with pytest.raises(StillSealed):
        build(ordered(draft.round))


def test_build_refuses_a_round_without_nominations(db):
    with pytest.raises(NothingToRank):
        build(ordered(factories.RoundFactory(unsealed=True)))


def test_build_refuses_a_vacancy_without_nominations(draft):
    empty = factories.VacancyFactory(round=draft.round)

    with pytest.raises(NothingToRank, match="jabatan ini"):
        build(ordered(draft.play().round, vacancy=empty))


@pytest.mark.parametrize(
    ("agency", "authority"),
    [
        ("Pemerintah Kota Pekalongan", "Wali Kota Pekalongan"),
        ("Pemerintah Kabupaten Batang", "Bupati Batang"),
        ("Pemerintah Provinsi Jawa Tengah", "Gubernur Jawa Tengah"),
    ],
)
def test_the_report_goes_to_the_head_of_the_government(agency, authority):
    assert authority_of(agency) == f"{authority} selaku Pejabat Pembina Kepegawaian"


def test_the_report_of_another_body_goes_to_its_appointing_authority():
    assert authority_of("Badan Riset") == "Pejabat Pembina Kepegawaian Badan Riset"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 12, 3), date(2025, 12, 3), "3 Desember 2025"),
        (date(2025, 12, 3), date(2025, 12, 4), "3–4 Desember 2025"),
        (date(2025, 11, 28), date(2025, 12, 2), "28 November 2025 sampai 2 Desember 2025"),
    ],
)
def test_span_names_the_month_once_where_it_can(first, last, text):
    assert span(first, last) == text


def test_the_place_of_signing_comes_from_the_agency_or_its_name(unsealed):
    agency = unsealed.round.agency
    said = build(ordered(unsealed.round)).place_and_date
    agency.city, agency.name = "", "Pemerintah Kota Pekalongan"
    agency.save()

    derived = build(ordered(unsealed.round)).place_and_date

    assert said == "Tirtakencana, 5 Desember 2025"
    assert derived == "Pekalongan, 5 Desember 2025"


@pytest.mark.usefixtures("thawed")
def test_no_list_of_the_panel_tells_its_numbers(agency):
    draft = make_round(agency, members=4)
    for seat, name in zip(draft.seats, ("Dr. Zulkarnain", "Prof. Aminah", "Bagus"), strict=False):
        seat.name = name
        seat.save()
    unsealed = draft.play()
    by_names = ["Prof. Aminah", "Bagus", "Dr. Zulkarnain"]
    chair = unsealed.seats[-1].name

    report = [seat.name for seat in build(ordered(unsealed.round)).panel]
    day = [one.seat.name for one in minutes_of(Closing.objects.get(round=unsealed.round)).members]
    plenary = [seat.name for seat in members_of(unsealed.round)]

    assert report == [chair, *by_names]
    for listed in (day, plenary):
        assert [name for name in listed if name != chair] == by_names


def test_the_file_carries_number_panel_method_and_proof(agency):
    draft = make_round(agency, legal_basis=["Peraturan Nomor 1"])
    factories.SlotFactory(
        candidate=draft.candidates[0], instrument=draft.interview, round=draft.round
    )
    unsealed = draft.play()
    mine = ScoreEvent.objects.filter(sheet__seat__round=unsealed.round)
    last = mine.order_by("-chain_no").first()
    scheme = Round.objects.get(pk=unsealed.round.pk).scheme_sha256

    made = make(ordered(unsealed.round))

    pages = pages_of(made.content)
    text = " ".join(pages)
    assert made.pages == len(pages) > 1
    for place, page in enumerate(pages, start=1):
        assert f"Laporan {NUMBER}" in page
        assert f"Halaman {place} dari {len(pages)}" in page
    assert f"Nomor {NUMBER}" in text
    assert "Peraturan Nomor 1." in text
    assert all(seat.name in text for seat in unsealed.seats)
    assert "pada 3 Desember 2025" in text
    assert "Nilai akhir" in text
    assert "Kriteria W1 50%; Kriteria W2 50%" in text
    assert "9 lembar nilai" in text
    assert scheme in text.replace(" ", "")
    assert bytes(last.hash).hex() in text.replace(" ", "")
    assert "Dibuat Jumat, 5 Desember 2025 pukul 10.42 WIB" in text
    assert "ARSIP" not in text
    assert "SALINAN KERJA" not in text


def test_the_reader_learns_no_nip_no_birth_date_and_no_members_scores(unsealed):
    text = printed(unsealed.round).replace(" ", "")

    assert unsealed.candidates[0].nip not in text
    assert not re.search(r"\bP[123]\b", text)


def test_every_page_of_an_archive_says_so(agency):
    pages = pages_of(make(ordered(an_archive(agency).round)).content)

    assert len(pages) > 1
    assert all(ARCHIVE in page for page in pages)


def test_an_archive_prints_nothing_of_the_day_it_was_loaded(agency):
    evidence = build(ordered(an_archive(agency).round)).evidence

    assert evidence.signed == 9
    assert (evidence.unsealed, evidence.events, evidence.last_hash) == ("", 0, "")


def test_without_a_number_it_is_a_working_copy(unsealed):
    text = printed(unsealed.round, number="")

    assert WORKING_COPY in text


def test_one_vacancy_names_it_and_leaves_out_the_list_of_all_names(unsealed):
    text = printed(unsealed.round, vacancy=unsealed.vacancies[0])

    assert "Kepala Dinas Kesehatan" in text
    assert "Kepala Dinas Perhubungan" not in text
    assert "Nama yang diusulkan" not in text


def test_make_tells_how_far_it_is_in_rising_percent_and_words(unsealed):
    heard = []

    make(ordered(unsealed.round), lambda percent, step: heard.append((percent, step)))

    percents = [percent for percent, _ in heard]
    assert heard[0] == (5, "Menghitung peringkat")
    assert (20, "Menata bagian 1 dari 4") in heard
    assert (68, "Menata bagian 4 dari 4") in heard
    assert (85, "Menggambar nomor halaman") in heard
    assert heard[-1] == (90, "Menulis berkas PDF")
    assert percents[0] == min(percents)
    assert percents[-1] == max(percents)


def test_another_number_changes_only_what_stands_before_and_after_the_vacancies(unsealed):
    first = pieces_of(build(ordered(unsealed.round)))
    second = pieces_of(build(ordered(unsealed.round, number="008/LAP-REK/X/2025")))

    assert [a.html == b.html for a, b in zip(first, second, strict=True)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_changed_score_changes_the_list_of_names_and_the_pieces_of_its_vacancies(unsealed):
    report = build(ordered(unsealed.round))
    dinkes, dishub = report.standings
    better = replace(dinkes.rows[0], total="99,99", brief=["99,99", "99,99"])
    changed = replace(report, standings=[replace(dinkes, rows=[better, *dinkes.rows[1:]]), dishub])

    first, second = pieces_of(report), pieces_of(changed)

    assert [a.html == b.html for a, b in zip(first, second, strict=True)] == [
        False,
        False,
        True,
        True,
    ]


def test_the_scores_ride_along_and_say_what_the_pages_say(unsealed):
    made = make(ordered(unsealed.round, vacancy=unsealed.vacancies[1]))

    files = PdfReader(BytesIO(made.content)).attachments
    (vacancy,) = json.loads(files["peringkat.json"][0])["vacancies"]
    sheets = json.loads(files["nilai-lembar.json"][0])
    (placed,) = vacancy["ranked"]
    assert placed["total"].replace(".", ",") in text_of(made.content)
    assert [(sheet["member"], sheet["candidate"]) for sheet in sheets] == [
        (number, placed["nip"]) for number in (1, 2, 3)
    ]
    assert sheets[0] == {
        "member": 1,
        "candidate": placed["nip"],
        "instrument": "WAWANCARA",
        "vacancy": None,
        "scores": {"W1": 75, "W2": 75},
    }


def test_names_are_printed_as_they_are(draft):
    hostile = "<script>alert(1)</script> {{ 7|add:7 }} {0.__class__}"
    draft.round.vacancies.filter(code="DINKES").update(title=hostile)

    html = html_of(build(ordered(draft.play().round)))

    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }} {0.__class__}" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("instruments", "tables"), [(2, ""), (4, ""), (5, "narrow"), (7, "wide narrow")]
)
def test_many_instruments_get_narrow_columns_and_then_a_wide_page(draft, instruments, tables):
    for _ in range(instruments - 2):
        factories.InstrumentFactory(round=draft.round, source="data", weight=Decimal(0))
    draft.freeze()
    Round.objects.filter(pk=draft.round.pk).update(phase="unsealed", unsealed_at=AT)

    assert build(ordered(draft.round)).tables == tables


def test_reading_the_round_records_nothing(unsealed):
    before = Event.objects.count()

    build(ordered(unsealed.round))

    assert Event.objects.count() == before
