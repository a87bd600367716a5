"""How long the tests of stability take: on the sample round, and on crowded vacancies."""

import time
from collections.abc import Iterator
from fractions import Fraction

from scoring.outcome import outcome_of, stability_of
from scoring.ranking import Aggregation, Entrant, Instrument, Scheme, Source
from scoring.sensitivity import Thresholds, sensitivity
from selection.models import Round
from workbook import figures
from workbook.figures import Figure

VACANCIES, CANDIDATES, MEMBERS, CRITERIA = 10, 26, 7, 7
LIMIT = 1000  # milliseconds for ten vacancies


def figures_of(round_: Round) -> Iterator[Figure]:
    """Ten vacancies of the sample round; ten crowded ones with few and with many instruments."""
    outcome = outcome_of(round_)
    began = time.process_time()
    for found in outcome.vacancies:
        stability_of(outcome, found)
    spent = time.process_time() - began
    name = f"Uji kestabilan {len(outcome.vacancies)} jabatan contoh, CPU"
    yield figures.time(name, spent, LIMIT)
    for instruments in (4, 10):
        yield _crowded(instruments)


def _crowded(instruments: int) -> Figure:
    scheme = _scheme(instruments)
    vacancies = [_entrants(scheme, place) for place in range(VACANCIES)]
    began = time.process_time()
    for entrants in vacancies:
        sensitivity(scheme, entrants, Thresholds())
    spent = time.process_time() - began
    size = f"{VACANCIES} × {CANDIDATES} kandidat, {MEMBERS} penilai, {instruments} instrumen"
    return figures.time(f"Uji kestabilan {size}, CPU", spent, LIMIT)


def _scheme(instruments: int) -> Scheme:
    """Half of the instruments are scored by the panel, the others are given."""
    criteria = {f"K{place}": Fraction(100, CRITERIA) for place in range(CRITERIA)}
    return Scheme(
        instruments=tuple(
            Instrument(
                code=f"I{place}",
                source=Source.DATA if place % 2 else Source.PANEL,
                weight=Fraction(100, instruments),
                scale_max=Fraction(100),
                pass_mark=None,
                indicators={} if place % 2 else criteria,
            )
            for place in range(instruments)
        ),
        aggregation=Aggregation.MEAN,
        quorum=None,
        precision=2,
        tie_breaks=("I0",),
        names_put_forward=3,
    )


def _entrants(scheme: Scheme, vacancy: int) -> list[Entrant]:
    """Candidates near one another, as in a vacancy that is hard to decide."""
    return [_entrant(scheme, vacancy, number) for number in range(CANDIDATES)]


def _entrant(scheme: Scheme, vacancy: int, number: int) -> Entrant:
    panel = [i for i in scheme.instruments if i.source is Source.PANEL]
    return Entrant(
        nip=f"{number:018}",
        name=f"Kandidat {number:02}",
        panel_size=MEMBERS,
        sheets={
            i.code: {
                f"P{member}": {
                    code: 70 + (vacancy * 3 + number * 7 + member * 5 + place * 11) % 23
                    for place, code in enumerate(i.indicators)
                }
                for member in range(1, MEMBERS + 1)
            }
            for i in panel
        },
        given={
            i.code: Fraction(700 + (vacancy * 17 + number * 29 + place * 13) % 200, 10)
            for place, i in enumerate(scheme.instruments)
            if i.source is Source.DATA
        },
        ratings=(None, None),
        grade=None,
        post_since=None,
        born=None,
    )
