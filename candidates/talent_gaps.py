"""What the talent data still lack for a round. Warnings only: none keeps the rules from freezing.

The ranking counts the values that the round's workbook gives (workbook.md, `Nilai_Data`), never
those of the pool, and an agency may hold its talent map outside this system. So a gap here is a
doubt to clear before names are put forward, not a missing part of the scheme. A gap never tells
a value or a box: panel members may see the list of gaps, and not yet the grid.
"""

from django.urls import reverse

from accounts.policy import Role
from candidates.models import Candidate, TalentImport
from candidates.talent_standing import Pool, pool_of
from selection.gaps import Gap, Stage
from selection.models import Kind, Round


def gaps_of(round_: Round) -> list[Gap]:
    """Of a round in preparation that fills posts from the talent pool. At most four queries."""
    if round_.kind != Kind.TALENT_FILL or not round_.is_draft:
        return []
    imports = TalentImport.objects.in_force().select_related("agency")
    up_to_date = imports.filter(agency_id=round_.agency_id, as_of__lte=round_.reference_date)
    newest = up_to_date.first()
    if newest is None:
        return [_gap("Impor data talenta dari SIMATA", reverse("workbook:talent-uploads"), "Impor")]
    candidates = Candidate.objects.in_force().filter(round=round_).select_related("official")
    people = list(candidates)
    pool = pool_of(newest, [candidate.official_id for candidate in people])
    return _of_pool(round_, pool, people)


def _of_pool(round_: Round, pool: Pool, people: list[Candidate]) -> list[Gap]:
    if pool.no_rules:
        words = "Tetapkan satu skema talenta yang berlaku pada tanggal data"
        return [_gap(words, reverse("reports:talent-schemes"), "Buka skema")]
    standings = [pool.of(candidate.official) for candidate in people]
    grid = reverse("reports:talent-grid", args=[round_.code])
    absent = sum(standing.record is None for standing in standings)
    unplaced = sum(standing.box is None for standing in standings) - absent
    counted = (
        (absent, "Impor data talenta {n} kandidat yang belum ada di ekspor SIMATA"),
        (unplaced, "Lengkapi data talenta {n} kandidat yang belum dapat ditempatkan"),
    )
    return [_gap(words.format(n=n), grid, "Buka kotak talenta") for n, words in counted if n]


def _gap(words: str, url: str, button: str) -> Gap:
    return Gap(Stage.CANDIDATES, words, Role.STAFF, url, button, blocks_freeze=False)
