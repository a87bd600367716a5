import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from candidates.models import Candidate
from panels.models.conflicts import Conflict
from panels.models.seats import Seat
from selection.models import Attachment, Round


class PanelChange(models.Model):
    """A change of the panel after it was set: asked for by staff, approved by two others.

    Chair and head of BKPSDM approve, in either order; with the second approval it is carried out
    in the same transaction (`executed_tx`), and only that lets seats and conflicts change. Once it
    is carried out or refused it never changes.
    """

    class Kind(models.TextChoices):
        REPLACE = "replace", "Ganti penilai"
        WITHDRAW = "withdraw", "Keluarkan penilai"
        RECUSE = "recuse", "Berhalangan baru"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="panel_changes")
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="changes")
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="panel_changes", null=True, blank=True
    )
    conflict_kind = models.CharField(
        "jenis hubungan", max_length=12, choices=Conflict.Kind, blank=True
    )
    successor = models.JSONField("pengganti", default=dict, blank=True)
    reason = models.CharField("alasan", max_length=1000)
    letter = models.OneToOneField(Attachment, models.PROTECT, related_name="panel_change")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("diajukan")
    chair_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    chair_at = models.DateTimeField("disetujui ketua", null=True, blank=True)
    head_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    head_at = models.DateTimeField("disetujui Kepala BKPSDM", null=True, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    refused_at = models.DateTimeField("ditolak", null=True, blank=True)
    refusal = models.CharField("alasan penolakan", max_length=500, blank=True)
    executed_at = models.DateTimeField("dilaksanakan", null=True, blank=True)
    executed_tx = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "perubahan panitia"
        constraints = [
            models.CheckConstraint(
                name="panels_panelchange_kind_known",
                condition=Q(kind__in=["replace", "withdraw", "recuse"]),
            ),
            models.CheckConstraint(
                name="panels_panelchange_conflict_kind_known",
                condition=Q(conflict_kind__in=["", *Conflict.Kind.values]),
            ),
            models.CheckConstraint(
                name="panels_panelchange_recusal_names_the_candidate",
                condition=Q(kind="recuse", candidate__isnull=False) & ~Q(conflict_kind="")
                | ~Q(kind="recuse") & Q(candidate=None, conflict_kind=""),
            ),
            models.CheckConstraint(
                name="panels_panelchange_replacement_names_the_successor",
                condition=Q(kind="replace") & ~Q(successor={})
                | ~Q(kind="replace") & Q(successor={}),
            ),
            models.CheckConstraint(
                name="panels_panelchange_gives_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="panels_panelchange_approved_by_somebody_at_some_time",
                condition=(
                    Q(chair_by=None, chair_at=None)
                    | Q(chair_by__isnull=False, chair_at__isnull=False)
                )
                & (Q(head_by=None, head_at=None) | Q(head_by__isnull=False, head_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="panels_panelchange_refused_with_a_reason",
                condition=Q(refused_by=None, refused_at=None, refusal="")
                | Q(refused_by__isnull=False, refused_at__isnull=False) & ~Q(refusal=""),
            ),
            models.CheckConstraint(
                name="panels_panelchange_three_different_persons",
                condition=(Q(chair_by=None) | ~Q(chair_by=F("requested_by")))
                & (Q(head_by=None) | ~Q(head_by=F("requested_by")))
                & (Q(chair_by=None) | Q(head_by=None) | ~Q(chair_by=F("head_by"))),
            ),
            models.CheckConstraint(
                name="panels_panelchange_executed_when_both_approved",
                condition=Q(executed_at=None, executed_tx=None)
                | Q(
                    executed_at__isnull=False,
                    executed_tx__isnull=False,
                    chair_by__isnull=False,
                    head_by__isnull=False,
                    refused_by=None,
                ),
            ),
            models.UniqueConstraint(
                "seat",
                "candidate",
                condition=Q(executed_at=None, refused_at=None),
                nulls_distinct=False,
                name="panels_panelchange_one_open_for_each_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.seat}"

    @property
    def is_open(self) -> bool:
        return self.executed_at is None and self.refused_at is None

    @property
    def is_approved(self) -> bool:
        return self.chair_by_id is not None and self.head_by_id is not None
