from django.db import migrations

# What scores are counted with stands still once the round is fixed: it neither enters the round,
# nor changes in it, nor leaves it for another.
FORWARD = """
CREATE OR REPLACE FUNCTION scoring_round_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE version jsonb; versions jsonb[] := ARRAY[to_jsonb(NEW)]; here bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        versions := array_append(versions, to_jsonb(OLD));
    END IF;
    FOREACH version IN ARRAY versions LOOP
        here := CASE
            WHEN version ? 'round_id' THEN (version->>'round_id')::bigint
            WHEN version ? 'instrument_id' THEN (SELECT round_id FROM selection_instrument
                WHERE id = (version->>'instrument_id')::bigint)
            WHEN version ? 'seat_id' THEN (SELECT round_id FROM panels_seat
                WHERE id = (version->>'seat_id')::bigint)
            ELSE (SELECT round_id FROM candidates_candidate
                WHERE id = (version->>'candidate_id')::bigint)
        END;
        PERFORM FROM selection_round WHERE id = here AND phase = 'draft';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the round is fixed: % does not change', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_freeze")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
