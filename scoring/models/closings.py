from django.db import models
from django.db.models import Q

from accounts.models import User
from panels.models import Seat
from scoring.models.sheets import Sheet
from selection.models import Round


class Closing(models.Model):
    """A day of scoring brought to its end: what its minutes (Berita Acara) say. Never changed.

    `chain_no` and `root` are the number and hash (64 hexadecimal digits) of the newest score event
    then; later checks compare the chain with them. Without any event they are 0 and empty.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="closings")
    number = models.PositiveSmallIntegerField("nomor")
    day = models.DateField("hari")
    chain_no = models.PositiveBigIntegerField("catatan terakhir")
    root = models.CharField("akar", max_length=64, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("ditutup")

    class Meta:
        verbose_name = "penutupan hari"
        constraints = [
            models.UniqueConstraint(
                "round", "number", name="scoring_closing_number_once_per_round"
            ),
            models.CheckConstraint(
                name="scoring_closing_root_of_its_chain",
                condition=Q(chain_no=0, root="") | (Q(chain_no__gt=0) & ~Q(root="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Penutupan {self.number} putaran {self.round_id}"

    @property
    def root_groups(self) -> list[str]:
        """The root in groups of four digits, as people compare it."""
        return [self.root[start : start + 4] for start in range(0, len(self.root), 4)]

    @property
    def short_root(self) -> str:
        """The first four groups: what a witness types from the paper."""
        return " ".join(self.root_groups[:4])


class ClosedSheet(models.Model):
    """What became of one sheet on a closed day: signed, excused for good, or carried over."""

    class State(models.TextChoices):
        SIGNED = "signed", "Ditandatangani"
        EXCUSED = "excused", "Berhalangan"
        CARRIED = "carried", "Dilanjutkan"

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="sheets")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="closings")
    state = models.CharField("keadaan", max_length=8, choices=State)
    version = models.PositiveIntegerField("versi")
    receipt = models.CharField("kode bukti", max_length=14, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        verbose_name = "lembar pada penutupan"
        constraints = [
            models.UniqueConstraint(
                "closing", "sheet", name="scoring_closedsheet_once_per_closing"
            ),
            models.CheckConstraint(
                name="scoring_closedsheet_state_known",
                condition=Q(state__in=["signed", "excused", "carried"]),
            ),
            models.CheckConstraint(
                name="scoring_closedsheet_receipt_when_signed",
                condition=(Q(state="signed") & ~Q(receipt=""))
                | (~Q(state="signed") & Q(receipt="")),
            ),
            models.CheckConstraint(
                name="scoring_closedsheet_excused_with_reason",
                condition=~Q(state="excused") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Lembar {self.sheet_id}: {self.get_state_display()}"


class Excuse(models.Model):
    """An unsigned sheet that nobody will sign, and why. Lifted where the sheet is opened again."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="excuses")
    closing = models.ForeignKey(Closing, models.PROTECT, related_name="excuses")
    reason = models.CharField("alasan", max_length=300)
    lifted_at = models.DateTimeField("dicabut", null=True, blank=True)

    class Meta:
        verbose_name = "lembar berhalangan"
        constraints = [
            models.UniqueConstraint(
                "sheet", condition=Q(lifted_at=None), name="scoring_excuse_once_in_force"
            ),
            models.CheckConstraint(name="scoring_excuse_with_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"Berhalangan: lembar {self.sheet_id}"


class Confirmation(models.Model):
    """A member's word that the minutes of a day are right, given with a proof of who it is."""

    class Proof(models.TextChoices):
        PASSWORD = "password", "kata sandi"
        FACTOR = "factor", "faktor kedua"

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="confirmations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="confirmations")
    proof = models.CharField("bukti diri", max_length=8, choices=Proof)
    at = models.DateTimeField("dikonfirmasi")

    class Meta:
        verbose_name = "konfirmasi berita acara"
        constraints = [
            models.UniqueConstraint(
                "closing", "seat", name="scoring_confirmation_once_per_closing_and_seat"
            ),
            models.CheckConstraint(
                name="scoring_confirmation_proof_known",
                condition=Q(proof__in=["password", "factor"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Konfirmasi {self.seat_id} atas penutupan {self.closing_id}"
