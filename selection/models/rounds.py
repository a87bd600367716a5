from decimal import Decimal
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, FilteredRelation, Q

from accounts.models import Agency, User
from selection.phases import Phase


class Kind(models.TextChoices):
    TALENT_FILL = "talent_fill", "Pengisian jabatan melalui manajemen talenta"
    COMPETENCY_REVIEW = "competency_review", "Uji kompetensi pejabat"


class Aggregation(models.TextChoices):
    MEAN = "mean", "Rata-rata"
    MEDIAN = "median", "Median"
    TRIMMED_MEAN = "trimmed_mean", "Rata-rata terpangkas"


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> "RoundQuerySet":
        """Rounds of the user's agencies, and rounds on whose panel the user sits.

        Each knows the user's role in its agency (`my_role`) and part on its panel (`my_part`).
        """
        in_agency = Q(agency__memberships__user=user, agency__memberships__ended_at=None)
        on_panel = Q(seats__user=user, seats__withdrawn_at=None)
        return (
            self.in_force()
            .annotate(
                membership=FilteredRelation("agency__memberships", condition=in_agency),
                seat=FilteredRelation("seats", condition=on_panel),
                my_role=F("membership__role"),
                my_part=F("seat__part"),
            )
            .exclude(my_role=None, my_part=None)
        )

    def in_force(self) -> "RoundQuerySet":
        """Without those whose first import was taken back."""
        return self.filter(withdrawn_at=None)

    def locked(self) -> "RoundQuerySet":
        """Held until the transaction ends; rows that only point at a round need not wait."""
        return self.select_for_update(of=("self",), no_key=True)

    def named(self, code: str) -> "RoundQuerySet":
        """The round of a code as people type it."""
        return self.in_force().filter(code=code.strip().lower())

    def for_listing(self) -> "RoundQuerySet":
        return self.select_related("agency").order_by("is_archive", "-created_at", "-pk")


