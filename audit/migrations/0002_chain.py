from django.db import migrations

# The database links every event to its scope's chain, and nobody changes one afterwards.
# The application may insert events and read them; the head it may only read.
LINK = """
CREATE FUNCTION audit_event_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last audit_head;
BEGIN
    INSERT INTO audit_head (scope, seq, hash) VALUES (NEW.scope, 0, '\\x00') ON CONFLICT DO NOTHING;
    SELECT * INTO last FROM audit_head WHERE scope = NEW.scope FOR UPDATE;
    NEW.at := clock_timestamp();
    NEW.seq := last.seq + 1;
    NEW.prev_hash := last.hash;
    NEW.hash := sha256(NEW.prev_hash || convert_to(json_build_array(
        NEW.scope, NEW.seq, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        NEW.verb, NEW.actor_id, NEW.actor_name, NEW.target, NEW.facts_json)::text, 'UTF8'));
    UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE scope = NEW.scope;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_event_link BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_link();

CREATE FUNCTION audit_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_event_is_final BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_final();

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM pratama_app;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_head FROM pratama_app;
    END IF;
END $$;
"""
UNLINK = """
DROP TRIGGER audit_event_is_final ON audit_event;
DROP FUNCTION audit_event_is_final();
DROP TRIGGER audit_event_link ON audit_event;
DROP FUNCTION audit_event_link();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(LINK, UNLINK)]
