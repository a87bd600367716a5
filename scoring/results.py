"""The frozen result of a round: the text that is hashed, and whether it still comes out the same.

`Result.text` is canonical JSON (`selection.scheme.canonical`: sorted keys, no spaces, UTF-8), and
`Result.sha256` the SHA-256 of that text. It holds, and nothing else:

- `round`: code; `number`: 1, 2, …
- `scheme_sha256`: fingerprint of the frozen rules
- `chain_no`, `root`: number and hash (hexadecimal) of the newest score event, 0 and empty if none
- `correction`: null, or `{"previous_sha256": …, "reason": …}` of the result that it replaces
- `decisions` of the plenary by number: `{"number", "kind", "vacancy", "nips", "instruments",
  "reason"}`. `kind` is `cut` (`nips` are put forward out of the shared rank at the cut), `quorum`
  (the score of `nips` in `instruments` counts on the sheets there are, one at least), or `shared`
  and `other`, which change no number. `vacancy` is a code, empty where it is about the round.
- `vacancies` in the order of their codes: `{"code", "title", "ranked", "unranked"}`
  - `ranked`, the best first and by NIP within a rank: `{"rank", "nip", "name", "total"` (as
    printed), `"exact_total"` (`n/d`), `"instruments"` (code -> `n/d`, on 0 to 100), `"decided_by"`,
    `"tied"`, `"put_forward"` (true or false, never null), `"needs_review"}`
  - `unranked` by NIP: `{"nip", "name", "reasons"` (as `ranking --format json`), `"instruments",
    "needs_review"}`

Fractions stand in lowest terms with a positive denominator, whole numbers too: `83/1`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.ledger import tip_of
from scoring.models import Result
from scoring.outcome import Outcome, VacancyOutcome, outcome_of
from scoring.printing import in_order
from scoring.ranking import NotAtCut, Placed, Unplaced
from scoring.rulings import read
from selection.models import Vacancy
from selection.scheme import canonical, fingerprint

ADRIFT = "tidak cocok lagi dengan peringkat yang dihitung ulang"


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a result replaces an earlier one, and which."""

    previous_sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recount:
    """A frozen result beside what the tables come to now.

    `faults` says in words what differs, nothing where all of it agrees; `candidates` counts those
    (once a vacancy) about whom it differs.
    """

    faults: tuple[str, ...]
    candidates: int
    compared: int
    sheets: int


def describe(outcome: Outcome, number: int, correction: Correction | None) -> dict[str, Any]:
    """What a result of this outcome says, before it is written as canonical JSON."""
    chain_no, root = tip_of(outcome.round)
    return {
        "round": outcome.round.code,
        "number": number,
        "scheme_sha256": outcome.round.scheme_sha256,
        "chain_no": chain_no,
        "root": root,
        "correction": {
            "previous_sha256": correction.previous_sha256,
            "reason": correction.reason,
        }
        if correction
        else None,
        "decisions": [decision.described() for decision in outcome.rulings.decisions],
        "vacancies": [_vacancy(found) for found in _all_of(outcome)],
    }


def recount(result: Result) -> Recount:
    """Work the result out again, from the tables and its own decisions, and compare."""
    said = json.loads(result.text)
    try:
        outcome = outcome_of(result.round, supposing=read(said["decisions"]))
    except NotAtCut:
        people = len(_people(said))
        return Recount((f"keputusan pleno {ADRIFT}",), people, people, 0)
    correction = said["correction"]
    found = describe(outcome, result.number, Correction(**correction) if correction else None)
    differing = sorted(_differing(said, found))
    return Recount(
        faults=tuple(_faults(result, said, found, differing)),
        candidates=len(differing),
        compared=len(_people(found)),
        sheets=sum(sheet.is_signed for sheet in outcome.sheets),
    )


def _faults(
    result: Result,
    said: Mapping[str, Any],
    found: Mapping[str, Any],
    differing: list[tuple[str, str]],
) -> Iterator[str]:
    if fingerprint(result.text) != result.sha256:
        yield f"hasil nomor {result.number} tidak sama dengan sidik jarinya"
    for code, nip in differing:
        yield f"hasil hitung ulang NIP {nip} untuk jabatan {code} berbeda dari yang ditetapkan"
    if not differing and canonical(said) != canonical(found):
        yield f"aturan, akar atau jabatan pada hasil nomor {result.number} tidak sama lagi"


def _differing(said: Mapping[str, Any], found: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(Vacancy code, NIP) of everybody about whom the two do not say the same."""
    before, after = _people(said), _people(found)
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _people(said: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    return {
        (vacancy["code"], person["nip"]): person
        for vacancy in said["vacancies"]
        for person in (*vacancy["ranked"], *vacancy["unranked"])
    }


def _all_of(outcome: Outcome) -> list[VacancyOutcome]:
    return in_order(outcome, Vacancy.objects.in_force().filter(round=outcome.round))


def _vacancy(found: VacancyOutcome) -> dict[str, Any]:
    return {
        "code": found.vacancy.code,
        "title": found.vacancy.title,
        "ranked": [_ranked(placed) for placed in found.ranking.ranked],
        "unranked": [_unranked(person) for person in found.ranking.unranked],
    }


def _ranked(placed: Placed) -> dict[str, Any]:
    return {
        "rank": placed.rank,
        "nip": placed.nip,
        "name": placed.name,
        "total": f"{placed.total:f}",
        "exact_total": _exact(placed.exact_total),
        "instruments": {code: _exact(score) for code, score in placed.instruments.items()},
        "decided_by": placed.decided_by,
        "tied": placed.tied,
        "put_forward": placed.put_forward,
        "needs_review": placed.needs_review,
    }


def _unranked(person: Unplaced) -> dict[str, Any]:
    return {
        "nip": person.nip,
        "name": person.name,
        "reasons": list(person.reasons),
        "instruments": {code: _exact(score) for code, score in person.instruments.items()},
        "needs_review": person.needs_review,
    }


def _exact(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
