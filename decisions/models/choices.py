"""What the appointing authority intends, asks and decides about the names put forward."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from candidates.models import Candidate
from scoring.models import Confirmation, Result
from selection.models import Round, Vacancy

if TYPE_CHECKING:
    from decisions.models.endings import Inauguration

REASON = 1000
"""The most letters that a reason has."""


class What(models.TextChoices):
    """What is chosen for a post."""

    PERSON = "person", "Satu orang"
    NAMES = "names", "Semua nama disampaikan"
    NOBODY = "nobody", "Tidak ada yang dipilih"


def _fits_what(label: str) -> models.CheckConstraint:
    """A person where one is chosen, and only there; a reason always."""
    return models.CheckConstraint(
        name=label,
        condition=(
            Q(what="person", candidate__isnull=False)
            | Q(what__in=["names", "nobody"], candidate=None)
        )
        & ~Q(reason=""),
    )


class ChoiceDraft(models.Model):
    """What the authority leans to for one vacancy, to be changed at will until it is set.

    `version` counts the savings: who saves or sets says which one he saw. `ended_at`: since when it
    counts no more, because it was taken back or was set; the next saving begins it again.
    """

    vacancy = models.OneToOneField(Vacancy, models.PROTECT, related_name="choice_draft")
    what = models.CharField("pilihan", max_length=8, choices=What)
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField("alasan", max_length=REASON)
    version = models.PositiveIntegerField("versi", default=1)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField("disimpan")
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)

    class Meta:
        verbose_name = "pilihan sementara"
        constraints = [_fits_what("decisions_choicedraft_fits_what")]

    def __str__(self) -> str:
        return f"Pilihan sementara {self.vacancy_id}"


class Determination(models.Model):
    """One act of setting choices (penetapan), with proof of who did it; never changed.

    `text` is canonical JSON of the choices and of the result they rest on; `sha256` its hash in
    hexadecimal digits. A later change is a new one, which names its `reason`.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="determinations")
    number = models.PositiveSmallIntegerField("nomor")
    result = models.ForeignKey(Result, models.PROTECT, related_name="determinations")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField("alasan perubahan", max_length=REASON, blank=True)
    proof = models.CharField("bukti diri", max_length=8, choices=Confirmation.Proof)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("ditetapkan")

    class Meta:
        verbose_name = "penetapan"
        constraints = [
            models.UniqueConstraint(
                "round", "number", name="decisions_determination_number_once_per_round"
            ),
            models.CheckConstraint(
                name="decisions_determination_changed_with_reason",
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="decisions_determination_proof_known",
                condition=Q(proof__in=["password", "factor"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Penetapan {self.number} putaran {self.round_id}"

    @property
    def set_on(self) -> date:
        return timezone.localdate(self.set_at)


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def in_force(self) -> Self:
        """The latest choice for each vacancy; every earlier one was replaced by it."""
        return self.order_by("vacancy", "-determination__number").distinct("vacancy")


class Choice(models.Model):
    """What was set for one vacancy; never changed. `rank`: of the person, as the panel ranked."""

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="choices")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="choices")
    what = models.CharField("pilihan", max_length=8, choices=What)
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="choices", null=True, blank=True
    )
    rank = models.PositiveSmallIntegerField("peringkat", null=True, blank=True)
    reason = models.CharField("alasan", max_length=REASON)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "pilihan"
        constraints = [
            models.UniqueConstraint(
                "determination", "vacancy", name="decisions_choice_once_per_determination"
            ),
            models.CheckConstraint(
                name="decisions_choice_ranked_person",
                condition=Q(candidate=None, rank=None) | Q(candidate__isnull=False, rank__gte=1),
            ),
            _fits_what("decisions_choice_fits_what"),
        ]

    def __str__(self) -> str:
        return f"Pilihan {self.vacancy_id}: {self.get_what_display()}"

    @property
    def newest_inauguration(self) -> "Inauguration | None":
        """Of those fetched with the choice: the one held, or else the latest plan."""
        return max(self.inaugurations.all(), key=lambda each: each.number, default=None)

    @property
    def held_inauguration(self) -> "Inauguration | None":
        """The same, once it was held: no plan comes after that."""
        newest = self.newest_inauguration
        return newest if newest and newest.held else None


class Inquiry(models.Model):
    """A question of the authority to the panel about one vacancy, answered by the chair once."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="inquiries")
    question = models.CharField("pertanyaan", max_length=REASON)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("ditanyakan")
    answer = models.CharField("jawaban", max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)

    class Meta:
        verbose_name = "permintaan keterangan"
        constraints = [
            models.CheckConstraint(
                name="decisions_inquiry_answered_whole",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (Q(answered_by__isnull=False, answered_at__gte=F("asked_at")) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="decisions_inquiry_asks_something", condition=~Q(question="")
            ),
        ]

    def __str__(self) -> str:
        return f"Permintaan keterangan {self.pk}"
