import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from candidates.models.people import Nomination
from selection.models import Round


class ReportingChannel(models.Model):
    """Where crimes and complaints are reported, for the public page and for referrals.

    Brought by migrations, with the rule it stands on; a new address is a new row.
    """

    code = models.SlugField("kode", max_length=20)
    name = models.CharField("nama", max_length=120)
    purpose = models.CharField("untuk", max_length=200)
    url = models.URLField("alamat")
    phone = models.CharField("telepon", max_length=60, blank=True)
    source = models.CharField("sumber", max_length=300)
    valid_from = models.DateField("mulai berlaku")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        verbose_name = "kanal laporan"
        constraints = [
            models.UniqueConstraint(
                "code", "valid_from", name="candidates_reportingchannel_version_once"
            ),
            models.CheckConstraint(
                name="candidates_reportingchannel_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="candidates_reportingchannel_is_secure",
                condition=Q(url__startswith="https://"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InputWindowQuerySet(models.QuerySet["InputWindow"]):
    def public(self, now: datetime) -> "InputWindowQuerySet":
        """Opened by the head, and its first moment has come."""
        return self.filter(opened_at__isnull=False, opens_at__lte=now, round__withdrawn_at=None)

    def waiting(self) -> "InputWindowQuerySet":
        return self.filter(opened_at=None, returned_at=None)


class InputWindow(models.Model):
    """A time in which the public may send input about named candidates.

    Asked for by staff, opened by the head; opened or returned, it only changes by being ended
    early. `retention_years`: how long input is kept after the round.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="input_windows")
    opens_at = models.DateTimeField("dibuka")
    closes_at = models.DateTimeField("ditutup")
    announcement = models.CharField("nomor pengumuman", max_length=100, blank=True)
    retention_years = models.PositiveSmallIntegerField("disimpan (tahun)", default=2)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("diminta")
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField("disetujui", null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField("dikembalikan", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True)
    reason = models.CharField("alasan dikembalikan atau diakhiri", max_length=500, blank=True)

    objects = InputWindowQuerySet.as_manager()

    class Meta:
        verbose_name = "masa masukan"
        constraints = [
            models.UniqueConstraint(
                "round",
                condition=Q(opened_at=None, returned_at=None),
                name="candidates_inputwindow_one_waits_per_round",
            ),
            models.CheckConstraint(
                name="candidates_inputwindow_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="candidates_inputwindow_kept_one_to_ten_years",
                condition=Q(retention_years__range=(1, 10)),
            ),
            models.CheckConstraint(
                name="candidates_inputwindow_opened_by_another_person",
                condition=Q(opened_at=None, opened_by=None)
                | (Q(opened_at__isnull=False) & ~Q(opened_by=F("requested_by"))),
            ),
            models.CheckConstraint(
                name="candidates_inputwindow_opened_by_somebody",
                condition=Q(opened_at=None) | Q(opened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="candidates_inputwindow_returned_with_reason",
                condition=Q(returned_at=None, returned_by=None)
                | (Q(returned_at__isnull=False, returned_by__isnull=False, opened_at=None))
                & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="candidates_inputwindow_ended_with_reason",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, opened_at__isnull=False)
                & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.opens_at:%Y-%m-%d}"

    @property
    def ends_at(self) -> datetime:
        """When it closes, or was ended before."""
        return self.ended_at or self.closes_at

    def takes_input(self, now: datetime) -> bool:
        return self.opened_at is not None and self.opens_at <= now < self.ends_at


class InputSubject(models.Model):
    """A nomination about which a window takes input. Fixed once the window is opened."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    window = models.ForeignKey(InputWindow, models.PROTECT, related_name="subjects")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "yang dapat diberi masukan"
        constraints = [
            models.UniqueConstraint(
                "window", "nomination", name="candidates_inputsubject_once_per_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window}: {self.nomination}"
