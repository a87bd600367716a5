from django.db import models
from django.db.models import F, Q

from accounts.models import User
from candidates.models import Candidate
from selection.models import Round


class Session(models.TextChoices):
    """The part of a day for which a member signs."""

    MORNING = "morning", "Pagi"
    AFTERNOON = "afternoon", "Siang"


class Attendance(models.Model):
    """Whether somebody came on a day, as staff saw it. Never changed: a newer row corrects it.

    A candidate is noted once a day, a member of the panel once a session. `came_at`: when, where
    it was noted; an absent person has none.
    """

    class State(models.TextChoices):
        PRESENT = "present", "Hadir"
        LATE = "late", "Terlambat"
        ABSENT = "absent", "Tidak hadir"

    round = models.ForeignKey(Round, models.PROTECT, related_name="attendance")
    date = models.DateField("tanggal")
    session = models.CharField("sesi", max_length=9, choices=Session, blank=True)
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="attendance", null=True, blank=True
    )
    seat = models.ForeignKey(
        "panels.Seat", models.PROTECT, related_name="attendance", null=True, blank=True
    )
    state = models.CharField("keadaan", max_length=7, choices=State)
    came_at = models.DateTimeField("datang", null=True, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "kehadiran"
        constraints = [
            models.CheckConstraint(
                name="panels_attendance_of_one_person",
                condition=Q(candidate__isnull=False, seat=None, session="")
                | (Q(candidate=None, seat__isnull=False) & ~Q(session="")),
            ),
            models.CheckConstraint(
                name="panels_attendance_session_known",
                condition=Q(session__in=["", "morning", "afternoon"]),
            ),
            models.CheckConstraint(
                name="panels_attendance_state_known",
                condition=Q(state__in=["present", "late", "absent"]),
            ),
            models.CheckConstraint(
                name="panels_attendance_late_says_when_and_why",
                condition=~Q(state="late") | (Q(came_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="panels_attendance_absent_says_why",
                condition=~Q(state="absent") | (Q(came_at=None) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_state_display()}"


class Incident(models.Model):
    """Something that happened on a day of tests, as staff wrote it down. Never changed.

    A correction is another incident that names the one it corrects.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="incidents")
    number = models.PositiveSmallIntegerField("nomor")
    happened_at = models.DateTimeField("terjadi")
    place = models.CharField("tempat", max_length=120)
    text = models.CharField("kejadian", max_length=2000)
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, blank=True
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "kejadian"
        constraints = [
            models.UniqueConstraint(
                "round", "number", name="panels_incident_number_once_per_round"
            ),
            models.CheckConstraint(
                name="panels_incident_written_down_afterwards",
                condition=Q(recorded_at__gte=F("happened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Kejadian {self.number}"
