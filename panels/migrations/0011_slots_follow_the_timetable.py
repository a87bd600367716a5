from django.db import migrations, models

# Slots of a fixed round change only in the transaction that publishes a version of the timetable,
# and say what that version says. A version is superseded once, by a newer one, or by none where
# no slot is left. The rules of composition come with migrations, as the usual breaks do.
FORWARD = """
CREATE OR REPLACE FUNCTION panels_timetableplan_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published timetable does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.discarded_at IS NOT NULL OR (OLD.published_at IS NOT NULL AND (
            OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
            OR to_jsonb(NEW) - ARRAY['superseded_at', 'changed_tx']
                IS DISTINCT FROM to_jsonb(OLD) - ARRAY['superseded_at', 'changed_tx'])) THEN
            RAISE EXCEPTION 'a published timetable does not change'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    NEW.changed_tx := txid_current();
    RETURN NEW;
END $$;
DROP TRIGGER panels_timetableplan_is_kept ON panels_timetableplan;
CREATE TRIGGER panels_timetableplan_is_kept BEFORE INSERT OR UPDATE OR DELETE
    ON panels_timetableplan FOR EACH ROW EXECUTE FUNCTION panels_timetableplan_is_kept();

CREATE FUNCTION panels_timetableplan_has_a_successor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.superseded_at IS NOT NULL AND EXISTS (SELECT FROM panels_slot
            WHERE round_id = NEW.round_id AND withdrawn_at IS NULL)
        AND NOT EXISTS (SELECT FROM panels_timetableplan WHERE round_id = NEW.round_id
            AND version > NEW.version AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a timetable is superseded by a newer one'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER panels_timetableplan_has_a_successor
    AFTER INSERT OR UPDATE ON panels_timetableplan DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION panels_timetableplan_has_a_successor();

CREATE FUNCTION panels_slot_follows_the_timetable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place record; plan record; row_now record;
BEGIN
    SELECT id, phase INTO place FROM selection_round
        WHERE id = NEW.round_id AND frozen_at < now();  -- fixed before this transaction began
    IF NOT FOUND AND TG_OP = 'UPDATE' THEN
        SELECT id, phase INTO place FROM selection_round
            WHERE id = OLD.round_id AND frozen_at < now();
    END IF;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT FROM panels_timetableplan WHERE round_id = place.id
        AND published_at IS NOT NULL AND changed_tx = txid_current()) THEN
        RAISE EXCEPTION 'the round is fixed: slots change with the timetable only'
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT s.*, lpad(c.number::text, 2, '0') AS called INTO row_now FROM panels_slot s
        JOIN candidates_candidate c ON c.id = s.candidate_id
        WHERE s.id = NEW.id AND s.withdrawn_at IS NULL;
    IF FOUND AND NOT EXISTS (SELECT FROM panels_timetableplan p
        CROSS JOIN jsonb_array_elements(p.sittings) AS sitting
        WHERE p.round_id = row_now.round_id AND p.published_at IS NOT NULL
            AND p.superseded_at IS NULL AND sitting->>'candidate' = row_now.called
            AND (sitting->>'day')::date = row_now.date AND sitting->>'room' = row_now.room
            AND (sitting->>'starts')::time <= row_now.starts
            AND (sitting->>'ends')::interval + interval '59.999999 s' >= row_now.ends::interval)
    THEN
        RAISE EXCEPTION 'the round is fixed: slots say what the timetable says'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER panels_slot_follows_the_timetable
    AFTER INSERT OR UPDATE ON panels_slot DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION panels_slot_follows_the_timetable();

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON panels_compositionrule FROM pratama_app;
        REVOKE DELETE, TRUNCATE ON panels_slot, panels_timetableplan FROM pratama_app;
    END IF;
END $$;
"""
BACKWARD = """
DROP TRIGGER panels_slot_follows_the_timetable ON panels_slot;
DROP FUNCTION panels_slot_follows_the_timetable();
DROP TRIGGER panels_timetableplan_has_a_successor ON panels_timetableplan;
DROP FUNCTION panels_timetableplan_has_a_successor();
DROP TRIGGER panels_timetableplan_is_kept ON panels_timetableplan;
CREATE TRIGGER panels_timetableplan_is_kept BEFORE UPDATE OR DELETE ON panels_timetableplan
    FOR EACH ROW EXECUTE FUNCTION panels_timetableplan_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("panels", "0010_timetable_is_kept")]
    operations = [
        migrations.AddField(
            model_name="timetableplan",
            name="changed_tx",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
