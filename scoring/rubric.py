"""What a sheet is scored by, in one hash: a page made from other rules is refused."""

import hashlib
import json
from collections.abc import Sequence

from selection.models import Indicator, Instrument


def rubric_hash(instrument: Instrument, indicators: Sequence[Indicator]) -> str:
    """The fingerprint of scale, bands and indicators, with their weights and levels.

    `indicators` as scoring.rules.indicators_of gives them: their order is part of the rules.
    """
    rules = {
        "instrument": instrument.code,
        "scale": [f"{instrument.scale_min:f}", f"{instrument.scale_max:f}"],
        "bands": [str(band) for band in instrument.bands],
        "indicators": [[i.code, i.title, f"{i.weight:f}", i.anchors] for i in indicators],
    }
    text = json.dumps(rules, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
