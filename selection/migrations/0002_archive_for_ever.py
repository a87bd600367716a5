from django.db import migrations

# `arsip` is set once, at creation (workbook.md): no live round ever becomes an archive or back.
FORWARD = """
CREATE FUNCTION selection_round_archive_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_archive IS DISTINCT FROM OLD.is_archive THEN
        RAISE EXCEPTION 'is_archive is set once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER selection_round_archive_is_final BEFORE UPDATE ON selection_round
    FOR EACH ROW EXECUTE FUNCTION selection_round_archive_is_final();
"""
BACKWARD = """
DROP TRIGGER selection_round_archive_is_final ON selection_round;
DROP FUNCTION selection_round_archive_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
