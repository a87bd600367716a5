from django.db import models
from django.db.models import Q

from accounts.models import User
from selection.models import InForceQuerySet, Round


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
