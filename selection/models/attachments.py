import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from selection.models.rounds import Round


class Attachment(models.Model):
    """A PDF that belongs to a round. Its bytes and its row never change: a correction is a new one.

    `name` is what the file was called where it came from, kept as text only; in the store it has a
    random name. `size` in bytes; `sha256` of the bytes as they were handed in.
    """

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", "Bukti syarat"
        EXCEPTION = "exception", "Dokumen pengecualian"
        ASSIGNMENT_LETTER = "assignment_letter", "Surat tugas"
        IDEA_PAPER = "idea_paper", "Makalah gagasan"
        SIGNED_SCAN = "signed_scan", "Pindaian bertanda tangan"
        LETTER = "letter", "Surat persetujuan"
        DECREE = "decree", "SK pengangkatan"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="attachments")
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    name = models.CharField("nama berkas", max_length=150)
    size = models.PositiveIntegerField("ukuran")
    sha256 = models.CharField("sidik jari", max_length=64)
    file = models.FileField(upload_to="attachments/")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("diunggah")

    class Meta:
        verbose_name = "lampiran"
        constraints = [
            models.CheckConstraint(
                name="selection_attachment_kind_known",
                condition=Q(
                    kind__in=[
                        "evidence",
                        "exception",
                        "assignment_letter",
                        "idea_paper",
                        "signed_scan",
                        "letter",
                        "decree",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="selection_attachment_is_hashed",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", size__gt=0) & ~Q(file=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
