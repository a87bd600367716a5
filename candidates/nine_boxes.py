"""The nine boxes and the names of the classes, as data (domain.md 3.7)."""

from candidates.talent_rules import Box, Level

PERFORMANCE_LEVELS = {
    Level.LOW: "Di bawah ekspektasi",
    Level.MIDDLE: "Sesuai ekspektasi",
    Level.HIGH: "Di atas ekspektasi",
}
POTENTIAL_LEVELS = {Level.LOW: "Rendah", Level.MIDDLE: "Menengah", Level.HIGH: "Tinggi"}

# Cells: S:22, S:24. Descriptions: S:24. Actions: M (PermenPANRB 3/2020, to be verified).
# Succession group (KRS): domain.md 3.7.
NINE_BOXES = (
    Box(
        9,
        Level.HIGH,
        Level.HIGH,
        "Kinerja di atas ekspektasi dan potensial tinggi",
        "Dipromosikan dan dipertahankan; masuk KRS instansi atau nasional; penghargaan",
        succession=True,
    ),
    Box(
        8,
        Level.MIDDLE,
        Level.HIGH,
        "Kinerja sesuai ekspektasi dan potensial tinggi",
        "Dipertahankan; masuk KRS instansi; rotasi atau perluasan jabatan; bimbingan kinerja",
        succession=True,
    ),
    Box(
        7,
        Level.HIGH,
        Level.MIDDLE,
        "Kinerja di atas ekspektasi dan potensial menengah",
        "Dipertahankan; masuk KRS instansi; rotasi atau pengayaan jabatan; pengembangan "
        "kompetensi; tugas belajar",
        succession=True,
    ),
    Box(
        6,
        Level.LOW,
        Level.HIGH,
        "Kinerja di bawah ekspektasi dan potensial tinggi",
        "Penempatan yang sesuai; bimbingan kinerja; konseling kinerja",
        succession=False,
    ),
    Box(
        5,
        Level.MIDDLE,
        Level.MIDDLE,
        "Kinerja sesuai ekspektasi dan potensial menengah",
        "Penempatan yang sesuai; bimbingan kinerja; pengembangan kompetensi",
        succession=False,
    ),
    Box(
        4,
        Level.HIGH,
        Level.LOW,
        "Kinerja di atas ekspektasi dan potensial rendah",
        "Rotasi; pengembangan kompetensi",
        succession=False,
    ),
    Box(
        3,
        Level.LOW,
        Level.MIDDLE,
        "Kinerja di bawah ekspektasi dan potensial menengah",
        "Bimbingan dan konseling kinerja; pengembangan kompetensi; penempatan yang sesuai",
        succession=False,
    ),
    Box(
        2,
        Level.MIDDLE,
        Level.LOW,
        "Kinerja sesuai ekspektasi dan potensial rendah",
        "Bimbingan kinerja; pengembangan kompetensi; penempatan yang sesuai",
        succession=False,
    ),
    Box(
        1,
        Level.LOW,
        Level.LOW,
        "Kinerja di bawah ekspektasi dan potensial rendah",
        "Diproses sesuai ketentuan peraturan perundang-undangan",
        succession=False,
    ),
)
