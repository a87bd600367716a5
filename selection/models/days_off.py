from django.db import models
from django.db.models import Q


class HolidayDecree(models.Model):
    """The holidays of one year as decreed; a year without a row is not known yet.

    `source` says where the days were read, `caveat` what to check before relying on them.
    """

    year = models.PositiveSmallIntegerField("tahun", unique=True)
    decrees = models.JSONField("keputusan", default=list)
    source = models.CharField("sumber", max_length=500)
    caveat = models.CharField("catatan", max_length=500, blank=True)

    class Meta:
        verbose_name = "keputusan hari libur"
        constraints = [
            models.CheckConstraint(
                name="selection_holidaydecree_has_a_source", condition=~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class DayOff(models.Model):
    """A day on which nobody works, beside Saturdays and Sundays."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "Libur nasional"
        JOINT_LEAVE = "joint_leave", "Cuti bersama"

    decree = models.ForeignKey(HolidayDecree, models.PROTECT, related_name="days")
    day = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=12, choices=Kind)

    class Meta:
        verbose_name = "hari libur"
        constraints = [
            models.CheckConstraint(
                name="selection_dayoff_kind_known",
                condition=Q(kind__in=["national", "joint_leave"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
