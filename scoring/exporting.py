"""The record of scores as a file that anyone can check, with or without what was scored."""

import json
from collections.abc import Iterator

from scoring.models import Closing, ScoreEvent
from selection.models import Round


def evidence_of(round_: Round) -> Iterator[str]:
    """JSON, piece by piece. While sealed each event is only its number and its hashes: what was
    scored, by whom, when and how often would tell; hashes alone show later that nothing changed.
    """
    head = {
        "putaran": round_.code,
        "tersegel": not round_.is_unsealed,
        "aturan_sha256": round_.scheme_sha256,
        "berita_acara": [
            {"nomor": c.number, "hari": c.day.isoformat(), "catatan": c.chain_no, "akar": c.root}
            for c in Closing.objects.filter(round=round_).order_by("number")
        ],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "catatan": ['
    events = ScoreEvent.objects.filter(round=round_).order_by("chain_no")
    for place, event in enumerate(events.iterator()):
        said = _whole(event) if round_.is_unsealed else _sealed(event)
        yield ("," if place else "") + "\n" + json.dumps(said, ensure_ascii=False)
    yield "\n]}\n"


def _sealed(event: ScoreEvent) -> dict[str, object]:
    return {
        "nomor": event.chain_no,
        "sebelumnya": bytes(event.prev_hash).hex(),
        "hash": bytes(event.hash).hex(),
    }


def _whole(event: ScoreEvent) -> dict[str, object]:
    return {
        **_sealed(event),
        "lembar": event.sheet_id,
        "pelaku": event.actor_id,
        "jenis": event.kind,
        "versi": event.version,
        "mutasi": str(event.mutation_id),
        "isi": event.payload_json,
        "waktu": event.at.isoformat(),
    }
