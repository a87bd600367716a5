from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event
from panels.draw import DrawRefused
from panels.drawing import DrawNotMade, witnesses_in
from panels.models import Draw
from panels.timetable_reading import facts_of
from tests import factories
from tests.panels.timetables import PHRASE, a_round, drawn

pytestmark = pytest.mark.django_db


def test_a_draw_keeps_phrase_order_witnesses_and_who_drew():
    small = a_round()

    row = drawn(small, "Pekalongan  maju 2025")

    lots = sorted((sha256(f"{PHRASE}|{n:02}".encode()).hexdigest(), f"{n:02}") for n in (1, 2, 3))
    assert (row.phrase, row.digest) == (PHRASE, sha256(PHRASE.encode()).hexdigest())
    assert row.lots == [[number, digits] for digits, number in lots]
    assert (row.number, row.drawn_by, row.witnesses) == (1, small.staff, "Ketua panitia; notulis")
    assert Event.objects.get(verb="panels.order_drawn").facts["digest"] == row.digest


@pytest.mark.parametrize(
    ("phrase", "given", "refusal"),
    [
        ("kata, koma", {}, DrawRefused),
        ("kata", {"witnesses": " "}, DrawNotMade),
        ("kata", {"again": 1}, DrawNotMade),
        ("kata " * 60, {}, DrawNotMade),
    ],
)
def test_a_draw_refused_leaves_nothing(phrase, given, refusal):
    small = a_round()

    with pytest.raises(refusal):
        drawn(small, phrase, **given)

    assert not Draw.objects.exists()
    assert not Event.objects.filter(verb="panels.order_drawn").exists()


def test_a_round_without_candidates_draws_nothing():
    small = a_round(candidates=1)
    small.candidates[0].withdrawn_at = small.round.created_at
    small.candidates[0].save()

    with pytest.raises(DrawRefused, match="Belum ada kandidat"):
        drawn(small)


def test_another_draw_needs_a_reason_and_another_phrase():
    small = a_round()
    first = drawn(small)

    with pytest.raises(DrawNotMade, match="alasan"):
        drawn(small, "kata baru", again=1)
    with pytest.raises(DrawNotMade, match="sudah dipakai"):
        drawn(small, PHRASE, again=1, reason="Kandidat baru")
    second = drawn(small, "kata baru", again=1, reason="Kandidat baru")

    assert (first.number, second.number) == (1, 2)
    assert facts_of(small.round).drawn == second


@pytest.mark.parametrize("change", [{"phrase": "kata lain"}, {"lots": []}, {"witnesses": "x"}])
def test_the_application_may_not_change_a_draw(change):
    row = drawn(a_round())

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Draw.objects.filter(pk=row.pk).update(**change)


def test_not_even_the_owner_changes_a_draw_without_lifting_the_trigger(as_owner):
    row = drawn(a_round())

    for change in ("UPDATE panels_draw SET phrase = 'kata lain'", "DELETE FROM panels_draw"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            as_owner.execute(f"{change} WHERE id = %s", [row.pk])


def test_a_phrase_changed_behind_our_back_shows(as_owner):
    small = a_round()
    row = drawn(small)

    as_owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    as_owner.execute("ALTER TABLE panels_draw DISABLE TRIGGER panels_draw_is_final")
    as_owner.execute(
        "UPDATE panels_draw SET phrase = 'kata lain',"
        " digest = encode(sha256(convert_to('kata lain', 'UTF8')), 'hex') WHERE id = %s",
        [row.pk],
    )
    as_owner.execute("ALTER TABLE panels_draw ENABLE TRIGGER panels_draw_is_final")

    assert facts_of(small.round).doubts == (
        "Kata kunci “kata lain” bukan kata kunci yang dicatat saat undian. Jangan pakai jadwal ini"
        " sebelum ketua memeriksa catatan undian.",
    )


def test_whoever_came_later_is_a_doubt_and_whoever_left_is_only_a_remark():
    small = a_round()
    drawn(small)

    factories.CandidateFactory(round=small.round, number=4)
    small.candidates[0].withdrawn_at = small.round.created_at
    small.candidates[0].save()
    facts = facts_of(small.round)

    assert facts.doubts == (
        "Belum ikut diundi: Kandidat 04. Undi ulang di depan rapat dengan kata kunci baru.",
    )
    assert facts.remarks == (
        "Diundi, tetapi tidak lagi ikut seleksi: Kandidat 01. Urutan kandidat lain tidak berubah"
        " karenanya.",
    )


@pytest.mark.parametrize("state", ["open", "play"])
def test_nothing_is_drawn_once_scoring_is_open(state):
    small = a_round()
    first = drawn(small)
    getattr(small, state)()

    with pytest.raises(DrawNotMade, match="Penilaian sudah dibuka"):
        drawn(small, "kata baru", again=1, reason="Kandidat baru")

    assert list(Draw.objects.all()) == [first]


def test_a_frozen_round_may_still_draw():
    small = a_round().freeze()

    assert drawn(small).number == 1
    with pytest.raises(DrawNotMade, match=r"^Aturan sudah dibekukan.*tetap berlaku\.$"):
        drawn(small, "kata baru", again=1, reason="Tidak puas")
    assert Draw.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("-", 0),
        ("Ketua", 1),
        ("Dr. Sekar Arum, S.H., M.Si.", 1),
        ("Ketua; ketua", 1),
        ("Ketua panitia; notulis", 2),
        ("Ketua, sekretaris, dan dua kandidat", 3),
        ("Sekar Arum dan Bima Dandi", 2),
    ],
)
def test_witnesses_are_counted_by_name_and_not_by_title(text, count):
    assert len(witnesses_in(text)) == count


def test_one_witness_is_too_few():
    small = a_round()

    with pytest.raises(DrawNotMade, match="paling sedikit dua saksi"):
        drawn(small, witnesses="Ketua panitia")

    assert not Draw.objects.exists()
