"""The record of scores of a sealed round as a file: hashes alone, nothing of what was scored.

Once the seal is open, scoring.evidence_package says all of it.
"""

import json
from collections.abc import Iterator

from scoring.models import Closing, ScoreEvent
from selection.models import Round


def evidence_of(round_: Round) -> Iterator[str]:
    """JSON, piece by piece. Each event is only its number and its hashes: what was scored, by whom,
    when and how often would tell; hashes alone show later that nothing changed.
    """
    head = {
        "putaran": round_.code,
        "tersegel": True,
        "aturan_sha256": round_.scheme_sha256,
        "berita_acara": [
            {"nomor": c.number, "hari": c.day.isoformat(), "catatan": c.chain_no, "akar": c.root}
            for c in Closing.objects.filter(round=round_).order_by("number")
        ],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "catatan": ['
    events = ScoreEvent.objects.filter(round=round_).order_by("chain_no")
    for place, event in enumerate(events.iterator()):
        yield ("," if place else "") + "\n" + json.dumps(_hashes(event), ensure_ascii=False)
    yield "\n]}\n"


def _hashes(event: ScoreEvent) -> dict[str, object]:
    return {
        "nomor": event.chain_no,
        "sebelumnya": bytes(event.prev_hash).hex(),
        "hash": bytes(event.hash).hex(),
    }
