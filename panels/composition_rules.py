"""The composition rules of a panel as they are commonly set, as data (domain.md 1.4).

Each rule carries its legal basis, the days on which it is in force, where it was read and how
certain that is (domain.md 0.1). The texts of PP 11/2017 Pasal 114 and PermenPANRB 15/2019 were not
read; they were made for open selection. That panels of competency reviews keep to them is reported;
for talent management it is carried over, as ux.md (e) does. A city confirms the rules with its
legal office before it sets a panel.
"""

from datetime import date

from candidates.eligibility import Certainty
from candidates.facts import SelectionPath
from candidates.national_rules import PP_17_2020_IN_FORCE
from panels.composition import Rule, Severity
from panels.composition_checks import (
    Check,
    DeclarationsComplete,
    ElementPresent,
    InternalAtMost,
    JudgedByAtLeast,
    NobodyFrom,
    OddBetween,
    OneChair,
)
from panels.composition_facts import Element

PP_11_2017_IN_FORCE = date(2017, 4, 7)  # M
BKN_WITHDREW = date(2025, 7, 1)  # the day of its announcement; security.md F2, S2

OPEN = frozenset({SelectionPath.OPEN_SELECTION})
TALENT = frozenset({SelectionPath.TALENT_FILL})
REVIEW = frozenset({SelectionPath.COMPETENCY_REVIEW})
EVERY_PATH = OPEN | TALENT | REVIEW

PANSEL = "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019"
BY_ANALOGY = f"{PANSEL}, diterapkan pada jalur ini"

SIZE = OddBetween(5, 9)
INTERNAL_SHARE = InternalAtMost(45)
OUTSIDE_VIEW = ElementPresent(
    frozenset({Element.ACADEMIC, Element.PROFESSIONAL}), "akademisi atau pakar"
)
NO_BKN = NobodyFrom(Element.BKN, ("BKN", "Badan Kepegawaian Negara"))

SIZE_ADVICE = "Tambah atau kurangi anggota sampai jumlahnya ganjil dan di dalam batas."
SHARE_ADVICE = "Ganti anggota internal dengan anggota dari luar instansi, atau tambah anggota luar."
OUTSIDE_ADVICE = "Tambahkan seorang akademisi, pakar, atau profesional."
BKN_ADVICE = (
    "Pejabat BKN tidak lagi ditugaskan sebagai anggota panitia seleksi. Ganti dengan anggota lain."
)


def _open(code: str, check: Check, advice: str, certainty: Certainty, source: str) -> Rule:
    return Rule(
        code=code,
        check=check,
        severity=Severity.BLOCKING,
        legal_basis=PANSEL,
        source=source,
        certainty=certainty,
        paths=OPEN,
        valid_from=PP_11_2017_IN_FORCE,
        advice=advice,
    )


def _talent(code: str, check: Check, advice: str) -> Rule:
    return Rule(
        code=code,
        check=check,
        severity=Severity.BLOCKING,
        legal_basis=BY_ANALOGY,
        source="ux.md (e); domain.md 1.4 dan pertanyaan 8.2",
        certainty=Certainty.PROPOSAL,
        paths=TALENT,
        valid_from=PP_17_2020_IN_FORCE,
        advice=advice,
    )


def _review(code: str, check: Check, advice: str, severity: Severity, certainty: Certainty) -> Rule:
    return Rule(
        code=code,
        check=check,
        severity=severity,
        legal_basis=BY_ANALOGY,
        source="fajar.co.id 15 Juli 2021 (job fit Sulawesi Selatan: 7 orang, internal paling banyak"
        " 45%); domain.md 1.4, panitia Malang 2024 dan Jabar 2025",
        certainty=certainty,
        paths=REVIEW,
        valid_from=PP_17_2020_IN_FORCE,
        advice=advice,
    )


OPEN_RULES: tuple[Rule, ...] = (
    _open("JUMLAH", SIZE, SIZE_ADVICE, Certainty.MEMORY, "domain.md 1.4 [M]"),
    _open(
        "UNSUR_INTERNAL",
        INTERNAL_SHARE,
        SHARE_ADVICE,
        Certainty.SECOND_HAND,
        "domain.md 1.4 [M]; fajar.co.id 15 Juli 2021, mengutip Kepala BKD Sulawesi Selatan",
    ),
    _open("AKADEMISI_PAKAR", OUTSIDE_VIEW, OUTSIDE_ADVICE, Certainty.MEMORY, "domain.md 1.4 [M]"),
)

