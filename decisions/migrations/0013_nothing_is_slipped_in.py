from django.db import migrations

# What was set is what its text says, row for row: nothing is added to a penetapan afterwards, and
# its hash is that of its text; and whoever is chosen was put forward by the result it rests on.
# Looked at once all rows are written.
SAID = """
CREATE FUNCTION decisions_choices_are_what_was_set() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    d decisions_determination;
    said jsonb;
BEGIN
    SELECT * INTO d FROM decisions_determination WHERE id = coalesce(
        to_jsonb(NEW) ->> 'determination_id', to_jsonb(NEW) ->> 'id')::bigint;
    said := d.text::jsonb;
    IF d.sha256 <> encode(sha256(convert_to(d.text, 'UTF8')), 'hex')
        OR (said ->> 'round', said ->> 'number', said ->> 'reason', said #>> '{result,sha256}')
        IS DISTINCT FROM (
            (SELECT code::text FROM selection_round WHERE id = d.round_id),
            d.number::text, d.reason::text,
            (SELECT sha256::text FROM scoring_result WHERE id = d.result_id))
        OR said ->> 'previous_sha256' IS DISTINCT FROM (SELECT sha256
            FROM decisions_determination WHERE round_id = d.round_id AND number = d.number - 1)
        OR (SELECT jsonb_agg(jsonb_build_array(v.code, c.what, coalesce(k.nip, ''), c.rank,
                c.reason) ORDER BY v.code) FROM decisions_choice c
            JOIN selection_vacancy v ON v.id = c.vacancy_id
            LEFT JOIN candidates_candidate k ON k.id = c.candidate_id
            WHERE c.determination_id = d.id)
        IS DISTINCT FROM (SELECT jsonb_agg(jsonb_build_array(e -> 'vacancy', e -> 'what',
                e -> 'nip', e -> 'rank', e -> 'reason') ORDER BY e ->> 'vacancy')
            FROM jsonb_array_elements(said -> 'choices') e) THEN
        RAISE EXCEPTION 'choices are what the text of their determination says'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM decisions_choice c
        JOIN selection_vacancy v ON v.id = c.vacancy_id
        JOIN candidates_candidate k ON k.id = c.candidate_id
        WHERE c.determination_id = d.id AND NOT EXISTS (SELECT FROM scoring_result x,
            jsonb_array_elements(x.text::jsonb -> 'vacancies') p,
            jsonb_array_elements(p -> 'ranked') r
            WHERE x.id = d.result_id AND p ->> 'code' = v.code AND r ->> 'nip' = k.nip
            AND (r ->> 'put_forward')::boolean)) THEN
        RAISE EXCEPTION 'chosen is who was put forward' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decisions_determination_is_what_was_set
    AFTER INSERT ON decisions_determination DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION decisions_choices_are_what_was_set();
CREATE CONSTRAINT TRIGGER decisions_choice_is_what_was_set
    AFTER INSERT ON decisions_choice DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION decisions_choices_are_what_was_set();
"""
UNSAID = """
DROP TRIGGER decisions_choice_is_what_was_set ON decisions_choice;
DROP TRIGGER decisions_determination_is_what_was_set ON decisions_determination;
DROP FUNCTION decisions_choices_are_what_was_set;
"""
# A post that somebody was inaugurated into is decided; whoever withdrew gets no decree and takes no
# office.
HELD = """
CREATE FUNCTION decisions_filled_post_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM decisions_inauguration i JOIN decisions_choice c ON c.id = i.choice_id
        WHERE c.vacancy_id = NEW.vacancy_id AND i.held) THEN
        RAISE EXCEPTION 'who was inaugurated holds the post' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_filled_post_is_decided BEFORE INSERT ON decisions_choice
    FOR EACH ROW EXECUTE FUNCTION decisions_filled_post_is_decided();

CREATE FUNCTION decisions_who_withdrew_is_not_appointed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM decisions_withdrawal w
        JOIN decisions_choice c ON c.candidate_id = w.candidate_id WHERE c.id = NEW.choice_id) THEN
        RAISE EXCEPTION 'whoever withdrew is not appointed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_who_withdrew_is_not_appointed BEFORE INSERT ON decisions_decree
    FOR EACH ROW EXECUTE FUNCTION decisions_who_withdrew_is_not_appointed();
CREATE TRIGGER decisions_who_withdrew_is_not_inaugurated BEFORE INSERT ON decisions_inauguration
    FOR EACH ROW EXECUTE FUNCTION decisions_who_withdrew_is_not_appointed();
"""
UNHELD = """
DROP TRIGGER decisions_who_withdrew_is_not_inaugurated ON decisions_inauguration;
DROP TRIGGER decisions_who_withdrew_is_not_appointed ON decisions_decree;
DROP FUNCTION decisions_who_withdrew_is_not_appointed;
DROP TRIGGER decisions_filled_post_is_decided ON decisions_choice;
DROP FUNCTION decisions_filled_post_is_decided;
"""
# Staff of the round's agency ask for an announcement, and its head publishes it.
BY_WHOM = """
CREATE FUNCTION decisions_announcement_is_by_two_offices() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.requested_by_id ELSE NEW.answered_by_id END;
    office text := CASE TG_OP WHEN 'INSERT' THEN 'staff' ELSE 'head' END;
BEGIN
    IF (TG_OP = 'INSERT' OR NEW.answer = 'published') AND NOT EXISTS (
        SELECT FROM accounts_membership m JOIN selection_round r ON r.agency_id = m.agency_id
        WHERE r.id = NEW.round_id AND m.user_id = person AND m.role = office
        AND m.ended_at IS NULL) THEN
        RAISE EXCEPTION 'staff ask for an announcement and the head publishes it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_announcement_is_by_two_offices
    BEFORE INSERT OR UPDATE ON decisions_announcement
    FOR EACH ROW EXECUTE FUNCTION decisions_announcement_is_by_two_offices();
"""
BY_ANYBODY = """
DROP TRIGGER decisions_announcement_is_by_two_offices ON decisions_announcement;
DROP FUNCTION decisions_announcement_is_by_two_offices;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0012_hand_overs"),
        ("candidates", "0013_public_input_rules"),
        ("accounts", "0004_mail"),
    ]
    operations = [
        migrations.RunSQL(SAID, UNSAID),
        migrations.RunSQL(HELD, UNHELD),
        migrations.RunSQL(BY_WHOM, BY_ANYBODY),
    ]
