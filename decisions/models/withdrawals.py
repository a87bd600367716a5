"""Who left after the result was handed over."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from candidates.models import Candidate


class Withdrawal(models.Model):
    """A candidate's own word, by letter, that he is available no longer; it stays.

    The rules and the ranking stand still by then, so that nothing of them changes.
    """

    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="withdrawal")
    letter = models.CharField("surat", max_length=300)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "pengunduran diri"
        constraints = [
            models.CheckConstraint(
                name="decisions_withdrawal_rests_on_a_letter", condition=~Q(letter="")
            ),
        ]

    def __str__(self) -> str:
        return f"Pengunduran diri {self.candidate_id}"