class Round(models.Model):
    """One selection round of one agency.

    What is scored and how it is counted stops changing with the freeze (`scheme_sha256`).
    The thresholds of stability are empty in rounds frozen before there were any.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rounds")
    code = models.SlugField("kode", max_length=60, unique=True)
    title = models.CharField("nama", max_length=300)
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    phase = models.CharField("tahap", max_length=16, choices=Phase, default=Phase.DRAFT)
    legal_basis = models.JSONField("dasar hukum", default=list)
    reference_date = models.DateField("tanggal acuan")
    location = models.CharField("lokasi", max_length=300, blank=True)
    aggregation = models.CharField(
        "agregasi", max_length=16, choices=Aggregation, default=Aggregation.MEAN
    )
    quorum = models.PositiveSmallIntegerField("kuorum", null=True, blank=True)
    plenary_quorum = models.PositiveSmallIntegerField("kuorum pleno", null=True, blank=True)
    precision = models.PositiveSmallIntegerField("presisi", default=2)
    tie_breaks = models.JSONField("urutan seri", default=list)
    names_put_forward = models.PositiveSmallIntegerField("jumlah terbaik", default=3)
    max_nominations = models.PositiveSmallIntegerField("maks pilihan", default=3)
    stability_strong = models.PositiveSmallIntegerField(
        "batas kuat", null=True, blank=True, default=95
    )
    stability_fair = models.PositiveSmallIntegerField(
        "batas tipis", null=True, blank=True, default=80
    )
    stability_gap = models.DecimalField(
        "batas selisih",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        default=Decimal("0.50"),
    )
    weight_shift = models.PositiveSmallIntegerField(
        "geseran bobot", null=True, blank=True, default=5
    )
    is_archive = models.BooleanField("arsip", default=False)
    scheme_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    scoring_opened_at = models.DateTimeField(null=True, blank=True)
    unsealed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # its first import was taken back

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "putaran seleksi"
        constraints = [
            models.CheckConstraint(
                name="selection_round_kind_known",
                condition=Q(kind__in=["talent_fill", "competency_review"]),
            ),
            models.CheckConstraint(
                name="selection_round_phase_known",
                condition=Q(phase__in=["draft", "frozen", "scoring", "unsealed", "handed_over"]),
            ),
            models.CheckConstraint(
                name="selection_round_aggregation_known",
                condition=Q(aggregation__in=["mean", "median", "trimmed_mean"]),
            ),
            models.CheckConstraint(
                name="selection_round_hashed_once_out_of_draft",
                condition=Q(phase="draft", scheme_sha256="", frozen_at=None)
                | (~Q(phase="draft") & ~Q(scheme_sha256="") & Q(frozen_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="selection_round_unsealed_has_time",
                condition=Q(phase__in=["draft", "frozen", "scoring"], unsealed_at=None)
                | Q(phase__in=["unsealed", "handed_over"], unsealed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="selection_round_handed_over_has_time",
                condition=Q(phase="handed_over", handed_over_at__isnull=False)
                | (~Q(phase="handed_over") & Q(handed_over_at=None)),
            ),
            models.CheckConstraint(
                name="selection_round_withdrawn_only_as_draft",
                condition=Q(withdrawn_at=None) | Q(phase="draft"),
            ),
            models.CheckConstraint(
                name="selection_round_precision_is_small",
                condition=Q(precision__lte=6),
            ),
            models.CheckConstraint(
                name="selection_round_plenary_is_attended",
                condition=Q(plenary_quorum=None) | Q(plenary_quorum__gte=1),
            ),
            models.CheckConstraint(
                name="selection_round_puts_someone_forward",
                condition=Q(names_put_forward__gte=1, max_nominations__gte=1),
            ),
            models.CheckConstraint(
                name="selection_round_stability_is_whole",
                condition=Q(
                    stability_strong=None,
                    stability_fair=None,
                    stability_gap=None,
                    weight_shift=None,
                )
                | Q(
                    stability_strong__lte=100,
                    stability_fair__gte=1,
                    stability_fair__lte=F("stability_strong"),
                    stability_gap__gte=0,
                    weight_shift__gte=1,
                    weight_shift__lte=50,
                    stability_strong__isnull=False,
                    stability_fair__isnull=False,
                    stability_gap__isnull=False,
                    weight_shift__isnull=False,
                ),
                violation_error_message=(
                    "Ambang kestabilan tidak masuk akal: 1 ≤ tipis ≤ kuat ≤ 100, "
                    "selisih 0 atau lebih, geseran 1 sampai 50 poin."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> str:
        """The audit chain of this round."""
        return f"round:{self.code}"

    @property
    def is_draft(self) -> bool:
        return self.phase == Phase.DRAFT

    @property
    def is_frozen(self) -> bool:
        """The rules stand still, and no score was given yet."""
        return self.phase == Phase.FROZEN

    @property
    def is_scoring(self) -> bool:
        return self.phase == Phase.SCORING

    @property
    def is_unsealed(self) -> bool:
        return self.phase in (Phase.UNSEALED, Phase.HANDED_OVER)

    @property
    def is_handed_over(self) -> bool:
        return self.phase == Phase.HANDED_OVER


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class InForceQuerySet(models.QuerySet[M_co]):
    """Rows of a round that were not withdrawn by a later workbook."""

    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)


class Vacancy(models.Model):
    """A post to be filled (or, in a competency review, a post that is held)."""

    class Echelon(models.TextChoices):
        """Levels of posts, the highest first (domain.md 4.3)."""

        IIA = "II.a", "II.a"
        IIB = "II.b", "II.b"
        IIIA = "III.a", "III.a"
        IIIB = "III.b", "III.b"
        IVA = "IV.a", "IV.a"
        IVB = "IV.b", "IV.b"

    round = models.ForeignKey(Round, models.PROTECT, related_name="vacancies")
    code = models.CharField("kode", max_length=40)
    title = models.CharField("nama", max_length=200)
    unit = models.CharField("perangkat daerah", max_length=200)
    echelon = models.CharField("eselon", max_length=5, choices=Echelon)
    vacant_since = models.DateField("lowong sejak", null=True, blank=True)
    acting = models.CharField("pelaksana tugas", max_length=200, blank=True)
    education_min = models.CharField("pendidikan minimal", max_length=8, default="S-1")
    education_fields = models.CharField("bidang pendidikan", max_length=300, blank=True)
    grade_min = models.CharField("pangkat minimal", max_length=5, default="IV/a")
    experience_min_years = models.PositiveSmallIntegerField("pengalaman minimal", default=5)
    age_max = models.PositiveSmallIntegerField("usia paling tinggi", default=56)
    special_approval = models.CharField("persetujuan khusus", max_length=120, blank=True)
    incumbent_nip = models.CharField("NIP pemangku", max_length=18, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "jabatan"
        constraints = [
            models.UniqueConstraint("round", "code", name="selection_vacancy_code_once_per_round"),
            models.CheckConstraint(
                name="selection_vacancy_echelon_known",
                condition=Q(echelon__in=["II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title
