"""What a change would make of a set panel: its composition rules, judged before it happens."""

from dataclasses import replace

from panels.checking import Checked, judge_of, panel_of
from panels.composing import Person
from panels.composition_checks import JudgedByAtLeast
from panels.composition_facts import Element, Member, Panel
from panels.models import PanelChange, Seat
from panels.standing import standings_of
from selection.models import Round

NEWCOMER = "successor"
CHAIR_STAYS = (
    "{name} adalah ketua. Ketua hanya dapat diganti oleh seorang ketua baru, karena tanpa ketua"
    " tidak ada perubahan lagi yang dapat disetujui. Susunan panitia tidak berubah. Ajukan"
    " “Ganti penilai” dengan penggantinya."
)


class WouldNotHold(Exception):
    """The panel as it would be breaks a blocking rule; the message says which, and its numbers."""


def refuse_unlawful(
    round_: Round, kind: str, seat: Seat, *, candidate: int | None, successor: Person | None
) -> None:
    """Refuse a change after which a rule would block. Raises WouldNotHold.

    `candidate`: the primary key of the one from whom the member would be recused. A rule that
    blocks already, in the same words, is not this change's fault, nor is one that a replacement
    mends for some candidates only. A successor signs the declaration after he has the seat.
    """
    if kind == PanelChange.Kind.WITHDRAW and seat.is_chair:
        raise WouldNotHold(CHAIR_STAYS.format(name=seat.name))
    panel, judge = panel_of(round_, standings_of(round_)), judge_of(round_)
    known = {(c.code, c.words): c for c in judge.checks(panel) if c.blocks}
    short = {code for (code, _), check in known.items() if _counts_judges(check)}
    then = judge.checks(_changed(panel, str(seat.pk), candidate, successor))
    faults = [
        check
        for check in then
        if check.blocks
        and not check.is_about_declarations
        and (check.code, check.words) not in known
        and not (successor and check.code in short)
    ]
    if faults:
        rules = "; ".join(
            f"{check.finding.rule.title} (menjadi: {check.words})" for check in faults
        )
        raise WouldNotHold(
            f"Perubahan ini membuat susunan panitia melanggar aturan: {rules}. Susunan panitia"
            f" tidak berubah. {_advice(kind)}"
        )


def _advice(kind: str) -> str:
    if kind == PanelChange.Kind.WITHDRAW:
        return "Ajukan “Ganti penilai” dengan pengganti yang memenuhi aturan."
    if kind == PanelChange.Kind.REPLACE:
        return "Pilih pengganti yang memenuhi aturan, lalu ajukan lagi."
    return "Ajukan “Ganti penilai” untuk penilai ini dengan pengganti tanpa hubungan."


def _changed(panel: Panel, key: str, candidate: int | None, successor: Person | None) -> Panel:
    """The panel after a recusal, or without the member and with a successor if there is one."""
    if candidate is not None:
        return replace(panel, recused=panel.recused | {(key, str(candidate))})
    left = [member for member in panel.members if member.key != key]
    return replace(
        panel,
        members=(*left, _member(successor)) if successor else tuple(left),
        recused=frozenset(pair for pair in panel.recused if pair[0] != key),
    )


def _member(person: Person) -> Member:
    return Member(
        key=NEWCOMER,
        name=person.name,
        element=Element(person.element),
        is_internal=person.is_internal,
        is_chair=person.part == Seat.Part.CHAIR,
        institution=person.institution,
        post=person.post,
    )


def _counts_judges(check: Checked) -> bool:
    return isinstance(check.finding.rule.check, JudgedByAtLeast)
