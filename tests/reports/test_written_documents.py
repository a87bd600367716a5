"""What attendance lists, receipts and reports on candidates say."""

import json
from datetime import date, time
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.wording import date_in_words
from panels.models import Attendance
from panels.names import by_name
from reports.attendance_sheet import NO_DAY, attendance_of
from reports.builders import make, write
from reports.candidate_report import candidate_of
from reports.comparing import ALONE
from reports.paperwork import html_of
from reports.pdf import CannotRender
from reports.receipts import NONE_SIGNED, receipts_of
from scoring.actions import save, sign
from scoring.models import ScoreEvent, Sheet
from scoring.outcome import NothingToRank
from scoring.printing import as_json, printout_of
from tests import factories
from tests.factories import DocumentFactory, SlotFactory
from tests.reports.reading import pages_of, paper_of, text_of
from tests.rounds import fill, make_round
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db
DAY = date(2025, 12, 3)


@pytest.fixture
def timetabled(draft):
    for place, candidate in enumerate(draft.candidates):
        starts = time(8 + 2 * place)
        SlotFactory(
            candidate=candidate,
            round=draft.round,
            instrument=draft.interview,
            starts=starts,
            ends=time(9 + 2 * place),
            date=DAY,
        )
    return draft


@pytest.fixture
def unsealed(timetabled):
    return timetabled.play()


def ordered(small, kind, **fields):
    return DocumentFactory(round=small.round, kind=kind, **fields)


def made(document):
    return make(document, lambda _percent, _step: None)


def test_the_list_of_attendance_has_everybody_with_time_and_a_line(timetabled):
    unsealed = timetabled.open()
    Attendance.objects.create(
        round=unsealed.round,
        date=DAY,
        candidate=unsealed.candidates[0],
        state="absent",
        reason="Sakit",
        recorded_by=unsealed.staff,
        recorded_at=timezone.now(),
    )

    text = text_of(made(ordered(unsealed, "attendance", day=DAY)).content)

    assert f"Hari {date_in_words(DAY)}" in text
    assert "10.00–11.00" in text and "Tidak hadir" in text
    assert all(candidate.name in text for candidate in unsealed.candidates)
    assert "Penilai, sesi pagi" in text and "Penilai, sesi siang" in text
    assert text.count("........................") >= 9


def test_each_day_begins_on_a_page_of_its_own(timetabled):
    SlotFactory(
        candidate=timetabled.candidates[1],
        round=timetabled.round,
        instrument=timetabled.interview,
        date=date(2025, 12, 4),
    )
    document = ordered(timetabled, "attendance")

    pages = pages_of(made(document).content)

    beginnings = [page for page in pages if "PANITIA SELEKSI PENGISIAN" in page.upper()]
    assert ["(03-12-2025)" in page for page in beginnings] == [True, False]
    assert ["(04-12-2025)" in page for page in beginnings] == [False, True]
    assert write(document).traits[0] == "2 hari"


def test_a_day_that_left_the_timetable_has_no_list(unsealed):
    with pytest.raises(CannotRender, match=NO_DAY):
        attendance_of(ordered(unsealed, "attendance", day=date(2025, 12, 9)))


def test_receipts_name_every_signed_sheet_and_its_place_and_no_score(unsealed):
    document = ordered(unsealed, "receipts")
    written = receipts_of(document)

    leaves = written.content.leaves
    found = {r.sheet.pk: r.place for leaf in leaves for r in leaf.receipts}
    signing = ScoreEvent.objects.filter(round=unsealed.round, kind="sign")
    assert found == dict(signing.values_list("sheet_id", "chain_no"))
    assert [leaf.seat for leaf in leaves] == sorted(unsealed.seats, key=by_name)
    html = html_of(document, written)
    assert not any(f">{score}<" in html for score in range(71, 100))


def test_a_member_takes_home_one_page_of_his_own(unsealed):
    pages = pages_of(made(ordered(unsealed, "receipts")).content)

    assert len(pages) == 3
    for seat in unsealed.seats:
        own = next(page for page in pages if seat.name in page)
        receipts = Sheet.objects.filter(seat=seat).values_list("receipt", flat=True)
        assert all(receipt in own for receipt in receipts)
        assert not any(other.name in own for other in unsealed.seats if other != seat)


def test_an_unsigned_sheet_is_counted_and_has_no_receipt(draft):
    draft.open()
    fill(draft.sheet(), lambda *_: 87)

    leaves = receipts_of(ordered(draft, "receipts")).content.leaves

    assert {leaf.seat: (len(leaf.receipts), leaf.unsigned) for leaf in leaves} == {
        draft.seats[0]: (1, 2),
        draft.seats[1]: (0, 3),
        draft.seats[2]: (0, 3),
    }


def test_receipts_of_nothing_are_refused(draft):
    draft.open()

    with pytest.raises(CannotRender, match=NONE_SIGNED):
        receipts_of(ordered(draft, "receipts"))


