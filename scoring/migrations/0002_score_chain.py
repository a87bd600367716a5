from django.db import migrations

# Score events after the design's `experiments/score_chain.sql`: one chain a round, append-only.
# The database itself refuses an event by anyone but the sheet's member, into a signed or
# withdrawn sheet, out of turn, out of phase, or of the wrong kind for the round.
FORWARD = """
CREATE FUNCTION scoring_scoreevent_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE sheet record; last record;
BEGIN
    PERFORM pg_advisory_xact_lock(4242, NEW.round_id::int);
    SELECT s.version, s.withdrawn_at, p.user_id, p.round_id, r.is_archive, r.phase INTO sheet
        FROM scoring_sheet s JOIN panels_seat p ON p.id = s.seat_id
        JOIN selection_round r ON r.id = p.round_id WHERE s.id = NEW.sheet_id;
    IF NOT FOUND OR sheet.round_id <> NEW.round_id OR sheet.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'sheet is not of this round' USING ERRCODE = 'restrict_violation';
    END IF;
    IF sheet.is_archive <> (NEW.kind = 'archive') THEN
        RAISE EXCEPTION 'wrong kind of event' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind <> 'archive' AND
        (sheet.phase <> 'scoring' OR sheet.user_id IS DISTINCT FROM NEW.actor_id) THEN
        RAISE EXCEPTION 'only the member scores, while scoring is open'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM scoring_scoreevent e
               WHERE e.sheet_id = NEW.sheet_id AND e.kind IN ('sign', 'archive')) THEN
        RAISE EXCEPTION 'sheet is signed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.base_version <> (CASE NEW.kind WHEN 'archive' THEN 0 ELSE sheet.version END)
        OR NOT NEW.payload_json::jsonb ? 'entries' THEN
        RAISE EXCEPTION 'event is out of turn' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT chain_no, hash INTO last FROM scoring_scoreevent
        WHERE round_id = NEW.round_id ORDER BY chain_no DESC LIMIT 1;
    NEW.at := clock_timestamp();
    NEW.chain_no := coalesce(last.chain_no, 0) + 1;
    NEW.prev_hash := coalesce(last.hash, '\\x00');
    NEW.hash := sha256(NEW.prev_hash || convert_to(json_build_array(
        NEW.round_id, NEW.chain_no, NEW.sheet_id, NEW.actor_id, NEW.kind, NEW.version,
        NEW.mutation_id, NEW.payload_json,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, 'UTF8'));
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_scoreevent_link BEFORE INSERT ON scoring_scoreevent
    FOR EACH ROW EXECUTE FUNCTION scoring_scoreevent_link();

CREATE FUNCTION scoring_scoreevent_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'scoring_scoreevent is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER scoring_scoreevent_is_final BEFORE UPDATE OR DELETE ON scoring_scoreevent
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_scoreevent_is_final();

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON scoring_scoreevent FROM pratama_app;
    END IF;
END $$;
"""
BACKWARD = """
DROP TRIGGER scoring_scoreevent_is_final ON scoring_scoreevent;
DROP FUNCTION scoring_scoreevent_is_final();
DROP TRIGGER scoring_scoreevent_link ON scoring_scoreevent;
DROP FUNCTION scoring_scoreevent_link();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
