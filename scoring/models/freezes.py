from django.db import models
from django.db.models import Q

from accounts.models import User
from selection.models import Round


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def pending(self) -> "FreezeQuerySet":
        """Asked for, and neither returned nor agreed to by both."""
        return self.filter(returned_at=None, settled_at=None)

    def settled(self) -> "FreezeQuerySet":
        return self.exclude(settled_at=None)


class Freeze(models.Model):
    """A request to fix the rules of a round: asked by staff, agreed by two others, or returned.

    `text` is what was asked to be fixed, word for word (scoring.rulebook); `sha256` its hash.
    Beside the rules stand the panel (`panel_sha256`, of panels.roster) and what the requirements
    came to then (`verdicts`: code of the vacancy -> number of the candidate -> verdict).
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="freezes")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    panel_sha256 = models.CharField(max_length=64, blank=True)
    verdicts = models.JSONField(default=dict, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    head = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    head_at = models.DateTimeField(null=True, blank=True)
    chair = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    chair_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        verbose_name = "pembekuan aturan"
        constraints = [
            models.UniqueConstraint(
                "round", condition=Q(returned_at=None), name="scoring_freeze_one_at_a_time"
            ),
            models.CheckConstraint(
                name="scoring_freeze_by_three_people",
                condition=(Q(head=None) | ~Q(head=models.F("requested_by")))
                & (Q(chair=None) | ~Q(chair=models.F("requested_by")))
                & (Q(head=None) | Q(chair=None) | ~Q(head=models.F("chair"))),
                violation_error_message="Tiap pihak harus orang yang berbeda.",
            ),
            models.CheckConstraint(
                name="scoring_freeze_settled_when_both_agreed",
                condition=Q(settled_at__isnull=False, head_at__isnull=False, chair_at__isnull=False)
                | (Q(settled_at=None) & (Q(head_at=None) | Q(chair_at=None))),
            ),
            models.CheckConstraint(
                name="scoring_freeze_agreed_by_someone",
                condition=(
                    Q(head=None, head_at=None) | Q(head__isnull=False, head_at__isnull=False)
                )
                & (Q(chair=None, chair_at=None) | Q(chair__isnull=False, chair_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="scoring_freeze_returned_with_reason",
                condition=Q(returned_at=None, returned_by=None, reason="")
                | (
                    Q(settled_at=None, returned_at__isnull=False, returned_by__isnull=False)
                    & ~Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Pembekuan {self.round_id}: {self.sha256[:12]}"