TALENT_RULES: tuple[Rule, ...] = (
    _talent("JUMLAH", SIZE, SIZE_ADVICE),
    _talent("UNSUR_INTERNAL", INTERNAL_SHARE, SHARE_ADVICE),
    _talent("AKADEMISI_PAKAR", OUTSIDE_VIEW, OUTSIDE_ADVICE),
)

REVIEW_RULES: tuple[Rule, ...] = (
    _review("JUMLAH", SIZE, SIZE_ADVICE, Severity.BLOCKING, Certainty.PROPOSAL),
    _review(
        "UNSUR_INTERNAL",
        INTERNAL_SHARE,
        SHARE_ADVICE,
        Severity.BLOCKING,
        Certainty.SECOND_HAND,
    ),
    _review("AKADEMISI_PAKAR", OUTSIDE_VIEW, OUTSIDE_ADVICE, Severity.WARNING, Certainty.PROPOSAL),
)


def _no_bkn(
    severity: Severity, paths: frozenset[SelectionPath], source: str, certainty: Certainty
) -> Rule:
    return Rule(
        code="TANPA_PEJABAT_BKN",
        check=NO_BKN,
        severity=severity,
        legal_basis="Kebijakan Kepala BKN yang diumumkan 1 Juli 2025; nomor surat belum diketahui",
        source=source,
        certainty=certainty,
        paths=paths,
        valid_from=BKN_WITHDREW,
        advice=BKN_ADVICE,
    )


# The announcement speaks of filling senior posts; a review fills none, so there it only warns.
BKN_RULES: tuple[Rule, ...] = (
    _no_bkn(
        Severity.BLOCKING,
        OPEN | TALENT,
        "security.md F2, S2: moralita.com 1 Juli 2025, seputarkejadiansultra.click 8 Juli 2025",
        Certainty.SECOND_HAND,
    ),
    _no_bkn(
        Severity.WARNING,
        REVIEW,
        "security.md F2; pengumumannya tidak menyebut uji kompetensi",
        Certainty.PROPOSAL,
    ),
)

COMMON_RULES: tuple[Rule, ...] = (
    Rule(
        code="KETUA",
        check=OneChair(),
        severity=Severity.BLOCKING,
        legal_basis="Keputusan PPK tentang pembentukan panitia (PermenPANRB 15/2019)",
        source="dari ingatan; domain.md 2.2 menyebut Ketua Pansel sebagai pelapor",
        certainty=Certainty.MEMORY,
        paths=EVERY_PATH,
        valid_from=PP_11_2017_IN_FORCE,
        advice="Tetapkan seorang anggota sebagai ketua.",
    ),
    Rule(
        code="PENILAI_TIAP_KANDIDAT",
        check=JudgedByAtLeast(4),
        severity=Severity.BLOCKING,
        legal_basis="Aturan penilaian putaran ini (kuorum)",
        source="ux.md (e)",
        certainty=Certainty.PROPOSAL,
        paths=EVERY_PATH,
        valid_from=PP_11_2017_IN_FORCE,
        advice="Tambah anggota panitia atau ganti anggota yang berhalangan.",
    ),
    Rule(
        code="PERNYATAAN",
        check=DeclarationsComplete(),
        severity=Severity.WARNING,
        legal_basis="UU 30/2014 tentang konflik kepentingan; Peraturan Ketua KASN 4/2017",
        source="domain.md 1.1 (UU 30/2014 [M], Peraturan Ketua KASN 4/2017 S:54); ux.md (e)",
        certainty=Certainty.MEMORY,
        paths=EVERY_PATH,
        valid_from=PP_11_2017_IN_FORCE,
        advice="Ingatkan penilai yang belum menandatangani; pernyataan tidak dapat diwakilkan.",
    ),
)

COMPOSITION_RULES: tuple[Rule, ...] = (
    *OPEN_RULES,
    *TALENT_RULES,
    *REVIEW_RULES,
    *BKN_RULES,
    *COMMON_RULES,
)
