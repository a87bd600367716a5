"""Before a dossier is joined: what it lacks is ordered under numbers of its own, and made.

By who ordered the dossier, and at that moment: what was ordered no later than the dossier belongs
to it. Other workers take some of it, for the scheduler sends them what nobody makes. A dossier that
is not complete after a while lets go of its worker, and goes on when its turn comes again.
"""

import time
from collections.abc import Callable

from django.db import transaction

from reports import gathering
from reports.models import Document
from reports.numbering import store
from selection.models import Round

BUDGET = 100  # seconds: less than a task may take, with room for the last document and for joining
PAUSE = 0.1  # between two looks at what another worker makes
LAST = 60  # percent, when everything is there

Listener = Callable[[int, str], None]


def complete(dossier: Document, make: Callable[[int], None], on_step: Listener) -> bool:
    """Whether everything that can exist is there now; `make` makes an ordered document."""
    _order(dossier)
    until = time.monotonic() + BUDGET
    while waiting := gathering.under_way(dossier):
        asked = max(len(waiting), _asked_for(dossier))
        for left, pk in zip(range(len(waiting), 0, -1), waiting, strict=True):
            if time.monotonic() > until:
                return False
            on_step(LAST * (asked - left) // asked, f"Membuat dokumen, tersisa {left}")
            make(pk)
        time.sleep(PAUSE)  # what is left, another worker makes
    return True


@transaction.atomic
def _order(dossier: Document) -> None:
    locked = Round.objects.locked().get(pk=dossier.round_id)
    for paper in gathering.to_make(dossier):
        paper.round, paper.paper = locked, dossier.paper
        store(paper, by=dossier.ordered_by, at=dossier.ordered_at)


def _asked_for(dossier: Document) -> int:
    """How many documents were ordered for it."""
    own = Document.objects.filter(round=dossier.round_id, ordered_at=dossier.ordered_at)
    return own.exclude(pk=dossier.pk).count()
