from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Agency, User
from audit.actions import SYSTEM
from audit.models import Event
from audit.verification import broken_chains
from candidates.models import Candidate, CareerPost, Nomination
from panels.models import Conflict, Seat, Slot
from scoring.evidence import broken_link, faults_of
from scoring.models import GivenValue, ScoreEvent, Sheet
from scoring.outcome import outcome_of
from selection.models import Indicator, Instrument, Round, Vacancy
from tests import factories
from tests.rounds import frozen
from tests.workbook.books import FIRST, MEMBERS, SECOND, archive_book, small_book
from workbook.exporting import SealedScores, book_of
from workbook.loading import Unloadable, load
from workbook.reading import read
from workbook.writing import write_book

pytestmark = pytest.mark.django_db

TABLES = (
    Agency,
    User,
    Round,
    Vacancy,
    Instrument,
    Indicator,
    Candidate,
    CareerPost,
    Nomination,
    Seat,
    Conflict,
    Slot,
    GivenValue,
    Sheet,
    ScoreEvent,
    Event,
)


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def put(book, **options):
    return load(book, by=SYSTEM, **options)


def opened(book=None):
    put(book or small_book())
    round_ = Round.objects.get()
    from scoring.actions import open_scoring

    return open_scoring(frozen(round_), by=round_.seats.get(part="chair").user)


def faults(book, **options):
    with pytest.raises(Unloadable) as refusal:
        put(book, **options)
    return [str(fault) for fault in refusal.value.faults]


def test_load_makes_the_whole_round():
    loaded = put(small_book())

    round_ = loaded.round
    assert (round_.code, round_.phase, round_.is_archive) == ("uji-2025", "draft", False)
    assert round_.agency.name == "Pemerintah Kota Tirtakencana"
    assert list(round_.vacancies.order_by("code").values_list("code", flat=True)) == [
        "DINKES",
        "DISHUB",
    ]
    assert Nomination.objects.count() == 3
    assert GivenValue.objects.get(candidate__nip=FIRST).value == Decimal("88.125")
    assert not Seat.objects.get(user__email=MEMBERS[0]).user.has_usable_password()
    assert list(broken_chains()) == []


def test_loading_the_same_file_twice_changes_nothing_and_says_so():
    put(small_book())
    before = counts()

    again = put(small_book())

    assert not again.changed_anything
    assert counts() == before


def test_a_dry_run_says_the_same_and_leaves_nothing():
    before = counts()

    rehearsal = put(small_book(), dry_run=True)

    assert counts() == before
    assert rehearsal.round is None
    loaded = put(small_book())
    assert [p.changes.new for p in loaded.parts] == [p.changes.new for p in rehearsal.parts]


def test_a_changed_file_changes_the_draft_row_by_row():
    put(small_book())
    book = small_book(title="Judul baru")
    people = (replace(book.candidates[0], grade="IV/b", nominations=("DISHUB",)),)
    book = replace(book, candidates=people, conflicts=(), given_values=book.given_values[:1])

    loaded = put(book)

    changed = {part.sheet: part.changes.changed for part in loaded.parts if part.changes.changed}
    assert [d.column for d in changed["Seleksi"]["uji-2025",]] == ["nama"]
    assert [(d.old, d.new) for d in changed["Peserta"][FIRST,]] == [
        ("Pembina (IV/a)", "Pembina Tingkat I (IV/b)")
    ]
    assert Candidate.objects.get(nip=SECOND).withdrawn_at is not None
    assert Nomination.objects.in_force().count() == 1
    assert Conflict.objects.in_force().count() == 0
    assert Event.objects.filter(verb="candidates.candidates_set").last().facts["withdrawn"] == [
        SECOND
    ]


def test_a_withdrawn_row_comes_back():
    put(small_book())
    put(replace(small_book(), conflicts=()))

    loaded = put(small_book())

    assert Conflict.objects.in_force().count() == 1
    assert [p.changes.new for p in loaded.parts if p.sheet == "Benturan"] == [
        [(MEMBERS[1], SECOND)]
    ]


def test_the_chair_can_pass_to_another_member():
    put(small_book())
    book = small_book()
    first, second, third = book.seats

    put(replace(book, seats=(replace(first, part="ANGGOTA"), replace(second, part="KETUA"), third)))

    assert Seat.objects.get(part="chair").user.email == MEMBERS[1]


