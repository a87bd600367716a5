import django.db.models.deletion
from django.db import migrations, models

# The days off that are decreed, as rows. Another year is another decree in another migration, or
# what a city loads.
LOAD = """
INSERT INTO selection_holidaydecree (year, decrees, source, caveat) VALUES
    (2024, '["Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB Nomor 855 Tahun 2023, Nomor 3 Tahun 2023, dan Nomor 4 Tahun 2023 (12 September 2023)", "Keputusan Presiden Nomor 7 Tahun 2024 tentang cuti bersama pegawai ASN", "Keputusan Presiden Nomor 8 Tahun 2024 tentang hari-hari libur (nama hari)", "Keputusan Presiden Nomor 10 Tahun 2024 (pemungutan suara 14 Februari)", "Keputusan Presiden Nomor 33 Tahun 2024 (pemungutan suara 27 November)"]'::jsonb,
     '2H: republika.co.id, jpnn.com, beritasatu.com (SKB); bisnis.com (Keppres 7); kontan.co.id (Keppres 10); tempo.co (Keppres 33)',
     'Disusun dari pemberitaan yang mengutip keputusannya; naskah keputusan belum dibaca. Cocokkan dengan naskahnya, termasuk perubahannya, sebelum dipakai.'),
    (2025, '["Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB Nomor 1017 Tahun 2024, Nomor 2 Tahun 2024, dan Nomor 2 Tahun 2024 (14 Oktober 2024)", "Perubahannya: Nomor 933 Tahun 2025, Nomor 1 Tahun 2025, dan Nomor 3 Tahun 2025 (7 Agustus 2025; cuti bersama 18 Agustus)", "Keputusan Presiden Nomor 2 Tahun 2025 tentang cuti bersama pegawai ASN"]'::jsonb,
     '2H: rasikapekalongan.com (mengutip Sekretariat Kabinet), prokalteng.co, jpnn.com (SKB); jabar.jpnn.com, fajar.co.id, okezone.com (perubahan); Antara (Keppres 2)',
     'Disusun dari pemberitaan yang mengutip keputusannya; naskah keputusan belum dibaca. Cocokkan dengan naskahnya, termasuk perubahannya, sebelum dipakai.'),
    (2026, '["Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB Nomor 1497 Tahun 2025, Nomor 2 Tahun 2025, dan Nomor 5 Tahun 2025 (19 September 2025)", "Keputusan Presiden Nomor 42 Tahun 2025 tentang cuti bersama pegawai ASN"]'::jsonb,
     '2H: brilio.net, bali.disway.id, lintaspriangan.com, cimahiaktual.com (SKB); jakarta365.net, klikinaja.com (Keppres 42)',
     'Disusun dari pemberitaan yang mengutip keputusannya; naskah keputusan belum dibaca. Cocokkan dengan naskahnya, termasuk perubahannya, sebelum dipakai.');

INSERT INTO selection_dayoff (day, name, kind, decree_id)
SELECT day::date, name, kind, decree.id FROM (VALUES
    ('2024-01-01', 'Tahun Baru 2024 Masehi', 'national'),
    ('2024-02-08', 'Isra Mikraj Nabi Muhammad S.A.W.', 'national'),
    ('2024-02-09', 'Tahun Baru Imlek 2575 Kongzili', 'joint_leave'),
    ('2024-02-10', 'Tahun Baru Imlek 2575 Kongzili', 'national'),
    ('2024-02-14', 'Pemungutan suara Pemilihan Umum', 'national'),
    ('2024-03-11', 'Hari Suci Nyepi (Tahun Baru Saka 1946)', 'national'),
    ('2024-03-12', 'Hari Suci Nyepi (Tahun Baru Saka 1946)', 'joint_leave'),
    ('2024-03-29', 'Wafat Yesus Kristus', 'national'),
    ('2024-03-31', 'Kebangkitan Yesus Kristus (Paskah)', 'national'),
    ('2024-04-08', 'Idulfitri 1445 Hijriah', 'joint_leave'),
    ('2024-04-09', 'Idulfitri 1445 Hijriah', 'joint_leave'),
    ('2024-04-10', 'Idulfitri 1445 Hijriah', 'national'),
    ('2024-04-11', 'Idulfitri 1445 Hijriah', 'national'),
    ('2024-04-12', 'Idulfitri 1445 Hijriah', 'joint_leave'),
    ('2024-04-15', 'Idulfitri 1445 Hijriah', 'joint_leave'),
    ('2024-05-01', 'Hari Buruh Internasional', 'national'),
    ('2024-05-09', 'Kenaikan Yesus Kristus', 'national'),
    ('2024-05-10', 'Kenaikan Yesus Kristus', 'joint_leave'),
    ('2024-05-23', 'Hari Raya Waisak 2568 BE', 'national'),
    ('2024-05-24', 'Hari Raya Waisak 2568 BE', 'joint_leave'),
    ('2024-06-01', 'Hari Lahir Pancasila', 'national'),
    ('2024-06-17', 'Iduladha 1445 Hijriah', 'national'),
    ('2024-06-18', 'Iduladha 1445 Hijriah', 'joint_leave'),
    ('2024-07-07', '1 Muharam Tahun Baru Islam 1446 Hijriah', 'national'),
    ('2024-08-17', 'Proklamasi Kemerdekaan', 'national'),
    ('2024-09-16', 'Maulid Nabi Muhammad S.A.W.', 'national'),
    ('2024-11-27', 'Pemungutan suara pemilihan kepala daerah', 'national'),
    ('2024-12-25', 'Kelahiran Yesus Kristus', 'national'),
    ('2024-12-26', 'Kelahiran Yesus Kristus', 'joint_leave'),
    ('2025-01-01', 'Tahun Baru 2025 Masehi', 'national'),
    ('2025-01-27', 'Isra Mikraj Nabi Muhammad S.A.W.', 'national'),
    ('2025-01-28', 'Tahun Baru Imlek 2576 Kongzili', 'joint_leave'),
    ('2025-01-29', 'Tahun Baru Imlek 2576 Kongzili', 'national'),
    ('2025-03-28', 'Hari Suci Nyepi (Tahun Baru Saka 1947)', 'joint_leave'),
    ('2025-03-29', 'Hari Suci Nyepi (Tahun Baru Saka 1947)', 'national'),
    ('2025-03-31', 'Idulfitri 1446 Hijriah', 'national'),
    ('2025-04-01', 'Idulfitri 1446 Hijriah', 'national'),
    ('2025-04-02', 'Idulfitri 1446 Hijriah', 'joint_leave'),
    ('2025-04-03', 'Idulfitri 1446 Hijriah', 'joint_leave'),
    ('2025-04-04', 'Idulfitri 1446 Hijriah', 'joint_leave'),
    ('2025-04-07', 'Idulfitri 1446 Hijriah', 'joint_leave'),
    ('2025-04-18', 'Wafat Yesus Kristus', 'national'),
    ('2025-04-20', 'Kebangkitan Yesus Kristus (Paskah)', 'national'),
    ('2025-05-01', 'Hari Buruh Internasional', 'national'),
    ('2025-05-12', 'Hari Raya Waisak 2569 BE', 'national'),
    ('2025-05-13', 'Hari Raya Waisak 2569 BE', 'joint_leave'),
    ('2025-05-29', 'Kenaikan Yesus Kristus', 'national'),
    ('2025-05-30', 'Kenaikan Yesus Kristus', 'joint_leave'),
    ('2025-06-01', 'Hari Lahir Pancasila', 'national'),
    ('2025-06-06', 'Iduladha 1446 Hijriah', 'national'),
    ('2025-06-09', 'Iduladha 1446 Hijriah', 'joint_leave'),
    ('2025-06-27', '1 Muharam Tahun Baru Islam 1447 Hijriah', 'national'),
    ('2025-08-17', 'Proklamasi Kemerdekaan', 'national'),
    ('2025-08-18', 'Proklamasi Kemerdekaan', 'joint_leave'),
    ('2025-09-05', 'Maulid Nabi Muhammad S.A.W.', 'national'),
    ('2025-12-25', 'Kelahiran Yesus Kristus', 'national'),
    ('2025-12-26', 'Kelahiran Yesus Kristus', 'joint_leave'),
    ('2026-01-01', 'Tahun Baru 2026 Masehi', 'national'),
    ('2026-01-16', 'Isra Mikraj Nabi Muhammad S.A.W.', 'national'),
    ('2026-02-16', 'Tahun Baru Imlek 2577 Kongzili', 'joint_leave'),
    ('2026-02-17', 'Tahun Baru Imlek 2577 Kongzili', 'national'),
    ('2026-03-18', 'Hari Suci Nyepi (Tahun Baru Saka 1948)', 'joint_leave'),
    ('2026-03-19', 'Hari Suci Nyepi (Tahun Baru Saka 1948)', 'national'),
    ('2026-03-20', 'Idulfitri 1447 Hijriah', 'joint_leave'),
    ('2026-03-21', 'Idulfitri 1447 Hijriah', 'national'),
    ('2026-03-22', 'Idulfitri 1447 Hijriah', 'national'),
    ('2026-03-23', 'Idulfitri 1447 Hijriah', 'joint_leave'),
    ('2026-03-24', 'Idulfitri 1447 Hijriah', 'joint_leave'),
    ('2026-04-03', 'Wafat Yesus Kristus', 'national'),
    ('2026-04-05', 'Kebangkitan Yesus Kristus (Paskah)', 'national'),
    ('2026-05-01', 'Hari Buruh Internasional', 'national'),
    ('2026-05-14', 'Kenaikan Yesus Kristus', 'national'),
    ('2026-05-15', 'Kenaikan Yesus Kristus', 'joint_leave'),
    ('2026-05-27', 'Iduladha 1447 Hijriah', 'national'),
    ('2026-05-28', 'Iduladha 1447 Hijriah', 'joint_leave'),
    ('2026-05-31', 'Hari Raya Waisak 2570 BE', 'national'),
    ('2026-06-01', 'Hari Lahir Pancasila', 'national'),
    ('2026-06-16', '1 Muharam Tahun Baru Islam 1448 Hijriah', 'national'),
    ('2026-08-17', 'Proklamasi Kemerdekaan', 'national'),
    ('2026-08-25', 'Maulid Nabi Muhammad S.A.W.', 'national'),
    ('2026-12-24', 'Kelahiran Yesus Kristus', 'joint_leave'),
    ('2026-12-25', 'Kelahiran Yesus Kristus', 'national')
) AS loaded (day, name, kind)
JOIN selection_holidaydecree decree ON decree.year = extract(year FROM day::date);
"""
EMPTY = "DELETE FROM selection_dayoff; DELETE FROM selection_holidaydecree"


class Migration(migrations.Migration):

    dependencies = [
        ('selection', '0004_frozen_phase'),
    ]

    operations = [
        migrations.CreateModel(
            name='HolidayDecree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='tahun')),
                ('decrees', models.JSONField(default=list, verbose_name='keputusan')),
                ('source', models.CharField(max_length=500, verbose_name='sumber')),
                ('caveat', models.CharField(blank=True, max_length=500, verbose_name='catatan')),
            ],
            options={
                'verbose_name': 'keputusan hari libur',
                'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='selection_holidaydecree_has_a_source')],
            },
        ),
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='tanggal')),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('kind', models.CharField(choices=[('national', 'Libur nasional'), ('joint_leave', 'Cuti bersama')], max_length=12, verbose_name='jenis')),
                ('decree', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='selection.holidaydecree')),
            ],
            options={
                'verbose_name': 'hari libur',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['national', 'joint_leave'])), name='selection_dayoff_kind_known')],
            },
        ),
        migrations.RunSQL(LOAD, EMPTY),
    ]
