from django.db import models
from django.db.models import Q

from accounts.models import User
from candidates.models import Candidate
from selection.models import InForceQuerySet, Instrument, Round, Vacancy


class Seat(models.Model):
    """One person's place on the panel of one round; whoever has one scores."""

    class Element(models.TextChoices):
        PROVINCE = "province", "Provinsi"
        ACADEMIC = "academic", "Akademisi"
        SECRETARY = "sekda", "Sekretaris Daerah"
        FINANCE = "bpkad", "BPKAD"
        BKN = "bkn", "BKN"
        PROFESSIONAL = "professional", "Profesional"
        INTERNAL = "internal", "Internal"

    class Part(models.TextChoices):
        CHAIR = "chair", "Ketua"
        SECRETARY = "secretary", "Sekretaris"
        MEMBER = "member", "Anggota"

    round = models.ForeignKey(Round, models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField("nomor penilai")
    name = models.CharField("nama", max_length=200)
    post = models.CharField("jabatan", max_length=200, blank=True)
    institution = models.CharField("instansi", max_length=200)
    element = models.CharField("unsur", max_length=16, choices=Element)
    is_internal = models.BooleanField("internal")
    part = models.CharField("peran", max_length=12, choices=Part)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "penilai"
        constraints = [
            models.UniqueConstraint("round", "user", name="panels_seat_user_once_per_round"),
            models.UniqueConstraint("round", "number", name="panels_seat_number_once_per_round"),
            models.UniqueConstraint(
                "round",
                condition=Q(part="chair", withdrawn_at=None),
                name="panels_seat_one_chair_per_round",
            ),
            models.CheckConstraint(
                name="panels_seat_element_known",
                condition=Q(
                    element__in=[
                        "province",
                        "academic",
                        "sekda",
                        "bpkad",
                        "bkn",
                        "professional",
                        "internal",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="panels_seat_part_known",
                condition=Q(part__in=["chair", "secretary", "member"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return f"P{self.number}"

    @property
    def is_chair(self) -> bool:
        return self.part == self.Part.CHAIR


class Conflict(models.Model):
    """A member's declared conflict with a candidate: declared and still scores, or recused."""

    class Kind(models.TextChoices):
        FAMILY = "family", "Keluarga"
        SUPERIOR = "superior", "Atasan langsung"
        SUBORDINATE = "subordinate", "Bawahan"
        BUSINESS = "business", "Usaha"
        OTHER = "other", "Lainnya"

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="conflicts")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="conflicts")
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    note = models.CharField("keterangan", max_length=500, blank=True)
    still_scores = models.BooleanField("tetap menilai")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "benturan kepentingan"
        constraints = [
            models.UniqueConstraint(
                "seat", "candidate", name="panels_conflict_once_per_seat_and_candidate"
            ),
            models.CheckConstraint(
                name="panels_conflict_kind_known",
                condition=Q(kind__in=["family", "superior", "subordinate", "business", "other"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.candidate}"


class Slot(models.Model):
    """When and where a candidate is heard for an instrument. May change while scoring runs."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="slots")
    date = models.DateField("tanggal")
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai")
    room = models.CharField("ruang", max_length=120)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="slots")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="slots")
    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="slots", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "jadwal"
        constraints = [
            models.UniqueConstraint(
                "round",
                "date",
                "starts",
                "room",
                "instrument",
                "candidate",
                "vacancy",
                nulls_distinct=False,
                name="panels_slot_once_per_time_and_candidate",
            ),
            models.CheckConstraint(
                name="panels_slot_ends_after_it_starts", condition=Q(ends__gt=models.F("starts"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.starts:%H.%M} {self.room}"
