from django.db import models

from accounts.models import User
from panels.models.seats import Seat


class Declaration(models.Model):
    """A member's statement about conflicts of interest, as signed in person; never changed.

    The one with the greatest number of a seat is in force. `candidates`: the numbers of the
    candidates it speaks about; one who is not among them makes it lapse.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="declarations")
    number = models.PositiveSmallIntegerField("nomor urut")
    text = models.TextField("isi saat ditandatangani")
    candidates = models.JSONField("nomor kandidat", default=list)
    receipt = models.CharField("kode bukti", max_length=14, unique=True)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="declarations")
    signed_at = models.DateTimeField("ditandatangani")

    class Meta:
        verbose_name = "pernyataan benturan kepentingan"
        constraints = [
            models.UniqueConstraint(
                "seat", "number", name="panels_declaration_number_once_per_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"Pernyataan {self.seat} ({self.receipt})"


class Reminder(models.Model):
    """Somebody asked a member to sign; shown on the member's own page; never changed."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="reminders")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="reminders_sent")
    asked_at = models.DateTimeField("diingatkan")

    class Meta:
        verbose_name = "pengingat"

    def __str__(self) -> str:
        return f"Pengingat untuk {self.seat}"
