from django.db import models
from django.db.models import Q

from accounts.models import User
from candidates.models.people import Official, PostKind


class OfficialPost(models.Model):
    """A post that an official took up after a round, and how that is known. Never changed.

    Candidates of later rounds bring their post along in the workbook; where the two differ, the
    page of the round says so.
    """

    official = models.ForeignKey(Official, models.PROTECT, related_name="posts")
    post = models.CharField("jabatan", max_length=200)
    post_kind = models.CharField("jenis jabatan", max_length=16, choices=PostKind)
    unit = models.CharField("perangkat daerah", max_length=200)
    since = models.DateField("sejak")
    source = models.CharField("sumber", max_length=300)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "jabatan pegawai"
        constraints = [
            models.UniqueConstraint(
                "official", "since", name="candidates_officialpost_one_per_day"
            ),
            models.CheckConstraint(
                name="candidates_officialpost_post_kind_known",
                condition=Q(post_kind__in=PostKind.values),
            ),
            models.CheckConstraint(
                name="candidates_officialpost_has_a_source", condition=~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return self.post
