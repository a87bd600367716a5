"""What is asked of other bodies for a choice, and what they answer. Rows are only ever added."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from decisions.models.choices import Choice
from decisions.models.route_rows import ApprovalRule
from selection.models import Attachment, Round


class KeptRoute(models.Model):
    """The route of a choice as somebody took it over: what changed later is told against it.

    `needs`: what was needed, by rule code; `because`: the facts in words.
    """

    choice = models.ForeignKey(Choice, models.PROTECT, related_name="routes")
    number = models.PositiveSmallIntegerField("nomor")
    needs = models.JSONField(default=dict)
    because = models.TextField()
    kept_on = models.DateField("keadaan per")
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = "rute persetujuan"
        constraints = [
            models.UniqueConstraint(
                "choice", "number", name="decisions_keptroute_number_once_per_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"Rute {self.number} pilihan {self.choice_id}"


class Letter(models.Model):
    """A letter sent or received: its number as written, its date and, hashed, its file."""

    class Direction(models.TextChoices):
        OUT = "out", "Surat keluar"
        IN = "in", "Surat masuk"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="letters")
    direction = models.CharField("arah", max_length=3, choices=Direction)
    body = models.CharField("lembaga", max_length=120)
    number = models.CharField("nomor", max_length=120)
    dated = models.DateField("tanggal surat")
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "surat"
        constraints = [
            models.CheckConstraint(
                name="decisions_letter_direction_known", condition=Q(direction__in=["out", "in"])
            ),
            models.CheckConstraint(
                name="decisions_letter_has_a_number", condition=~Q(number="") & ~Q(body="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Approval(models.Model):
    """What one body is asked for one choice; its state is its latest event."""

    choice = models.ForeignKey(Choice, models.PROTECT, related_name="approvals")
    rule = models.ForeignKey(ApprovalRule, models.PROTECT, related_name="approvals")

    class Meta:
        verbose_name = "persetujuan"
        constraints = [
            models.UniqueConstraint(
                "choice", "rule", name="decisions_approval_once_per_choice_and_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.choice_id}"


class ApprovalEvent(models.Model):
    """One thing that happened to an approval on a day, with the document or the reason for it.

    `due_on`: the internal deadline that holds from here on; `legal_due_on` where the law has one.
    """

    class Kind(models.TextChoices):
        PREPARED = "prepared", "Usulan lengkap"
        SENT = "sent", "Dikirim"
        ALLOWED = "allowed", "Disetujui"
        REFUSED = "refused", "Ditolak"
        RETURNED = "returned", "Dikembalikan"
        EXPIRED = "expired", "Tidak berlaku lagi"
        DEADLINE = "deadline", "Batas internal diubah"

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField("nomor")
    kind = models.CharField("kejadian", max_length=10, choices=Kind)
    happened_on = models.DateField("tanggal")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="events", null=True, blank=True)
    reason = models.CharField("alasan", max_length=1000, blank=True)
    conditions = models.CharField("syarat", max_length=1000, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    due_on = models.DateField("batas internal", null=True, blank=True)
    legal_due_on = models.DateField("batas menurut hukum", null=True, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "kejadian persetujuan"
        constraints = [
            models.UniqueConstraint(
                "approval", "number", name="decisions_approvalevent_number_once_per_approval"
            ),
            models.CheckConstraint(
                name="decisions_approvalevent_kind_known",
                condition=Q(
                    kind__in=[
                        "prepared",
                        "sent",
                        "allowed",
                        "refused",
                        "returned",
                        "expired",
                        "deadline",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="decisions_approvalevent_has_document_or_reason",
                condition=Q(kind="prepared") | Q(letter__isnull=False) | ~Q(reason=""),
                violation_error_message="Keadaan berpindah hanya dengan surat atau alasan.",
            ),
            models.CheckConstraint(
                name="decisions_approvalevent_answered_by_letter",
                condition=~Q(kind__in=["sent", "allowed", "refused"]) | Q(letter__isnull=False),
            ),
            models.CheckConstraint(
                name="decisions_approvalevent_says_why",
                condition=~Q(kind__in=["refused", "returned", "expired", "deadline"])
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="decisions_approvalevent_conditions_only_if_allowed",
                condition=Q(kind="allowed") | Q(conditions="", valid_until=None),
            ),
            models.CheckConstraint(
                name="decisions_approvalevent_valid_once_given",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("happened_on")),
            ),
            models.CheckConstraint(
                name="decisions_approvalevent_waiting_has_deadline",
                condition=~Q(kind__in=["sent", "deadline"]) | Q(due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class RouteOverride(models.Model):
    """That a step is (not) needed whatever its rule says: asked by one, decided by another.

    Stops changing when it is decided.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", "Disetujui"
        RETURNED = "returned", "Dikembalikan"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    choice = models.ForeignKey(Choice, models.PROTECT, related_name="overrides")
    code = models.CharField("kode aturan", max_length=40)
    title = models.CharField("persetujuan", max_length=200)
    needed = models.BooleanField("diperlukan")
    reason = models.CharField("alasan", max_length=1000)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decision = models.CharField("keputusan", max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField("catatan keputusan", max_length=500, blank=True)

    class Meta:
        verbose_name = "penyimpangan rute"
        constraints = [
            models.UniqueConstraint(
                "choice",
                "code",
                condition=Q(decision=""),
                name="decisions_routeoverride_one_open_per_step",
            ),
            models.CheckConstraint(
                name="decisions_routeoverride_decision_known",
                condition=Q(decision__in=["", "approved", "returned"]),
            ),
            models.CheckConstraint(
                name="decisions_routeoverride_decided_by_another_person",
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (
                    Q(
                        decision__in=["approved", "returned"],
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                    )
                    & ~Q(decided_by=F("requested_by"))
                ),
                violation_error_message="Penyimpangan rute diputuskan orang lain.",
            ),
            models.CheckConstraint(
                name="decisions_routeoverride_says_why", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.choice_id}"

    @property
    def is_open(self) -> bool:
        return not self.decision
