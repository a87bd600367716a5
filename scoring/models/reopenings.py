import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from scoring.models.sheets import Sheet


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    def pending(self) -> "ReopeningQuerySet":
        return self.filter(decided_at=None)


class Reopening(models.Model):
    """A member's request to change a closed sheet again, and the answer to it.

    `version` is the sheet's as it was closed: the record keeps that version for good. Answered by
    the chair, or by another member where the sheet is the chair's own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="reopenings")
    version = models.PositiveIntegerField()
    receipt = models.CharField("kode bukti lama", max_length=14, blank=True)
    reason = models.CharField("alasan", max_length=500)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("diminta")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("dijawab", null=True, blank=True)
    is_granted = models.BooleanField("disetujui", default=False)
    answer = models.CharField("alasan penolakan", max_length=500, blank=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan buka kembali"
        constraints = [
            models.UniqueConstraint(
                "sheet", condition=Q(decided_at=None), name="scoring_reopening_one_at_a_time"
            ),
            models.CheckConstraint(name="scoring_reopening_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="scoring_reopening_by_two",
                condition=Q(decided_by=None, decided_at=None, is_granted=False, answer="")
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("requested_by"))
                    & (Q(is_granted=True, answer="") | (Q(is_granted=False) & ~Q(answer="")))
                ),
                violation_error_message="Permintaan dijawab orang lain; penolakan beralasan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Buka kembali lembar {self.sheet_id} versi {self.version}"