def test_the_report_on_a_candidate_adds_up_to_the_json(unsealed):
    for candidate in unsealed.candidates:
        document = ordered(unsealed, "candidate", candidate=candidate)
        text = text_of(made(document).content)

        for vacancy in json.loads(as_json(printout_of(unsealed.round)))["vacancies"]:
            for person in vacancy["ranked"]:
                if person["nip"] == candidate.nip:
                    assert f"dibulatkan menjadi {person['total'].replace('.', ',')}" in text
                    assert all(
                        score.replace(".", ",") in text for score in person["instruments"].values()
                    )
        assert f"{candidate.nip}" in text and "RAHASIA" in text


def test_a_criterion_stands_out_from_five_points_on(draft):
    marks = {1: (80, 80), 2: (70, 80), 3: (70, 70)}
    draft.play(lambda _seat, candidate, place: marks[candidate][place])

    page = candidate_of(ordered(draft, "candidate", candidate=draft.candidates[0])).content
    last = candidate_of(ordered(draft, "candidate", candidate=draft.candidates[2])).content

    assert [c.figures for c in page.profiles[0].criteria] == [
        ["80,00", "70,00", "+10,00"],
        ["80,00", "75,00", "+5,00"],
    ]
    assert page.strengths == ["Kriteria W1 (+10,00 poin)", "Kriteria W2 (+5,00 poin)"]
    assert [c.word for c in last.profiles[0].criteria] == ["Di bawah", "Di bawah"]
    assert last.weaknesses == ["Kriteria W2 (−10,00 poin)", "Kriteria W1 (−5,00 poin)"]


def test_a_single_candidate_is_compared_with_nobody(agency):
    alone = make_round(agency, candidates=1).play()

    page = candidate_of(ordered(alone, "candidate", candidate=alone.candidates[0])).content

    assert page.rule == ALONE
    assert [c.word for c in page.profiles[0].criteria] == ["–", "–"]


def test_notes_bear_no_names_and_no_order_of_members(draft):
    draft.open()
    for seat, note in zip(draft.seats, ["zaman", "Anggaran", "mutu"], strict=True):
        sheet = draft.sheet(seat.number - 1)
        entries = {"W1": {"score": 80, "note": note}, "W2": {"score": 80}}
        save(sheet, entries, base_version=0, mutation_id=uuid4(), by=seat.user)
    for sheet in Sheet.objects.filter(seat__round=draft.round):
        kept = sheet.entries or {"W1": {"score": 75}, "W2": {"score": 75}}
        again = save(
            sheet, kept, base_version=sheet.version, mutation_id=uuid4(), by=sheet.seat.user
        )
        sign(again, base_version=again.version, mutation_id=uuid4(), by=sheet.seat.user)
    unsealed, draft.round = draft, open_seal(draft.round)
    document = ordered(unsealed, "candidate", candidate=unsealed.candidates[0])

    written = candidate_of(document)

    assert written.content.profiles[0].criteria[0].notes == ["Anggaran", "mutu", "zaman"]
    html = html_of(document, written)
    assert not any(seat.name in html for seat in unsealed.seats if not seat.is_chair)
    assert not any(f">{seat.label}<" in html for seat in unsealed.seats)


def test_somebody_without_a_rank_reads_why(draft):
    draft.candidates[2].given_values.update(withdrawn_at=timezone.now())
    draft.play()

    document = ordered(draft, "candidate", candidate=draft.candidates[2])

    text = text_of(made(document).content)
    assert "Tanpa peringkat. Nilai data belum ada: nilai talenta." in text


def test_somebody_whom_nobody_scored_has_no_table_of_dashes(draft):
    draft.open()
    for sheet in Sheet.objects.filter(seat__round=draft.round).exclude(
        candidate=draft.candidates[2]
    ):
        fill(sheet, lambda *_: 80)
    draft.round = open_seal(draft.round, excused="Sakit")

    document = ordered(draft, "candidate", candidate=draft.candidates[2])

    text = text_of(made(document).content)
    assert "Tidak ada lembar yang ditandatangani untuk kandidat ini." in text
    assert "Rata-rata" not in text


def test_who_competes_for_nothing_has_no_report(draft):
    stranger = factories.CandidateFactory(round=draft.round, number=50)
    draft.play()

    with pytest.raises(NothingToRank):
        candidate_of(ordered(draft, "candidate", candidate=stranger))


@pytest.mark.parametrize("kind", ["attendance", "receipts", "decision", "candidate"])
@pytest.mark.parametrize(("paper", "size"), [("f4", (215, 330)), ("a4", (210, 297))])
def test_upright_paper(unsealed, kind, paper, size):
    candidate = unsealed.candidates[0] if kind == "candidate" else None

    rendered = made(ordered(unsealed, kind, candidate=candidate, paper=paper))

    assert paper_of(rendered.content) == size


def test_the_same_document_gives_the_same_bytes(unsealed):
    document = ordered(unsealed, "decision")

    assert made(document).content == made(document).content


def test_a_date_is_written_out():
    assert date_in_words(date(2025, 12, 3)) == (
        "Rabu tanggal tiga bulan Desember tahun dua ribu dua puluh lima (03-12-2025)"
    )
