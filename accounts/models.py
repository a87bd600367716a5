import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who may sign in, known by e-mail. Never deleted; a leaver becomes inactive."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("alamat email", max_length=254, unique=True)
    name = models.CharField("nama lengkap dengan gelar", max_length=200)
    is_active = models.BooleanField("aktif", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "pengguna"
        constraints = [
            models.CheckConstraint(
                name="accounts_user_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Agency(models.Model):
    """A city government (or another body) that runs its own rounds; owns its letterhead."""

    name = models.CharField("nama", max_length=200, unique=True)
    office = models.CharField("unit pada kop", max_length=200, blank=True)
    address = models.CharField("alamat", max_length=300, blank=True)
    phone = models.CharField("telepon", max_length=60, blank=True)
    website = models.CharField("laman", max_length=120, blank=True)
    email = models.CharField("surel", max_length=120, blank=True)
    city = models.CharField("tempat penandatanganan", max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "instansi"

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> str:
        """The audit chain of this agency's own affairs."""
        return f"agency:{self.pk}"


class Membership(models.Model):
    """What a person is in an agency. Ends by getting an end, not by being deleted."""

    class Role(models.TextChoices):
        STAFF = "staff", "Staf BKPSDM"
        HEAD = "head", "Kepala BKPSDM"
        AUTHORITY = "authority", "Wali Kota selaku PPK"
        AUDITOR = "auditor", "Pemeriksa"
        SYSADMIN = "sysadmin", "Administrator sistem"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField("peran", max_length=16, choices=Role)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)

    class Meta:
        verbose_name = "keanggotaan"
        constraints = [
            models.UniqueConstraint(
                "user",
                "agency",
                condition=Q(ended_at=None),
                name="accounts_membership_one_role_per_user_and_agency",
            ),
            models.CheckConstraint(
                name="accounts_membership_role_known",
                condition=Q(role__in=["staff", "head", "authority", "auditor", "sysadmin"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """An activation card: a secret link and a code, handed over in person, used once.

    Link and code are stored as hashes only. `invited_by` is None for a card made at the server's
    terminal. Spent when `used_at` is set or `expires_at` passes.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=200)
    failures = models.PositiveSmallIntegerField(default=0)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "kartu aktivasi"
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_expires_after_it_begins",
                condition=Q(expires_at__gt=models.F("invited_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Kartu aktivasi {self.user}"


class Mail(models.Model):
    """A letter by e-mail. The row is the order; its text never changes, and sent stays sent.

    `scope`: the audit chain of what it is about, such as a round's. `once` names the occasion and
    the address, so that the same letter is never ordered twice. `ics`: a calendar that goes with
    it. `next_try_at` stands only while it waits; `problem` says in words why it did not go.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", "Undangan penilai"
        CANDIDATE = "candidate", "Undangan kandidat"
        REMINDER = "reminder", "Pengingat"
        RECEIPT = "receipt", "Tanda terima"

    class State(models.TextChoices):
        QUEUED = "queued", "Menunggu"
        SENDING = "sending", "Sedang dikirim"
        SENT = "sent", "Terkirim"
        REFUSED = "refused", "Ditolak"
        GIVEN_UP = "given_up", "Tidak sampai"
        UNKNOWN = "unknown", "Belum pasti"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="mails")
    scope = models.CharField(max_length=80, db_index=True)
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    to_user = models.ForeignKey(User, models.PROTECT, related_name="mails", null=True, blank=True)
    to_address = models.EmailField("alamat")
    to_name = models.CharField("kepada", max_length=400)
    subject = models.CharField("perihal", max_length=150)
    body = models.TextField("isi")
    ics = models.TextField("kalender", blank=True)
    once = models.CharField(max_length=160, unique=True)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ordered_at = models.DateTimeField("dipesan")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    next_try_at = models.DateTimeField("dicoba lagi", null=True, blank=True)
    sent_at = models.DateTimeField("terkirim", null=True, blank=True)
    problem = models.CharField("masalah", max_length=300, blank=True)

    class Meta:
        verbose_name = "surel"
        indexes = [
            models.Index("next_try_at", name="accounts_mail_waiting", condition=Q(state="queued")),
        ]
        constraints = [
            models.CheckConstraint(
                name="accounts_mail_kind_known",
                condition=Q(kind__in=["member", "candidate", "reminder", "receipt"]),
            ),
            models.CheckConstraint(
                name="accounts_mail_state_known",
                condition=Q(
                    state__in=["queued", "sending", "sent", "refused", "given_up", "unknown"]
                ),
            ),
            models.CheckConstraint(
                name="accounts_mail_waits_for_a_time",
                condition=Q(state="queued", next_try_at__isnull=False)
                | (~Q(state="queued") & Q(next_try_at=None)),
            ),
            models.CheckConstraint(
                name="accounts_mail_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="accounts_mail_says_why_it_did_not_go",
                condition=~Q(state__in=["refused", "given_up", "unknown"]) | ~Q(problem=""),
            ),
            models.CheckConstraint(
                name="accounts_mail_headers_are_one_line",
                condition=~Q(subject__regex=r"[\r\n]") & ~Q(to_address__regex=r"\s"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def may_go_again(self) -> bool:
        """It ended without having certainly been sent."""
        return self.state in ENDED


ENDED = (Mail.State.REFUSED, Mail.State.GIVEN_UP, Mail.State.UNKNOWN)
