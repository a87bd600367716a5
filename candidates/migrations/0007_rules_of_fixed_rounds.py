from django.db import migrations

# What holds on the day of reckoning of a round that is fixed goes on holding: no requirement of
# the agency ends before that day or begins by it. National requirements come and end with
# migrations (the owner's role); the application itself may only let one end from today on.
FORWARD = """
CREATE FUNCTION candidates_requirement_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'pratama_app' AND NEW.agency_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.agency_id IS NULL THEN
            RAISE EXCEPTION 'national requirements come with the product'
                USING ERRCODE = 'restrict_violation';
        END IF;
        PERFORM FROM selection_round r WHERE r.agency_id = NEW.agency_id AND r.phase <> 'draft'
            AND NEW.paths ? r.kind AND r.reference_date >= NEW.valid_from
            AND (NEW.valid_until IS NULL OR r.reference_date <= NEW.valid_until);
    ELSE
        IF OLD.agency_id IS NULL AND (NEW.agency_id IS NOT NULL OR
            NEW.valid_until < (now() AT TIME ZONE 'Asia/Jakarta')::date) THEN
            RAISE EXCEPTION 'a national requirement has not ended before today'
                USING ERRCODE = 'restrict_violation';
        END IF;
        PERFORM FROM selection_round r WHERE r.phase <> 'draft'
            AND (OLD.agency_id IS NULL OR r.agency_id = OLD.agency_id)
            AND OLD.paths ? r.kind AND r.reference_date >= OLD.valid_from
            AND r.reference_date > NEW.valid_until;
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'a fixed round is judged by what held on its day: % does not change',
            TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_requirement_is_fixed BEFORE INSERT OR UPDATE ON candidates_requirement
    FOR EACH ROW EXECUTE FUNCTION candidates_requirement_is_fixed();
"""
BACKWARD = """
DROP TRIGGER candidates_requirement_is_fixed ON candidates_requirement;
DROP FUNCTION candidates_requirement_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0006_talent_rules"),
        ("selection", "0004_frozen_phase"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
