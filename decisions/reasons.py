"""How much a choice must say for itself, and what a refusal says, in one place.

Both lengths come with the system (design: ux.md j, rule 3): the reason stands in the proposal to
BKN, and departing from the panel's order asks for more of it. No law sets them.
"""

NOTHING = "Tidak ada yang berubah."
"""What every refusal says is safe."""

FIRST = 30
"""Letters for whoever leads the ranking, and for names that go on together."""

OTHER = 80
"""Letters for anybody else, and where nobody is chosen."""


def tidy(reason: str) -> str:
    """The words with single spaces between them: blanks are no reason."""
    return " ".join(reason.split())


def least_for(rank: int | None, *, person: bool) -> int:
    """How many letters are asked for; `rank`: the panel's, of the `person` who is chosen."""
    return FIRST if person and rank == 1 else OTHER


def too_short(reason: str, least: int) -> str:
    """What is wrong with a reason, in words; nothing where it is long enough."""
    length = len(tidy(reason))
    if length >= least:
        return ""
    if not length:
        return f"Tuliskan alasan pilihan, paling sedikit {least} huruf."
    return (
        f"Tuliskan alasan pilihan, paling sedikit {least} huruf. Alasan ini baru {length} huruf"
        " (spasi berulang tidak dihitung)."
    )
