from django.db import migrations

# A plenary is the chair's, of an unsealed round, one number after the other; it says why where it
# corrects a frozen result. It ends once: with a result of its round, or adjourned.
PLENARY = """
CREATE FUNCTION decisions_plenary_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.result_id IS NOT NULL OR OLD.adjourned_at IS NOT NULL
            OR to_jsonb(NEW)
                - ARRAY['result_id', 'unconfirmed', 'adjourned_at', 'adjourned_reason']
            <> to_jsonb(OLD)
                - ARRAY['result_id', 'unconfirmed', 'adjourned_at', 'adjourned_reason']
            OR (NEW.result_id IS NOT NULL AND NOT EXISTS (SELECT FROM scoring_result r
                WHERE r.id = NEW.result_id AND r.round_id = NEW.round_id)) THEN
            RAISE EXCEPTION 'a plenary ends once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT EXISTS (SELECT FROM scoring_result WHERE round_id = NEW.round_id) INTO frozen;
    PERFORM FROM panels_seat p JOIN selection_round r ON r.id = p.round_id
        WHERE p.id = NEW.chair_id AND p.user_id = NEW.opened_by_id AND p.part = 'chair'
        AND p.withdrawn_at IS NULL AND r.id = NEW.round_id
        AND r.phase IN ('unsealed', 'handed_over');
    IF NOT FOUND OR frozen <> (NEW.reason <> '') OR NEW.result_id IS NOT NULL
        OR NEW.adjourned_at IS NOT NULL OR NEW.number <> 1 + (
            SELECT count(*) FROM decisions_plenary WHERE round_id = NEW.round_id) THEN
        RAISE EXCEPTION 'the chair opens a plenary once the seal is open'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_plenary_is_kept BEFORE INSERT OR UPDATE ON decisions_plenary
    FOR EACH ROW EXECUTE FUNCTION decisions_plenary_is_kept();
"""
# What is said in a plenary is said while it is open, by members of its panel, and stays; a
# decision can only be withdrawn.
SAID = """
CREATE FUNCTION decisions_said_in_open_plenary() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said jsonb := to_jsonb(NEW);
BEGIN
    PERFORM FROM decisions_plenary p WHERE p.id = NEW.plenary_id
        AND p.result_id IS NULL AND p.adjourned_at IS NULL
        AND (NOT said ? 'seat_id' OR EXISTS (SELECT FROM panels_seat s
            WHERE s.id = (said->>'seat_id')::bigint AND s.round_id = p.round_id
            AND s.withdrawn_at IS NULL))
        AND (said->>'decision_id' IS NULL OR EXISTS (SELECT FROM decisions_plenarydecision d
            WHERE d.id = (said->>'decision_id')::bigint AND d.plenary_id = p.id));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the plenary is over' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD)->>'withdrawn_at' IS NOT NULL
        OR said - ARRAY['withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason']
        <> to_jsonb(OLD) - ARRAY['withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason']) THEN
        RAISE EXCEPTION 'a decision is only withdrawn' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_decision_said BEFORE INSERT OR UPDATE ON decisions_plenarydecision
    FOR EACH ROW EXECUTE FUNCTION decisions_said_in_open_plenary();
"""
ADDED = ("decisions_plenaryattendance", "decisions_dissent", "decisions_plenaryconfirmation")
ONLY_ADDED = "".join(
    f"""
CREATE TRIGGER {table}_said BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION decisions_said_in_open_plenary();
CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();
"""
    for table in ADDED
)
REVOKED = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE ON {tables} FROM pratama_app;
    END IF;
END $$;
""".replace("{tables}", ", ".join(ADDED))
NEVER_DELETED = "".join(
    f"""
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();
"""
    for table in ("decisions_plenary", "decisions_plenarydecision")
)
# A result is fixed by a plenary, with its quorum there: more than half, unless the round says how
# many. Deferred: the result is written first, then named by the plenary that fixed it.
RESULT = """
CREATE FUNCTION decisions_result_is_of_plenary() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE present bigint; members bigint; least integer;
BEGIN
    SELECT count(*) INTO present FROM (
        SELECT DISTINCT ON (a.seat_id) a.is_present FROM decisions_plenaryattendance a
        JOIN decisions_plenary p ON p.id = a.plenary_id
        JOIN panels_seat s ON s.id = a.seat_id AND s.withdrawn_at IS NULL
        WHERE p.result_id = NEW.id ORDER BY a.seat_id, a.id DESC) latest WHERE is_present;
    SELECT count(*) INTO members FROM panels_seat
        WHERE round_id = NEW.round_id AND withdrawn_at IS NULL;
    SELECT plenary_quorum INTO least FROM selection_round WHERE id = NEW.round_id;
    IF present < coalesce(least, members / 2 + 1) THEN
        RAISE EXCEPTION 'a plenary with its quorum fixes a result'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decisions_result_is_of_plenary AFTER INSERT ON scoring_result
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION decisions_result_is_of_plenary();
"""
HANDED = """
CREATE FUNCTION decisions_round_is_handed_over_with_result() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.phase <> 'handed_over' AND NEW.phase = 'handed_over' AND NOT EXISTS (
        SELECT FROM scoring_result r WHERE r.round_id = NEW.id) THEN
        RAISE EXCEPTION 'what is handed over is a frozen result'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_round_is_handed_over_with_result BEFORE UPDATE ON selection_round
    FOR EACH ROW EXECUTE FUNCTION decisions_round_is_handed_over_with_result();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0001_plenary"),
        ("scoring", "0015_results"),
        ("selection", "0010_plenary_quorum"),
    ]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (PLENARY, SAID, ONLY_ADDED, REVOKED, NEVER_DELETED, RESULT, HANDED)
    ]