def test_a_new_candidate_gets_the_next_number_and_the_others_keep_theirs():
    book = small_book()
    put(replace(book, candidates=book.candidates[1:], posts=(), slots=(), given_values=()))

    put(replace(book, given_values=()))

    assert dict(Candidate.objects.values_list("nip", "number")) == {SECOND: 1, FIRST: 2}


def test_after_opening_every_difference_is_refused_by_name_and_nothing_changes():
    round_ = opened()
    before = counts()
    book = small_book(title="Judul baru")
    book = replace(
        book,
        vacancies=(*book.vacancies, replace(book.vacancies[0], number=4, code="BARU")),
        instruments=(
            replace(book.instruments[0], weight=Decimal(60)),
            replace(book.instruments[1], weight=Decimal(40)),
        ),
        conflicts=(),
    )

    found = faults(book)

    assert found == [
        "Seleksi!A2: Putaran sudah dibekukan: nama Putaran uji → Judul baru.",
        "Jabatan!A4: Putaran sudah dibekukan: baris ini baru.",
        "Instrumen!A2: Putaran sudah dibekukan: bobot (persen) 70 → 60.",
        "Instrumen!A3: Putaran sudah dibekukan: bobot (persen) 30 → 40.",
        f"Benturan!A1: Putaran sudah dibekukan: baris {MEMBERS[1]} / {SECOND} tidak ada di berkas.",
    ]
    assert counts() == before
    round_.refresh_from_db()
    assert round_.title == "Putaran uji"


def test_after_opening_the_timetable_may_still_change():
    opened()
    book = small_book()
    moved = replace(book.slots[0], starts=time(9), ends=time(9, 30))

    put(replace(book, slots=(moved,)))

    assert [slot.starts for slot in Slot.objects.in_force()] == [time(9)]


def test_a_book_with_faults_is_not_loaded():
    book = replace(small_book(), faults=(small_book().fault(small_book().round, "code", "Salah."),))

    assert faults(book)[0].endswith("Salah.")
    assert counts()["Round"] == 0


def test_whether_a_round_is_an_archive_is_settled_at_creation():
    put(small_book())

    assert "ditetapkan sekali" in faults(small_book(is_archive=True))[0]


def test_staff_load_rounds_of_their_own_agency_only():
    mine = factories.AgencyFactory(name="Pemerintah Kota Lain")

    assert faults(small_book(), agencies=[mine]) == [
        "Seleksi!A2: Instansi harus Pemerintah Kota Lain, instansi Anda."
    ]


def test_a_code_of_another_agency_is_taken():
    put(small_book())

    lain = factories.AgencyFactory(name="Pemerintah Kota Lain")
    book = small_book(agency=lain.name)

    assert "tidak dapat diganti" in faults(book)[0]
    assert "Kode ini sudah dipakai" in faults(book, agencies=[lain])[0]


def test_an_archive_brings_its_signed_sheets_and_is_unsealed():
    put(archive_book())

    round_ = Round.objects.get()
    assert (round_.phase, Sheet.objects.count()) == ("unsealed", 5)
    assert Sheet.objects.signed().count() == 5
    assert broken_link(round_) is None
    assert {event.kind for event in ScoreEvent.objects.all()} == {"archive"}
    assert len(outcome_of(round_).vacancies[0].ranking.ranked) == 2


def test_an_archive_loaded_again_is_compared_with_what_it_holds():
    put(archive_book())
    before = counts()
    book = archive_book()
    other = replace(book, scores=(replace(book.scores[0], value=1), *book.scores[1:]))

    assert not put(archive_book()).changed_anything
    assert faults(other) == ["Nilai_Pansel!A2: Putaran sudah dibekukan: W1 72 → 1."]
    assert counts() == before


@pytest.mark.parametrize("make", [small_book, archive_book])
def test_a_round_exported_and_loaded_again_is_the_same_book(make):
    put(make())
    round_ = Round.objects.get()
    book = book_of(round_, with_scores=round_.is_archive)
    file = BytesIO()
    write_book(book, file)

    again = read(file.getvalue())

    assert again.faults == ()
    assert again == book
    assert not put(again).changed_anything


