from django.db import migrations

# A change of a set panel: asked for by staff of the agency, approved by the chair of that panel
# and by the head of BKPSDM, refused by one of them. What was asked for never changes; whoever
# approved cannot take it back; once carried out or refused, nothing moves any more.
FORWARD = """
CREATE FUNCTION panels_panelchange_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place record;
BEGIN
    SELECT r.phase, r.agency_id INTO place FROM selection_round r WHERE r.id = NEW.round_id;
    IF place.phase IN ('draft', 'unsealed', 'handed_over') THEN
        RAISE EXCEPTION 'the panel changes this way only between freeze and unsealing'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.chair_by_id IS NOT NULL OR NEW.head_by_id IS NOT NULL
            OR NEW.refused_by_id IS NOT NULL OR NEW.executed_at IS NOT NULL
            OR NOT EXISTS (SELECT FROM panels_seat s WHERE s.id = NEW.seat_id
                AND s.round_id = NEW.round_id AND s.withdrawn_at IS NULL)
            OR NOT EXISTS (SELECT FROM accounts_membership m WHERE m.user_id = NEW.requested_by_id
                AND m.agency_id = place.agency_id AND m.role = 'staff' AND m.ended_at IS NULL) THEN
            RAISE EXCEPTION 'staff ask for a change of a member in force, nothing more'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.executed_at IS NOT NULL OR OLD.refused_at IS NOT NULL
        OR (NEW.round_id, NEW.kind, NEW.seat_id, NEW.candidate_id, NEW.conflict_kind, NEW.successor,
            NEW.reason, NEW.letter_id, NEW.requested_by_id, NEW.requested_at, NEW.public_id)
        IS DISTINCT FROM
           (OLD.round_id, OLD.kind, OLD.seat_id, OLD.candidate_id, OLD.conflict_kind, OLD.successor,
            OLD.reason, OLD.letter_id, OLD.requested_by_id, OLD.requested_at, OLD.public_id)
        OR (OLD.chair_by_id IS NOT NULL
            AND (NEW.chair_by_id, NEW.chair_at) IS DISTINCT FROM (OLD.chair_by_id, OLD.chair_at))
        OR (OLD.head_by_id IS NOT NULL
            AND (NEW.head_by_id, NEW.head_at) IS DISTINCT FROM (OLD.head_by_id, OLD.head_at)) THEN
        RAISE EXCEPTION 'what was asked for and approved does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.chair_by_id IS DISTINCT FROM OLD.chair_by_id AND NOT EXISTS (
        SELECT FROM panels_seat s WHERE s.round_id = NEW.round_id AND s.part = 'chair'
            AND s.withdrawn_at IS NULL AND s.user_id = NEW.chair_by_id) THEN
        RAISE EXCEPTION 'only the chair approves as chair' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.head_by_id IS DISTINCT FROM OLD.head_by_id AND NOT EXISTS (
        SELECT FROM accounts_membership m WHERE m.agency_id = place.agency_id AND m.role = 'head'
            AND m.ended_at IS NULL AND m.user_id = NEW.head_by_id) THEN
        RAISE EXCEPTION 'only the head approves as head' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.executed_tx := CASE WHEN NEW.executed_at IS NULL THEN NULL ELSE txid_current() END;
    RETURN NEW;
END $$;
CREATE TRIGGER panels_panelchange_life BEFORE INSERT OR UPDATE ON panels_panelchange
    FOR EACH ROW EXECUTE FUNCTION panels_panelchange_life();
"""
BACKWARD = """
DROP TRIGGER panels_panelchange_life ON panels_panelchange;
DROP FUNCTION panels_panelchange_life();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("panels", "0006_letters_and_changes"),
        ("accounts", "0002_cache_and_grants"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
