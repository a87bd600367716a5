from django.db import migrations

# As in 0010, and: an event of paper is the first of its sheet, and says what two people in force
# typed, each by himself; it names them, and neither is the member.
EVENTS = """
CREATE OR REPLACE FUNCTION scoring_scoreevent_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE sheet record; last record; newest text; copies record;
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
    IF NEW.kind <> 'archive' AND sheet.phase <> 'scoring' THEN
        RAISE EXCEPTION 'scoring is not open' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT e.kind INTO newest FROM scoring_scoreevent e
        WHERE e.sheet_id = NEW.sheet_id ORDER BY e.version DESC LIMIT 1;
    IF NEW.kind = 'reopen' THEN
        PERFORM FROM scoring_reopening o WHERE o.sheet_id = NEW.sheet_id
            AND o.version = NEW.base_version AND o.is_granted AND o.decided_by_id = NEW.actor_id;
        IF NOT FOUND OR newest IS NULL OR newest NOT IN ('sign', 'paper') THEN
            RAISE EXCEPTION 'nobody granted this reopening' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF newest IN ('sign', 'paper', 'archive') THEN
        RAISE EXCEPTION 'sheet is signed' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.kind <> 'archive' AND (sheet.user_id IS DISTINCT FROM NEW.actor_id
        OR EXISTS (SELECT FROM scoring_excuse x
                   WHERE x.sheet_id = NEW.sheet_id AND x.lifted_at IS NULL)) THEN
        RAISE EXCEPTION 'only the member scores, into an open sheet'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'paper' THEN
        SELECT count(*) AS held, jsonb_agg(t.typed_by_id ORDER BY t.copy) AS typists,
            bool_and(t.entries = NEW.payload_json::jsonb->'entries') AS agree INTO copies
            FROM scoring_transcription t
            WHERE t.sheet_id = NEW.sheet_id AND t.withdrawn_at IS NULL;
        IF NEW.base_version <> 0 OR copies.held <> 2 OR NOT copies.agree
            OR copies.typists IS DISTINCT FROM NEW.payload_json::jsonb->'typists'
            OR copies.typists @> to_jsonb(NEW.actor_id) THEN
            RAISE EXCEPTION 'two people typed the same, or it is no copy'
                USING ERRCODE = 'restrict_violation';
        END IF;
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
"""
# The chair says that paper is used, and ends it once.
MODES = """
CREATE FUNCTION scoring_papermode_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the use of paper is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM panels_seat p JOIN selection_round r ON r.id = p.round_id
        WHERE r.id = NEW.round_id AND r.phase = 'scoring' AND p.part = 'chair'
        AND p.withdrawn_at IS NULL AND p.user_id = coalesce(NEW.closed_by_id, NEW.opened_by_id);
    IF NOT FOUND OR (TG_OP = 'INSERT' AND NEW.closed_at IS NOT NULL)
        OR (TG_OP = 'UPDATE' AND (OLD.closed_at IS NOT NULL
            OR to_jsonb(NEW) - ARRAY['closed_by_id', 'closed_at']
            <> to_jsonb(OLD) - ARRAY['closed_by_id', 'closed_at'])) THEN
        RAISE EXCEPTION 'the chair opens paper while scoring is open, and ends it once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_papermode_is_kept BEFORE INSERT OR UPDATE OR DELETE ON scoring_papermode
    FOR EACH ROW EXECUTE FUNCTION scoring_papermode_is_kept();
"""
# A copy is typed by staff who do not sit on the panel, of a sheet that nobody has begun, while
# paper is used; it is withdrawn once, and not after its member has confirmed.
COPIES = """
CREATE FUNCTION scoring_transcription_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'copies are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
            OR to_jsonb(NEW) - ARRAY['withdrawn_at', 'is_returned']
            <> to_jsonb(OLD) - ARRAY['withdrawn_at', 'is_returned']
            OR EXISTS (SELECT FROM scoring_scoreevent e
                       WHERE e.sheet_id = OLD.sheet_id AND e.kind = 'paper') THEN
            RAISE EXCEPTION 'a copy is withdrawn once, before it is confirmed'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM FROM scoring_sheet s JOIN panels_seat p ON p.id = s.seat_id
        JOIN selection_round r ON r.id = p.round_id
        JOIN scoring_papermode m ON m.round_id = r.id
        JOIN accounts_membership a ON a.agency_id = r.agency_id
        WHERE s.id = NEW.sheet_id AND s.version = 0 AND s.withdrawn_at IS NULL
        AND r.phase = 'scoring' AND NEW.withdrawn_at IS NULL
        AND m.id = NEW.mode_id AND m.closed_at IS NULL
        AND a.user_id = NEW.typed_by_id AND a.role = 'staff' AND a.ended_at IS NULL
        AND NOT EXISTS (SELECT FROM panels_seat o WHERE o.round_id = r.id
                        AND o.user_id = NEW.typed_by_id AND o.withdrawn_at IS NULL)
        AND NOT EXISTS (SELECT FROM scoring_excuse x
                        WHERE x.sheet_id = s.id AND x.lifted_at IS NULL);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'staff copy an untouched sheet while paper is used'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_transcription_is_kept BEFORE INSERT OR UPDATE OR DELETE
    ON scoring_transcription FOR EACH ROW EXECUTE FUNCTION scoring_transcription_is_kept();

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE DELETE, TRUNCATE ON scoring_papermode, scoring_transcription FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0013_paper")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (EVENTS, MODES, COPIES)
    ]