def test_a_live_round_is_exported_with_scores_as_an_archive_under_a_new_code(draft):
    small = draft.play()

    head = book_of(small.round, with_scores=True).round

    assert (head.code, head.is_archive) == (f"{small.round.code}-arsip", True)
    assert len(book_of(small.round, with_scores=True).scores) == 3 * 3 * 2
    assert book_of(small.round).scores == ()


def test_an_archive_code_that_is_taken_gets_the_next_number(draft):
    small = draft.play()
    factories.RoundFactory(agency=small.round.agency, code=f"{small.round.code}-arsip")

    head = book_of(small.round, with_scores=True).round

    assert head.code == f"{small.round.code}-arsip-2"


def test_a_reviewed_official_has_scores_for_a_post_that_nobody_nominated_him_to():
    book = archive_book()
    without = [replace(row, nominations=()) for row in book.candidates]
    review = replace(book, round=replace(book.round, kind="UJIKOM"), candidates=tuple(without))

    put(review)

    assert Sheet.objects.signed().count() == 5
    assert list(faults_of(Round.objects.get())) == []


@pytest.mark.parametrize("role", ["staff", "authority", "auditor", "head"])
def test_who_prepares_decides_or_audits_the_round_does_not_judge_in_it(role):
    agency = factories.AgencyFactory(name=small_book().round.agency)
    member = factories.UserFactory(email=MEMBERS[1])
    factories.MembershipFactory(agency=agency, user=member, role=role)
    before = counts()

    found = faults(small_book())

    assert len(found) == 1
    assert found[0].startswith("Pansel!")
    assert "tidak menilai dalam putaran instansinya" in found[0]
    assert counts() == before


def test_sealed_scores_are_not_exported(draft):
    with pytest.raises(SealedScores):
        book_of(draft.open().round, with_scores=True)


def test_the_commands_load_check_and_export(tmp_path, capsys):
    source, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with source.open("wb") as file:
        write_book(small_book(), file)

    call_command("load_round", str(source), "--dry-run")
    assert Round.objects.count() == 0
    call_command("load_round", str(source))
    call_command("load_round", str(source))
    call_command("export_round", "UJI-2025", str(out))

    said = capsys.readouterr().out
    assert "Tidak ada yang disimpan." in said
    assert "Dimuat: uji-2025." in said
    assert "Tidak ada yang berubah" in said
    assert read(out.read_bytes()) == read(source.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["load_round", "tidak-ada.xlsx"], 2, "tidak ditemukan"),
        (["load_round", "."], 2, "tidak dapat dibaca"),
        (["load_round", __file__], 1, "bukan .xlsx"),
        (["export_round", "tidak-ada", "x.xlsx"], 1, "tidak ada"),
    ],
    ids=["missing", "folder", "no workbook", "unknown round"],
)
def test_the_commands_refuse_in_one_line(arguments, code, said):
    with pytest.raises(CommandError, match=said) as refusal:
        call_command(*arguments)

    assert refusal.value.returncode == code


def test_export_with_scores_refuses_while_sealed(draft, tmp_path):
    with pytest.raises(CommandError, match="tersegel"):
        call_command("export_round", draft.round.code, str(tmp_path / "x.xlsx"), "--with-scores")


def test_load_round_lists_every_fault_of_every_sheet(tmp_path):
    book = small_book(precision=9)
    book = replace(
        book, indicators=(replace(book.indicators[0], weight=Decimal(40)), book.indicators[1])
    )
    source = tmp_path / "a.xlsx"
    with source.open("wb") as file:
        write_book(book, file)

    with pytest.raises(CommandError) as refusal:
        call_command("load_round", str(source))

    assert {line.split("!")[0] for line in str(refusal.value).splitlines()} == {
        "Seleksi",
        "Indikator",
    }


def test_round_template_is_a_workbook_with_every_sheet(tmp_path):
    out = tmp_path / "contoh.xlsx"

    call_command("round_template", str(out))

    book = read(out.read_bytes())
    assert {fault.sheet for fault in book.faults} >= {"Seleksi", "Jabatan", "Peserta"}


def test_dates_of_the_reference_are_kept(draft):
    assert book_of(draft.round).round.reference_date == date(2026, 1, 5)
