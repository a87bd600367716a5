from django.db import models
from django.db.models import F, Q

from accounts.models import User
from selection.models import Round


class BreakRule(models.Model):
    """A break usual on some weekdays (0 is Monday), with its law, source and days in force.

    Later law is a later row; the old one gets an end.
    """

    class Certainty(models.TextChoices):
        READ = "S", "Dibaca dari sumbernya"
        SECOND_HAND = "2H", "Dikutip sumber lain"
        MEMORY = "M", "Dari ingatan"
        PROPOSAL = "I", "Usulan kami"

    title = models.CharField("nama", max_length=120)
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai")
    weekdays = models.JSONField("hari")
    fasting = models.BooleanField("bulan Ramadan")
    legal_basis = models.CharField("dasar hukum", max_length=300)
    hours_basis = models.CharField("dasar jam", max_length=300)
    source = models.CharField("sumber", max_length=300)
    certainty = models.CharField("kepastian", max_length=2, choices=Certainty)
    valid_from = models.DateField("berlaku mulai")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        verbose_name = "istirahat lazim"
        constraints = [
            models.CheckConstraint(
                name="panels_breakrule_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(
                name="panels_breakrule_certainty_known",
                condition=Q(certainty__in=["S", "2H", "M", "I"]),
            ),
            models.CheckConstraint(
                name="panels_breakrule_valid_in_order",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Draw(models.Model):
    """The candidates' order as it was drawn from a phrase read aloud. Never changed.

    The one with the highest number is in force. `lots`: [candidate's printed number, 64 digits] in
    the order drawn; `digest`: SHA-256 of the phrase.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField("undian ke")
    phrase = models.CharField("kata kunci", max_length=200)
    digest = models.CharField("sidik jari kata kunci", max_length=64)
    lots = models.JSONField("urutan")
    witnesses = models.CharField("saksi", max_length=500)
    reason = models.CharField("alasan undi ulang", max_length=500, blank=True)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField("diundi")

    class Meta:
        verbose_name = "undian"
        constraints = [
            models.UniqueConstraint("round", "number", name="panels_draw_number_once_per_round"),
            models.UniqueConstraint("round", "phrase", name="panels_draw_phrase_once_per_round"),
            models.CheckConstraint(
                name="panels_draw_repeated_with_reason", condition=Q(number=1) | ~Q(reason="")
            ),
            models.CheckConstraint(name="panels_draw_witnessed", condition=~Q(witnesses="")),
        ]

    def __str__(self) -> str:
        return f"Undian {self.number}"


class TimetablePlanQuerySet(models.QuerySet["TimetablePlan"]):
    def drafts(self) -> "TimetablePlanQuerySet":
        return self.filter(published_at=None, discarded_at=None)

    def published(self) -> "TimetablePlanQuerySet":
        return self.exclude(published_at=None)

    def in_force(self) -> "TimetablePlanQuerySet":
        return self.published().filter(superseded_at=None)


class TimetablePlan(models.Model):
    """One version of a round's timetable. Published, it only waits to be superseded.

    `asked`: days, rooms, lengths and breaks as they were filled in (panels.timetable_asking).
    `sittings`: who is heard when and where (panels.timetable_reading). `revision` counts the
    changes of a draft. Members read the `Slot` rows that publishing writes, not this. The database
    notes in which transaction a version changed last (`changed_tx`): only a transaction that
    publishes one may change the slots of a fixed round.
    """

    class Origin(models.TextChoices):
        STAFF = "staff", "Disusun di sini"
        WORKBOOK = "workbook", "Buku kerja"

    round = models.ForeignKey(Round, models.PROTECT, related_name="timetables")
    version = models.PositiveSmallIntegerField("versi")
    revision = models.PositiveIntegerField("perubahan ke", default=0)
    origin = models.CharField("asal", max_length=10, choices=Origin, default=Origin.STAFF)
    asked = models.JSONField("isian")
    sittings = models.JSONField("jadwal", default=list)
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="timetables", null=True, blank=True)
    note = models.CharField("catatan", max_length=500, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField("dibuat")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    published_at = models.DateTimeField("terbit", null=True, blank=True)
    superseded_at = models.DateTimeField("digantikan", null=True, blank=True)
    discarded_at = models.DateTimeField("dibuang", null=True, blank=True)
    changed_tx = models.BigIntegerField(null=True, blank=True, editable=False)

    objects = TimetablePlanQuerySet.as_manager()

    class Meta:
        verbose_name = "versi jadwal"
        constraints = [
            models.UniqueConstraint(
                "round",
                "version",
                condition=Q(discarded_at=None),
                name="panels_timetableplan_version_once_per_round",
            ),
            models.UniqueConstraint(
                "round",
                condition=Q(published_at=None, discarded_at=None),
                name="panels_timetableplan_one_draft_per_round",
            ),
            models.UniqueConstraint(
                "round",
                condition=Q(published_at__isnull=False, superseded_at=None),
                name="panels_timetableplan_one_in_force_per_round",
            ),
            models.CheckConstraint(
                name="panels_timetableplan_origin_known",
                condition=Q(origin__in=["staff", "workbook"]),
            ),
            models.CheckConstraint(
                name="panels_timetableplan_superseded_once_published",
                condition=Q(superseded_at=None) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="panels_timetableplan_discarded_unless_published",
                condition=Q(discarded_at=None) | Q(published_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Jadwal versi {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None and self.discarded_at is None

    @property
    def is_in_force(self) -> bool:
        return self.published_at is not None and self.superseded_at is None
