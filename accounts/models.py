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
