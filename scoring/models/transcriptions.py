from django.db import models
from django.db.models import Q

from accounts.models import User
from scoring.models.sheets import Sheet
from selection.models import Round


class PaperMode(models.Model):
    """The chair's word that members write on paper, and why. While it is open, staff type copies.

    Closed once, and never changed otherwise.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="paper_modes")
    reason = models.CharField("alasan", max_length=500)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("dibuka")
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    class Meta:
        verbose_name = "penilaian di kertas"
        constraints = [
            models.UniqueConstraint(
                "round", condition=Q(closed_at=None), name="scoring_papermode_one_at_a_time"
            ),
            models.CheckConstraint(name="scoring_papermode_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="scoring_papermode_closed_by_someone",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Penilaian di kertas, putaran {self.round_id}"


class TranscriptionQuerySet(models.QuerySet["Transcription"]):
    def in_force(self) -> "TranscriptionQuerySet":
        return self.filter(withdrawn_at=None)


class Transcription(models.Model):
    """What one of two staff read off a member's paper: `entries` as those of a sheet.

    Never changed: typing again withdraws it and adds another. Once the member has confirmed, not
    even that. `is_returned` where the member found that it is not what the paper says.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="transcriptions")
    mode = models.ForeignKey(PaperMode, models.PROTECT, related_name="transcriptions")
    copy = models.PositiveSmallIntegerField("salinan")
    entries = models.JSONField("isi")
    typed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    typed_at = models.DateTimeField("diketik")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    is_returned = models.BooleanField("dikembalikan", default=False)

    objects = TranscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "salinan kertas"
        constraints = [
            models.UniqueConstraint(
                "sheet",
                "copy",
                condition=Q(withdrawn_at=None),
                name="scoring_transcription_two_at_most",
            ),
            models.UniqueConstraint(
                "sheet",
                "typed_by",
                condition=Q(withdrawn_at=None),
                name="scoring_transcription_by_two_people",
            ),
            models.CheckConstraint(
                name="scoring_transcription_first_or_second", condition=Q(copy__in=[1, 2])
            ),
            models.CheckConstraint(
                name="scoring_transcription_returned_is_withdrawn",
                condition=Q(is_returned=False) | Q(withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Salinan {self.copy} lembar {self.sheet_id}"
