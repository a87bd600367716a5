"""The order of the candidates, drawn in public so that anybody can repeat it (ux.md f, rule 3).

How to repeat a draw, by hand and in any programming language:

1. Write the phrase as it was printed: small letters a to z, digits 0 to 9, single spaces, nothing
   before the first word and nothing behind the last.
2. For every candidate write the phrase, a vertical bar and the candidate's number exactly as it
   was printed: `pekalongan maju 2025|07`. That is plain ASCII, without an end of line.
3. Take the SHA-256 of each text, as 64 hexadecimal digits: the candidate's lot.
4. Put the lots in order as a dictionary would, digits before letters. The smallest lot comes first.

The phrase `pekalongan maju 2025` and the numbers 01 to 05 give

    1st  02  35b38f44…    2nd  01  3be04a4a…    3rd  05  49225cf1…
    4th  04  68f90795…    5th  03  cd80bd9e…

and on any Linux machine `printf '%s' 'pekalongan maju 2025|02' | sha256sum` shows the first lot.

Capitals, punctuation and accents cannot be heard when a phrase is read aloud, so they would leave
whoever types it a choice. Capitals are therefore made small and the others refused. What remains is
ASCII, which is already in Unicode's normal form C.

The numbers are given out before the phrase is known, and the phrase is read aloud before it is
typed. Nothing here can see to that; the record of the meeting does.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

AUDIBLE = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
NUMBER = re.compile(r"[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*")


class DrawRefused(ValueError):
    """The phrase or the numbers cannot be drawn from; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Lot:
    """One candidate's place in the order, counted from 1, and the 64 digits that decided it."""

    place: int
    candidate: str
    digits: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it is stored and printed.

    `phrase` in its normal form; `digest` is the SHA-256 of the phrase alone, by which a phrase
    changed afterwards shows; `lots` in the order drawn.
    """

    phrase: str
    digest: str
    lots: tuple[Lot, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The candidates' numbers as drawn, the first first."""
        return tuple(lot.candidate for lot in self.lots)


def draw(phrase: str, candidates: Collection[str]) -> Draw:
    """Draw the order of the candidates, given by their printed numbers, from a phrase read aloud.

    The order in which the candidates come does not matter. Raises `DrawRefused`.
    """
    normal = normalised(phrase)
    _refuse_numbers(candidates)
    drawn = sorted((lot_of(normal, candidate), candidate) for candidate in candidates)
    lots = (Lot(place, candidate, lot) for place, (lot, candidate) in enumerate(drawn, start=1))
    return Draw(normal, _digest(normal), tuple(lots))


def normalised(phrase: str) -> str:
    """The phrase as it is printed and drawn from. Raises `DrawRefused` where it is not audible."""
    spaced = " ".join(phrase.split())
    if not AUDIBLE.fullmatch(spaced):
        raise DrawRefused(
            "Kata kunci undian hanya boleh berisi huruf a sampai z, angka, dan spasi, karena tanda"
            " lain tidak terdengar saat dibacakan. Urutan belum diundi. Tulis kata kunci sekali"
            " lagi, misalnya: pekalongan maju 2025."
        )
    return spaced.lower()


def lot_of(phrase: str, candidate: str) -> str:
    """The lot of one candidate: 64 hexadecimal digits. `phrase` in its normal form."""
    return _digest(f"{phrase}|{candidate}")


def differences(stored: Draw, candidates: Collection[str]) -> tuple[str, ...]:
    """What in a stored draw no longer holds, in words; empty when repeating it gives the same.

    `candidates` are the numbers now in the round. `stored.digest` should come from the audit
    trail, which nobody can rewrite, and not from beside the phrase.
    """
    found: list[str] = []
    if not compare_digest(_digest(stored.phrase).encode(), stored.digest.encode()):
        found.append(
            f"Kata kunci “{stored.phrase}” bukan kata kunci yang dicatat saat undian. Jangan pakai"
            " jadwal ini sebelum ketua memeriksa catatan undian."
        )
    elif stored.lots != _lots_again(stored):
        found.append(
            "Urutan yang tersimpan tidak sama dengan hasil undian ulang dari kata kuncinya. Jangan"
            " pakai jadwal ini sebelum ketua memeriksa catatan undian."
        )
    newcomers = sorted(set(candidates) - set(stored.order))
    if newcomers:
        found.append(
            f"Belum ikut diundi: Kandidat {', '.join(newcomers)}. Undi ulang di depan rapat dengan"
            " kata kunci baru."
        )
    gone = sorted(set(stored.order) - set(candidates))
    if gone:
        found.append(
            f"Diundi, tetapi tidak lagi ikut seleksi: Kandidat {', '.join(gone)}. Urutan kandidat"
            " lain tidak berubah karenanya."
        )
    return tuple(found)


def _lots_again(stored: Draw) -> tuple[Lot, ...]:
    try:
        return draw(stored.phrase, stored.order).lots
    except DrawRefused:
        return ()


def _refuse_numbers(candidates: Collection[str]) -> None:
    if not candidates:
        raise DrawRefused("Belum ada kandidat untuk diundi. Isi daftar kandidat lebih dahulu.")
    odd = sorted({number for number in candidates if not NUMBER.fullmatch(number)})
    if odd:
        raise DrawRefused(
            f"Nomor kandidat “{odd[0]}” tidak dapat diundi. Nomor hanya berisi huruf, angka, titik,"
            " garis miring, dan tanda hubung. Urutan belum diundi. Perbaiki nomornya."
        )
    twice = sorted({number for number in candidates if list(candidates).count(number) > 1})
    if twice:
        raise DrawRefused(
            f"Nomor Kandidat {', '.join(twice)} dipakai lebih dari sekali. Urutan belum diundi."
            " Beri setiap kandidat nomor sendiri."
        )


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
