from django.db import migrations

# Whatever a fixed round read on its day of reckoning, or for an import that it saw, goes on
# holding: no version of the nine boxes begins on such a day, and none ends before it. National
# versions that come with a migration (the owner's role) are the law's own.
FORWARD = """
CREATE FUNCTION candidates_talentscheme_keeps_fixed_rounds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed daterange := CASE TG_OP
        WHEN 'INSERT' THEN daterange(NEW.valid_from, NEW.valid_until, '[]')
        ELSE daterange(NEW.valid_until, NULL, '()') END;
BEGIN
    IF current_user <> 'pratama_app' AND NEW.agency_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM FROM selection_round r WHERE r.phase <> 'draft'
        AND (NEW.agency_id IS NULL OR r.agency_id = NEW.agency_id)
        AND (changed @> r.reference_date OR EXISTS (
            SELECT FROM candidates_talentimport i WHERE i.agency_id = r.agency_id
                AND i.applied_at <= r.frozen_at AND changed @> i.as_of));
    IF FOUND THEN
        RAISE EXCEPTION 'a fixed round keeps the scheme that held on its day'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_talentscheme_keeps_fixed_rounds BEFORE INSERT OR UPDATE
    ON candidates_talentscheme
    FOR EACH ROW EXECUTE FUNCTION candidates_talentscheme_keeps_fixed_rounds();
"""
BACKWARD = """
DROP TRIGGER candidates_talentscheme_keeps_fixed_rounds ON candidates_talentscheme;
DROP FUNCTION candidates_talentscheme_keeps_fixed_rounds();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0008_imports_are_whole"),
        ("selection", "0007_withdrawn_rounds"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
