"""The scheme of a round: everything that decides how scores become ranks, and its fingerprint.

The fingerprint is the SHA-256 of a text that anybody can hash again: JSON with sorted keys and no
spaces, in UTF-8. What else a freeze fixes is put around the scheme in `scoring.rulebook`.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from selection.models import Indicator, Instrument, Round


def describe(round_: Round) -> dict[str, Any]:
    """The scheme as plain values: numbers as decimal strings, lists in the order of their codes."""
    indicators = Indicator.objects.in_force().filter(
        instrument__round=round_, instrument__withdrawn_at=None
    )
    by_instrument: dict[int, list[Indicator]] = {}
    for indicator in indicators.order_by("code", "pk"):
        by_instrument.setdefault(indicator.instrument_id, []).append(indicator)
    return {
        "code": round_.code,
        "aggregation": round_.aggregation,
        "quorum": round_.quorum,
        "precision": round_.precision,
        "tie_breaks": round_.tie_breaks,
        "names_put_forward": round_.names_put_forward,
        **_stability(round_),
        "instruments": [
            _instrument(instrument, by_instrument.get(instrument.pk, []))
            for instrument in Instrument.objects.in_force()
            .filter(round=round_)
            .order_by("code", "pk")
        ],
    }


def canonical(value: Mapping[str, Any]) -> str:
    """The one way to write these values as JSON."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """SHA-256 (hex) of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Decimal | None) -> str | None:
    """A number without trailing zeros and without an exponent: `33.5`, `100`."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _stability(round_: Round) -> dict[str, Any]:
    """Absent, as in schemes hashed before there were thresholds, where the round has none."""
    if round_.stability_gap is None:
        return {}
    return {
        "stability": {
            "strong": round_.stability_strong,
            "fair": round_.stability_fair,
            "gap": plain(round_.stability_gap),
            "weight_shift": round_.weight_shift,
        }
    }


def _instrument(instrument: Instrument, indicators: list[Indicator]) -> dict[str, Any]:
    is_blind = instrument.is_blind and instrument.is_panel
    blind = {"blind": True} if is_blind else {}  # absent: as in schemes hashed before there was one
    return {
        **blind,
        "code": instrument.code,
        "title": instrument.title,
        "source": instrument.source,
        "coverage": instrument.coverage,
        "scale": [plain(instrument.scale_min), plain(instrument.scale_max)],
        "weight": plain(instrument.weight),
        "pass_mark": plain(instrument.pass_mark),
        "bands": instrument.bands,
        "indicators": [
            {
                "code": indicator.code,
                "title": indicator.title,
                "weight": plain(indicator.weight),
                "anchors": indicator.anchors,
                **({"questions": indicator.questions} if indicator.questions else {}),
            }
            for indicator in indicators
        ],
    }
