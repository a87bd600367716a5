from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from selection.models.rounds import InForceQuerySet, Round


class Instrument(models.Model):
    """Something that yields one score a candidate: scored by the panel, or a given value.

    Blind: whoever scores knows the candidate's number and nothing else of the person.
    """

    class Source(models.TextChoices):
        PANEL = "panel", "Dinilai panitia"
        DATA = "data", "Nilai data"

    class Coverage(models.TextChoices):
        VACANCY = "vacancy", "Satu nilai tiap kandidat dan jabatan"
        CANDIDATE = "candidate", "Satu nilai tiap kandidat"

    round = models.ForeignKey(Round, models.PROTECT, related_name="instruments")
    code = models.CharField("kode", max_length=40)
    title = models.CharField("nama", max_length=200)
    source = models.CharField("sumber", max_length=8, choices=Source)
    coverage = models.CharField("lingkup", max_length=10, choices=Coverage)
    scale_min = models.DecimalField("skala terendah", max_digits=15, decimal_places=10)
    scale_max = models.DecimalField("skala tertinggi", max_digits=15, decimal_places=10)
    weight = models.DecimalField("bobot (persen)", max_digits=15, decimal_places=10)
    pass_mark = models.DecimalField(
        "nilai minimum", max_digits=15, decimal_places=10, null=True, blank=True
    )
    bands = models.JSONField("pita (persen skala)", default=list)
    is_blind = models.BooleanField("dinilai tanpa nama", default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "instrumen"
        constraints = [
            models.UniqueConstraint(
                "round", "code", name="selection_instrument_code_once_per_round"
            ),
            models.CheckConstraint(
                name="selection_instrument_source_known", condition=Q(source__in=["panel", "data"])
            ),
            models.CheckConstraint(
                name="selection_instrument_coverage_known",
                condition=Q(coverage__in=["vacancy", "candidate"]),
            ),
            models.CheckConstraint(
                name="selection_instrument_scale_rises",
                condition=Q(scale_min__gte=0, scale_max__gt=F("scale_min")),
            ),
            models.CheckConstraint(
                name="selection_instrument_weight_is_percent",
                condition=Q(weight__gte=0, weight__lte=100),
                violation_error_message="Bobot harus di antara 0 dan 100.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_panel(self) -> bool:
        return self.source == self.Source.PANEL

    @property
    def lowest(self) -> int:
        return int(self.scale_min)

    @property
    def highest(self) -> int:
        return int(self.scale_max)


class Indicator(models.Model):
    """What a panel member gives one whole number for.

    `anchors` say what each level means; `questions` may be put to the candidate about it.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="indicators")
    code = models.CharField("kode", max_length=40)
    title = models.CharField("nama", max_length=300)
    weight = models.DecimalField("bobot (persen)", max_digits=15, decimal_places=10)
    anchors = models.JSONField("jangkar, dari yang terendah", default=list)
    questions = models.JSONField("pertanyaan panduan", default=list)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "kriteria"
        constraints = [
            models.UniqueConstraint(
                "instrument", "code", name="selection_indicator_code_once_per_instrument"
            ),
            models.CheckConstraint(
                name="selection_indicator_weight_is_percent",
                condition=Q(weight__gte=Decimal(0), weight__lte=Decimal(100)),
                violation_error_message="Bobot harus di antara 0 dan 100.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
