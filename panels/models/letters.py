from django.db import models
from django.db.models import Q

from panels.models.seats import Seat
from selection.models import Attachment, InForceQuerySet, Round


class AssignmentLetter(models.Model):
    """The decree that makes the panel, or the letter with which an agency sends a member.

    A wrong one is withdrawn and filed anew; its file stays.
    """

    class Kind(models.TextChoices):
        DECREE = "decree", "SK pembentukan panitia"
        LETTER = "letter", "Surat tugas"

    round = models.ForeignKey(Round, models.PROTECT, related_name="assignment_letters")
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="assignment_letters", null=True, blank=True
    )
    number = models.CharField("nomor", max_length=100)
    date = models.DateField("tanggal")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="assignment_letter")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "surat penugasan"
        constraints = [
            models.CheckConstraint(
                name="panels_assignmentletter_kind_known",
                condition=Q(kind__in=["decree", "letter"]),
            ),
            models.CheckConstraint(
                name="panels_assignmentletter_letter_is_a_members",
                condition=Q(kind="decree", seat=None) | Q(kind="letter", seat__isnull=False),
            ),
            models.UniqueConstraint(
                "round",
                "kind",
                "seat",
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="panels_assignmentletter_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
