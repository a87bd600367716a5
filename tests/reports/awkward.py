"""A round in which everything that is typed is as awkward as people and attackers make it."""

from decimal import Decimal

from tests import factories
from tests.rounds import make_round

LONG = "Bhinneka" * 25  # 200 letters without a place to break
NAMES = (
    "عبد الرحمن بن عوف",
    "Zoë Ñandú Ǆurić",
    "R̷a̷d̷e̷n̷ Ajeng Kartini",
    "Siti 👩‍👩‍👧‍👦🏽 Aminah",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    LONG,
    "Ir. Budi \u202egnalam\u202c Santoso",
)


def an_awkward_round(agency, *, candidates=8, indicators=2, members=3):
    """Open for scoring, with awkward people, posts, criteria and members."""
    small = make_round(agency, candidates=candidates, members=members)
    for person, name in zip(small.candidates, NAMES, strict=False):
        person.name, person.front_title, person.back_title = name, "Prof. Dr.", "S.E., M.M., " * 9
        person.post, person.unit = f"Kepala {LONG}"[:200], "Dinas <b>Kesehatan</b> & Rumah Sakit"
        person.save()
    for place in range(3, indicators + 1):
        title = f"Kriteria {place} {LONG}"[:300]
        factories.IndicatorFactory(
            instrument=small.interview, code=f"W{place}", title=title, weight=Decimal(0)
        )
    small.vacancies[0].title = f"Kepala {LONG}"[:200]
    small.vacancies[0].save()
    return small
