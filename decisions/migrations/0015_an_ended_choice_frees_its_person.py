from django.db import migrations

# As in 0004, but for `ended`: who was chosen for a post and came to nothing there may be chosen
# for another one.
FUNCTION = """
CREATE OR REPLACE FUNCTION decisions_nobody_is_chosen_twice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM (
        SELECT DISTINCT ON (c.vacancy_id) c.id, c.candidate_id FROM decisions_choice c
        JOIN decisions_determination d ON d.id = c.determination_id
        WHERE d.round_id = (SELECT round_id FROM decisions_determination
            WHERE id = NEW.determination_id)
        ORDER BY c.vacancy_id, d.number DESC) held
        WHERE held.candidate_id = NEW.candidate_id {ended}HAVING count(*) > 1;
    IF FOUND THEN
        RAISE EXCEPTION 'nobody is chosen for two posts' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
ENDED = """AND NOT EXISTS (
            SELECT FROM decisions_choiceend e WHERE e.choice_id = held.id)
        """
FREED, HELD = FUNCTION.format(ended=ENDED), FUNCTION.format(ended="")


class Migration(migrations.Migration):
    dependencies = [("decisions", "0014_no_decree_before_its_approvals")]
    operations = [migrations.RunSQL(FREED, HELD)]
