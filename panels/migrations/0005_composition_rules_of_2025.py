import json

from django.db import migrations

# The composition rules as panels/composition_rules.py stated them when the table was made. Later
# law is a later migration: the old row gets an end, a new row begins.
COLUMNS = (
    "code",
    "path",
    "kind",
    "parameters",
    "severity",
    "legal_basis",
    "source",
    "certainty",
    "advice",
    "valid_from",
)
ROWS = (
    (
        "JUMLAH",
        "open_selection",
        "odd_between",
        {"least": 5, "most": 9},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019",
        "domain.md 1.4 [M]",
        "M",
        "Tambah atau kurangi anggota sampai jumlahnya ganjil dan di dalam batas.",
        "2017-04-07",
    ),
    (
        "UNSUR_INTERNAL",
        "open_selection",
        "internal_at_most",
        {"percent": 45},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019",
        "domain.md 1.4 [M]; fajar.co.id 15 Juli 2021, mengutip Kepala BKD Sulawesi Selatan",
        "2H",
        "Ganti anggota internal dengan anggota dari luar instansi, atau tambah anggota luar.",
        "2017-04-07",
    ),
    (
        "AKADEMISI_PAKAR",
        "open_selection",
        "element_present",
        {"elements": ["academic", "professional"], "name": "akademisi atau pakar"},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019",
        "domain.md 1.4 [M]",
        "M",
        "Tambahkan seorang akademisi, pakar, atau profesional.",
        "2017-04-07",
    ),
    (
        "JUMLAH",
        "talent_fill",
        "odd_between",
        {"least": 5, "most": 9},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019, diterapkan pada jalur ini",
        "ux.md (e); domain.md 1.4 dan pertanyaan 8.2",
        "I",
        "Tambah atau kurangi anggota sampai jumlahnya ganjil dan di dalam batas.",
        "2020-02-28",
    ),
    (
        "UNSUR_INTERNAL",
        "talent_fill",
        "internal_at_most",
        {"percent": 45},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019, diterapkan pada jalur ini",
        "ux.md (e); domain.md 1.4 dan pertanyaan 8.2",
        "I",
        "Ganti anggota internal dengan anggota dari luar instansi, atau tambah anggota luar.",
        "2020-02-28",
    ),
    (
        "AKADEMISI_PAKAR",
        "talent_fill",
        "element_present",
        {"elements": ["academic", "professional"], "name": "akademisi atau pakar"},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019, diterapkan pada jalur ini",
        "ux.md (e); domain.md 1.4 dan pertanyaan 8.2",
        "I",
        "Tambahkan seorang akademisi, pakar, atau profesional.",
        "2020-02-28",
    ),
    (
        "JUMLAH",
        "competency_review",
        "odd_between",
        {"least": 5, "most": 9},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019, diterapkan pada jalur ini",
        "fajar.co.id 15 Juli 2021 (job fit Sulawesi Selatan: 7 orang, internal paling banyak 45%); domain.md 1.4, panitia Malang 2024 dan Jabar 2025",
        "I",
        "Tambah atau kurangi anggota sampai jumlahnya ganjil dan di dalam batas.",
        "2020-02-28",
    ),
    (
        "UNSUR_INTERNAL",
        "competency_review",
        "internal_at_most",
        {"percent": 45},
        "blocking",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019, diterapkan pada jalur ini",
        "fajar.co.id 15 Juli 2021 (job fit Sulawesi Selatan: 7 orang, internal paling banyak 45%); domain.md 1.4, panitia Malang 2024 dan Jabar 2025",
        "2H",
        "Ganti anggota internal dengan anggota dari luar instansi, atau tambah anggota luar.",
        "2020-02-28",
    ),
    (
        "AKADEMISI_PAKAR",
        "competency_review",
        "element_present",
        {"elements": ["academic", "professional"], "name": "akademisi atau pakar"},
        "warning",
        "PP 11/2017 jo. PP 17/2020 Pasal 114 dan PermenPANRB 15/2019, diterapkan pada jalur ini",
        "fajar.co.id 15 Juli 2021 (job fit Sulawesi Selatan: 7 orang, internal paling banyak 45%); domain.md 1.4, panitia Malang 2024 dan Jabar 2025",
        "I",
        "Tambahkan seorang akademisi, pakar, atau profesional.",
        "2020-02-28",
    ),
    (
        "TANPA_PEJABAT_BKN",
        "talent_fill",
        "nobody_from",
        {"element": "bkn", "names": ["BKN", "Badan Kepegawaian Negara"]},
        "blocking",
        "Kebijakan Kepala BKN yang diumumkan 1 Juli 2025; nomor surat belum diketahui",
        "security.md F2, S2: moralita.com 1 Juli 2025, seputarkejadiansultra.click 8 Juli 2025",
        "2H",
        "Pejabat BKN tidak lagi ditugaskan sebagai anggota panitia seleksi. Ganti dengan anggota lain.",
        "2025-07-01",
    ),
    (
        "TANPA_PEJABAT_BKN",
        "open_selection",
        "nobody_from",
        {"element": "bkn", "names": ["BKN", "Badan Kepegawaian Negara"]},
        "blocking",
        "Kebijakan Kepala BKN yang diumumkan 1 Juli 2025; nomor surat belum diketahui",
        "security.md F2, S2: moralita.com 1 Juli 2025, seputarkejadiansultra.click 8 Juli 2025",
        "2H",
        "Pejabat BKN tidak lagi ditugaskan sebagai anggota panitia seleksi. Ganti dengan anggota lain.",
        "2025-07-01",
    ),
    (
        "TANPA_PEJABAT_BKN",
        "competency_review",
        "nobody_from",
        {"element": "bkn", "names": ["BKN", "Badan Kepegawaian Negara"]},
        "warning",
        "Kebijakan Kepala BKN yang diumumkan 1 Juli 2025; nomor surat belum diketahui",
        "security.md F2; pengumumannya tidak menyebut uji kompetensi",
        "I",
        "Pejabat BKN tidak lagi ditugaskan sebagai anggota panitia seleksi. Ganti dengan anggota lain.",
        "2025-07-01",
    ),
    (
        "KETUA",
        "talent_fill",
        "one_chair",
        {},
        "blocking",
        "Keputusan PPK tentang pembentukan panitia (PermenPANRB 15/2019)",
        "dari ingatan; domain.md 2.2 menyebut Ketua Pansel sebagai pelapor",
        "M",
        "Tetapkan seorang anggota sebagai ketua.",
        "2017-04-07",
    ),
    (
        "KETUA",
        "competency_review",
        "one_chair",
        {},
        "blocking",
        "Keputusan PPK tentang pembentukan panitia (PermenPANRB 15/2019)",
        "dari ingatan; domain.md 2.2 menyebut Ketua Pansel sebagai pelapor",
        "M",
        "Tetapkan seorang anggota sebagai ketua.",
        "2017-04-07",
    ),
    (
        "KETUA",
        "open_selection",
        "one_chair",
        {},
        "blocking",
        "Keputusan PPK tentang pembentukan panitia (PermenPANRB 15/2019)",
        "dari ingatan; domain.md 2.2 menyebut Ketua Pansel sebagai pelapor",
        "M",
        "Tetapkan seorang anggota sebagai ketua.",
        "2017-04-07",
    ),
    (
        "PENILAI_TIAP_KANDIDAT",
        "talent_fill",
        "judged_by_at_least",
        {"members": 4},
        "blocking",
        "Aturan penilaian putaran ini (kuorum)",
        "ux.md (e)",
        "I",
        "Tambah anggota panitia atau ganti anggota yang berhalangan.",
        "2017-04-07",
    ),
    (
        "PENILAI_TIAP_KANDIDAT",
        "competency_review",
        "judged_by_at_least",
        {"members": 4},
        "blocking",
        "Aturan penilaian putaran ini (kuorum)",
        "ux.md (e)",
        "I",
        "Tambah anggota panitia atau ganti anggota yang berhalangan.",
        "2017-04-07",
    ),
    (
        "PENILAI_TIAP_KANDIDAT",
        "open_selection",
        "judged_by_at_least",
        {"members": 4},
        "blocking",
        "Aturan penilaian putaran ini (kuorum)",
        "ux.md (e)",
        "I",
        "Tambah anggota panitia atau ganti anggota yang berhalangan.",
        "2017-04-07",
    ),
    (
        "PERNYATAAN",
        "talent_fill",
        "declarations_complete",
        {},
        "warning",
        "UU 30/2014 tentang konflik kepentingan; Peraturan Ketua KASN 4/2017",
        "domain.md 1.1 (UU 30/2014 [M], Peraturan Ketua KASN 4/2017 S:54); ux.md (e)",
        "M",
        "Ingatkan penilai yang belum menandatangani; pernyataan tidak dapat diwakilkan.",
        "2017-04-07",
    ),
    (
        "PERNYATAAN",
        "competency_review",
        "declarations_complete",
        {},
        "warning",
        "UU 30/2014 tentang konflik kepentingan; Peraturan Ketua KASN 4/2017",
        "domain.md 1.1 (UU 30/2014 [M], Peraturan Ketua KASN 4/2017 S:54); ux.md (e)",
        "M",
        "Ingatkan penilai yang belum menandatangani; pernyataan tidak dapat diwakilkan.",
        "2017-04-07",
    ),
    (
        "PERNYATAAN",
        "open_selection",
        "declarations_complete",
        {},
        "warning",
        "UU 30/2014 tentang konflik kepentingan; Peraturan Ketua KASN 4/2017",
        "domain.md 1.1 (UU 30/2014 [M], Peraturan Ketua KASN 4/2017 S:54); ux.md (e)",
        "M",
        "Ingatkan penilai yang belum menandatangani; pernyataan tidak dapat diwakilkan.",
        "2017-04-07",
    ),
)


def literal(value):
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return "'" + text.replace("'", "''") + "'"


FORWARD = (
    f"INSERT INTO panels_compositionrule ({', '.join(COLUMNS)}) VALUES "
    + ", ".join(f"({', '.join(map(literal, row))})" for row in ROWS)
    + """;
CREATE TRIGGER panels_compositionnote_is_final BEFORE UPDATE OR DELETE ON panels_compositionnote
    FOR EACH STATEMENT EXECUTE FUNCTION panels_row_is_final();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON panels_compositionnote FROM pratama_app;
    END IF;
END $$;
"""
)
BACKWARD = """
DROP TRIGGER panels_compositionnote_is_final ON panels_compositionnote;
DELETE FROM panels_compositionrule;
"""


class Migration(migrations.Migration):
    dependencies = [("panels", "0004_composition_rules")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
