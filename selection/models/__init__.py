from selection.models.attachments import Attachment
from selection.models.rounds import (
    Aggregation,
    Indicator,
    InForceQuerySet,
    Instrument,
    Kind,
    Round,
    RoundQuerySet,
    Vacancy,
)

__all__ = [
    "Aggregation",
    "Attachment",
    "InForceQuerySet",
    "Indicator",
    "Instrument",
    "Kind",
    "Round",
    "RoundQuerySet",
    "Vacancy",
]
