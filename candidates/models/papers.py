from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from selection.models import Attachment, Round


class PaperDeadline(models.Model):
    """Until when idea papers of a round are handed in. Never changed: a newer row takes its place.

    A round without any asks for no papers.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="paper_deadlines")
    due_at = models.DateTimeField("batas waktu")
    reason = models.CharField("alasan perubahan", max_length=300, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("ditetapkan")

    class Meta:
        verbose_name = "batas waktu makalah"

    def __str__(self) -> str:
        return f"{self.round}: {self.due_at}"


class IdeaPaperQuerySet(models.QuerySet["IdeaPaper"]):
    def current(self) -> "IdeaPaperQuerySet":
        """Each nomination's newest paper."""
        newer = IdeaPaper.objects.filter(
            nomination=OuterRef("nomination"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(newer))

    def for_listing(self) -> "IdeaPaperQuerySet":
        return self.select_related("attachment__uploaded_by").order_by("-version", "-pk")


class IdeaPaper(models.Model):
    """A paper handed in for a nomination. Never changed: a newer version stands beside it.

    Late is measured by the server's clock against the deadline that held at that moment.
    """

    nomination = models.ForeignKey(
        "candidates.Nomination", models.PROTECT, related_name="idea_papers"
    )
    version = models.PositiveSmallIntegerField("versi")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="idea_paper")
    handed_in_at = models.DateTimeField("diserahkan")
    due_at = models.DateTimeField("batas waktu saat itu", null=True, blank=True)
    is_late = models.BooleanField("terlambat")

    objects = IdeaPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "makalah gagasan"
        constraints = [
            models.UniqueConstraint(
                "nomination", "version", name="candidates_ideapaper_version_once_per_nomination"
            ),
            models.CheckConstraint(
                name="candidates_ideapaper_late_after_its_deadline",
                condition=Q(due_at=None, is_late=False)
                | Q(due_at__isnull=False, is_late=True, handed_in_at__gt=F("due_at"))
                | Q(due_at__isnull=False, is_late=False, handed_in_at__lte=F("due_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination} v{self.version}"
