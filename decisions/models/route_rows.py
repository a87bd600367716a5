"""What a route is computed from, as rows: the rules, and the facts of the region."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Agency, User


class ApprovalRule(models.Model):
    """One approval in one version (decisions.routes.Rule). Never changed; it only gets its end."""

    class Certainty(models.TextChoices):
        READ = "S", "Dibaca pada sumbernya"
        SECOND_HAND = "2H", "Dikutip sumber lain"
        MEMORY = "M", "Perlu dipastikan bagian hukum"
        PROPOSAL = "I", "Usulan"

    code = models.CharField("kode", max_length=40)
    position = models.PositiveSmallIntegerField("urutan")
    body = models.CharField("lembaga", max_length=120)
    title = models.CharField("nama", max_length=200)
    channel = models.CharField("saluran", max_length=120)
    legal_basis = models.CharField("dasar hukum", max_length=300)
    source = models.CharField("sumber", max_length=300)
    certainty = models.CharField("kepastian", max_length=2, choices=Certainty)
    conditions = models.JSONField("kapan diperlukan", default=list)
    prepare_days = models.PositiveSmallIntegerField("hari kerja menyiapkan")
    typical_days = models.PositiveSmallIntegerField("hari kerja lazim")
    legal_days = models.PositiveSmallIntegerField("hari kerja menurut hukum", null=True)
    sends_names = models.BooleanField("semua nama disampaikan", default=False)
    after = models.JSONField("sesudah", default=list)
    note = models.CharField("catatan", max_length=300, blank=True)
    valid_from = models.DateField("mulai berlaku")
    valid_until = models.DateField("berlaku sampai", null=True)

    class Meta:
        verbose_name = "aturan persetujuan"
        constraints = [
            models.UniqueConstraint(
                "code", "valid_from", name="decisions_approvalrule_one_version_per_start"
            ),
            models.CheckConstraint(
                name="decisions_approvalrule_certainty_known",
                condition=Q(certainty__in=["S", "2H", "M", "I"]),
            ),
            models.CheckConstraint(
                name="decisions_approvalrule_takes_time",
                condition=Q(prepare_days__gte=1, typical_days__gte=1)
                & (Q(legal_days=None) | Q(legal_days__gte=1)),
            ),
            models.CheckConstraint(
                name="decisions_approvalrule_says_its_basis",
                condition=~Q(legal_basis="") & ~Q(source="") & ~Q(body="") & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="decisions_approvalrule_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RegionFact(models.Model):
    """What routes rest on, with where it was read.

    Never changed: a mistake is taken back with a reason, and told anew.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField("sumber", max_length=300)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    withdrawal_reason = models.CharField("alasan ditarik", max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_source", condition=~Q(source="")
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawn_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
            ),
        ]


class HeadOfRegionTerm(RegionFact):
    """A term of who heads the region: the office, never the person."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="head_terms")
    office = models.CharField("jabatan", max_length=80)
    is_acting = models.BooleanField("penjabat atau pelaksana tugas", default=False)
    inaugurated_on = models.DateField("dilantik atau ditunjuk")
    ends_on = models.DateField("berakhir", null=True, blank=True)

    class Meta:
        verbose_name = "masa jabatan kepala daerah"
        constraints = [
            models.UniqueConstraint(
                "agency",
                "inaugurated_on",
                condition=Q(withdrawn_at=None),
                name="decisions_headofregionterm_one_per_start",
            ),
            models.CheckConstraint(
                name="decisions_headofregionterm_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("inaugurated_on")),
            ),
            models.CheckConstraint(
                name="decisions_headofregionterm_names_the_office", condition=~Q(office="")
            ),
            *RegionFact.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.office} sejak {self.inaugurated_on}"


class ElectionWindow(RegionFact):
    """An election of the head of region: when candidates are designated, and the term's end."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="election_windows")
    designation_on = models.DateField("penetapan pasangan calon")
    ends_on = models.DateField("akhir masa jabatan", null=True, blank=True)

    class Meta:
        verbose_name = "masa pemilihan"
        constraints = [
            models.UniqueConstraint(
                "agency",
                "designation_on",
                condition=Q(withdrawn_at=None),
                name="decisions_electionwindow_one_per_designation",
            ),
            models.CheckConstraint(
                name="decisions_electionwindow_ends_after_designation",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("designation_on")),
            ),
            *RegionFact.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"Pemilihan, penetapan {self.designation_on}"
