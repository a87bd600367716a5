"""Results that the panel put before the appointing authority."""

from django.db import models

from accounts.models import User
from scoring.models import Result
from selection.models import Round


class HandOver(models.Model):
    """That one result was handed over, by the chair; never changed.

    A corrected result is handed over anew. When the first one was, the round says as well
    (`Round.handed_over_at`).
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="hand_overs")
    result = models.OneToOneField(Result, models.PROTECT, related_name="hand_over")
    handed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_at = models.DateTimeField("diserahkan")

    class Meta:
        verbose_name = "penyerahan hasil"

    def __str__(self) -> str:
        return f"Penyerahan {self.result_id}"
