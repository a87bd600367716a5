"""National holidays and cuti bersama as decreed, year by year, as data.

The texts of the decrees were not read, except the heading of the one for 2024; their numbers and
dates were read in reports that quote them, at least three for each year that agree ([2H] of
domain.md 0.1). Days of 2024 and 2025 were compared with the list of the public library
vacanza/holidays as well. A year without a decree is left out: 2027 is for the city to load.
Days off of a single region, such as a repeated vote, are not here; a city adds its own.
"""

from collections.abc import Mapping
from datetime import date

from selection.working_days import Holiday, HolidayKind, HolidayYear

CAVEAT = (
    "Disusun dari pemberitaan yang mengutip keputusannya; naskah keputusan belum dibaca. Cocokkan"
    " dengan naskahnya, termasuk perubahannya, sebelum dipakai."
)
VOTING = "Pemungutan suara"


def _days(
    year: int, national: Mapping[str, str], joint_leave: Mapping[str, str]
) -> dict[date, Holiday]:
    """Both lists by date; days are written `month-day`, as the decrees list them."""
    lists = ((national, HolidayKind.NATIONAL), (joint_leave, HolidayKind.JOINT_LEAVE))
    return {
        date.fromisoformat(f"{year}-{day}"): Holiday(name, kind)
        for named, kind in lists
        for day, name in named.items()
    }


YEAR_2024 = HolidayYear(
    year=2024,
    decrees=(
        "Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB"
        " Nomor 855 Tahun 2023, Nomor 3 Tahun 2023, dan Nomor 4 Tahun 2023 (12 September 2023)",
        "Keputusan Presiden Nomor 7 Tahun 2024 tentang cuti bersama pegawai ASN",
        "Keputusan Presiden Nomor 8 Tahun 2024 tentang hari-hari libur (nama hari)",
        "Keputusan Presiden Nomor 10 Tahun 2024 (pemungutan suara 14 Februari)",
        "Keputusan Presiden Nomor 33 Tahun 2024 (pemungutan suara 27 November)",
    ),
    source="2H: republika.co.id, jpnn.com, beritasatu.com (SKB); bisnis.com (Keppres 7);"
    " kontan.co.id (Keppres 10); tempo.co (Keppres 33)",
    caveat=CAVEAT,
    holidays=_days(
        2024,
        {
            "01-01": "Tahun Baru 2024 Masehi",
            "02-08": "Isra Mikraj Nabi Muhammad S.A.W.",
            "02-10": "Tahun Baru Imlek 2575 Kongzili",
            "02-14": f"{VOTING} Pemilihan Umum",
            "03-11": "Hari Suci Nyepi (Tahun Baru Saka 1946)",
            "03-29": "Wafat Yesus Kristus",
            "03-31": "Kebangkitan Yesus Kristus (Paskah)",
            "04-10": "Idulfitri 1445 Hijriah",
            "04-11": "Idulfitri 1445 Hijriah",
            "05-01": "Hari Buruh Internasional",
            "05-09": "Kenaikan Yesus Kristus",
            "05-23": "Hari Raya Waisak 2568 BE",
            "06-01": "Hari Lahir Pancasila",
            "06-17": "Iduladha 1445 Hijriah",
            "07-07": "1 Muharam Tahun Baru Islam 1446 Hijriah",
            "08-17": "Proklamasi Kemerdekaan",
            "09-16": "Maulid Nabi Muhammad S.A.W.",
            "11-27": f"{VOTING} pemilihan kepala daerah",
            "12-25": "Kelahiran Yesus Kristus",
        },
        {
            "02-09": "Tahun Baru Imlek 2575 Kongzili",
            "03-12": "Hari Suci Nyepi (Tahun Baru Saka 1946)",
            "04-08": "Idulfitri 1445 Hijriah",
            "04-09": "Idulfitri 1445 Hijriah",
            "04-12": "Idulfitri 1445 Hijriah",
            "04-15": "Idulfitri 1445 Hijriah",
            "05-10": "Kenaikan Yesus Kristus",
            "05-24": "Hari Raya Waisak 2568 BE",
            "06-18": "Iduladha 1445 Hijriah",
            "12-26": "Kelahiran Yesus Kristus",
        },
    ),
)

