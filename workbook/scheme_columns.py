"""What is filled and how it is scored: the sheets Jabatan, Instrumen, Indikator."""

from decimal import Decimal

from workbook.contract import Column, Kind, Sheet
from workbook.rows import IndicatorRow, InstrumentRow, VacancyRow

GRADES = ("III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b", "IV/c", "IV/d", "IV/e")
ECHELONS = ("II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b")
EDUCATION = ("SLTA", "D-III", "D-IV", "S-1", "S-2", "S-3")
BANDS = (Decimal(60), Decimal(70), Decimal(80), Decimal(90))
LARGEST_SCALE = 10_000

VACANCIES = Sheet(
    "Jabatan",
    VacancyRow,
    "vacancies",
    (
        Column("kode", "code", Kind.CODE, "Kode jabatan, misalnya DINKES.", required=True),
        Column("nama", "title", Kind.TEXT, "Nama jabatan.", required=True, longest=200),
        Column(
            "perangkat_daerah", "unit", Kind.TEXT, "Perangkat daerah.", required=True, longest=200
        ),
        Column(
            "eselon",
            "echelon",
            Kind.CHOICE,
            "Eselon jabatan.",
            required=True,
            choices=ECHELONS,
        ),
        Column("lowong_sejak", "vacant_since", Kind.DATE, "Tanggal mulai lowong."),
        Column("plt", "acting", Kind.TEXT, "Nama pelaksana tugas.", longest=200),
        Column(
            "pendidikan_min",
            "education_min",
            Kind.CHOICE,
            "Pendidikan paling rendah.",
            choices=EDUCATION,
            default="S-1",
        ),
        Column(
            "bidang_pendidikan",
            "education_fields",
            Kind.TEXT,
            "Bidang pendidikan yang disyaratkan.",
            longest=300,
        ),
        Column(
            "pangkat_min",
            "grade_min",
            Kind.GRADE,
            "Golongan ruang paling rendah.",
            choices=GRADES,
            default="IV/a",
        ),
        Column(
            "pengalaman_min_tahun",
            "experience_min_years",
            Kind.INTEGER,
            "Pengalaman terkait paling sedikit, dalam tahun.",
            default=5,
            least=0,
            most=60,
        ),
        Column(
            "usia_maks",
            "age_max",
            Kind.INTEGER,
            "Usia paling tinggi pada tanggal acuan, dalam tahun penuh.",
            default=56,
            least=18,
            most=100,
        ),
        Column(
            "persetujuan_khusus",
            "special_approval",
            Kind.TEXT,
            "Pihak yang harus menyetujui, misalnya Kemendagri.",
            longest=120,
        ),
        Column(
            "pemangku_nip", "incumbent_nip", Kind.NIP, "UJIKOM: NIP pejabat yang menjabat sekarang."
        ),
    ),
    key=("code",),
    required=True,
)

INSTRUMENTS = Sheet(
    "Instrumen",
    InstrumentRow,
    "instruments",
    (
        Column("kode", "code", Kind.CODE, "Kode instrumen, misalnya WAWANCARA.", required=True),
        Column("nama", "title", Kind.TEXT, "Nama instrumen.", required=True, longest=200),
        Column(
            "sumber",
            "source",
            Kind.CHOICE,
            "PANSEL: dinilai para penilai. DATA: satu nilai dari lembar Nilai_Data.",
            required=True,
            choices=("PANSEL", "DATA"),
        ),
        Column(
            "lingkup",
            "coverage",
            Kind.CHOICE,
            "JABATAN: satu nilai tiap kandidat dan jabatan. PESERTA: satu nilai tiap kandidat.",
            required=True,
            choices=("JABATAN", "PESERTA"),
        ),
        Column(
            "skala_min",
            "scale_min",
            Kind.DECIMAL,
            "Nilai terendah pada skala.",
            required=True,
            least=0,
            most=LARGEST_SCALE,
        ),
        Column(
            "skala_maks",
            "scale_max",
            Kind.DECIMAL,
            "Nilai tertinggi pada skala.",
            required=True,
            least=0,
            most=LARGEST_SCALE,
        ),
        Column(
            "bobot",
            "weight",
            Kind.DECIMAL,
            "Persen; bobot seluruh instrumen berjumlah tepat 100.",
            required=True,
            least=0,
            most=100,
        ),
        Column(
            "nilai_minimum",
            "pass_mark",
            Kind.DECIMAL,
            "Batas lulus pada skala 0 sampai 100.",
            least=0,
            most=100,
        ),
        Column(
            "pita",
            "bands",
            Kind.DECIMALS,
            "Batas bawah tingkat pada lembar nilai, dalam persen skala, dipisahkan titik koma.",
            default=BANDS,
            least=0,
            most=100,
        ),
    ),
    key=("code",),
    required=True,
)

INDICATORS = Sheet(
    "Indikator",
    IndicatorRow,
    "indicators",
    (
        Column(
            "instrumen",
            "instrument",
            Kind.CODE,
            "Kode instrumen dengan sumber PANSEL.",
            required=True,
        ),
        Column("kode", "code", Kind.CODE, "Kode kriteria.", required=True),
        Column("nama", "title", Kind.TEXT, "Nama kriteria.", required=True, longest=300),
        Column(
            "bobot",
            "weight",
            Kind.DECIMAL,
            "Persen; bobot kriteria dalam satu instrumen berjumlah tepat 100.",
            required=True,
            least=0,
            most=100,
        ),
        Column(
            "jangkar",
            "anchors",
            Kind.TEXTS,
            "Penjelasan tingkat dari yang terendah, dipisahkan titik koma: satu teks tiap tingkat, "
            "atau tiga teks untuk rendah, sedang, tinggi.",
        ),
        Column("pertanyaan", "questions", Kind.TEXTS, "Pertanyaan panduan, pisahkan titik koma."),
    ),
    key=("instrument", "code"),
    required=True,
)
