from django.db import models
from django.db.models import Q

from accounts.models import User
from selection.models import Round


class ResultQuerySet(models.QuerySet["Result"]):
    def in_force(self) -> "ResultQuerySet":
        """The latest result of each round; every earlier one was replaced by it."""
        return self.order_by("round", "-number").distinct("round")


class Result(models.Model):
    """The frozen outcome of a round, as the plenary fixed it. Never changed.

    `text` is canonical JSON (`selection.scheme.canonical`) of `scoring.results`; `sha256` is its
    hash in hexadecimal digits. `chain_no` and `root` name the newest score event that it rests on.
    A correction is a new result, one number higher, that names its `reason`.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField("nomor")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    chain_no = models.PositiveBigIntegerField("catatan terakhir")
    root = models.CharField("akar", max_length=64, blank=True)
    reason = models.CharField("alasan perubahan", max_length=1000, blank=True)
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField("ditetapkan")

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "hasil"
        constraints = [
            models.UniqueConstraint("round", "number", name="scoring_result_number_once_per_round"),
            models.CheckConstraint(
                name="scoring_result_corrected_with_reason",
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="scoring_result_root_of_its_chain",
                condition=Q(chain_no=0, root="") | (Q(chain_no__gt=0) & ~Q(root="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Hasil {self.number} putaran {self.round_id}"

    @property
    def groups(self) -> list[str]:
        """The SHA-256 of the text in groups of four digits, as people compare it."""
        return [self.sha256[start : start + 4] for start in range(0, 64, 4)]

    @property
    def fingerprint(self) -> str:
        return " ".join(self.groups)

    @property
    def short_fingerprint(self) -> str:
        """Its first four groups."""
        return " ".join(self.groups[:4])
