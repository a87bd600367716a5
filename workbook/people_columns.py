"""The sheets about people: Peserta, Riwayat_Jabatan, Pansel, Benturan."""

from workbook.contract import NONE_OF_THEM, Column, Kind, Sheet
from workbook.rows import CandidateRow, ConflictRow, PostRow, SeatRow
from workbook.scheme_columns import EDUCATION, GRADES

POST_KINDS = (
    "JPT_PRATAMA",
    "ADMINISTRATOR",
    "PENGAWAS",
    "JF_AHLI_MADYA",
    "JF_AHLI_UTAMA",
    "JF_AHLI_MUDA",
)
RATINGS = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG")

CANDIDATES = Sheet(
    "Peserta",
    CandidateRow,
    "candidates",
    (
        Column("nip", "nip", Kind.NIP, "18 digit, disimpan sebagai teks.", required=True),
        Column("gelar_depan", "front_title", Kind.TEXT, "Contoh: Drs.", longest=60),
        Column("nama", "name", Kind.TEXT, "Nama tanpa gelar.", required=True, longest=200),
        Column("gelar_belakang", "back_title", Kind.TEXT, "Contoh: S.E., M.M.", longest=120),
        Column(
            "pangkat",
            "grade",
            Kind.GRADE,
            "Golongan ruang sekarang.",
            required=True,
            choices=GRADES,
        ),
        Column("tmt_pangkat", "grade_since", Kind.DATE, "TMT golongan ruang sekarang."),
        Column("jabatan", "post", Kind.TEXT, "Jabatan sekarang.", required=True, longest=200),
        Column(
            "jenis_jabatan",
            "post_kind",
            Kind.CHOICE,
            "Jenis jabatan sekarang.",
            required=True,
            choices=POST_KINDS,
        ),
        Column("eselon", "echelon", Kind.TEXT, "Eselon sekarang, misalnya III.a.", longest=8),
        Column("tmt_jabatan", "post_since", Kind.DATE, "TMT jabatan sekarang.", required=True),
        Column(
            "perangkat_daerah",
            "unit",
            Kind.TEXT,
            "Perangkat daerah sekarang.",
            required=True,
            longest=200,
        ),
        Column(
            "pendidikan",
            "education",
            Kind.CHOICE,
            "Pendidikan terakhir.",
            required=True,
            choices=EDUCATION,
        ),
        Column(
            "bidang_pendidikan",
            "education_field",
            Kind.TEXT,
            "Bidang pendidikan terakhir.",
            longest=200,
        ),
        Column(
            "predikat_kinerja_1",
            "rating_1",
            Kind.CHOICE,
            "Predikat kinerja tahun terakhir.",
            choices=RATINGS,
        ),
        Column(
            "predikat_kinerja_2",
            "rating_2",
            Kind.CHOICE,
            "Predikat kinerja tahun sebelumnya.",
            choices=RATINGS,
        ),
        Column(
            "nilai_kinerja",
            "performance",
            Kind.DECIMAL,
            "Sumbu Y kotak talenta; tidak dihitung dalam peringkat.",
            least=0,
            most=100,
        ),
        Column(
            "nilai_potensial",
            "potential",
            Kind.DECIMAL,
            "Sumbu X kotak talenta; tidak dihitung dalam peringkat.",
            least=0,
            most=100,
        ),
        Column(
            "hukuman_disiplin",
            "sanction",
            Kind.CHOICE,
            "Hukuman disiplin; kosong berarti belum diketahui.",
            choices=("TIDAK_ADA", "RINGAN", "SEDANG", "BERAT"),
        ),
        Column("email", "email", Kind.EMAIL, "Alamat email kandidat."),
        Column(
            "jabatan_dituju",
            "nominations",
            Kind.CODES,
            "Kode jabatan yang dituju, dipisahkan titik koma; boleh kosong untuk UJIKOM.",
            required=True,
            blank=True,
        ),
    ),
    key=("nip",),
    required=True,
)

POSTS = Sheet(
    "Riwayat_Jabatan",
    PostRow,
    "posts",
    (
        Column("nip", "nip", Kind.NIP, "NIP kandidat pada lembar Peserta.", required=True),
        Column("jabatan", "post", Kind.TEXT, "Nama jabatan.", required=True, longest=200),
        Column(
            "jenis_jabatan",
            "post_kind",
            Kind.CHOICE,
            "Jenis jabatan.",
            required=True,
            choices=POST_KINDS,
        ),
        Column(
            "perangkat_daerah", "unit", Kind.TEXT, "Perangkat daerah.", required=True, longest=200
        ),
        Column("mulai", "began", Kind.DATE, "Tanggal mulai menjabat.", required=True),
        Column("selesai", "ended", Kind.DATE, "Tanggal selesai; kosong bila masih dijabat."),
        Column(
            "terkait",
            "related_to",
            Kind.CODES,
            "Kode jabatan yang dinilai terkait dengan pengalaman ini, dipisahkan titik koma; "
            f"tanda {NONE_OF_THEM} bila tidak ada yang terkait; kosong bila belum dinilai.",
            choices=(NONE_OF_THEM,),
        ),
    ),
    key=("nip", "began", "post", "unit"),
)

SEATS = Sheet(
    "Pansel",
    SeatRow,
    "seats",
    (
        Column("email", "email", Kind.EMAIL, "Alamat email penilai untuk masuk.", required=True),
        Column("nama", "name", Kind.TEXT, "Nama dengan gelar.", required=True, longest=200),
        Column("jabatan", "post", Kind.TEXT, "Jabatan penilai.", longest=200),
        Column("instansi", "institution", Kind.TEXT, "Asal instansi.", required=True, longest=200),
        Column(
            "unsur",
            "element",
            Kind.CHOICE,
            "Unsur yang diwakili.",
            required=True,
            choices=(
                "PROVINSI",
                "AKADEMISI",
                "SEKDA",
                "BPKAD",
                "BKN",
                "PROFESIONAL",
                "INTERNAL",
            ),
        ),
        Column(
            "internal",
            "is_internal",
            Kind.YES_NO,
            "Ya bila berasal dari instansi sendiri.",
            required=True,
        ),
        Column(
            "peran",
            "part",
            Kind.CHOICE,
            "Tepat satu KETUA. Semua orang pada lembar ini menilai.",
            required=True,
            choices=("KETUA", "SEKRETARIS", "ANGGOTA"),
        ),
    ),
    key=("email",),
    required=True,
)

CONFLICTS = Sheet(
    "Benturan",
    ConflictRow,
    "conflicts",
    (
        Column("email", "email", Kind.EMAIL, "Email penilai pada lembar Pansel.", required=True),
        Column("nip", "nip", Kind.NIP, "NIP kandidat pada lembar Peserta.", required=True),
        Column(
            "jenis",
            "kind",
            Kind.CHOICE,
            "Jenis benturan kepentingan.",
            required=True,
            choices=("KELUARGA", "ATASAN_LANGSUNG", "BAWAHAN", "USAHA", "LAINNYA"),
        ),
        Column("keterangan", "note", Kind.TEXT, "Penjelasan singkat.", longest=500),
        Column(
            "menilai",
            "still_scores",
            Kind.YES_NO,
            "Ya: diungkapkan tetapi tetap menilai. Tidak: mengundurkan diri dari menilai.",
            required=True,
        ),
    ),
    key=("email", "nip"),
)
