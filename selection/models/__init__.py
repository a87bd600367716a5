from selection.models.attachments import Attachment
from selection.models.days_off import DayOff, HolidayDecree
from selection.models.instruments import Indicator, Instrument
from selection.models.rounds import (
    Aggregation,
    InForceQuerySet,
    Kind,
    Round,
    RoundQuerySet,
    Vacancy,
)

__all__ = [
    "Aggregation",
    "Attachment",
    "DayOff",
    "HolidayDecree",
    "InForceQuerySet",
    "Indicator",
    "Instrument",
    "Kind",
    "Round",
    "RoundQuerySet",
    "Vacancy",
]
