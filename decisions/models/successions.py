"""How far a city looks when posts fall vacant: levels of posts, its own settings, what followed."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Agency, User
from decisions.models.route_rows import ApprovalRule
from selection.models import Round, Vacancy

ECHELONS = ["II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b"]


class PostLevel(models.Model):
    """What belongs to one level of posts, in one version. Never changed; it only gets its end.

    `titles`: how titles of the level begin, each with the beginning of the unit where that makes
    the difference. `requirements`: what is asked of a successor (candidates.requirement_rows).
    """

    echelon = models.CharField("eselon", max_length=5, choices=Vacancy.Echelon)
    titles = models.JSONField("awal nama jabatan", default=list)
    requirements = models.JSONField("syarat pengganti", default=list)
    legal_basis = models.CharField("dasar hukum", max_length=300)
    source = models.CharField("sumber", max_length=300)
    certainty = models.CharField("kepastian", max_length=2, choices=ApprovalRule.Certainty)
    valid_from = models.DateField("mulai berlaku")
    valid_until = models.DateField("berlaku sampai", null=True)

    class Meta:
        verbose_name = "tingkat jabatan"
        constraints = [
            models.UniqueConstraint(
                "echelon", "valid_from", name="decisions_postlevel_one_version_per_start"
            ),
            models.CheckConstraint(
                name="decisions_postlevel_echelon_known", condition=Q(echelon__in=ECHELONS)
            ),
            models.CheckConstraint(
                name="decisions_postlevel_certainty_known",
                condition=Q(certainty__in=["S", "2H", "M", "I"]),
            ),
            models.CheckConstraint(
                name="decisions_postlevel_says_its_basis",
                condition=~Q(legal_basis="") & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="decisions_postlevel_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.echelon


class CascadeSetting(models.Model):
    """How a city looks for successors, from a day on; the newest counts. Never changed."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cascade_settings")
    lowest = models.CharField("tingkat terakhir", max_length=5, choices=Vacancy.Echelon)
    boxes = models.JSONField("kotak talenta", default=list)
    steps = models.PositiveSmallIntegerField("tingkat di bawahnya")
    same_unit = models.BooleanField("hanya dari perangkat daerah yang sama")
    reason = models.CharField("alasan", max_length=500)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("ditetapkan")

    class Meta:
        verbose_name = "pengaturan gerbong"
        constraints = [
            models.CheckConstraint(
                name="decisions_cascadesetting_lowest_known", condition=Q(lowest__in=ECHELONS)
            ),
            models.CheckConstraint(
                name="decisions_cascadesetting_looks_somewhere",
                condition=Q(steps__range=(1, 3)) & ~Q(boxes=[]),
            ),
            models.CheckConstraint(
                name="decisions_cascadesetting_says_why", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"Gerbong sampai {self.lowest}"


class FollowUp(models.Model):
    """Out of which round another one was begun, for which vacated posts. Never changed.

    `posts`: pairs of title and unit as the cascade named them.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="follow_up_of")
    source = models.ForeignKey(Round, models.PROTECT, related_name="follow_ups")
    posts = models.JSONField("jabatan")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("dimulai")

    class Meta:
        verbose_name = "putaran lanjutan"
        constraints = [
            models.CheckConstraint(
                name="decisions_followup_of_another_round", condition=~Q(round=F("source"))
            ),
            models.CheckConstraint(
                name="decisions_followup_fills_something", condition=~Q(posts=[])
            ),
        ]

    def __str__(self) -> str:
        return f"Putaran lanjutan {self.round_id}"
