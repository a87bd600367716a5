from django.db import models
from django.db.models import Q

from accounts.models import User
from selection.models import Round


class CompositionRule(models.Model):
    """What the law or the city asks of a panel on one path, in one version.

    A new version is a new row with a later start; the old one gets an end. `kind` and `parameters`
    name a check of panels.composition_checks.
    """

    class Path(models.TextChoices):
        TALENT_FILL = "talent_fill", "Manajemen talenta"
        COMPETENCY_REVIEW = "competency_review", "Uji kompetensi"
        OPEN_SELECTION = "open_selection", "Seleksi terbuka"

    class Severity(models.TextChoices):
        WARNING = "warning", "Peringatan, perlu catatan"
        BLOCKING = "blocking", "Menghalangi penetapan"

    class Certainty(models.TextChoices):
        READ = "S", "Dibaca dari sumbernya"
        SECOND_HAND = "2H", "Dikutip pihak lain"
        MEMORY = "M", "Dari ingatan, perlu dipastikan"
        PROPOSAL = "I", "Usulan, perlu dipastikan"

    code = models.CharField("kode", max_length=40)
    path = models.CharField("jalur", max_length=20, choices=Path)
    kind = models.CharField("jenis pemeriksaan", max_length=40)
    parameters = models.JSONField("parameter", default=dict, blank=True)
    severity = models.CharField("akibat", max_length=8, choices=Severity)
    legal_basis = models.CharField("dasar hukum", max_length=300)
    source = models.CharField("sumber", max_length=300)
    certainty = models.CharField("kepastian", max_length=2, choices=Certainty)
    advice = models.CharField("saran", max_length=300, blank=True)
    valid_from = models.DateField("berlaku sejak")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        verbose_name = "aturan susunan panitia"
        constraints = [
            models.UniqueConstraint(
                "code", "path", "valid_from", name="panels_compositionrule_once_per_version"
            ),
            models.CheckConstraint(
                name="panels_compositionrule_path_known",
                condition=Q(path__in=["talent_fill", "competency_review", "open_selection"]),
            ),
            models.CheckConstraint(
                name="panels_compositionrule_severity_known",
                condition=Q(severity__in=["warning", "blocking"]),
            ),
            models.CheckConstraint(
                name="panels_compositionrule_certainty_known",
                condition=Q(certainty__in=["S", "2H", "M", "I"]),
            ),
            models.CheckConstraint(
                name="panels_compositionrule_applies_some_day",
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.get_path_display()}) sejak {self.valid_from}"


class CompositionNote(models.Model):
    """Why a warning is accepted, by whom and when; never changed.

    `found`: the facts the note was written about; other facts need a new note.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="composition_notes")
    code = models.CharField("aturan", max_length=40)
    found = models.CharField("temuan", max_length=1000)
    text = models.CharField("catatan", max_length=1000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="composition_notes")
    written_at = models.DateTimeField("ditulis")

    class Meta:
        verbose_name = "catatan susunan panitia"
        constraints = [
            models.CheckConstraint(
                name="panels_compositionnote_says_something", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text[:40]}"
