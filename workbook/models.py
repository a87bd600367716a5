import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Agency, User
from candidates.models import TalentImport
from selection.models import Round


class Upload(models.Model):
    """A workbook handed in by staff: its bytes, what was found in it, whether it was applied.

    A round's, or an export of the talent pool with the day of its data (`as_of`).
    """

    class Kind(models.TextChoices):
        ROUND = "round", "Buku kerja seleksi"
        TALENT = "talent", "Ekspor SIMATA"

    class Status(models.TextChoices):
        RECEIVED = "received", "Menunggu diperiksa"
        CHECKED = "checked", "Diperiksa"
        REFUSED = "refused", "Tidak dapat dibaca"
        APPLIED = "applied", "Diterapkan"
        CANCELLED = "cancelled", "Dibatalkan"
        UNDONE = "undone", "Dikembalikan"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=8, choices=Kind, default=Kind.ROUND)
    as_of = models.DateField("data per", null=True, blank=True)
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
    talent_import = models.ForeignKey(
        TalentImport, models.PROTECT, related_name="uploads", null=True, blank=True
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    left_at_seq = models.PositiveBigIntegerField(null=True, blank=True)  # of the round's trail
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "unggahan"
        constraints = [
            models.CheckConstraint(
                name="workbook_upload_status_known",
                condition=Q(
                    status__in=["received", "checked", "refused", "applied", "cancelled", "undone"]
                ),
            ),
            models.CheckConstraint(
                name="workbook_upload_kind_known", condition=Q(kind__in=["round", "talent"])
            ),
            models.CheckConstraint(
                name="workbook_upload_of_talent_has_its_day",
                condition=Q(kind="talent", as_of__isnull=False) | Q(kind="round", as_of=None),
            ),
            models.CheckConstraint(
                name="workbook_upload_applied_by_someone",
                condition=Q(
                    status__in=["applied", "undone"],
                    applied_at__isnull=False,
                    applied_by__isnull=False,
                )
                | (~Q(status__in=["applied", "undone"]) & Q(applied_at=None, applied_by=None)),
            ),
            models.CheckConstraint(
                name="workbook_upload_undone_by_someone",
                condition=Q(status="undone", undone_at__isnull=False, undone_by__isnull=False)
                | (~Q(status="undone") & Q(undone_at=None, undone_by=None)),
            ),
            models.CheckConstraint(
                name="workbook_upload_refused_says_why",
                condition=~Q(status="refused") | ~Q(problem=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Snapshot(models.Model):
    """A book as JSON (workbook.parcel), written once: what the worker read, or what stood before.

    Applying needs no look at the file, and taking back needs no memory but this one.
    """

    class Kind(models.TextChoices):
        READ = "read", "Isi berkas yang diperiksa"
        BEFORE = "before", "Isi putaran sebelum impor"

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="snapshots")
    kind = models.CharField(max_length=8, choices=Kind)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "salinan buku kerja"
        constraints = [
            models.UniqueConstraint("upload", "kind", name="workbook_snapshot_once_per_kind"),
            models.CheckConstraint(
                name="workbook_snapshot_kind_known", condition=Q(kind__in=["read", "before"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.upload_id}"
