"""What the requirements of a round still lack before it can be frozen.

A requirement that still needs review keeps a live round from being frozen (workbook.md, rule 3):
it is met, refused, excepted by two people, or the nomination is taken out of the workbook.
"""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from accounts.policy import Role
from candidates.cells import Cell
from candidates.eligibility import RulesContradict
from candidates.judging import Judged, judged_of
from candidates.models import Requirement
from candidates.requirement_rows import RequirementUnreadable
from candidates.verdicts import Verdict
from selection.gaps import Gap, Stage
from selection.models import Round

UNRELATED_YET = "terkait dengan jabatan lowong."


def gaps_of(round_: Round) -> list[Gap]:
    """What is open, from the tables, in nine queries; nothing once the round is frozen."""
    if not round_.is_draft:
        return []
    try:
        judged = judged_of(round_)
    except (RequirementUnreadable, RulesContradict) as refusal:
        return [_rules(round_, str(refusal))]
    found = (_experience(round_, judged), _facts(round_, judged), _exceptions(round_, judged))
    return [gap for gap in (*found, _evidence(round_, judged)) if gap]


def people_lacking(judged: Iterable[Judged], word: str) -> set[int]:
    """The keys of the candidates of whom `data` or `bukti` is lacking, as the tasks count them."""
    lacks = {"data": _waits_for_facts, "bukti": _is_document}[word]
    return {
        one.nomination.candidate_id
        for one in judged
        if any(_is_open(cell) and lacks(cell) for cell in one.cells)
    }


def _rules(round_: Round, problem: str) -> Gap:
    return Gap(
        stage=Stage.REQUIREMENTS,
        words=f"Perbaiki aturan syarat. {problem}",
        owner=Role.STAFF,
        url=reverse("reports:requirement-rules", args=[round_.code]),
        button="Buka aturan",
    )


def _facts(round_: Round, judged: Sequence[Judged]) -> Gap | None:
    people = len(people_lacking(judged, "data"))
    if not people:
        return None
    return Gap(
        stage=Stage.REQUIREMENTS,
        words=f"Periksa data {people} kandidat",
        owner=Role.STAFF,
        url=_address(round_, "data"),
        button=f"Buka {people} kandidat",
    )


def _experience(round_: Round, judged: Sequence[Judged]) -> Gap | None:
    codes = sorted(
        {
            one.nomination.vacancy.code
            for one in judged
            for cell in one.cells
            if _is_open(cell) and _waits_for_relatedness(cell)
        }
    )
    if not codes:
        return None
    return Gap(
        stage=Stage.REQUIREMENTS,
        words=f"Nilai pengalaman terkait untuk {len(codes)} jabatan",
        owner=Role.STAFF,
        url=reverse("reports:relatedness", args=[round_.code, codes[0]]),
        button="Nilai keterkaitan",
    )


def _exceptions(round_: Round, judged: Sequence[Judged]) -> Gap | None:
    pending = sum(
        cell.exception is not None and not cell.exception.decision
        for one in judged
        for cell in one.cells
    )
    if not pending:
        return None
    return Gap(
        stage=Stage.REQUIREMENTS,
        words=f"Putuskan {pending} pengecualian syarat",
        owner=Role.HEAD,
        url=reverse("reports:exceptions", args=[round_.code]),
        button="Buka pengecualian",
    )


def _evidence(round_: Round, judged: Sequence[Judged]) -> Gap | None:
    people = len(people_lacking(judged, "bukti"))
    if not people:
        return None
    return Gap(
        stage=Stage.REQUIREMENTS,
        words=f"Lengkapi bukti untuk {people} kandidat",
        owner=Role.STAFF,
        url=_address(round_, "bukti"),
        button=f"Buka {people} kandidat",
    )


def _address(round_: Round, word: str) -> str:
    """The overview with just the people whom the task counts."""
    return f"{reverse('reports:requirements', args=[round_.code])}?tampil={word}#kandidat"


def _is_open(cell: Cell) -> bool:
    return cell.blocking and cell.verdict == Verdict.NEEDS_REVIEW


def _is_document(cell: Cell) -> bool:
    return cell.kind == Requirement.Kind.DOCUMENTED


def _waits_for_relatedness(cell: Cell) -> bool:
    return any(question.endswith(UNRELATED_YET) for question in cell.questions)


def _waits_for_facts(cell: Cell) -> bool:
    """Also where no question is left: then the data themselves are missing."""
    others = [q for q in cell.questions if not q.endswith(UNRELATED_YET)]
    return not _is_document(cell) and (bool(others) or not cell.questions)
