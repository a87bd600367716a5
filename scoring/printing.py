"""The ranking as programs and people get it outside the pages: JSON, CSV, an aligned table.

The contract is workbook.md, "The arithmetic, to the digit". CSV carries what the JSON says of
people, one row each; only JSON and the table tell how far the members of the panel agree.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.wording import with_comma
from scoring.outcome import Outcome, VacancyOutcome, outcome_of, subject
from scoring.ranking import (
    Placed,
    Reason,
    Unplaced,
    VacancyRanking,
    round_half_up,
)
from scoring.reliability import Reliability, reliability
from selection.models import Round, Vacancy

INSTRUMENT_PLACES = 4
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NOBODY = "Tanpa kandidat."
AGREEMENT = "Keandalan antarpenilai"
REASONS = {
    Reason.QUORUM: "kuorum tidak tercapai",
    Reason.DATA_MISSING: "nilai data belum ada",
    Reason.BELOW_MINIMUM: "di bawah nilai minimum",
    Reason.NOT_ELIGIBLE: "tidak memenuhi syarat",
}


@dataclass(frozen=True, slots=True)
class Printout:
    """What one call prints: vacancies in the order of their code, those without candidates too."""

    outcome: Outcome
    vacancies: Sequence[VacancyOutcome]
    reliability: Mapping[str, Reliability]

    @property
    def codes(self) -> list[str]:
        """The instruments in the order in which they are printed."""
        return [instrument.code for instrument in self.outcome.scheme.instruments]


def printout_of(round_: Round, only: Vacancy | None = None) -> Printout:
    """The whole round, or one vacancy of it. Raises StillSealed, NothingToRank."""
    outcome = outcome_of(round_)
    asked = [only] if only else Vacancy.objects.in_force().filter(round=round_)
    vacancies = in_order(outcome, asked)
    return Printout(outcome, vacancies, reliability_of(outcome, vacancies))


def in_order(outcome: Outcome, vacancies: Iterable[Vacancy]) -> list[VacancyOutcome]:
    """These vacancies by their code, with an empty ranking where nobody is nominated."""
    found = {ranked.vacancy.pk: ranked for ranked in outcome.vacancies}
    return [
        found.get(vacancy.pk) or VacancyOutcome(vacancy, {}, VacancyRanking((), ()))
        for vacancy in sorted(vacancies, key=lambda vacancy: vacancy.code)
    ]


def reliability_of(outcome: Outcome, vacancies: Iterable[VacancyOutcome]) -> dict[str, Reliability]:
    """Agreement by panel instrument, over what all members of the panel have scored.

    A candidate from whom a member is recused, or whose sheet a member never signed, stays out.
    """
    pairs = [(c, found.vacancy) for found in vacancies for c in found.candidates.values()]
    found: dict[str, Reliability] = {}
    for instrument in outcome.instruments:
        if instrument.is_panel:
            subjects = {subject(c.pk, instrument, v.pk): (c, v) for c, v in pairs}
            signed = [
                [sheet for sheet in outcome.sheets_for(c, instrument, v) if sheet.is_signed]
                for c, v in subjects.values()
            ]
            scores = [
                [outcome.score_of(sheet) for sheet in sheets]
                for sheets in signed
                if len(sheets) == outcome.members
            ]
            found[instrument.code] = replace(reliability(scores), members=outcome.members)
    return found


def as_json(printout: Printout) -> str:
    """One object; the order of its keys is part of the contract."""
    outcome = printout.outcome
    return json.dumps(
        {
            "round": outcome.round.code,
            "frozen": outcome.result is not None,
            "vacancies": [
                {
                    "code": found.vacancy.code,
                    "title": found.vacancy.title,
                    "ranked": [_ranked(printout, placed) for placed in found.ranking.ranked],
                    "unranked": [_unranked(person) for person in found.ranking.unranked],
                }
                for found in printout.vacancies
            ],
            "reliability": {
                code: {
                    "icc_2_1": _text(agreement.icc_2_1),
                    "icc_2_k": _text(agreement.icc_2_k),
                    "kendall_w": _text(agreement.kendall_w),
                    "candidates": agreement.candidates,
                    "members": agreement.members,
                }
                for code, agreement in printout.reliability.items()
            },
        },
        ensure_ascii=False,
        indent=2,
    )


def as_csv(printout: Printout) -> str:
    """A row a person and vacancy, ranked first; numbers with a point, text never a formula."""
    head = ["vacancy", "title", "rank", "nip", "name", "total", *printout.codes]
    marks = ["decided_by", "tied", "put_forward", "needs_review"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*map(_cell, head), *marks, "reasons"])
    for found in printout.vacancies:
        post = [found.vacancy.code, found.vacancy.title]
        for placed in found.ranking.ranked:
            row = _ranked(printout, placed)
            scores = row["instruments"].values()
            first = [*post, row["rank"], row["nip"], row["name"], row["total"], *scores]
            writer.writerow([*map(_cell, first), *(_cell(row[mark]) for mark in marks), ""])
        for person in found.ranking.unranked:
            blank = [""] * (len(printout.codes) + 1)
            first = [*post, "", person.nip, person.name, *blank, *[""] * len(marks)]
            writer.writerow([*map(_cell, first), ";".join(person.reasons)])
    return text.getvalue()


def as_table(printout: Printout) -> str:
    """Columns for people at a terminal, in Indonesian."""
    blocks = _heading(printout.outcome.round)
    head = ["Per.", "NIP", "Nama", "Nilai akhir", *printout.codes, "Keterangan"]
    for found in printout.vacancies:
        rows = [
            [
                str(placed.rank),
                placed.nip,
                placed.name,
                with_comma(placed.total),
                *(with_comma(placed.instruments[c], INSTRUMENT_PLACES) for c in printout.codes),
                ", ".join(_remarks(placed)),
            ]
            for placed in found.ranking.ranked
        ]
        rows += [_unranked_line(person, len(printout.codes)) for person in found.ranking.unranked]
        title = f"{found.vacancy.code} · {found.vacancy.title}"
        body = aligned([head, *rows], left={1, 2, len(head) - 1}) if rows else NOBODY
        blocks.append(f"{title}\n{body}")
    blocks.append(f"{AGREEMENT}\n{_agreement_table(printout.reliability)}")
    return "\n\n".join(blocks)


def table_of_nobody(round_: Round) -> str:
    """The table of a round without nominations: its vacancies, and nobody in them."""
    vacancies = Vacancy.objects.in_force().filter(round=round_)
    in_order = sorted(vacancies, key=lambda vacancy: vacancy.code)
    posts = [f"{vacancy.code} · {vacancy.title}\n{NOBODY}" for vacancy in in_order]
    return "\n\n".join([*_heading(round_), *posts, f"{AGREEMENT}\n{NOBODY}"])


def aligned(rows: Sequence[Sequence[str]], *, left: set[int]) -> str:
    """Rows of text in columns, the first one ruled off; columns not `left` stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


