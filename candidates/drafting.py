"""The gate before every change to what is known about candidates: the round is a draft."""

from selection.models import Round


class RoundFrozen(Exception):
    """The round has left its draft: what was checked and judged no longer changes."""

    def __init__(self) -> None:
        super().__init__(
            "Putaran sudah dibekukan, sehingga pemeriksaan syarat tidak dapat diubah. Yang sudah"
            " tercatat aman. Perubahan setelah pembekuan memerlukan ketua dan Kepala BKPSDM."
        )


def lock_draft(round_: Round) -> Round:
    """The round, held until the transaction ends. Raises RoundFrozen."""
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise RoundFrozen
    return locked
