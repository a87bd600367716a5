from django.db import migrations

# Choices are set by the authority of the round's agency once the panel has handed over, one number
# after the other, and rest on the result in force.
DETERMINED = """
CREATE FUNCTION decisions_determination_is_the_authoritys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM selection_round r JOIN accounts_membership m ON m.agency_id = r.agency_id
        WHERE r.id = NEW.round_id AND r.phase = 'handed_over' AND m.user_id = NEW.set_by_id
        AND m.role = 'authority' AND m.ended_at IS NULL;
    IF NOT FOUND OR NEW.number <> 1 + (
        SELECT count(*) FROM decisions_determination WHERE round_id = NEW.round_id)
        OR NEW.result_id <> (SELECT id FROM scoring_result WHERE round_id = NEW.round_id
            ORDER BY number DESC LIMIT 1) THEN
        RAISE EXCEPTION 'the authority sets choices once they are handed over'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_determination_is_the_authoritys BEFORE INSERT ON decisions_determination
    FOR EACH ROW EXECUTE FUNCTION decisions_determination_is_the_authoritys();
"""
# A choice is of its round, of somebody who competes for just that post; and once all is written
# nobody is chosen for two posts.
CHOSEN = """
CREATE FUNCTION decisions_choice_is_of_its_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM decisions_determination d JOIN selection_vacancy v ON v.round_id = d.round_id
        WHERE d.id = NEW.determination_id AND v.id = NEW.vacancy_id AND v.withdrawn_at IS NULL
        AND (NEW.candidate_id IS NULL OR EXISTS (SELECT FROM candidates_nomination n
            JOIN candidates_candidate c ON c.id = n.candidate_id
            WHERE n.candidate_id = NEW.candidate_id AND n.vacancy_id = NEW.vacancy_id
            AND n.withdrawn_at IS NULL AND c.withdrawn_at IS NULL));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'chosen is who competes for the post'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_choice_is_of_its_round BEFORE INSERT ON decisions_choice
    FOR EACH ROW EXECUTE FUNCTION decisions_choice_is_of_its_round();

CREATE FUNCTION decisions_nobody_is_chosen_twice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM (
        SELECT DISTINCT ON (c.vacancy_id) c.candidate_id FROM decisions_choice c
        JOIN decisions_determination d ON d.id = c.determination_id
        WHERE d.round_id = (SELECT round_id FROM decisions_determination
            WHERE id = NEW.determination_id)
        ORDER BY c.vacancy_id, d.number DESC) held
        WHERE held.candidate_id = NEW.candidate_id HAVING count(*) > 1;
    IF FOUND THEN
        RAISE EXCEPTION 'nobody is chosen for two posts' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decisions_nobody_is_chosen_twice AFTER INSERT ON decisions_choice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION decisions_nobody_is_chosen_twice();
"""
FINAL = ("decisions_determination", "decisions_choice")
ONLY_ADDED = "".join(
    f"""
CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();
"""
    for table in FINAL
)
# A question is answered once, and stays.
ASKED = """
CREATE FUNCTION decisions_inquiry_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL
        OR to_jsonb(NEW) - ARRAY['answer', 'answered_by_id', 'answered_at']
        <> to_jsonb(OLD) - ARRAY['answer', 'answered_by_id', 'answered_at'] THEN
        RAISE EXCEPTION 'a question is answered once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_inquiry_is_answered_once BEFORE UPDATE OR DELETE ON decisions_inquiry
    FOR EACH ROW EXECUTE FUNCTION decisions_inquiry_is_answered_once();
"""
REVOKED = f"""
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON {", ".join(FINAL)} FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_choices"), ("candidates", "0001_initial")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (DETERMINED, CHOSEN, ONLY_ADDED, ASKED, REVOKED)
    ]
