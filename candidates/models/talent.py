"""The tables of the talent pool: rules as dated versions, imports, and one row a person in each."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Agency, User
from candidates.facts import EducationLevel, Grade
from candidates.simata_career import Echelon


class TalentScheme(models.Model):
    """One version of the rules of the talent grid; no agency: national, for whoever has no own.

    Only its last day may still be set, once. Two schemes of one owner never hold on one day (the
    database sees to that). `definition`: see candidates.talent_definitions.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="talent_schemes", null=True, blank=True
    )
    code = models.SlugField("kode", max_length=60)
    name = models.CharField("nama", max_length=200)
    legal_basis = models.CharField("dasar hukum", max_length=500)
    source = models.CharField("sumber", max_length=500, blank=True)
    caveat = models.CharField("catatan", max_length=1000, blank=True)
    valid_from = models.DateField("mulai berlaku")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    definition = models.JSONField("isi")
    added_at = models.DateTimeField("ditambahkan")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "skema talenta"
        constraints = [
            models.UniqueConstraint(
                "agency",
                "code",
                "valid_from",
                nulls_distinct=False,
                name="candidates_talentscheme_version_once",
            ),
            models.CheckConstraint(
                name="candidates_talentscheme_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TalentImportQuerySet(models.QuerySet["TalentImport"]):
    def in_force(self) -> Self:
        """Those not taken back, the newest data first."""
        return self.filter(status=TalentImport.Status.APPLIED).newest_first()

    def in_force_at(self, moment: datetime) -> Self:
        """Those that were applied by then and not yet taken back."""
        there = Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment)
        return self.filter(there, applied_at__lte=moment).newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-as_of", "-applied_at", "-pk")


class TalentImport(models.Model):
    """One applied SIMATA export: its bytes and the day its data stood so (`as_of`).

    Never changed; taken back at most once, and then kept. The database itself says when it was
    applied, and takes its rows in that transaction only (`applied_tx`). The places are the most
    decimals that a total has in its column of the file (candidates.simata).
    """

    class Status(models.TextChoices):
        APPLIED = "applied", "Diterapkan"
        WITHDRAWN = "withdrawn", "Ditarik"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="talent_imports")
    name = models.CharField("nama berkas", max_length=200)
    size = models.PositiveIntegerField("ukuran")
    sha256 = models.CharField("sidik jari", max_length=64)
    file = models.FileField(upload_to="talent/")
    as_of = models.DateField("data per")
    potential_places = models.PositiveSmallIntegerField(default=0)
    performance_places = models.PositiveSmallIntegerField(default=0)
    status = models.CharField("keadaan", max_length=10, choices=Status, default=Status.APPLIED)
    applied_at = models.DateTimeField("diterapkan")
    applied_tx = models.BigIntegerField(null=True, blank=True, editable=False)
    applied_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    reason = models.CharField("alasan ditarik", max_length=500, blank=True)

    objects = TalentImportQuerySet.as_manager()

    class Meta:
        verbose_name = "impor talenta"
        constraints = [
            models.UniqueConstraint(
                "agency",
                "sha256",
                condition=Q(status="applied"),
                name="candidates_talentimport_file_once_per_agency",
            ),
            models.CheckConstraint(
                name="candidates_talentimport_status_known",
                condition=Q(status__in=["applied", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="candidates_talentimport_withdrawn_with_reason",
                condition=Q(status="applied", withdrawn_at=None, reason="")
                | (Q(status="withdrawn", withdrawn_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TalentRecord(models.Model):
    """One person in one import, as the file had it; never changed.

    `components`: measure code -> score of 0-100 as text; what the file left empty is absent.
    `potential`, `performance`, `box` are the file's own sums, only ever compared with ours.
    `echelon` to `education`: see candidates.simata_career; empty where the file says nothing.
    """

    talent_import = models.ForeignKey(TalentImport, models.PROTECT, related_name="records")
    official = models.ForeignKey("candidates.Official", models.PROTECT, related_name="talent")
    row = models.PositiveIntegerField("baris")
    name = models.CharField("nama di berkas", max_length=200)
    unit = models.CharField("unit organisasi", max_length=200, blank=True)
    post = models.CharField("jabatan", max_length=200, blank=True)
    components = models.JSONField("unsur", default=dict)
    potential = models.DecimalField(
        "Nilai X", max_digits=13, decimal_places=10, null=True, blank=True
    )
    performance = models.DecimalField(
        "Nilai Y", max_digits=13, decimal_places=10, null=True, blank=True
    )
    box = models.PositiveSmallIntegerField("Box", null=True, blank=True)
    echelon = models.CharField("eselon", max_length=8, blank=True)
    grade = models.CharField("golongan", max_length=5, blank=True)
    post_since = models.DateField("TMT jabatan", null=True, blank=True)
    education = models.CharField("pendidikan", max_length=5, blank=True)

    class Meta:
        verbose_name = "data talenta"
        constraints = [
            models.UniqueConstraint(
                "talent_import", "official", name="candidates_talentrecord_once_per_import"
            ),
            models.CheckConstraint(
                name="candidates_talentrecord_sums_between_0_and_100",
                condition=(Q(potential=None) | Q(potential__range=(0, 100)))
                & (Q(performance=None) | Q(performance__range=(0, 100))),
            ),
            models.CheckConstraint(
                name="candidates_talentrecord_box_between_1_and_9",
                condition=Q(box=None) | Q(box__range=(1, 9)),
            ),
            models.CheckConstraint(
                name="candidates_talentrecord_career_known",
                condition=Q(echelon__in=["", *(step.value for step in Echelon)])
                & Q(grade__in=["", *(step.value for step in Grade)])
                & Q(education__in=["", *(step.value for step in EducationLevel)]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def career(self) -> str:
        """`IV/a · eselon III.b · S-2`: what the export says besides the talent data."""
        echelon = f"eselon {self.echelon}" if self.echelon else ""
        return " · ".join(filter(None, (self.grade, echelon, self.education)))
