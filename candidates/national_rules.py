"""The requirements as they are commonly set, as data: national ones, and usual local ones.

Each rule carries its legal basis, the days on which it is in force, where it was read and how
certain that is (domain.md 0.1; `S` numbers are its list of sources). Dates of entry into force are
from memory [M]. A city confirms the rules with its legal office before it freezes a round.
"""

from datetime import date

from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast, RatingsAtLeast
from candidates.eligibility import Certainty, Origin, Rule
from candidates.facts import EducationLevel, Grade, PostKind, Rating, SanctionLevel, SelectionPath
from candidates.records import Documented, NoSanction
from candidates.tenures import RelatedExperience, YearsInPost
from candidates.verdicts import Check

PASAL_107 = "PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka"
PRESIDENT = "Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))"
PP_17_2020_IN_FORCE = date(2020, 2, 28)
FILLING = frozenset({SelectionPath.TALENT_FILL, SelectionPath.OPEN_SELECTION})
REVIEW = frozenset({SelectionPath.COMPETENCY_REVIEW})


def _national(number: int, code: str, title: str, check: Check) -> Rule:
    """Item `number` of Pasal 107 huruf c, for whoever is promoted to a JPT Pratama."""
    return Rule(
        code=code,
        title=title,
        check=check,
        legal_basis=f"{PASAL_107} {number}",
        source="domain.md 1.2, S:8",
        certainty=Certainty.READ,
        origin=Origin.NATIONAL,
        paths=FILLING,
        valid_from=PP_17_2020_IN_FORCE,
        exception_authority=PRESIDENT,
    )


COMPETENCE = Documented(
    (
        ("competence_technical", "Kompetensi teknis"),
        ("competence_managerial", "Kompetensi manajerial"),
        ("competence_sociocultural", "Kompetensi sosial kultural"),
    )
)

NATIONAL_RULES: tuple[Rule, ...] = (
    _national(
        1,
        "PENDIDIKAN",
        "Pendidikan",
        EducationAtLeast(EducationLevel.S_1),
    ),
    _national(2, "KOMPETENSI", "Kompetensi sesuai standar kompetensi jabatan", COMPETENCE),
    _national(
        3,
        "PENGALAMAN_TERKAIT",
        "Pengalaman jabatan dalam bidang terkait, secara kumulatif",
        RelatedExperience(5),
    ),
    # That the two years are counted in sum is practice, not text (domain.md 1.2 [M]).
    _national(
        4,
        "JENJANG_JABATAN",
        "Sedang atau pernah menduduki jabatan administrator atau JF Ahli Madya",
        YearsInPost((PostKind.ADMINISTRATOR, PostKind.EXPERT_MADYA), 2),
    ),
    _national(
        5,
        "REKAM_JEJAK",
        "Rekam jejak jabatan, integritas, dan moralitas yang baik",
        Documented((("track_record", "Keterangan rekam jejak, integritas, dan moralitas"),)),
    ),
    _national(6, "USIA", "Usia", AgeAtMost(56)),
    _national(
        7,
        "KESEHATAN",
        "Sehat jasmani dan rohani",
        Documented((("health", "Surat keterangan sehat jasmani dan rohani"),)),
    ),
    Rule(
        code="KOMPETENSI_MUTASI",
        title="Kompetensi sesuai standar kompetensi jabatan",
        check=COMPETENCE,
        legal_basis="PP 11/2017 jo. PP 17/2020 Pasal 132",
        source="domain.md 1.3, S:10 dan S:11",
        certainty=Certainty.READ,
        origin=Origin.NATIONAL,
        paths=REVIEW,
        valid_from=PP_17_2020_IN_FORCE,
    ),
    Rule(
        code="MASA_JABATAN_MUTASI",
        title="Masa dalam jabatan pimpinan tinggi yang sekarang",
        check=YearsInPost((PostKind.SENIOR,), 2, current_only=True),
        legal_basis="PP 11/2017 jo. PP 17/2020 Pasal 132",
        source="domain.md 1.3, S:10 dan S:11",
        certainty=Certainty.READ,
        origin=Origin.NATIONAL,
        paths=REVIEW,
        valid_from=PP_17_2020_IN_FORCE,
        exception_authority="PPK dengan alasan tertulis (SE MenPANRB 19/2023) dan rekomendasi BKN",
    ),
)


def _local(code: str, title: str, check: Check) -> Rule:
    """A requirement that cities usually add (domain.md 1.2, last note [M])."""
    return Rule(
        code=code,
        title=title,
        check=check,
        legal_basis="Persyaratan tambahan yang ditetapkan PPK untuk putaran ini",
        source="domain.md 1.2, persyaratan tambahan daerah",
        certainty=Certainty.MEMORY,
        origin=Origin.LOCAL,
        paths=FILLING,
        valid_from=PP_17_2020_IN_FORCE,
    )


LOCAL_RULES: tuple[Rule, ...] = (
    _local("PANGKAT", "Pangkat", GradeAtLeast(Grade.IVA)),
    _local(
        "PREDIKAT_KINERJA",
        "Predikat kinerja",
        RatingsAtLeast(Rating.GOOD),
    ),
    _local(
        "HUKUMAN_DISIPLIN",
        "Hukuman disiplin",
        NoSanction((SanctionLevel.MEDIUM, SanctionLevel.HEAVY), within_years=2),
    ),
    _local(
        "LHKPN",
        "Telah menyampaikan LHKPN atau LHKASN dan SPT",
        Documented((("wealth_report", "Bukti LHKPN atau LHKASN"), ("tax_return", "Bukti SPT"))),
    ),
    _local(
        "BEBAS_TEMUAN",
        "Bebas temuan menurut Inspektorat",
        Documented((("no_audit_findings", "Surat bebas temuan dari Inspektorat"),)),
    ),
    _local(
        "TIDAK_TERSANGKA",
        "Tidak berstatus tersangka",
        Documented((("not_a_suspect", "Surat keterangan tidak berstatus tersangka"),)),
    ),
    _local(
        "PERSETUJUAN_PPK",
        "Disetujui PPK untuk mengikuti seleksi",
        Documented((("authority_consent", "Surat persetujuan PPK"),)),
    ),
)