YEAR_2025 = HolidayYear(
    year=2025,
    decrees=(
        "Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB"
        " Nomor 1017 Tahun 2024, Nomor 2 Tahun 2024, dan Nomor 2 Tahun 2024 (14 Oktober 2024)",
        "Perubahannya: Nomor 933 Tahun 2025, Nomor 1 Tahun 2025, dan Nomor 3 Tahun 2025"
        " (7 Agustus 2025; cuti bersama 18 Agustus)",
        "Keputusan Presiden Nomor 2 Tahun 2025 tentang cuti bersama pegawai ASN",
    ),
    source="2H: rasikapekalongan.com (mengutip Sekretariat Kabinet), prokalteng.co, jpnn.com (SKB);"
    " jabar.jpnn.com, fajar.co.id, okezone.com (perubahan); Antara (Keppres 2)",
    caveat=CAVEAT,
    holidays=_days(
        2025,
        {
            "01-01": "Tahun Baru 2025 Masehi",
            "01-27": "Isra Mikraj Nabi Muhammad S.A.W.",
            "01-29": "Tahun Baru Imlek 2576 Kongzili",
            "03-29": "Hari Suci Nyepi (Tahun Baru Saka 1947)",
            "03-31": "Idulfitri 1446 Hijriah",
            "04-01": "Idulfitri 1446 Hijriah",
            "04-18": "Wafat Yesus Kristus",
            "04-20": "Kebangkitan Yesus Kristus (Paskah)",
            "05-01": "Hari Buruh Internasional",
            "05-12": "Hari Raya Waisak 2569 BE",
            "05-29": "Kenaikan Yesus Kristus",
            "06-01": "Hari Lahir Pancasila",
            "06-06": "Iduladha 1446 Hijriah",
            "06-27": "1 Muharam Tahun Baru Islam 1447 Hijriah",
            "08-17": "Proklamasi Kemerdekaan",
            "09-05": "Maulid Nabi Muhammad S.A.W.",
            "12-25": "Kelahiran Yesus Kristus",
        },
        {
            "01-28": "Tahun Baru Imlek 2576 Kongzili",
            "03-28": "Hari Suci Nyepi (Tahun Baru Saka 1947)",
            "04-02": "Idulfitri 1446 Hijriah",
            "04-03": "Idulfitri 1446 Hijriah",
            "04-04": "Idulfitri 1446 Hijriah",
            "04-07": "Idulfitri 1446 Hijriah",
            "05-13": "Hari Raya Waisak 2569 BE",
            "05-30": "Kenaikan Yesus Kristus",
            "06-09": "Iduladha 1446 Hijriah",
            "08-18": "Proklamasi Kemerdekaan",
            "12-26": "Kelahiran Yesus Kristus",
        },
    ),
)

YEAR_2026 = HolidayYear(
    year=2026,
    decrees=(
        "Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB"
        " Nomor 1497 Tahun 2025, Nomor 2 Tahun 2025, dan Nomor 5 Tahun 2025 (19 September 2025)",
        "Keputusan Presiden Nomor 42 Tahun 2025 tentang cuti bersama pegawai ASN",
    ),
    # One report (suara.com) prints 2 January and 18 February as cuti bersama; Keppres 42 does not.
    source="2H: brilio.net, bali.disway.id, lintaspriangan.com, cimahiaktual.com (SKB);"
    " jakarta365.net, klikinaja.com (Keppres 42)",
    caveat=CAVEAT,
    holidays=_days(
        2026,
        {
            "01-01": "Tahun Baru 2026 Masehi",
            "01-16": "Isra Mikraj Nabi Muhammad S.A.W.",
            "02-17": "Tahun Baru Imlek 2577 Kongzili",
            "03-19": "Hari Suci Nyepi (Tahun Baru Saka 1948)",
            "03-21": "Idulfitri 1447 Hijriah",
            "03-22": "Idulfitri 1447 Hijriah",
            "04-03": "Wafat Yesus Kristus",
            "04-05": "Kebangkitan Yesus Kristus (Paskah)",
            "05-01": "Hari Buruh Internasional",
            "05-14": "Kenaikan Yesus Kristus",
            "05-27": "Iduladha 1447 Hijriah",
            "05-31": "Hari Raya Waisak 2570 BE",
            "06-01": "Hari Lahir Pancasila",
            "06-16": "1 Muharam Tahun Baru Islam 1448 Hijriah",
            "08-17": "Proklamasi Kemerdekaan",
            "08-25": "Maulid Nabi Muhammad S.A.W.",
            "12-25": "Kelahiran Yesus Kristus",
        },
        {
            "02-16": "Tahun Baru Imlek 2577 Kongzili",
            "03-18": "Hari Suci Nyepi (Tahun Baru Saka 1948)",
            "03-20": "Idulfitri 1447 Hijriah",
            "03-23": "Idulfitri 1447 Hijriah",
            "03-24": "Idulfitri 1447 Hijriah",
            "05-15": "Kenaikan Yesus Kristus",
            "05-28": "Iduladha 1447 Hijriah",
            "12-24": "Kelahiran Yesus Kristus",
        },
    ),
)

YEARS = (YEAR_2024, YEAR_2025, YEAR_2026)
