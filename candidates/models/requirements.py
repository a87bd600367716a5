"""What is asked, the documents that answer it, and what two people set aside."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Agency, User
from candidates.models.people import Candidate, Nomination
from selection.models import Attachment

PATHS = ["talent_fill", "competency_review", "open_selection"]


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def of_agency(self, agency: Agency | int) -> "RequirementQuerySet":
        """The national requirements and the agency's own."""
        return self.filter(Q(agency=None) | Q(agency=agency))

    def in_rule_order(self) -> "RequirementQuerySet":
        """National ones first, each group in the order in which it was entered."""
        return self.order_by("-origin", "pk")


class Requirement(models.Model):
    """One requirement in one version; `agency` is empty where the whole country is bound.

    Never changed and never deleted: a new version is a new row, and the old one gets its end.
    `parameters` hold what the kind of check needs (candidates.requirement_rows).
    """

    class Kind(models.TextChoices):
        EDUCATION = "education_at_least", "Pendidikan"
        AGE = "age_at_most", "Usia"
        GRADE = "grade_at_least", "Pangkat"
        RATINGS = "ratings_at_least", "Predikat kinerja"
        SANCTION = "no_sanction", "Hukuman disiplin"
        DOCUMENTED = "documented", "Dokumen"
        RELATED = "related_experience", "Pengalaman terkait"
        TENURE = "years_in_post", "Masa jabatan"

    class Certainty(models.TextChoices):
        READ = "S", "Dibaca pada sumbernya"
        SECOND_HAND = "2H", "Dikutip sumber lain"
        MEMORY = "M", "Perlu dipastikan bagian hukum"
        PROPOSAL = "I", "Usulan"

    class Origin(models.TextChoices):
        NATIONAL = "national", "Nasional"
        LOCAL = "local", "Daerah"

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="requirements", null=True, blank=True
    )
    code = models.CharField("kode", max_length=40)
    title = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis pemeriksaan", max_length=24, choices=Kind)
    parameters = models.JSONField("parameter", default=dict)
    legal_basis = models.CharField("dasar hukum", max_length=300)
    source = models.CharField("sumber", max_length=200)
    certainty = models.CharField("kepastian", max_length=2, choices=Certainty)
    origin = models.CharField("asal", max_length=10, choices=Origin)
    paths = models.JSONField("jalur", default=list)
    valid_from = models.DateField("berlaku sejak")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    blocking = models.BooleanField("menggugurkan", default=True)
    exception_authority = models.CharField("penyetuju pengecualian", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = "syarat"
        constraints = [
            models.UniqueConstraint(
                "agency",
                "code",
                "valid_from",
                nulls_distinct=False,
                name="candidates_requirement_one_version_per_start",
            ),
            models.CheckConstraint(
                name="candidates_requirement_kind_known",
                condition=Q(
                    kind__in=[
                        "education_at_least",
                        "age_at_most",
                        "grade_at_least",
                        "ratings_at_least",
                        "no_sanction",
                        "documented",
                        "related_experience",
                        "years_in_post",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="candidates_requirement_certainty_known",
                condition=Q(certainty__in=["S", "2H", "M", "I"]),
            ),
            models.CheckConstraint(
                name="candidates_requirement_origin_known",
                condition=Q(origin__in=["national", "local"]),
            ),
            models.CheckConstraint(
                name="candidates_requirement_national_binds_all",
                condition=Q(origin="national", agency=None)
                | Q(origin="local", agency__isnull=False),
            ),
            models.CheckConstraint(
                name="candidates_requirement_paths_known",
                condition=Q(paths__contained_by=PATHS) & ~Q(paths=[]),
            ),
            models.CheckConstraint(
                name="candidates_requirement_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="Tanggal berakhir mendahului tanggal mulai berlaku.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """A document about one thing for one candidate. The newest row of a code counts.

    A row is never changed but for its check: who compared it with the original, and when.
    `dated` is the date on the document.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="evidence")
    code = models.CharField("kode bukti", max_length=40)
    favourable = models.BooleanField("mendukung")
    document = models.CharField("nama dan nomor dokumen", max_length=200)
    dated = models.DateField("tanggal dokumen")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bukti"
        constraints = [
            models.CheckConstraint(
                name="candidates_evidence_checked_by_somebody_sometime",
                condition=Q(checked_by=None, checked_at=None)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="candidates_evidence_expires_after_its_date",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("dated")),
                violation_error_message="Masa berlaku mendahului tanggal dokumen.",
            ),
        ]

    def __str__(self) -> str:
        return self.document


class RequirementException(models.Model):
    """A requirement set aside for one nomination: asked for by one person, decided by another.

    Stays visible for ever. Stops changing when it is decided.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", "Disetujui"
        RETURNED = "returned", "Dikembalikan"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="exceptions")
    code = models.CharField("kode syarat", max_length=40)
    title = models.CharField("syarat", max_length=200)
    reason = models.TextField("alasan", max_length=2000)
    document_name = models.CharField("nama dan nomor dokumen", max_length=200)
    document = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decision = models.CharField("keputusan", max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField("catatan keputusan", max_length=500, blank=True)

    class Meta:
        verbose_name = "pengecualian"
        constraints = [
            models.UniqueConstraint(
                "nomination",
                "code",
                condition=~Q(decision="returned"),
                name="candidates_requirementexception_one_open_or_approved",
            ),
            models.CheckConstraint(
                name="candidates_requirementexception_decision_known",
                condition=Q(decision__in=["", "approved", "returned"]),
            ),
            models.CheckConstraint(
                name="candidates_requirementexception_decided_by_another_person",
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (
                    Q(
                        decision__in=["approved", "returned"],
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                    )
                    & ~Q(decided_by=F("requested_by"))
                ),
                violation_error_message="Pengecualian harus disetujui orang lain.",
            ),
            models.CheckConstraint(
                name="candidates_requirementexception_has_reason_and_document",
                condition=~Q(reason="") & ~Q(document_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.nomination}"

    @property
    def is_open(self) -> bool:
        return not self.decision

    @property
    def is_approved(self) -> bool:
        return self.decision == self.Decision.APPROVED
