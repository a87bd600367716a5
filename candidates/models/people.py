from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import Agency
from selection.models import InForceQuerySet, Round, Vacancy


class Grade(models.TextChoices):
    """Pangkat dan golongan ruang that a senior official can have, lowest first."""

    IIIA = "III/a", "Penata Muda (III/a)"
    IIIB = "III/b", "Penata Muda Tingkat I (III/b)"
    IIIC = "III/c", "Penata (III/c)"
    IIID = "III/d", "Penata Tingkat I (III/d)"
    IVA = "IV/a", "Pembina (IV/a)"
    IVB = "IV/b", "Pembina Tingkat I (IV/b)"
    IVC = "IV/c", "Pembina Utama Muda (IV/c)"
    IVD = "IV/d", "Pembina Utama Madya (IV/d)"
    IVE = "IV/e", "Pembina Utama (IV/e)"


class PostKind(models.TextChoices):
    SENIOR = "senior", "JPT Pratama"
    ADMINISTRATOR = "administrator", "Administrator"
    SUPERVISOR = "supervisor", "Pengawas"
    EXPERT_MADYA = "expert_madya", "JF Ahli Madya"
    EXPERT_UTAMA = "expert_utama", "JF Ahli Utama"
    EXPERT_MUDA = "expert_muda", "JF Ahli Muda"


class Rating(models.TextChoices):
    """Predikat kinerja, best first."""

    VERY_GOOD = "very_good", "Sangat baik"
    GOOD = "good", "Baik"
    NEEDS_WORK = "needs_work", "Butuh perbaikan"
    POOR = "poor", "Kurang"
    VERY_POOR = "very_poor", "Sangat kurang"


class Sanction(models.TextChoices):
    NONE = "none", "Tidak ada"
    LIGHT = "light", "Ringan"
    MEDIUM = "medium", "Sedang"
    HEAVY = "heavy", "Berat"


class Verdict(models.TextChoices):
    """What the requirements come to for a nomination, settled when the round is frozen."""

    MET = "met", "Memenuhi"
    NOT_MET = "not_met", "Tidak memenuhi"
    NEEDS_REVIEW = "needs_review", "Perlu klarifikasi"


