"""What a plenary leaves behind: who was there, what was decided and why, who saw it otherwise."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from panels.models import Seat
from scoring.models import Confirmation, Result
from scoring.rulings import Decision, Kind
from selection.models import InForceQuerySet, Round


class PlenaryQuerySet(models.QuerySet["Plenary"]):
    def open(self) -> "PlenaryQuerySet":
        """Neither brought to a result nor adjourned."""
        return self.filter(result=None, adjourned_at=None)


class Plenary(models.Model):
    """One meeting of the panel on what the scores come to.

    It ends with a frozen result or is adjourned without one. `reason`: why a frozen result is
    corrected, in a plenary that comes after one.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="plenaries")
    number = models.PositiveSmallIntegerField("nomor")
    held_on = models.DateField("hari")
    place = models.CharField("tempat", max_length=200)
    reason = models.CharField("alasan koreksi", max_length=1000, blank=True)
    chair = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("dibuka")
    adjourned_at = models.DateTimeField("ditunda", null=True, blank=True)
    adjourned_reason = models.CharField("alasan penundaan", max_length=500, blank=True)
    unconfirmed = models.CharField("alasan tanpa konfirmasi", max_length=500, blank=True)
    result = models.OneToOneField(
        Result, models.PROTECT, related_name="plenary", null=True, blank=True
    )

    objects = PlenaryQuerySet.as_manager()

    class Meta:
        verbose_name = "rapat pleno"
        constraints = [
            models.UniqueConstraint("round", "number", name="decisions_plenary_number_once"),
            models.UniqueConstraint(
                "round",
                condition=Q(result=None, adjourned_at=None),
                name="decisions_plenary_one_open_per_round",
            ),
            models.CheckConstraint(
                name="decisions_plenary_adjourned_with_reason",
                condition=Q(adjourned_at=None, adjourned_reason="")
                | (Q(adjourned_at__isnull=False, result=None) & ~Q(adjourned_reason="")),
            ),
            models.CheckConstraint(name="decisions_plenary_has_place", condition=~Q(place="")),
        ]

    def __str__(self) -> str:
        return f"Rapat pleno {self.number} putaran {self.round_id}"

    @property
    def is_open(self) -> bool:
        return self.result_id is None and self.adjourned_at is None


class PlenaryAttendance(models.Model):
    """Whether a member is there, and why not; a later row about the same member counts."""

    plenary = models.ForeignKey(Plenary, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    is_present = models.BooleanField("hadir")
    reason = models.CharField("alasan tidak hadir", max_length=300, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "kehadiran pleno"
        constraints = [
            models.CheckConstraint(
                name="decisions_plenaryattendance_absent_with_reason",
                condition=Q(is_present=True, reason="") | (Q(is_present=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}: {'hadir' if self.is_present else 'tidak hadir'}"


class PlenaryDecision(models.Model):
    """One decision with its reason; withdrawn before the freeze it stays, and counts no more.

    `nips`: the candidates whom it is about, `vacancy` the code of the vacancy (empty: the round).
    `places`: how many names the shared rank at the cut leaves room for.
    """

    class Kind(models.TextChoices):
        CUT = Kind.CUT.value, "Nama pada batas usulan"
        QUORUM = Kind.QUORUM.value, "Pengecualian kuorum"
        SHARED = Kind.SHARED.value, "Peringkat bersama"
        OTHER = Kind.OTHER.value, "Keputusan lain"

    plenary = models.ForeignKey(Plenary, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField("nomor")
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    vacancy = models.CharField("jabatan", max_length=60, blank=True)
    nips = ArrayField(models.CharField(max_length=18), verbose_name="kandidat", default=list)
    instruments = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    places = models.PositiveSmallIntegerField("tempat", default=0)
    reason = models.CharField("alasan", max_length=1000)
    votes_for = models.PositiveSmallIntegerField("setuju", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("tidak setuju", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("diputuskan")
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    withdrawn_reason = models.CharField("alasan pencabutan", max_length=500, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "keputusan pleno"
        constraints = [
            models.UniqueConstraint(
                "plenary", "number", name="decisions_plenarydecision_number_once"
            ),
            models.UniqueConstraint(
                "plenary",
                "vacancy",
                condition=Q(kind="cut", withdrawn_at=None),
                name="decisions_plenarydecision_one_cut_per_vacancy",
            ),
            models.CheckConstraint(
                name="decisions_plenarydecision_with_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="decisions_plenarydecision_kind_known",
                condition=Q(kind__in=["cut", "quorum", "shared", "other"]),
            ),
            models.CheckConstraint(
                name="decisions_plenarydecision_names_fit_kind",
                condition=(
                    Q(kind="cut", nips__len=F("places"), places__gte=1, instruments__len=0)
                    & ~Q(vacancy="")
                )
                | (
                    Q(kind="quorum", nips__len=1, places=0, instruments__len__gte=1)
                    & ~Q(vacancy="")
                )
                | (
                    Q(kind="shared", nips__len__gte=2, places=0, instruments__len=0)
                    & ~Q(vacancy="")
                )
                | Q(kind="other", places=0, instruments__len=0),
            ),
            models.CheckConstraint(
                name="decisions_plenarydecision_votes_together",
                condition=Q(votes_for=None, votes_against=None)
                | Q(votes_for__isnull=False, votes_against__isnull=False),
            ),
            models.CheckConstraint(
                name="decisions_plenarydecision_withdrawn_with_reason",
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_reason="")
                | (
                    Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Keputusan {self.number}: {self.get_kind_display()}"

    @property
    def ruling(self) -> Decision:
        """As the arithmetic reads it."""
        return Decision(
            number=self.number,
            kind=Kind(self.kind),
            vacancy=self.vacancy,
            nips=tuple(self.nips),
            instruments=tuple(self.instruments),
            reason=self.reason,
        )


class Dissent(models.Model):
    """A member's differing opinion, in that member's own words; about one decision or the whole."""

    plenary = models.ForeignKey(Plenary, models.PROTECT, related_name="dissents")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        PlenaryDecision, models.PROTECT, related_name="dissents", null=True, blank=True
    )
    text = models.CharField("pendapat berbeda", max_length=2000)
    at = models.DateTimeField("disampaikan")

    class Meta:
        verbose_name = "pendapat berbeda"
        constraints = [
            models.CheckConstraint(name="decisions_dissent_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"Pendapat berbeda {self.pk}"


class PlenaryConfirmation(models.Model):
    """A member's word that the minutes of the plenary are right.

    `sha256` is the fingerprint of what they said then: once they say more, it counts no longer.
    """

    plenary = models.ForeignKey(Plenary, models.PROTECT, related_name="confirmations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    proof = models.CharField("bukti diri", max_length=8, choices=Confirmation.Proof)
    at = models.DateTimeField("dikonfirmasi")

    class Meta:
        verbose_name = "konfirmasi pleno"
        constraints = [
            models.UniqueConstraint(
                "plenary", "seat", "sha256", name="decisions_plenaryconfirmation_once_per_text"
            ),
            models.CheckConstraint(
                name="decisions_plenaryconfirmation_proof_known",
                condition=Q(proof__in=["password", "factor"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Konfirmasi {self.seat_id} atas pleno {self.plenary_id}"
