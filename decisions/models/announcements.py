"""What the public is told of a round, and by what right so much of it and no more."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from scoring.models import Result
from selection.models import Round


class DisclosureRule(models.Model):
    """What an announcement may show and on which legal ground, in one version.

    Brought by migrations. Never changed; it only gets its end.
    """

    class Shows(models.TextChoices):
        NAMES = "names", "Nama, urut abjad"
        RANKS = "ranks", "Nama dan peringkat"
        SCORES = "scores", "Nama, peringkat, dan nilai akhir"
        APPOINTED = "appointed", "Nama pejabat, SK, dan pelantikan"

    shows = models.CharField("yang tampil", max_length=10, choices=Shows)
    title = models.CharField("nama", max_length=120)
    legal_basis = models.CharField("dasar hukum", max_length=300)
    note = models.CharField("catatan hukum", max_length=600)
    source = models.CharField("sumber", max_length=300)
    is_certain = models.BooleanField("dibaca pada sumbernya")
    is_default = models.BooleanField("berlaku bila tidak dipilih lain")
    valid_from = models.DateField("mulai berlaku")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        verbose_name = "ketentuan pengungkapan"
        constraints = [
            models.UniqueConstraint(
                "shows", "valid_from", name="decisions_disclosurerule_one_version_per_start"
            ),
            models.CheckConstraint(
                name="decisions_disclosurerule_shows_known",
                condition=Q(shows__in=["names", "ranks", "scores", "appointed"]),
            ),
            models.CheckConstraint(
                name="decisions_disclosurerule_says_its_basis",
                condition=~Q(title="") & ~Q(legal_basis="") & ~Q(note="") & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="decisions_disclosurerule_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def published(self) -> "AnnouncementQuerySet":
        """Public, whether or not another one has taken their place since."""
        return self.filter(answer=Announcement.Answer.PUBLISHED)

    def waiting(self) -> "AnnouncementQuerySet":
        return self.filter(answer="")

    def in_force(self) -> "AnnouncementQuerySet":
        """Public, and nothing has taken their place."""
        return self.published().exclude(successors__answer=Announcement.Answer.PUBLISHED)


class Announcement(models.Model):
    """One announcement: asked for by one person, published by another; then it never changes.

    `text` is canonical JSON of all that the public is shown (decisions.announced), `sha256` its
    hash. `code` names it in public addresses, and there is none before it is published. One that
    `replaces` another says why; what replaces it by naming nobody takes it back.
    """

    class Kind(models.TextChoices):
        SHORTLIST = "shortlist", "Kandidat terbaik"
        APPOINTED = "appointed", "Pejabat yang diangkat"
        REVOCATION = "revocation", "Pencabutan pengumuman"

    class Answer(models.TextChoices):
        PUBLISHED = "published", "Diterbitkan"
        RETURNED = "returned", "Dikembalikan"
        TAKEN_BACK = "taken_back", "Ditarik"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="announcements")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    result = models.ForeignKey(Result, models.PROTECT, related_name="announcements")
    disclosure = models.ForeignKey(
        DisclosureRule, models.PROTECT, related_name="+", null=True, blank=True
    )
    number = models.CharField("nomor", max_length=100)
    dated = models.DateField("tanggal")
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="successors", null=True, blank=True
    )
    reason = models.CharField("alasan mengganti atau mencabut", max_length=500, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("diminta")
    answer = models.CharField("jawaban", max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)
    answer_reason = models.CharField("alasan pengembalian", max_length=500, blank=True)
    code = models.CharField("kode publik", max_length=22, blank=True, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = "pengumuman"
        constraints = [
            models.UniqueConstraint(
                "round", condition=Q(answer=""), name="decisions_announcement_one_waits_per_round"
            ),
            models.UniqueConstraint(
                "round",
                "number",
                condition=Q(answer="published"),
                name="decisions_announcement_number_once_per_round",
            ),
            models.UniqueConstraint(
                "replaces",
                condition=Q(answer="published"),
                name="decisions_announcement_is_replaced_once",
            ),
            models.UniqueConstraint(
                "code", condition=~Q(code=""), name="decisions_announcement_code_once"
            ),
            models.CheckConstraint(
                name="decisions_announcement_kind_known",
                condition=Q(kind__in=["shortlist", "appointed", "revocation"]),
            ),
            models.CheckConstraint(
                name="decisions_announcement_answer_known",
                condition=Q(answer__in=["", "published", "returned", "taken_back"]),
            ),
            models.CheckConstraint(
                name="decisions_announcement_answered_by_somebody",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="decisions_announcement_published_by_another_person",
                condition=~Q(answer="published") | ~Q(answered_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="decisions_announcement_returned_with_reason",
                condition=Q(answer="returned") & ~Q(answer_reason="")
                | ~Q(answer="returned") & Q(answer_reason=""),
            ),
            models.CheckConstraint(
                name="decisions_announcement_code_once_published",
                condition=Q(answer="published") & ~Q(code="") | ~Q(answer="published") & Q(code=""),
            ),
            models.CheckConstraint(
                name="decisions_announcement_replaces_with_reason",
                condition=Q(replaces=None, reason="") & ~Q(kind="revocation")
                | Q(replaces__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="decisions_announcement_shows_by_a_rule",
                condition=Q(kind="revocation", disclosure=None)
                | ~Q(kind="revocation") & Q(disclosure__isnull=False),
            ),
            models.CheckConstraint(
                name="decisions_announcement_has_a_number", condition=~Q(number="")
            ),
        ]

    def __str__(self) -> str:
        return f"Pengumuman {self.number}"

    @property
    def is_published(self) -> bool:
        return self.answer == self.Answer.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return not self.answer
