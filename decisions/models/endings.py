"""How a choice ends: a decree and an inauguration, or neither; and how the round is closed."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from decisions.models.choices import Choice
from selection.models import Attachment, Round


class Decree(models.Model):
    """The decree of appointment (SK) for a choice: number as written, date, file. Never changed."""

    choice = models.OneToOneField(Choice, models.PROTECT, related_name="decree")
    number = models.CharField("nomor", max_length=120)
    dated = models.DateField("tanggal")
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "SK pengangkatan"
        constraints = [
            models.CheckConstraint(name="decisions_decree_has_a_number", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return self.number


class Inauguration(models.Model):
    """Inauguration of the chosen person: planned, later planned anew, and once held. Only added."""

    choice = models.ForeignKey(Choice, models.PROTECT, related_name="inaugurations")
    number = models.PositiveSmallIntegerField("nomor")
    on = models.DateField("tanggal")
    held = models.BooleanField("sudah berlangsung", default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "pelantikan"
        constraints = [
            models.UniqueConstraint(
                "choice", "number", name="decisions_inauguration_number_once_per_choice"
            ),
            models.UniqueConstraint(
                "choice", condition=Q(held=True), name="decisions_inauguration_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Pelantikan {self.on}"


class ChoiceEnd(models.Model):
    """That a choice leads to no inauguration, and why. Never changed."""

    choice = models.OneToOneField(Choice, models.PROTECT, related_name="end")
    reason = models.CharField("alasan", max_length=1000)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("diakhiri")

    class Meta:
        verbose_name = "akhir pilihan"
        constraints = [
            models.CheckConstraint(name="decisions_choiceend_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"Akhir pilihan {self.choice_id}"


class RoundClosure(models.Model):
    """That all choices of a round have come to their end: it goes to the archive. Never changed."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="closure")
    inaugurated = models.PositiveSmallIntegerField("dilantik")
    ended = models.PositiveSmallIntegerField("tanpa pelantikan")
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("ditutup")

    class Meta:
        verbose_name = "penutupan putaran"
        constraints = [
            models.CheckConstraint(
                name="decisions_roundclosure_closes_something",
                condition=Q(inaugurated__gte=1) | Q(ended__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"Penutupan {self.round_id}"
