from django.db import models
from django.db.models import F, Q

from accounts.models import User
from selection.models import Round


class UnsealingQuerySet(models.QuerySet["Unsealing"]):
    def pending(self) -> "UnsealingQuerySet":
        """Asked for, and neither witnessed nor returned."""
        return self.filter(witnessed_at=None, returned_at=None)


class Unsealing(models.Model):
    """A request to open the seal: by the chair, witnessed by another member, or returned.

    `unconfirmed`: why minutes may lack a member's confirmation, where they do.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="unsealings")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("diminta")
    unconfirmed = models.CharField("alasan tanpa konfirmasi", max_length=500, blank=True)
    witness = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    witnessed_at = models.DateTimeField("disaksikan", null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    returned_at = models.DateTimeField("dikembalikan", null=True, blank=True)
    reason = models.CharField("alasan pengembalian", max_length=500, blank=True)

    objects = UnsealingQuerySet.as_manager()

    class Meta:
        verbose_name = "pembukaan segel"
        constraints = [
            models.UniqueConstraint(
                "round", condition=Q(returned_at=None), name="scoring_unsealing_one_at_a_time"
            ),
            models.CheckConstraint(
                name="scoring_unsealing_by_two",
                condition=Q(witness=None, witnessed_at=None)
                | (
                    Q(witness__isnull=False, witnessed_at__isnull=False, returned_at=None)
                    & ~Q(witness=F("requested_by"))
                ),
                violation_error_message="Saksi harus orang lain.",
            ),
            models.CheckConstraint(
                name="scoring_unsealing_returned_with_reason",
                condition=Q(returned_by=None, returned_at=None, reason="")
                | (Q(returned_by__isnull=False, returned_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Pembukaan segel putaran {self.round_id}"


class Alarm(models.Model):
    """The record of scores did not agree when somebody was about to rely on it. Never changed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="alarms")
    at = models.DateTimeField("terjadi")
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    occasion = models.CharField("saat", max_length=60)
    faults = models.TextField("yang tidak cocok")  # one a line, in words

    class Meta:
        verbose_name = "alarm catatan nilai"

    def __str__(self) -> str:
        return f"Alarm {self.pk} putaran {self.round_id}"

    @property
    def lines(self) -> list[str]:
        return self.faults.splitlines()