class Official(models.Model):
    """A civil servant, by NIP, as one agency knows this person; rounds keep their own copy."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="officials")
    nip = models.CharField("NIP", max_length=18)
    name = models.CharField("nama tanpa gelar", max_length=200)

    class Meta:
        verbose_name = "pegawai"
        constraints = [
            models.UniqueConstraint(
                "agency", "nip", name="candidates_official_nip_once_per_agency"
            ),
            models.CheckConstraint(
                name="candidates_official_nip_has_18_digits", condition=Q(nip__regex=r"^\d{18}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """An official in a round, with the data as they stood there; other rounds do not move them."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="candidates")
    official = models.ForeignKey(Official, models.PROTECT, related_name="candidacies")
    number = models.PositiveSmallIntegerField("nomor kandidat")
    nip = models.CharField("NIP", max_length=18)
    front_title = models.CharField("gelar depan", max_length=60, blank=True)
    name = models.CharField("nama", max_length=200)
    back_title = models.CharField("gelar belakang", max_length=120, blank=True)
    grade = models.CharField("pangkat", max_length=5, choices=Grade)
    grade_since = models.DateField("TMT pangkat", null=True, blank=True)
    post = models.CharField("jabatan", max_length=200)
    post_kind = models.CharField("jenis jabatan", max_length=16, choices=PostKind)
    echelon = models.CharField("eselon", max_length=8, blank=True)
    post_since = models.DateField("TMT jabatan")
    unit = models.CharField("perangkat daerah", max_length=200)
    education = models.CharField("pendidikan", max_length=8)
    education_field = models.CharField("bidang pendidikan", max_length=200, blank=True)
    rating_1 = models.CharField(
        "predikat tahun terakhir", max_length=12, choices=Rating, blank=True
    )
    rating_2 = models.CharField(
        "predikat tahun sebelumnya", max_length=12, choices=Rating, blank=True
    )
    performance = models.DecimalField(
        "nilai kinerja", max_digits=15, decimal_places=10, null=True, blank=True
    )
    potential = models.DecimalField(
        "nilai potensial", max_digits=15, decimal_places=10, null=True, blank=True
    )
    sanction = models.CharField("hukuman disiplin", max_length=8, choices=Sanction, blank=True)
    email = models.EmailField("surel", blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "kandidat"
        constraints = [
            models.UniqueConstraint("round", "nip", name="candidates_candidate_nip_once_per_round"),
            models.UniqueConstraint(
                "round", "number", name="candidates_candidate_number_once_per_round"
            ),
            models.CheckConstraint(
                name="candidates_candidate_nip_has_18_digits", condition=Q(nip__regex=r"^\d{18}$")
            ),
            models.CheckConstraint(
                name="candidates_candidate_grade_known", condition=Q(grade__in=Grade.values)
            ),
            models.CheckConstraint(
                name="candidates_candidate_post_kind_known",
                condition=Q(post_kind__in=PostKind.values),
            ),
            models.CheckConstraint(
                name="candidates_candidate_rating_1_known",
                condition=Q(rating_1__in=["", *Rating.values]),
            ),
            models.CheckConstraint(
                name="candidates_candidate_rating_2_known",
                condition=Q(rating_2__in=["", *Rating.values]),
            ),
            models.CheckConstraint(
                name="candidates_candidate_sanction_known",
                condition=Q(sanction__in=["", *Sanction.values]),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How lists, addresses and printouts name a candidate while scores are sealed."""
        return f"Kandidat {self.number:02}"

    @property
    def full_name(self) -> str:
        front = f"{self.front_title} " if self.front_title else ""
        back = f", {self.back_title}" if self.back_title else ""
        return f"{front}{self.name}{back}"

    @property
    def place(self) -> str:
        """Post and agency; the agency once, where the post already names it."""
        return _place(self.post, self.unit)


class CareerPost(models.Model):
    """A line of a candidate's career. `related_to`: vacancy codes; ["-"]: none; []: not judged."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="career")
    post = models.CharField("jabatan", max_length=200)
    post_kind = models.CharField("jenis jabatan", max_length=16, choices=PostKind)
    unit = models.CharField("perangkat daerah", max_length=200)
    began = models.DateField("mulai")
    ended = models.DateField("selesai", null=True, blank=True)
    related_to = models.JSONField("terkait", default=list)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "riwayat jabatan"
        constraints = [
            models.UniqueConstraint(
                "candidate",
                "began",
                "post",
                "unit",
                name="candidates_careerpost_once_per_candidate_and_start",
            ),
            models.CheckConstraint(
                name="candidates_careerpost_post_kind_known",
                condition=Q(post_kind__in=PostKind.values),
            ),
            models.CheckConstraint(
                name="candidates_careerpost_ends_after_it_begins",
                condition=Q(ended=None) | Q(ended__gte=models.F("began")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.unit}"

    @property
    def place(self) -> str:
        """Post and agency, as of a candidate."""
        return _place(self.post, self.unit)


class Nomination(models.Model):
    """A candidate put up for a vacancy. `verdict` is empty until the freeze settles it."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="nominations")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="nominations")
    verdict = models.CharField("hasil syarat", max_length=12, choices=Verdict, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "pencalonan"
        constraints = [
            models.UniqueConstraint(
                "candidate", "vacancy", name="candidates_nomination_once_per_candidate_and_vacancy"
            ),
            models.CheckConstraint(
                name="candidates_nomination_verdict_known",
                condition=Q(verdict__in=["", "met", "not_met", "needs_review"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} → {self.vacancy}"


def _place(post: str, unit: str) -> str:
    return post if unit in post else f"{post}, {unit}"