FORMATS: Mapping[str, Callable[[Printout], str]] = {
    "json": as_json,
    "csv": as_csv,
    "table": as_table,
}


def _heading(round_: Round) -> list[str]:
    archive = ["Putaran arsip: nilai berasal dari buku kerja."] if round_.is_archive else []
    return [f"{round_.title} ({round_.code})", *archive]


def _ranked(printout: Printout, placed: Placed) -> dict[str, Any]:
    return {
        "rank": placed.rank,
        "nip": placed.nip,
        "name": placed.name,
        "total": f"{placed.total:f}",
        "instruments": {code: _score(placed.instruments[code]) for code in printout.codes},
        "decided_by": placed.decided_by,
        "tied": placed.tied,
        "put_forward": placed.put_forward,
        "needs_review": placed.needs_review,
    }


def _unranked(person: Unplaced) -> dict[str, Any]:
    return {"nip": person.nip, "name": person.name, "reasons": list(person.reasons)}


def _score(score: Fraction) -> str:
    return f"{round_half_up(score, INSTRUMENT_PLACES):f}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _cell(value: object) -> object:
    """What a spreadsheet reads as text stays text, whatever it begins with."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() if value.startswith(FORMULA_STARTS):
            return f"'{value}"
    return value


def _remarks(placed: Placed) -> list[str]:
    said = {
        "diusulkan": placed.put_forward is True,
        "menunggu keputusan pleno": placed.put_forward is None,
        "seri": placed.tied,
        f"seri diputus {placed.decided_by}": placed.decided_by is not None,
        "perlu ditinjau": placed.needs_review,
    }
    return [text for text, holds in said.items() if holds]


def _unranked_line(person: Unplaced, instruments: int) -> list[str]:
    reasons = "; ".join(REASONS[reason] for reason in person.reasons)
    blank = ["–"] * (instruments + 1)
    return ["–", person.nip, person.name, *blank, f"tanpa peringkat: {reasons}"]


def _agreement_table(found: Mapping[str, Reliability]) -> str:
    head = ["Instrumen", "ICC(2,1)", "ICC(2,k)", "Kendall W", "Kandidat", "Penilai"]
    rows = [
        [
            code,
            *(
                "–" if value is None else with_comma(value)
                for value in (agreement.icc_2_1, agreement.icc_2_k, agreement.kendall_w)
            ),
            str(agreement.candidates),
            str(agreement.members),
        ]
        for code, agreement in found.items()
    ]
    return aligned([head, *rows], left={0}) if rows else "Tidak ada instrumen yang dinilai panitia."
