from django.db import models
from django.db.models import Q

from accounts.models import User
from candidates.models import Candidate
from panels.models.seats import Seat
from selection.models import InForceQuerySet

OWN_WORD = "Dinyatakan sendiri oleh penilai."


class Conflict(models.Model):
    """A member's conflict with a candidate: declared and still scores, or recused.

    From the workbook it is what staff were told; once `decided_by` is set it is the member's own
    word, and no file changes it any more.
    """

    class Kind(models.TextChoices):
        FAMILY = "family", "Keluarga"
        SUPERIOR = "superior", "Atasan langsung"
        SUBORDINATE = "subordinate", "Bawahan"
        BUSINESS = "business", "Usaha"
        OTHER = "other", "Lainnya"

    class Origin(models.TextChoices):
        WORKBOOK = "workbook", "Buku kerja"
        DATA = "data", "Usulan dari data"
        DECLARED = "declared", "Dinyatakan sendiri"

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="conflicts")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="conflicts")
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    note = models.CharField("keterangan", max_length=500, blank=True)
    still_scores = models.BooleanField("tetap menilai")
    origin = models.CharField("asal", max_length=10, choices=Origin, default=Origin.WORKBOOK)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="conflicts_decided", null=True, blank=True
    )
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "benturan kepentingan"
        constraints = [
            models.UniqueConstraint(
                "seat", "candidate", name="panels_conflict_once_per_seat_and_candidate"
            ),
            models.CheckConstraint(
                name="panels_conflict_kind_known",
                condition=Q(kind__in=["family", "superior", "subordinate", "business", "other"]),
            ),
            models.CheckConstraint(
                name="panels_conflict_origin_known",
                condition=Q(origin__in=["workbook", "data", "declared"]),
            ),
            models.CheckConstraint(
                name="panels_conflict_decided_by_somebody_at_some_time",
                condition=Q(decided_by=None, decided_at=None, origin="workbook")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.candidate}"

    @property
    def is_settled(self) -> bool:
        """Whether the member himself said how it ends."""
        return self.decided_at is not None

    @property
    def told_kind(self) -> str:
        """The kind as far as staff may know it: what their own workbook said."""
        return self.kind if self.origin == self.Origin.WORKBOOK else self.Kind.OTHER

    @property
    def told_note(self) -> str:
        """The note as far as staff may know it."""
        return self.note if self.origin == self.Origin.WORKBOOK else OWN_WORD
