from django.db import migrations

# Once the round is no draft, seats and conflicts move only together with a change that chair and
# head approved and that is carried out in this very transaction, and only as that change says.
# One thing more: a member without a declaration (a newcomer) may name conflicts as he signs it.
FORWARD = """
CREATE FUNCTION scoring_panel_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place record; allowed boolean; was jsonb; phase_before text;
BEGIN
    IF TG_TABLE_NAME = 'panels_seat' THEN
        SELECT id, phase INTO place FROM selection_round WHERE id = NEW.round_id;
    ELSE
        SELECT r.id, r.phase, s.user_id INTO place FROM panels_seat s
            JOIN selection_round r ON r.id = s.round_id WHERE s.id = NEW.seat_id;
    END IF;
    IF TG_OP = 'UPDATE' THEN  -- nor does a row leave a fixed round for another
        was := to_jsonb(OLD);
        SELECT r.phase INTO phase_before FROM selection_round r WHERE r.id = coalesce(
            (was->>'round_id')::bigint,
            (SELECT s.round_id FROM panels_seat s WHERE s.id = (was->>'seat_id')::bigint));
        IF phase_before <> 'draft' AND
            (was->'round_id', was->'seat_id', was->'candidate_id') IS DISTINCT FROM
            (to_jsonb(NEW)->'round_id', to_jsonb(NEW)->'seat_id', to_jsonb(NEW)->'candidate_id')
        THEN
            RAISE EXCEPTION 'the round is fixed: % does not change', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF place.phase = 'draft' THEN
        RETURN NEW;
    END IF;
    IF place.phase IN ('unsealed', 'handed_over') THEN
        allowed := false;
    ELSIF TG_TABLE_NAME = 'panels_seat' THEN
        allowed := EXISTS (SELECT FROM panels_panelchange c
            WHERE c.round_id = place.id AND c.executed_tx = txid_current()
            AND (c.kind IN ('replace', 'withdraw') AND TG_OP = 'UPDATE' AND c.seat_id = NEW.id
                    AND NEW.withdrawn_at IS NOT NULL
                    AND (NEW.user_id, NEW.number, NEW.part) = (OLD.user_id, OLD.number, OLD.part)
                OR c.kind = 'replace' AND NEW.withdrawn_at IS NULL
                    AND (TG_OP = 'INSERT' OR OLD.withdrawn_at IS NOT NULL)
                    AND EXISTS (SELECT FROM accounts_user u WHERE u.id = NEW.user_id
                        AND u.email = c.successor->>'email')));
    ELSE
        allowed := EXISTS (SELECT FROM panels_panelchange c
            WHERE c.seat_id = NEW.seat_id AND c.executed_tx = txid_current()
            AND (c.kind = 'recuse' AND c.candidate_id = NEW.candidate_id AND NOT NEW.still_scores
                OR c.kind IN ('replace', 'withdraw') AND NEW.withdrawn_at IS NOT NULL))
            OR (NEW.decided_by_id IS NOT DISTINCT FROM place.user_id AND NOT EXISTS (
                SELECT FROM panels_declaration d WHERE d.seat_id = NEW.seat_id));
    END IF;
    IF allowed IS NOT TRUE THEN
        RAISE EXCEPTION 'the round is fixed: % does not change', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER panels_seat_is_fixed ON panels_seat;
DROP TRIGGER panels_conflict_is_fixed ON panels_conflict;
CREATE TRIGGER panels_seat_is_fixed BEFORE INSERT OR UPDATE ON panels_seat
    FOR EACH ROW EXECUTE FUNCTION scoring_panel_is_fixed();
CREATE TRIGGER panels_conflict_is_fixed BEFORE INSERT OR UPDATE ON panels_conflict
    FOR EACH ROW EXECUTE FUNCTION scoring_panel_is_fixed();
CREATE TRIGGER panels_assignmentletter_is_fixed BEFORE INSERT OR UPDATE ON panels_assignmentletter
    FOR EACH ROW EXECUTE FUNCTION scoring_round_is_fixed();
CREATE TRIGGER panels_compositionnote_is_fixed BEFORE INSERT ON panels_compositionnote
    FOR EACH ROW EXECUTE FUNCTION scoring_round_is_fixed();
"""
BACKWARD = """
DROP TRIGGER panels_compositionnote_is_fixed ON panels_compositionnote;
DROP TRIGGER panels_assignmentletter_is_fixed ON panels_assignmentletter;
DROP TRIGGER panels_conflict_is_fixed ON panels_conflict;
DROP TRIGGER panels_seat_is_fixed ON panels_seat;
CREATE TRIGGER panels_seat_is_fixed BEFORE INSERT OR UPDATE ON panels_seat
    FOR EACH ROW EXECUTE FUNCTION scoring_round_is_fixed();
CREATE TRIGGER panels_conflict_is_fixed BEFORE INSERT OR UPDATE ON panels_conflict
    FOR EACH ROW EXECUTE FUNCTION scoring_round_is_fixed();
DROP FUNCTION scoring_panel_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0005_rows_stay"),
        ("panels", "0007_changes_by_two"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
