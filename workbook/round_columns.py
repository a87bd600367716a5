"""What a round is and how it counts: the sheet Seleksi, whose keys stand below one another."""

from workbook.contract import Column, Kind, Sheet
from workbook.rows import RoundRow

TIE_BREAKS = ("KINERJA", "PANGKAT", "MASA_JABATAN", "USIA")

ROUND = Sheet(
    "Seleksi",
    RoundRow,
    "round",
    (
        Column(
            "kode",
            "code",
            Kind.SLUG,
            "Kode putaran: huruf kecil, angka, tanda hubung. Contoh: pekalongan-2025",
            required=True,
            longest=60,
        ),
        Column("nama", "title", Kind.TEXT, "Judul putaran seleksi.", required=True, longest=300),
        Column(
            "jenis",
            "kind",
            Kind.CHOICE,
            "TALENTA: pengisian jabatan lowong. UJIKOM: uji kompetensi pejabat.",
            required=True,
            choices=("TALENTA", "UJIKOM"),
        ),
        Column(
            "instansi",
            "agency",
            Kind.TEXT,
            "Contoh: Pemerintah Kota Pekalongan",
            required=True,
            longest=200,
        ),
        Column("dasar_hukum", "legal_basis", Kind.TEXTS, "Dasar hukum, dipisahkan titik koma."),
        Column(
            "tanggal_acuan",
            "reference_date",
            Kind.DATE,
            "Tanggal untuk menghitung usia, masa jabatan, dan pengalaman (rencana pelantikan).",
            required=True,
        ),
        Column("lokasi", "location", Kind.TEXT, "Tempat pelaksanaan.", longest=300),
        Column(
            "agregasi",
            "aggregation",
            Kind.CHOICE,
            "Cara menggabungkan nilai para penilai.",
            choices=("RATA_RATA", "MEDIAN", "RATA_RATA_TERPANGKAS"),
            default="RATA_RATA",
        ),
        Column(
            "kuorum",
            "quorum",
            Kind.INTEGER,
            "Jumlah terkecil lembar nilai yang ditandatangani. Bila kosong: lebih dari separuh "
            "penilai yang tidak mengundurkan diri untuk kandidat itu.",
            least=1,
            most=99,
        ),
        Column(
            "kuorum_pleno",
            "plenary_quorum",
            Kind.INTEGER,
            "Jumlah terkecil penilai yang hadir pada rapat pleno. Bila kosong: lebih dari separuh "
            "penilai.",
            least=1,
            most=99,
        ),
        Column(
            "presisi",
            "precision",
            Kind.INTEGER,
            "Banyaknya desimal nilai akhir.",
            default=2,
            least=0,
            most=6,
        ),
        Column(
            "urutan_seri",
            "tie_breaks",
            Kind.CODES,
            "Urutan penentu bila nilai akhir sama, dipisahkan titik koma: kode instrumen, "
            f"{', '.join(TIE_BREAKS)}.",
        ),
        Column(
            "jumlah_terbaik",
            "names_put_forward",
            Kind.INTEGER,
            "Banyaknya nama yang diusulkan untuk satu jabatan.",
            default=3,
            least=1,
            most=99,
        ),
        Column(
            "maks_pilihan",
            "max_nominations",
            Kind.INTEGER,
            "Paling banyak jabatan yang dituju satu kandidat.",
            default=3,
            least=1,
            most=99,
        ),
        Column(
            "arsip",
            "is_archive",
            Kind.YES_NO,
            "Ya: putaran lampau atau latihan yang nilainya ikut dalam buku kerja ini.",
            default=False,
        ),
    ),
    key=(),
    required=True,
    by_key=True,
)
