from django.db import migrations

# A declaration is the member's own signature: nobody else's, one after the other, never changed.
# Before the freeze it may be renewed; afterwards only a member who has none yet signs.
FORWARD = """
CREATE FUNCTION panels_declaration_is_the_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place record; last integer;
BEGIN
    SELECT s.user_id, s.withdrawn_at, r.phase INTO place FROM panels_seat s
        JOIN selection_round r ON r.id = s.round_id WHERE s.id = NEW.seat_id;
    IF place.withdrawn_at IS NOT NULL OR place.user_id IS DISTINCT FROM NEW.signed_by_id THEN
        RAISE EXCEPTION 'only the member signs the declaration' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT max(number) INTO last FROM panels_declaration WHERE seat_id = NEW.seat_id;
    IF NEW.number <> coalesce(last, 0) + 1 THEN
        RAISE EXCEPTION 'declaration is out of turn' USING ERRCODE = 'restrict_violation';
    END IF;
    IF place.phase IN ('unsealed', 'handed_over') OR (place.phase <> 'draft' AND last IS NOT NULL)
    THEN
        RAISE EXCEPTION 'the round is fixed: declarations stand' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.signed_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER panels_declaration_is_the_members BEFORE INSERT ON panels_declaration
    FOR EACH ROW EXECUTE FUNCTION panels_declaration_is_the_members();

CREATE FUNCTION panels_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER panels_declaration_is_final BEFORE UPDATE OR DELETE ON panels_declaration
    FOR EACH STATEMENT EXECUTE FUNCTION panels_row_is_final();
CREATE TRIGGER panels_reminder_is_final BEFORE UPDATE OR DELETE ON panels_reminder
    FOR EACH STATEMENT EXECUTE FUNCTION panels_row_is_final();

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON panels_declaration, panels_reminder FROM pratama_app;
    END IF;
END $$;
"""
BACKWARD = """
DROP TRIGGER panels_reminder_is_final ON panels_reminder;
DROP TRIGGER panels_declaration_is_final ON panels_declaration;
DROP FUNCTION panels_row_is_final();
DROP TRIGGER panels_declaration_is_the_members ON panels_declaration;
DROP FUNCTION panels_declaration_is_the_members();
"""


class Migration(migrations.Migration):
    dependencies = [("panels", "0002_declarations")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
