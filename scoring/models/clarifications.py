from django.db import models
from django.db.models import Q

from accounts.models import User
from selection.models import Round


class ClarificationNote(models.Model):
    """What chair or auditor noted about one question to the panel; a second one is a new row.

    `key` names the question (scoring.sightings.Sighting.key). Nothing of a row ever changes.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="clarification_notes")
    key = models.CharField("pertanyaan", max_length=200)
    text = models.CharField("jawaban", max_length=1000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "catatan klarifikasi"
        constraints = [
            models.CheckConstraint(
                name="scoring_clarificationnote_says_something", condition=~Q(key="") & ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"Catatan klarifikasi {self.key}"
