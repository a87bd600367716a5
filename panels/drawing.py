"""Drawing the candidates' order in a meeting. A draw stays; another one needs a reason."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.models import Candidate
from panels.draw import draw
from panels.models import Draw
from panels.timetable_reading import DRAWN, number_of
from selection.models import Round

LONGEST_PHRASE = 200
LEAST_WITNESSES = 2  # ux.md (f), rule 3 asks for witnesses
TOO_FEW_WITNESSES = (
    "Tulis paling sedikit dua saksi yang hadir, dengan nama dan jabatan, dipisahkan titik koma."
)
NO_REASON = "Tulis alasan undi ulang. Undian sebelumnya tetap tersimpan dan tetap terbaca."


class DrawNotMade(Exception):
    """Nothing was drawn; the message says why and what stays."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the minutes of the meeting say of a draw: the phrase read aloud, and who heard it.

    `again`: the number of the draw that the page showed as in force, 0 for none; another one
    needs its reason.
    """

    phrase: str
    witnesses: str
    reason: str = ""
    again: int = 0


@transaction.atomic
def draw_order(round_: Round, spoken: Spoken, *, by: User) -> Draw:
    """Draw from the phrase that was read aloud.

    Raises DrawNotMade, and panels.draw.DrawRefused for a phrase that cannot be heard.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    held = list(Draw.objects.filter(round=locked).order_by("number"))
    _refuse(locked, held, spoken)
    people = Candidate.objects.in_force().filter(round=locked)
    drawn = draw(spoken.phrase, [number_of(candidate) for candidate in people])
    _refuse_phrase(drawn.phrase, held)
    row = Draw.objects.create(
        round=locked,
        number=len(held) + 1,
        phrase=drawn.phrase,
        digest=drawn.digest,
        lots=[[lot.candidate, lot.digits] for lot in drawn.lots],
        witnesses=spoken.witnesses.strip(),
        reason=spoken.reason.strip(),
        drawn_by=by,
        drawn_at=timezone.now(),
    )
    facts = {"phrase": row.phrase, "digest": row.digest, "order": drawn.order, "number": row.number}
    record(DRAWN, row, by=by, scope=locked.scope, witnesses=row.witnesses, **facts)
    return row


def may_draw(round_: Round, *, again: bool) -> bool:
    """In a draft; a fixed round may still draw once, before anybody can score."""
    return round_.is_draft or (round_.is_frozen and not again)


def witnesses_in(text: str) -> set[str]:
    """Who is named, apart from each other; titles and signs such as `-` name nobody."""
    named = re.split(r"[;,&\n]|\bdan\b", text.casefold())
    words = (re.sub(r"\S*\.", " ", part) for part in named)
    return {" ".join(part.split()) for part in words if re.search(r"[^\W\d_]{3}", part)}


def _refuse(round_: Round, held: list[Draw], spoken: Spoken) -> None:
    if not may_draw(round_, again=bool(held)):
        since = "Aturan sudah dibekukan" if round_.is_frozen else "Penilaian sudah dibuka"
        raise DrawNotMade(
            f"{since}, jadi urutan wawancara tidak diundi lagi. Undian dan jadwal yang ada tetap"
            " berlaku."
        )
    if len(held) != spoken.again:
        raise DrawNotMade(
            "Urutan sudah diundi sejak halaman ini dibuka. Kata kunci yang sudah dipakai tidak"
            " dapat diganti. Muat ulang halaman untuk melihat hasilnya."
        )
    if len(witnesses_in(spoken.witnesses)) < LEAST_WITNESSES:
        raise DrawNotMade(f"{TOO_FEW_WITNESSES} Urutan belum diundi.")
    if held and not spoken.reason.strip():
        raise DrawNotMade(NO_REASON)


def _refuse_phrase(phrase: str, held: list[Draw]) -> None:
    if len(phrase) > LONGEST_PHRASE:
        raise DrawNotMade(
            f"Kata kunci paling panjang {LONGEST_PHRASE} karakter. Urutan belum diundi."
        )
    if any(row.phrase == phrase for row in held):
        raise DrawNotMade(
            f"Kata kunci “{phrase}” sudah dipakai dalam putaran ini. Undi ulang dengan kata kunci"
            " baru yang dibacakan dalam rapat."
        )
