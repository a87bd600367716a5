import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A paper of an announcement is ordered once that is public, never before.
AFTERWARDS = """
CREATE FUNCTION reports_document_of_what_is_public() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.announcement_id IS NOT NULL AND NOT EXISTS (SELECT FROM decisions_announcement a
        WHERE a.id = NEW.announcement_id AND a.round_id = NEW.round_id
        AND a.answer = 'published') THEN
        RAISE EXCEPTION 'nothing is made of an announcement before it is public'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_document_of_what_is_public BEFORE INSERT ON reports_document
    FOR EACH ROW EXECUTE FUNCTION reports_document_of_what_is_public();
"""
UNDONE = """
DROP TRIGGER reports_document_of_what_is_public ON reports_document;
DROP FUNCTION reports_document_of_what_is_public;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0013_public_input_rules"),
        ("decisions", "0010_announcements"),
        ("reports", "0008_documents_are_kept"),
        ("scoring", "0016_clarification_notes"),
        ("selection", "0012_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="document",
            name="reports_document_kind_known",
        ),
        migrations.AddField(
            model_name="document",
            name="announcement",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="document",
                to="decisions.announcement",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recommendation", "Laporan rekomendasi"),
                    ("minutes", "Berita acara"),
                    ("forms", "Formulir kertas"),
                    ("recapitulation", "Rekapitulasi nilai"),
                    ("plenary", "Berita acara pleno"),
                    ("attendance", "Daftar hadir"),
                    ("receipts", "Tanda terima nilai"),
                    ("decision", "Lembar keputusan"),
                    ("candidate", "Laporan kandidat"),
                    ("dossier", "Berkas lengkap"),
                    ("announcement", "Pengumuman"),
                ],
                max_length=16,
                verbose_name="jenis",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "recommendation",
                            "minutes",
                            "forms",
                            "recapitulation",
                            "plenary",
                            "attendance",
                            "receipts",
                            "decision",
                            "candidate",
                            "dossier",
                            "announcement",
                        ],
                    )
                ),
                name="reports_document_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("announcement__isnull", False), ("kind", "announcement")),
                    models.Q(
                        models.Q(("kind", "announcement"), _negated=True), ("announcement", None)
                    ),
                    _connector="OR",
                ),
                name="reports_document_announcement_of_its_own",
            ),
        ),
        migrations.RunSQL(AFTERWARDS, UNDONE),
    ]
