import uuid

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from candidates.models.windows import InputSubject, ReportingChannel

HASH = r"^[0-9a-f]{64}$"


class InputState(models.TextChoices):
    """Where the verification of an input stands."""

    RECEIVED = "received", "Diterima"
    VERIFYING = "verifying", "Sedang diverifikasi"
    ASKED = "asked", "Menunggu jawaban pejabat"
    REPLIED = "replied", "Jawaban pejabat diterima"
    VERIFIED = "verified", "Terverifikasi"
    NOT_VERIFIED = "not_verified", "Tidak terbukti"
    REFERRED = "referred", "Diteruskan ke lembaga lain"


class PublicInputQuerySet(models.QuerySet["PublicInput"]):
    def with_state(self) -> "PublicInputQuerySet":
        """`state`: of the newest step; received where there is none."""
        return self.annotate(state=_newest_state())

    def in_state(self, *states: InputState) -> "PublicInputQuerySet":
        """In one of these."""
        return self.alias(newest=_newest_state()).filter(newest__in=states)

    def for_listing(self) -> "PublicInputQuerySet":
        return (
            self.with_state()
            .select_related("subject__nomination__candidate", "subject__nomination__vacancy")
            .order_by("received_at", "pk")
        )


def _newest_state() -> Coalesce:
    newest = InputStep.objects.filter(input=OuterRef("pk")).order_by("-number")
    return Coalesce(Subquery(newest.values("state")[:1]), models.Value(InputState.RECEIVED))


class PublicInput(models.Model):
    """What somebody of the public told about a candidate's record; never part of a score.

    Never changed, but emptied when its time has come. `identity` (name and contact) and the file
    rest encrypted; the receipt's code and the form it came by only as keyed hashes. `medium` is
    empty unless a journalist writes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(InputSubject, models.PROTECT, related_name="inputs")
    number = models.CharField("nomor tanda terima", max_length=20, unique=True)
    code_hash = models.CharField(max_length=64)
    form_hash = models.CharField(max_length=64, unique=True)
    text = models.TextField("isi")
    is_confidential = models.BooleanField("rahasia", default=True)
    medium = models.CharField("media", max_length=120, blank=True)
    identity = models.TextField("identitas (tersandi)", blank=True)
    file = models.FileField(upload_to="inputs/", blank=True)
    file_name = models.CharField("nama berkas", max_length=150, blank=True)
    file_sha256 = models.CharField("sidik jari", max_length=64, blank=True)
    received_at = models.DateTimeField("diterima")
    erased_at = models.DateTimeField("dihapus", null=True, blank=True)

    objects = PublicInputQuerySet.as_manager()

    class Meta:
        verbose_name = "masukan masyarakat"
        constraints = [
            models.CheckConstraint(
                name="candidates_publicinput_number_has_year",
                condition=Q(number__regex=r"^M-\d{4}-\d{6}$"),
            ),
            models.CheckConstraint(
                name="candidates_publicinput_hashes_are_whole",
                condition=Q(code_hash__regex=HASH, form_hash__regex=HASH),
            ),
            models.CheckConstraint(
                name="candidates_publicinput_whole_until_erased",
                condition=(Q(erased_at=None) & ~Q(text="") & ~Q(identity=""))
                | Q(
                    erased_at__isnull=False, text="", identity="", medium="", file="", file_name=""
                ),
            ),
            models.CheckConstraint(
                name="candidates_publicinput_file_is_hashed",
                condition=Q(file="") | (Q(file_sha256__regex=HASH) & ~Q(file_name="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class InputStep(models.Model):
    """One step of a verifier with an input, with its reason. Written once; the newest counts.

    `reply`: the official's answer, as given. `summary`: what the appointing authority reads.
    """

    input = models.ForeignKey(PublicInput, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField("urutan")
    state = models.CharField("keadaan", max_length=12, choices=InputState)
    reason = models.TextField("alasan", max_length=1000)
    reply = models.TextField("jawaban pejabat", max_length=2000, blank=True)
    summary = models.TextField("ringkasan", max_length=1000, blank=True)
    due_on = models.DateField("batas jawaban", null=True, blank=True)
    channel = models.ForeignKey(
        ReportingChannel, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("pada")

    class Meta:
        verbose_name = "langkah verifikasi"
        constraints = [
            models.UniqueConstraint(
                "input", "number", name="candidates_inputstep_number_once_per_input"
            ),
            models.CheckConstraint(
                name="candidates_inputstep_state_known",
                condition=Q(
                    state__in=[
                        "verifying",
                        "asked",
                        "replied",
                        "verified",
                        "not_verified",
                        "referred",
                    ]
                ),
            ),
            models.CheckConstraint(name="candidates_inputstep_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="candidates_inputstep_asked_until_a_day",
                condition=Q(state="asked", due_on__isnull=False)
                | (~Q(state="asked") & Q(due_on=None)),
            ),
            models.CheckConstraint(
                name="candidates_inputstep_replied_with_reply",
                condition=(Q(state="replied") & ~Q(reply="")) | (~Q(state="replied") & Q(reply="")),
            ),
            models.CheckConstraint(
                name="candidates_inputstep_verified_with_summary",
                condition=(Q(state="verified") & ~Q(summary=""))
                | (~Q(state="verified") & Q(summary="")),
            ),
            models.CheckConstraint(
                name="candidates_inputstep_referred_to_somebody",
                condition=Q(state="referred", channel__isnull=False)
                | (~Q(state="referred") & Q(channel=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.input} {self.get_state_display()}"


class InputCounter(models.Model):
    """How often somebody did something in a stretch of time; swept when it is over.

    `key`: a keyed hash that changes every day, so that no address can be read from it.
    """

    key = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "penghitung masukan"
        constraints = [
            models.UniqueConstraint(
                "key", "began_at", name="candidates_inputcounter_once_per_stretch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.began_at:%Y-%m-%d %H:%M}: {self.count}"
