from django.db import migrations

# Letters are of the past. Asked is for a choice that somebody or some names were chosen by, as long
# as the round is open.
ASKED = """
CREATE FUNCTION decisions_today() RETURNS date LANGUAGE sql STABLE AS
    $$ SELECT (now() AT TIME ZONE 'Asia/Jakarta')::date $$;

CREATE FUNCTION decisions_letter_is_of_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.dated > decisions_today() OR NOT EXISTS (SELECT FROM selection_attachment
        WHERE id = NEW.file_id AND round_id = NEW.round_id AND kind = 'letter') THEN
        RAISE EXCEPTION 'a letter is not of the future and has its file'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_letter_is_of_the_past BEFORE INSERT ON decisions_letter
    FOR EACH ROW EXECUTE FUNCTION decisions_letter_is_of_the_past();

CREATE FUNCTION decisions_round_is_open(choice bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM decisions_roundclosure x
        JOIN decisions_determination d ON d.round_id = x.round_id
        JOIN decisions_choice c ON c.determination_id = d.id WHERE c.id = choice)
$$;

CREATE FUNCTION decisions_of_a_choice_in_force(choice bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT decisions_round_is_open(choice) AND EXISTS (SELECT FROM decisions_choice c
        JOIN decisions_determination d ON d.id = c.determination_id
        WHERE c.id = choice AND c.what <> 'nobody' AND NOT EXISTS (
            SELECT FROM decisions_choice l
            JOIN decisions_determination n ON n.id = l.determination_id
            WHERE l.vacancy_id = c.vacancy_id AND n.number > d.number))
$$;

CREATE FUNCTION decisions_approval_is_of_a_choice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT decisions_of_a_choice_in_force(NEW.choice_id) THEN
        RAISE EXCEPTION 'asked is for a choice in force' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_approval_is_of_a_choice BEFORE INSERT ON decisions_approval
    FOR EACH ROW EXECUTE FUNCTION decisions_approval_is_of_a_choice();
"""
# The life of an approval (decisions.approval_states has the same table): each event follows its
# predecessor, on no earlier day; not before the choice was set, nor in the future; a reply is not
# older than the request.
FOLLOWS = """
CREATE FUNCTION decisions_approvalevent_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
    since date;
    asked_on date;
    choice bigint;
    set_on date;
BEGIN
    SELECT a.choice_id, (d.set_at AT TIME ZONE 'Asia/Jakarta')::date INTO choice, set_on
        FROM decisions_approval a JOIN decisions_choice c ON c.id = a.choice_id
        JOIN decisions_determination d ON d.id = c.determination_id WHERE a.id = NEW.approval_id;
    SELECT kind INTO state FROM decisions_approvalevent
        WHERE approval_id = NEW.approval_id AND kind <> 'deadline' ORDER BY number DESC LIMIT 1;
    SELECT max(happened_on) INTO since FROM decisions_approvalevent
        WHERE approval_id = NEW.approval_id;
    SELECT max(happened_on) INTO asked_on FROM decisions_approvalevent
        WHERE approval_id = NEW.approval_id AND kind = 'sent';
    IF NOT decisions_of_a_choice_in_force(choice) THEN
        RAISE EXCEPTION 'asked is for a choice in force' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.number <> 1 + (SELECT count(*) FROM decisions_approvalevent
        WHERE approval_id = NEW.approval_id) OR (coalesce(state, ''), NEW.kind) NOT IN (
            ('', 'prepared'), ('prepared', 'sent'), ('sent', 'allowed'), ('sent', 'refused'),
            ('sent', 'returned'), ('returned', 'sent'), ('refused', 'sent'),
            ('allowed', 'expired'), ('expired', 'sent'), ('prepared', 'deadline'),
            ('sent', 'deadline'), ('returned', 'deadline'), ('expired', 'deadline')) THEN
        RAISE EXCEPTION 'this does not follow' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.happened_on > decisions_today() OR NEW.happened_on < coalesce(since, set_on)
        OR NEW.happened_on < set_on THEN
        RAISE EXCEPTION 'it cannot have happened on that day' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.letter_id IS NOT NULL AND NOT EXISTS (SELECT FROM decisions_letter l
        JOIN decisions_approval a ON a.id = NEW.approval_id
        JOIN decisions_choice c ON c.id = a.choice_id
        JOIN selection_vacancy v ON v.id = c.vacancy_id AND v.round_id = l.round_id
        WHERE l.id = NEW.letter_id AND l.dated <= NEW.happened_on
        AND l.dated >= CASE WHEN NEW.kind IN ('allowed', 'refused', 'returned') THEN asked_on
            ELSE set_on END
        AND l.direction = CASE WHEN NEW.kind = 'sent' THEN 'out' ELSE 'in' END) THEN
        RAISE EXCEPTION 'the letter does not fit' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_approvalevent_follows BEFORE INSERT ON decisions_approvalevent
    FOR EACH ROW EXECUTE FUNCTION decisions_approvalevent_follows();
"""
# A decree is of a chosen person; an inauguration rests on it; a closed round stays as it is.
ENDED = """
CREATE FUNCTION decisions_decree_is_of_a_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.dated > decisions_today() OR NOT decisions_of_a_choice_in_force(NEW.choice_id)
        OR NOT EXISTS (SELECT FROM decisions_choice c
        JOIN decisions_determination d ON d.id = c.determination_id
        WHERE c.id = NEW.choice_id AND c.what = 'person'
        AND NEW.dated >= (d.set_at AT TIME ZONE 'Asia/Jakarta')::date) THEN
        RAISE EXCEPTION 'a decree follows the choice of a person'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_decree_is_of_a_person BEFORE INSERT ON decisions_decree
    FOR EACH ROW EXECUTE FUNCTION decisions_decree_is_of_a_person();

CREATE FUNCTION decisions_inauguration_rests_on_a_decree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + (SELECT count(*) FROM decisions_inauguration
            WHERE choice_id = NEW.choice_id)
        OR NOT decisions_of_a_choice_in_force(NEW.choice_id)
        OR EXISTS (SELECT FROM decisions_inauguration WHERE choice_id = NEW.choice_id AND held)
        OR (NEW.held AND (NEW."on" > decisions_today() OR NOT EXISTS (
            SELECT FROM decisions_decree WHERE choice_id = NEW.choice_id
            AND dated <= NEW."on"))) THEN
        RAISE EXCEPTION 'an inauguration rests on a decree' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_inauguration_rests_on_a_decree BEFORE INSERT ON decisions_inauguration
    FOR EACH ROW EXECUTE FUNCTION decisions_inauguration_rests_on_a_decree();

CREATE FUNCTION decisions_choiceend_is_no_inauguration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT decisions_of_a_choice_in_force(NEW.choice_id)
        OR EXISTS (SELECT FROM decisions_inauguration WHERE choice_id = NEW.choice_id AND held) THEN
        RAISE EXCEPTION 'who was inaugurated holds the post' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_choiceend_is_no_inauguration BEFORE INSERT ON decisions_choiceend
    FOR EACH ROW EXECUTE FUNCTION decisions_choiceend_is_no_inauguration();

CREATE FUNCTION decisions_roundclosure_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM (
        SELECT DISTINCT ON (c.vacancy_id) c.id, c.what FROM decisions_choice c
        JOIN decisions_determination d ON d.id = c.determination_id
        WHERE d.round_id = NEW.round_id ORDER BY c.vacancy_id, d.number DESC) held
        WHERE held.what <> 'nobody'
        AND NOT EXISTS (SELECT FROM decisions_inauguration i
            WHERE i.choice_id = held.id AND i.held)
        AND NOT EXISTS (SELECT FROM decisions_choiceend e WHERE e.choice_id = held.id);
    IF FOUND THEN
        RAISE EXCEPTION 'a choice of the round has not come to its end'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_roundclosure_is_complete BEFORE INSERT ON decisions_roundclosure
    FOR EACH ROW EXECUTE FUNCTION decisions_roundclosure_is_complete();

CREATE FUNCTION decisions_closed_round_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM decisions_roundclosure WHERE round_id = NEW.round_id) THEN
        RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_closed_round_is_decided BEFORE INSERT ON decisions_determination
    FOR EACH ROW EXECUTE FUNCTION decisions_closed_round_is_decided();
"""
# What two people decide about a step is decided once.
OVERRIDE = """
CREATE FUNCTION decisions_routeoverride_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decision <> '' OR
        to_jsonb(NEW) - '{decision,decided_by_id,decided_at,note}'::text[]
        <> to_jsonb(OLD) - '{decision,decided_by_id,decided_at,note}'::text[] THEN
        RAISE EXCEPTION 'an override is decided once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_routeoverride_is_decided_once
    BEFORE UPDATE OR DELETE ON decisions_routeoverride
    FOR EACH ROW EXECUTE FUNCTION decisions_routeoverride_is_decided_once();
"""
FINAL = (
    "decisions_approval",
    "decisions_approvalevent",
    "decisions_letter",
    "decisions_keptroute",
    "decisions_decree",
    "decisions_inauguration",
    "decisions_choiceend",
    "decisions_roundclosure",
)
ONLY_ADDED = "".join(
    f"""
CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();
"""
    for table in FINAL
)
REVOKED = f"""
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON {", ".join(FINAL)} FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0006_approval_rules"), ("scoring", "0016_clarification_notes")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (ASKED, FOLLOWS, ENDED, OVERRIDE, ONLY_ADDED, REVOKED)
    ]
