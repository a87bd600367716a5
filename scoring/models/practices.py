from django.db import models

from panels.models import Seat


class Practice(models.Model):
    """A member's trial of the score sheet on an invented candidate, and that it was finished.

    What is tried stands here, never among the scores, and is emptied whenever a trial is finished;
    `finished_at` is the first time.
    """

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="practice")
    version = models.PositiveIntegerField(default=0)
    entries = models.JSONField("isi", default=dict, blank=True)
    saved_at = models.DateTimeField("disimpan")
    finished_at = models.DateTimeField("selesai", null=True, blank=True)

    class Meta:
        verbose_name = "latihan"

    def __str__(self) -> str:
        return f"Latihan {self.seat_id}"
