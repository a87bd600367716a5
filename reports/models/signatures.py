import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from reports.models.documents import Document
from selection.models import Attachment


class Scan(models.Model):
    """A document signed in ink, scanned. Bound to the hash of the file that was printed.

    Somebody else than who uploaded it holds the paper against it, once: `checked_at`, and either
    the lines that were signed on it or `refused_reason`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="scans")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="scan")
    document_sha256 = models.CharField("sidik jari dokumen", max_length=64)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    checked_at = models.DateTimeField("diperiksa", null=True, blank=True)
    refused_reason = models.CharField("alasan ditolak", max_length=300, blank=True)

    class Meta:
        verbose_name = "pindaian bertanda tangan basah"
        constraints = [
            models.CheckConstraint(
                name="reports_scan_checked_by_somebody_at_some_time",
                condition=Q(checked_by=None, checked_at=None, refused_reason="")
                | Q(checked_by__isnull=False, checked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.attachment.name

    @property
    def is_accepted(self) -> bool:
        return self.checked_at is not None and not self.refused_reason


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def in_force(self) -> "SignatoryQuerySet":
        return self.filter(withdrawn_at=None)

    def for_listing(self) -> "SignatoryQuerySet":
        return self.select_related("user", "scan").order_by("turn", "pk")


class Signatory(models.Model):
    """A line under a document: who signs it, how, and in which turn. Final once signed.

    Lines of one turn sign in any order; nobody signs before every earlier turn has signed.
    Whoever signs in ink needs no account.
    """

    class Method(models.TextChoices):
        ELECTRONIC = "electronic", "Elektronik"
        WET = "wet", "Basah (dipindai)"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="signatories")
    turn = models.PositiveSmallIntegerField("giliran")
    name = models.CharField("nama", max_length=200)
    position = models.CharField("jabatan", max_length=200)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    method = models.CharField("cara", max_length=10, choices=Method)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField("ditunjuk")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="lines", null=True, blank=True)
    signed_at = models.DateTimeField("ditandatangani", null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "penanda tangan"
        constraints = [
            models.CheckConstraint(
                name="reports_signatory_method_known", condition=Q(method__in=["electronic", "wet"])
            ),
            models.UniqueConstraint(
                "document",
                "user",
                condition=Q(withdrawn_at=None),
                name="reports_signatory_once_per_document",
            ),
            models.CheckConstraint(
                name="reports_signatory_electronic_has_an_account",
                condition=Q(method="wet") | Q(user__isnull=False),
            ),
            models.CheckConstraint(
                name="reports_signatory_is_named_in_a_turn",
                condition=Q(turn__gte=1) & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="reports_signatory_wet_is_signed_by_its_scan",
                condition=Q(method="electronic", scan=None)
                | Q(method="wet", scan=None, signed_at=None)
                | Q(method="wet", scan__isnull=False, signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reports_signatory_signed_is_not_withdrawn",
                condition=Q(signed_at=None) | Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """One attempt to sign electronically; what was signed is a revision of the file.

    `base_sha256` is what was to be signed, `sha256` what came back. Only `prepared` and `sent` are
    under way; `unknown` waits for a person, because what was sent may have been signed. Once
    signed or failed it changes no more, but for what looking into the file finds.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "Disiapkan"
        SENT = "sent", "Dikirim"
        SIGNED = "signed", "Ditandatangani"
        FAILED = "failed", "Gagal"
        UNKNOWN = "unknown", "Belum pasti"

    class Service(models.TextChoices):
        LOCAL = "local", "Sertifikat lokal (bukan BSrE)"
        BSRE = "bsre", "BSrE"

    class Verdict(models.TextChoices):
        WAITING = "", "Sedang diperiksa"
        VALID = "valid", "Sah"
        CHANGED = "changed", "Berubah sesudah ditandatangani"
        UNTRUSTED = "untrusted", "Penerbit sertifikat tidak dikenal"
        UNREADABLE = "unreadable", "Tidak terbaca"
        UNDECIDED = "undecided", "Tidak selesai diperiksa"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures")
    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="signatures")
    service = models.CharField("layanan", max_length=5, choices=Service)
    state = models.CharField("keadaan", max_length=8, choices=State, default=State.PREPARED)
    base_sha256 = models.CharField("sidik jari sebelumnya", max_length=64)
    prepared_at = models.DateTimeField("disiapkan")
    sent_at = models.DateTimeField("dikirim", null=True, blank=True)
    finished_at = models.DateTimeField("selesai", null=True, blank=True)
    problem = models.CharField("sebab", max_length=300, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    settled_note = models.CharField("dasar kepastian", max_length=300, blank=True)
    sha256 = models.CharField("sidik jari", max_length=64, blank=True)
    size = models.PositiveIntegerField("ukuran", default=0)
    file = models.FileField(upload_to="documents/", blank=True)
    verdict = models.CharField(
        "hasil pemeriksaan", max_length=10, choices=Verdict, default=Verdict.WAITING, blank=True
    )
    checked_at = models.DateTimeField("diperiksa", null=True, blank=True)
    checks = models.PositiveSmallIntegerField("berapa kali diperiksa", default=0)

    class Meta:
        verbose_name = "penandatanganan"
        constraints = [
            models.CheckConstraint(
                name="reports_signature_state_known",
                condition=Q(state__in=["prepared", "sent", "signed", "failed", "unknown"]),
            ),
            models.CheckConstraint(
                name="reports_signature_service_known", condition=Q(service__in=["local", "bsre"])
            ),
            models.CheckConstraint(
                name="reports_signature_verdict_known",
                condition=Q(
                    verdict__in=["", "valid", "changed", "untrusted", "unreadable", "undecided"]
                ),
            ),
            models.CheckConstraint(
                name="reports_signature_signed_has_its_file",
                condition=(Q(state="signed", size__gt=0) & ~Q(sha256="") & ~Q(file=""))
                | (~Q(state="signed") & Q(sha256="", file="", size=0, verdict="")),
            ),
            models.CheckConstraint(
                name="reports_signature_sent_at_some_time",
                condition=Q(state__in=["prepared", "failed"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reports_signature_unsigned_says_why",
                condition=~Q(state__in=["failed", "unknown"]) | ~Q(problem=""),
            ),
            models.CheckConstraint(
                name="reports_signature_settled_by_somebody_who_says_why",
                condition=Q(settled_by=None, settled_note="")
                | (Q(settled_by__isnull=False) & ~Q(settled_note="")),
            ),
            models.UniqueConstraint(
                "document",
                condition=Q(state__in=["prepared", "sent", "unknown"]),
                name="reports_signature_one_under_way_per_document",
            ),
            models.UniqueConstraint(
                "signatory",
                condition=Q(state="signed"),
                name="reports_signature_one_for_each_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signatory_id}: {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.PREPARED, self.State.SENT)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the signed file in groups of four, as people compare it."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, 64, 4)).strip()
