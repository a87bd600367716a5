import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import User
from candidates.models import Candidate
from decisions.models import Announcement
from scoring.models import Closing, Result
from selection.models import Round, Vacancy


def new_code() -> str:
    """128 random bits as 22 characters: who does not hold the paper cannot guess its address."""
    return secrets.token_urlsafe(16)


class Document(models.Model):
    """An ordered file. Once ready its bytes never change; a correction is a new document."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "Laporan rekomendasi"
        MINUTES = "minutes", "Berita acara"
        FORMS = "forms", "Formulir kertas"
        RECAPITULATION = "recapitulation", "Rekapitulasi nilai"
        PLENARY = "plenary", "Berita acara pleno"
        ATTENDANCE = "attendance", "Daftar hadir"
        RECEIPTS = "receipts", "Tanda terima nilai"
        DECISION = "decision", "Lembar keputusan"
        CANDIDATE = "candidate", "Laporan kandidat"
        DOSSIER = "dossier", "Berkas lengkap"
        ANNOUNCEMENT = "announcement", "Pengumuman"

    class Status(models.TextChoices):
        ORDERED = "ordered", "Menunggu giliran"
        MAKING = "making", "Sedang dibuat"
        READY = "ready", "Siap"
        FAILED = "failed", "Gagal"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        ZIP = "zip", "ZIP"

    class Paper(models.TextChoices):
        F4 = "f4", "F4 (215 × 330 mm)"
        A4 = "a4", "A4 (210 × 297 mm)"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("kode", max_length=22, unique=True, default=new_code, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="documents")
    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="documents", null=True, blank=True
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="documents", null=True, blank=True
    )
    result = models.ForeignKey(
        Result, models.PROTECT, related_name="documents", null=True, blank=True
    )
    closing = models.ForeignKey(
        Closing, models.PROTECT, related_name="documents", null=True, blank=True
    )
    announcement = models.OneToOneField(
        Announcement, models.PROTECT, related_name="document", null=True, blank=True
    )
    day = models.DateField("hari", null=True, blank=True)
    kind = models.CharField("jenis", max_length=16, choices=Kind)
    paper = models.CharField("kertas", max_length=2, choices=Paper, default=Paper.F4)
    format = models.CharField("bentuk", max_length=3, choices=Format, default=Format.PDF)
    number = models.CharField("nomor", max_length=100)
    status = models.CharField("keadaan", max_length=8, choices=Status, default=Status.ORDERED)
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField("sedang apa", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField("sebab gagal", max_length=300, blank=True)
    order_key = models.CharField("formulir pesanan", max_length=64, blank=True, editable=False)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    sent_at = models.DateTimeField("terakhir dikirim ke pekerja", null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to="documents/", blank=True)
    traits = models.JSONField("ciri isi", default=list, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, related_name="replaces", null=True, blank=True
    )
    revoked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)
    revoked_reason = models.CharField("alasan pencabutan", max_length=500, blank=True)

    class Meta:
        verbose_name = "dokumen"
        constraints = [
            models.UniqueConstraint(
                "round", "number", name="reports_document_number_once_per_round"
            ),
            models.CheckConstraint(
                name="reports_document_kind_known",
                condition=Q(
                    kind__in=[
                        "recommendation",
                        "minutes",
                        "forms",
                        "recapitulation",
                        "plenary",
                        "attendance",
                        "receipts",
                        "decision",
                        "candidate",
                        "dossier",
                        "announcement",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="reports_document_day_of_forms_and_lists",
                condition=Q(kind__in=["forms", "attendance"], vacancy=None) | Q(day=None),
            ),
            models.CheckConstraint(
                name="reports_document_candidate_of_his_report",
                condition=Q(kind="candidate", candidate__isnull=False)
                | (~Q(kind="candidate") & Q(candidate=None)),
            ),
            models.CheckConstraint(
                name="reports_document_revoked_with_reason",
                condition=Q(revoked_by=None, revoked_at=None, revoked_reason="")
                | (Q(revoked_by__isnull=False, revoked_at__isnull=False) & ~Q(revoked_reason="")),
            ),
            models.CheckConstraint(
                name="reports_document_closing_of_minutes",
                condition=Q(kind="minutes", closing__isnull=False, vacancy=None)
                | (~Q(kind="minutes") & Q(closing=None)),
            ),
            models.CheckConstraint(
                name="reports_document_announcement_of_its_own",
                condition=Q(kind="announcement", announcement__isnull=False)
                | (~Q(kind="announcement") & Q(announcement=None)),
            ),
            models.CheckConstraint(
                name="reports_document_status_known",
                condition=Q(status__in=["ordered", "making", "ready", "failed"]),
            ),
            models.CheckConstraint(
                name="reports_document_paper_known", condition=Q(paper__in=["f4", "a4"])
            ),
            models.CheckConstraint(
                name="reports_document_format_known", condition=Q(format__in=["pdf", "zip"])
            ),
            models.CheckConstraint(
                name="reports_document_hashed_when_ready",
                condition=(Q(status="ready") & ~Q(sha256="") & ~Q(file="") & Q(percent=100))
                | (~Q(status="ready") & Q(sha256="", file="")),
            ),
            models.CheckConstraint(
                name="reports_document_failed_says_why",
                condition=~Q(status="failed") | ~Q(problem=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse(PAGES.get(self.Kind(self.kind), "reports:document"), args=[self.public_id])

    @property
    def download_url(self) -> str:
        return f"{self.get_absolute_url()}unduh/"

    @property
    def retry_url(self) -> str:
        return f"{self.get_absolute_url()}ulangi/"

    @property
    def is_minutes(self) -> bool:
        return self.kind == self.Kind.MINUTES

    @property
    def is_forms(self) -> bool:
        return self.kind == self.Kind.FORMS

    @property
    def is_announcement(self) -> bool:
        """Its fate is that of what was announced (decisions.announcing), not its own."""
        return self.kind == self.Kind.ANNOUNCEMENT

    @property
    def is_settled(self) -> bool:
        return self.status in (self.Status.READY, self.Status.FAILED)

    @property
    def is_replaced(self) -> bool:
        """Another one stands in its place; an order that came to nothing replaces nothing."""
        return self.replaced_by is not None and self.replaced_by.status == self.Status.READY

    @cached_property
    def newest_result(self) -> int:
        """Number of the round's result in force; 0 before the first."""
        newest = Result.objects.in_force().filter(round=self.round_id).first()
        return newest.number if newest else 0

    @property
    def is_outdated(self) -> bool:
        """States a ranking, as papers of the days do not, while the panel has fixed a later one."""
        kinds = self.Kind
        of_days = (kinds.MINUTES, kinds.FORMS, kinds.ATTENDANCE, kinds.RECEIPTS)
        if self.is_announcement or self.kind in of_days:
            return False
        return (self.result.number if self.result else 0) < self.newest_result

    @property
    def progress(self) -> str:
        """Changes whenever there is something new to show."""
        return f"{self.status}-{self.percent}-{self.attempts}"

    @property
    def file_name(self) -> str:
        """What the file is called on the reader's computer."""
        kind = self.get_kind_display().replace(" ", "-")
        return f"{kind}-{self.number.replace('/', '-')}.{self.format}".lower()

    @property
    def media_type(self) -> str:
        return f"application/{self.format}"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the file in groups of four, as people compare it."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, 64, 4)).strip()


PAGES = {
    Document.Kind.MINUTES: "reports:minutes-file",
    Document.Kind.FORMS: "reports:forms-file",
}
