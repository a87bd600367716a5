import json
import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User
from candidates.models import Candidate
from panels.models import Seat
from selection.models import InForceQuerySet, Instrument, Round, Vacancy


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, user: User) -> "SheetQuerySet":
        """Panel members see their own sheets only; nobody is swayed by a colleague's."""
        return self.in_force().filter(seat__user=user, seat__withdrawn_at=None)

    def in_force(self) -> "SheetQuerySet":
        return self.filter(withdrawn_at=None)

    def signed(self) -> "SheetQuerySet":
        return self.in_force().exclude(signed_at=None)

    def with_origin(self) -> "SheetQuerySet":
        """Each knows for ever whether it was written on paper first (`is_paper`)."""
        return self.annotate(is_paper=from_paper("pk"))


def from_paper(sheet: str) -> models.Exists:
    """Whether the sheet of this field was ever confirmed from paper."""
    copied = ScoreEvent.objects.filter(sheet=models.OuterRef(sheet), kind=ScoreEvent.Kind.PAPER)
    return models.Exists(copied)


class Sheet(models.Model):
    """One member's score sheet for one candidate and instrument (and vacancy, if it counts there).

    A projection of its ScoreEvents, which are the record. Signed, it is closed until reopened.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="sheets")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="sheets")
    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="sheets", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=0)
    entries = models.JSONField("isi", default=dict)  # indicator code -> {"score": int, "note": str}
    saved_at = models.DateTimeField("disimpan", null=True, blank=True)
    signed_at = models.DateTimeField("ditandatangani", null=True, blank=True)
    receipt = models.CharField("kode bukti", max_length=14, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = "lembar nilai"
        constraints = [
            models.UniqueConstraint(
                "seat",
                "candidate",
                "instrument",
                "vacancy",
                nulls_distinct=False,
                name="scoring_sheet_once_per_seat_and_duty",
            ),
            models.UniqueConstraint(
                "receipt", condition=~Q(receipt=""), name="scoring_sheet_receipt_once"
            ),
            models.CheckConstraint(
                name="scoring_sheet_receipt_when_signed",
                condition=Q(signed_at=None, receipt="") | (~Q(signed_at=None) & ~Q(receipt="")),
            ),
            models.CheckConstraint(
                name="scoring_sheet_saved_when_versioned",
                condition=Q(version=0, saved_at=None) | Q(version__gt=0, saved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Lembar {self.pk}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def scores(self) -> dict[str, int]:
        """Indicator code -> whole number within the instrument's scale."""
        return {code: entry["score"] for code, entry in self.entries.items() if "score" in entry}

    @property
    def notes(self) -> dict[str, str]:
        return {code: entry["note"] for code, entry in self.entries.items() if entry.get("note")}


class ScoreEvent(models.Model):
    """One save, signature or reopening of a sheet: append-only, chained per round by the database.

    `actor` is the member, at a reopening whoever granted it; an archive's events have none.
    """

    class Kind(models.TextChoices):
        DRAFT = "draft", "Simpan"
        SIGN = "sign", "Tanda tangan"
        PAPER = "paper", "Salinan kertas"
        REOPEN = "reopen", "Buka kembali"
        ARCHIVE = "archive", "Arsip"

    round = models.ForeignKey(Round, models.PROTECT, related_name="score_events")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="events")
    actor = models.ForeignKey(User, models.PROTECT, related_name="score_events", null=True)
    kind = models.CharField(max_length=8, choices=Kind)
    base_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    mutation_id = models.UUIDField(unique=True)
    payload_json = models.TextField()
    at = models.DateTimeField()
    chain_no = models.PositiveBigIntegerField()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "peristiwa nilai"
        constraints = [
            models.UniqueConstraint(
                "sheet", "version", name="scoring_scoreevent_version_once_per_sheet"
            ),
            models.UniqueConstraint(
                "round", "chain_no", name="scoring_scoreevent_once_per_round_and_number"
            ),
            models.CheckConstraint(
                name="scoring_scoreevent_kind_known",
                condition=Q(kind__in=["draft", "sign", "paper", "reopen", "archive"]),
            ),
            models.CheckConstraint(
                name="scoring_scoreevent_version_follows_base",
                condition=Q(version=models.F("base_version") + 1),
            ),
            models.CheckConstraint(
                name="scoring_scoreevent_actor_unless_archive",
                condition=Q(kind="archive", actor=None)
                | (~Q(kind="archive") & Q(actor__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sheet_id} v{self.version}"

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.payload_json)
        return payload


class GivenValue(models.Model):
    """The value of a data instrument for a candidate (and vacancy), on the instrument's scale."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="given_values")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="given_values")
    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="given_values", null=True, blank=True
    )
    value = models.DecimalField("nilai", max_digits=15, decimal_places=10)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "nilai data"
        constraints = [
            models.UniqueConstraint(
                "instrument",
                "candidate",
                "vacancy",
                nulls_distinct=False,
                name="scoring_givenvalue_once_per_instrument_and_candidate",
            ),
            models.CheckConstraint(
                name="scoring_givenvalue_not_negative", condition=Q(value__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.candidate}: {self.value:f}"
