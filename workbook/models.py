import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Agency, User
from selection.models import Round


class Upload(models.Model):
    """A workbook handed in by staff: its bytes, what was found in it, whether it was applied."""

    class Status(models.TextChoices):
        RECEIVED = "received", "Menunggu diperiksa"
        CHECKED = "checked", "Diperiksa"
        REFUSED = "refused", "Tidak dapat dibaca"
        APPLIED = "applied", "Diterapkan"
        CANCELLED = "cancelled", "Dibatalkan"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="uploads")
    uploaded_at = models.DateTimeField()
    name = models.CharField("nama berkas", max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="uploads/")
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField("terakhir dikirim ke pekerja", null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    findings = models.JSONField(default=dict)  # see workbook.preview
    round = models.ForeignKey(Round, models.PROTECT, related_name="uploads", null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "unggahan"
        constraints = [
            models.CheckConstraint(
                name="workbook_upload_status_known",
                condition=Q(status__in=["received", "checked", "refused", "applied", "cancelled"]),
            ),
            models.CheckConstraint(
                name="workbook_upload_applied_by_someone",
                condition=Q(status="applied", applied_at__isnull=False, applied_by__isnull=False)
                | (~Q(status="applied") & Q(applied_at=None, applied_by=None)),
            ),
            models.CheckConstraint(
                name="workbook_upload_refused_says_why",
                condition=~Q(status="refused") | ~Q(problem=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
