from django.db import models
from django.db.models import Q


class Chunk(models.Model):
    """A piece of a document, made once for its content: who needs the same again takes this one.

    `html` is kept until the PDF is there, so that any worker can make it from the row alone.
    """

    key = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    paper = models.CharField(max_length=2)
    html = models.TextField(blank=True)
    content = models.BinaryField(null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField("terakhir diperlukan", db_index=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "potongan dokumen"
        constraints = [
            models.CheckConstraint(
                name="reports_chunk_has_html_or_content",
                condition=(Q(content=None, made_at=None, pages=0) & ~Q(html=""))
                | Q(content__isnull=False, made_at__isnull=False, pages__gt=0, html=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
