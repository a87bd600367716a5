"""The life of a round, as a table. docs/phases.md is drawn from it."""

from collections.abc import Mapping

from django.db.models import TextChoices


class Phase(TextChoices):
    DRAFT = "draft", "Persiapan"
    FROZEN = "frozen", "Aturan dibekukan"
    SCORING = "scoring", "Penilaian tersegel"
    UNSEALED = "unsealed", "Segel dibuka"
    HANDED_OVER = "handed_over", "Diserahkan kepada Wali Kota"


NEXT: Mapping[Phase, frozenset[Phase]] = {
    Phase.DRAFT: frozenset({Phase.FROZEN, Phase.UNSEALED}),  # an archive brings its scores along
    Phase.FROZEN: frozenset({Phase.SCORING}),
    Phase.SCORING: frozenset({Phase.UNSEALED}),
    Phase.UNSEALED: frozenset({Phase.HANDED_OVER}),
    Phase.HANDED_OVER: frozenset(),
}


class WrongPhase(Exception):
    """The round is not at the point where this may happen."""


def require_step(current: Phase, target: Phase) -> None:
    if target not in NEXT[current]:
        raise WrongPhase(
            f"Putaran sedang pada tahap “{current.label}”, belum dapat menjadi “{target.label}”."
        )


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for phase, targets in NEXT.items():
        lines += [f"    {phase.value}: {phase.label}"]
        lines += [f"    {phase.value} --> {target.value}" for target in sorted(targets)]
    return "\n".join(lines)
