from django.db import models
from django.db.models import Q

from candidates.models import Candidate
from selection.models import InForceQuerySet, Instrument, Round, Vacancy


class Slot(models.Model):
    """When and where a candidate is heard for an instrument. May change while scoring runs."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="slots")
    date = models.DateField("tanggal")
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai")
    room = models.CharField("ruang", max_length=120)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="slots")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="slots")
    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="slots", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "jadwal"
        constraints = [
            models.UniqueConstraint(
                "round",
                "date",
                "starts",
                "room",
                "instrument",
                "candidate",
                "vacancy",
                nulls_distinct=False,
                name="panels_slot_once_per_time_and_candidate",
            ),
            models.CheckConstraint(
                name="panels_slot_ends_after_it_starts", condition=Q(ends__gt=models.F("starts"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.starts:%H.%M} {self.room}"
