import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from panels.models import Seat


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def unseen(self) -> "NudgeQuerySet":
        return self.filter(seen_at=None)


class Nudge(models.Model):
    """A reminder on a member's screen that sheets wait for a signature; says nothing about them.

    Stays there until the member has read it (`seen_at`); nothing else of it ever changes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="nudges")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("diingatkan")
    seen_at = models.DateTimeField("dibaca", null=True, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        verbose_name = "pengingat"
        constraints = [
            models.CheckConstraint(
                name="scoring_nudge_seen_after_it_was_sent",
                condition=Q(seen_at=None) | Q(seen_at__gte=F("sent_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Pengingat {self.pk}"
