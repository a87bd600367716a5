"""What the page of a panel shows, as far as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.policy import Action
from panels.checking import Checked, Composition, composition_of
from panels.letters import letters_of
from panels.models import AssignmentLetter, PanelChange, Seat
from panels.names import by_name
from panels.permissions import may, rights_in
from panels.roster import fingerprint_of
from panels.standing import Standing
from selection.enumeration import listed
from selection.models import Round


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member; `standing` only where the viewer may know how the declaration stands."""

    seat: Seat
    standing: Standing | None
    letter: AssignmentLetter | None = None

    @property
    def lacks_letter(self) -> bool:
        """Whoever comes from another agency is sent by a letter."""
        return self.letter is None and not self.seat.is_internal

    @property
    def recused(self) -> str:
        """`Kandidat 02 dan 11`, without the reasons."""
        if self.standing is None or not self.standing.recused:
            return ""
        return f"Kandidat {listed(f'{c.number:02}' for c in self.standing.recused)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule of the check; `words` without names where the viewer may not know them."""

    check: Checked
    words: str


@dataclass(frozen=True, slots=True)
class PanelView:
    """The panel's page. `sha256`: of the panel once it is fixed, else empty."""

    round: Round
    rights: frozenset[str]
    members: Sequence[MemberRow]
    lines: Sequence[Line]
    composition: Composition
    what_blocks: Sequence[str]
    decree: AssignmentLetter | None
    changes_waiting: int
    sha256: str

    @property
    def is_ready(self) -> bool:
        return not self.what_blocks


def view_of(round_: Round, user: User) -> PanelView:
    """For the viewer for whom the round was fetched. Raises UnknownRule, RulesContradict."""
    composition = composition_of(round_)
    letters = letters_of(round_)
    knows_all = may(round_, Action.READ_DECLARATION_STATES)
    return PanelView(
        round=round_,
        rights=frozenset(action.name for action in rights_in(round_)),
        members=[
            MemberRow(
                s.seat,
                s if knows_all or s.seat.user_id == user.pk else None,
                letters.get(s.seat.pk),
            )
            for s in sorted(composition.standings, key=lambda s: by_name(s.seat))
        ],
        lines=[
            Line(check, _words(composition, check, knows_all=knows_all))
            for check in composition.checks
        ],
        composition=composition,
        what_blocks=list(_what_blocks(composition)),
        decree=letters.get(None),
        changes_waiting=PanelChange.objects.filter(
            round=round_, executed_at=None, refused_at=None
        ).count(),
        sha256=fingerprint_of(round_),
    )


def _words(composition: Composition, check: Checked, *, knows_all: bool) -> str:
    if knows_all or not check.is_about_declarations or not composition.due:
        return check.words
    return f"{len(composition.due)} belum menandatangani"


def _what_blocks(composition: Composition) -> Sequence[str]:
    """What stands between this panel and the freeze, each as an order."""
    found = [f"{c.finding.rule.title}: {c.words}." for c in composition.blocking]
    for check in composition.unnoted:
        if check.is_about_declarations:
            found.append(f"{len(composition.due)} pernyataan belum ditandatangani.")
        else:
            found.append(f"{check.finding.rule.title}: peringatan ini memerlukan catatan.")
    if not composition.checks:
        found.append("Belum ada aturan susunan untuk jalur ini.")
    return found
