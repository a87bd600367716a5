"""A panel whose composition holds: seven members, two of them internal, one chair."""

from panels.declaring import Answer, declare
from panels.models import Seat
from panels.standing import standing_of
from tests import factories

ELEMENTS = ("academic", "province", "professional", "province", "academic", "sekda", "bpkad")


def seat_panel(round_, size=7):
    """Seats 1 to `size`; the first presides, the last two are of the round's own agency."""
    return [
        factories.SeatFactory(
            round=round_,
            number=number,
            name=f"Penilai Bernama {number:02}",
            post=f"Jabatan {number:02}",
            institution=round_.agency.name if number > 5 else f"Universitas {number:02}",
            element=ELEMENTS[number - 1],
            is_internal=number > 5,
            part="chair" if number == 1 else "member",
        )
        for number in range(1, size + 1)
    ]


def sign(seat, answers=None):
    """The member signs; known relations without an answer are declared, and he scores."""
    fresh = Seat.objects.select_related("round__agency", "user").get(pk=seat.pk)
    known = [q.candidate.pk for q in standing_of(fresh).questions if q.is_known]
    said = dict.fromkeys(known, Answer("other", still_scores=True, note="Sudah saya nyatakan."))
    return declare(fresh, said | (answers or {}), by=fresh.user)
