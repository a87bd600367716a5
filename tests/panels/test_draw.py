from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.draw import Draw, DrawRefused, Lot, differences, draw, normalised

PHRASE = "pekalongan maju 2025"
FIVE = ("01", "02", "03", "04", "05")
WORDS = st.lists(st.text("abcXYZ0189", min_size=1, max_size=6), min_size=1, max_size=4)
NUMBERS = st.lists(st.from_regex(r"[0-9]{1,3}", fullmatch=True), min_size=1, unique=True)


def test_draw_gives_the_order_that_sha256sum_gives():
    # printf '%s' 'pekalongan maju 2025|02' | sha256sum, and so on for each number.
    assert draw(PHRASE, FIVE) == Draw(
        phrase="pekalongan maju 2025",
        digest="7a7bb36ba47a5287814d716e8352e276b536c5b1694d2c0eac222069cf8ce38d",
        lots=(
            Lot(1, "02", "35b38f44d40fc9bb25e53ccc0c9e25d882e4a5a0ed1fdc788d5823fa8dedcda2"),
            Lot(2, "01", "3be04a4a384c0c97f58991d4b2a3b93aacffbdd354f4178db2d988467f6f9417"),
            Lot(3, "05", "49225cf15c3d7bf4e51916b0f84c8afd26c7af07e64621e45f8a0001a88e6dc1"),
            Lot(4, "04", "68f907957d7a491c26aa1dc1ea9ba6ade236fa93593226f6fbf756f02fc6ecbd"),
            Lot(5, "03", "cd80bd9eae2bec3d36cd1a887a3859867a67c41a02d548735c0fff64cf30a733"),
        ),
    )
    assert draw(PHRASE, FIVE).order == ("02", "01", "05", "04", "03")


@given(WORDS, NUMBERS, st.randoms(use_true_random=False))
def test_draw_does_not_depend_on_the_order_of_the_list(words, candidates, random):
    shuffled = list(candidates)
    random.shuffle(shuffled)

    assert draw(" ".join(words), shuffled) == draw(" ".join(words), candidates)


@given(WORDS, NUMBERS)
def test_draw_can_be_repeated_from_its_description_alone(words, candidates):
    said = " ".join(words).lower()
    by_hand = sorted(
        candidates, key=lambda number: sha256(f"{said}|{number}".encode("ascii")).hexdigest()
    )

    drawn = draw("  " + "\t ".join(words).upper() + "\n", candidates)

    assert drawn.phrase == said
    assert list(drawn.order) == by_hand
    assert [lot.place for lot in drawn.lots] == list(range(1, len(candidates) + 1))


@given(WORDS, NUMBERS)
def test_draw_keeps_the_order_of_those_left_when_one_withdraws(words, candidates):
    *others, _ = draw(" ".join(words), [*candidates, "A"]).order

    assert list(draw(" ".join(words), sorted(others)).order) == others


def test_draw_gives_every_candidate_the_first_place_for_some_phrase():
    firsts = {draw(f"kata {number}", FIVE).order[0] for number in range(60)}

    assert firsts == set(FIVE)


@pytest.mark.parametrize(
    "phrase", ["", "   ", "maju, terus", "réog", "a|b", "semangat!", "ｍaju", "мaju", "maju-terus"]
)
def test_draw_refuses_a_phrase_that_cannot_be_heard_as_it_is_written(phrase):
    with pytest.raises(DrawRefused, match="hanya boleh berisi huruf a sampai z"):
        draw(phrase, FIVE)


def test_normalised_makes_what_sounds_alike_the_same():
    assert normalised("  Pekalongan   MAJU\n2025 ") == PHRASE


@pytest.mark.parametrize("number", ["", "0 7", "07|", "0|7", "٠٧", " 07"])
def test_draw_refuses_a_number_that_could_be_written_in_two_ways(number):
    with pytest.raises(DrawRefused, match="tidak dapat diundi"):
        draw(PHRASE, ["01", number])


def test_draw_refuses_a_number_given_twice():
    with pytest.raises(DrawRefused, match="Nomor Kandidat 02 dipakai lebih dari sekali"):
        draw(PHRASE, ["01", "02", "02"])


def test_draw_refuses_an_empty_list():
    with pytest.raises(DrawRefused, match="Belum ada kandidat"):
        draw(PHRASE, [])


def test_differences_finds_none_in_a_draw_as_it_was():
    assert differences(draw(PHRASE, FIVE), FIVE) == ()


@pytest.mark.parametrize("phrase", ["pekalongan maju 2026", "pekalongan  maju 2025", "", "maju!"])
def test_differences_shows_a_phrase_changed_after_the_draw(phrase):
    [found] = differences(replace(draw(PHRASE, FIVE), phrase=phrase), FIVE)

    assert found == (
        f"Kata kunci “{phrase}” bukan kata kunci yang dicatat saat undian. Jangan pakai jadwal ini"
        " sebelum ketua memeriksa catatan undian."
    )


def test_differences_shows_an_order_changed_after_the_draw():
    stored = draw(PHRASE, FIVE)
    first, second, *others = stored.lots

    [found] = differences(replace(stored, lots=(second, first, *others)), FIVE)

    assert found.startswith("Urutan yang tersimpan tidak sama dengan hasil undian ulang")


def test_differences_shows_lots_from_which_nothing_can_be_drawn():
    stored = draw(PHRASE, FIVE)

    found = differences(replace(stored, lots=(*stored.lots, stored.lots[0])), FIVE)

    assert [text[:27] for text in found] == ["Urutan yang tersimpan tidak"]


def test_differences_names_newcomers_and_those_who_left():
    assert differences(draw(PHRASE, FIVE), ("01", "02", "03", "04", "06")) == (
        "Belum ikut diundi: Kandidat 06. Undi ulang di depan rapat dengan kata kunci baru.",
        "Diundi, tetapi tidak lagi ikut seleksi: Kandidat 05. Urutan kandidat lain tidak berubah"
        " karenanya.",
    )
