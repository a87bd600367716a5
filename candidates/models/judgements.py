"""What people checked and judged before a round is frozen. Rows are only ever added."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from candidates.models.people import Candidate, CareerPost, Nomination, Verdict
from selection.models import Vacancy

__all__ = [
    "ActingService",
    "FactCheck",
    "FieldFit",
    "Relatedness",
    "Settlement",
    "Topic",
    "Verdict",
]


class Topic(models.TextChoices):
    """The parts of a candidate's loaded data that a person checks against their source."""

    EDUCATION = "education", "Pendidikan"
    CAREER = "career", "Riwayat jabatan"
    BIRTH = "birth", "Tanggal lahir"
    GRADE = "grade", "Pangkat"
    RATINGS = "ratings", "Predikat kinerja"
    SANCTIONS = "sanctions", "Hukuman disiplin"


class FactCheck(models.Model):
    """Somebody compared a candidate's loaded data on a topic with a source; the newest counts.

    `fingerprint` is that of the data as they were: a check lapses when they change
    (candidates.fact_checks). `as_of`: the day for which the source vouches. `born_on`: the birth
    date in the source; `sanction_from`, `sanction_until`: the days of a recorded sanction, which
    the round workbook does not carry.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="fact_checks")
    topic = models.CharField("data", max_length=12, choices=Topic)
    source = models.CharField("sumber", max_length=120)
    as_of = models.DateField("keadaan per tanggal")
    fingerprint = models.CharField(max_length=64)
    born_on = models.DateField("tanggal lahir menurut sumber", null=True, blank=True)
    sanction_from = models.DateField("hukuman sejak", null=True, blank=True)
    sanction_until = models.DateField("hukuman sampai", null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = "pemeriksaan data"
        constraints = [
            models.CheckConstraint(
                name="candidates_factcheck_topic_known",
                condition=Q(
                    topic__in=["education", "career", "birth", "grade", "ratings", "sanctions"]
                ),
            ),
            models.CheckConstraint(
                name="candidates_factcheck_birth_date_for_births",
                condition=Q(topic="birth") | Q(born_on=None),
            ),
            models.CheckConstraint(
                name="candidates_factcheck_sanction_days_in_order",
                condition=Q(sanction_from=None, sanction_until=None)
                | (
                    Q(topic="sanctions", sanction_from__isnull=False)
                    & (Q(sanction_until=None) | Q(sanction_until__gte=models.F("sanction_from")))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.candidate}"


class Relatedness(models.Model):
    """A person's word on whether a post is experience in a vacancy's field; the newest counts."""

    career_post = models.ForeignKey(CareerPost, models.PROTECT, related_name="judgements")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+")
    answer = models.BooleanField("terkait")
    reason = models.CharField("alasan", max_length=300, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        verbose_name = "keterkaitan"

    def __str__(self) -> str:
        return f"{self.career_post} → {self.vacancy}"


class ActingService(models.Model):
    """A person's word on whether a post held as Plt, Plh or Pj counts; the newest counts."""

    career_post = models.ForeignKey(CareerPost, models.PROTECT, related_name="acting_judgements")
    answer = models.BooleanField("dihitung")
    reason = models.CharField("alasan", max_length=300, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        verbose_name = "masa pelaksana tugas"

    def __str__(self) -> str:
        return str(self.career_post)


class FieldFit(models.Model):
    """A person's word on whether a candidate's education fits a vacancy; the newest counts.

    Lapses when the loaded education changes, as a FactCheck does.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="field_fits")
    answer = models.BooleanField("sesuai")
    reason = models.CharField("alasan", max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        verbose_name = "kesesuaian bidang pendidikan"

    def __str__(self) -> str:
        return f"Bidang pendidikan: {self.nomination}"


class Settlement(models.Model):
    """What the requirements came to for a nomination when its round was frozen; newest counts.

    `findings` hold every cell of the matrix as it was then (candidates.cells.Cell).
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="settlements")
    verdict = models.CharField("hasil", max_length=12, choices=Verdict)
    findings = models.JSONField("temuan", default=list)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField()

    class Meta:
        verbose_name = "ketetapan syarat"
        constraints = [
            models.CheckConstraint(
                name="candidates_settlement_verdict_known",
                condition=Q(verdict__in=["met", "not_met", "needs_review"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.nomination}"
