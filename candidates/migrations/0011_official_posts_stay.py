from django.db import migrations

STAY = """
CREATE FUNCTION candidates_officialpost_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a post that was taken up stays recorded' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER candidates_officialpost_stays BEFORE UPDATE OR DELETE ON candidates_officialpost
    FOR EACH STATEMENT EXECUTE FUNCTION candidates_officialpost_stays();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON candidates_officialpost FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0010_official_posts")]
    operations = [migrations.RunSQL(STAY, migrations.RunSQL.noop)]
