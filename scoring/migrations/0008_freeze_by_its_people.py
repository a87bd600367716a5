from django.db import migrations

# A freeze begins as a request of the agency's staff, answered by nobody. Each answer is given once,
# by whoever is head of BKPSDM there, or chairs the panel, at that moment; the last one is final.
# What was asked, the panel and the verdicts with it, never changes.
FORWARD = """
CREATE OR REPLACE FUNCTION scoring_freeze_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE here record;
BEGIN
    SELECT agency_id, phase INTO here FROM selection_round WHERE id = NEW.round_id;
    IF TG_OP = 'INSERT' THEN
        IF here.phase IS DISTINCT FROM 'draft' THEN
            RAISE EXCEPTION 'the round is fixed already' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.head_id IS NOT NULL OR NEW.chair_id IS NOT NULL OR NEW.settled_at IS NOT NULL
            OR NEW.returned_at IS NOT NULL THEN
            RAISE EXCEPTION 'a freeze begins unanswered' USING ERRCODE = 'restrict_violation';
        END IF;
        PERFORM FROM accounts_membership WHERE user_id = NEW.requested_by_id
            AND agency_id = here.agency_id AND role = 'staff' AND ended_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'staff of the agency ask for a freeze'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - ARRAY['head_id', 'head_at', 'chair_id', 'chair_at', 'settled_at',
            'returned_by_id', 'returned_at', 'reason']
        IS DISTINCT FROM to_jsonb(OLD) - ARRAY['head_id', 'head_at', 'chair_id', 'chair_at',
            'settled_at', 'returned_by_id', 'returned_at', 'reason']
        OR OLD.settled_at IS NOT NULL OR OLD.returned_at IS NOT NULL
        OR (OLD.head_id IS NOT NULL AND (NEW.head_id, NEW.head_at) IS DISTINCT FROM
            (OLD.head_id, OLD.head_at))
        OR (OLD.chair_id IS NOT NULL AND (NEW.chair_id, NEW.chair_at) IS DISTINCT FROM
            (OLD.chair_id, OLD.chair_at)) THEN
        RAISE EXCEPTION 'a freeze is answered once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.head_id IS DISTINCT FROM OLD.head_id THEN
        PERFORM FROM accounts_membership WHERE user_id = NEW.head_id
            AND agency_id = here.agency_id AND role = 'head' AND ended_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the head of the agency agrees to a freeze'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NEW.chair_id IS DISTINCT FROM OLD.chair_id THEN
        PERFORM FROM panels_seat WHERE user_id = NEW.chair_id AND round_id = NEW.round_id
            AND part = 'chair' AND withdrawn_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the chair in force agrees to a freeze'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0007_freeze_holds_panel_and_verdicts"),
        ("panels", "0010_timetable_is_kept"),
        ("accounts", "0001_initial"),
    ]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
