from django.db import migrations

# The route of a choice as decisions.routes and decisions.route_terms compute it: which approvals it
# demands on a day. Tests hold both against each other. What is not recorded speaks against nothing,
# so that its step is demanded; so is what a term says that is not known here. `but`: a person whose
# own changes of the facts of the region do not count.
ROUTE = r"""
CREATE FUNCTION decisions_shift(day date, months integer) RETURNS date
    LANGUAGE sql IMMUTABLE AS $$
    SELECT x + (extract(day FROM x) <> extract(day FROM day))::integer
        FROM (SELECT (day + make_interval(months => months))::date AS x) shifted
$$;

CREATE FUNCTION decisions_trait_of(post text, unit text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN name = 'inspektur' OR name ~ '^inspektur (kota|daerah)' THEN 'inspector'
        WHEN name = 'sekda' OR name ~ '^sekretaris daerah' THEN 'secretary'
        WHEN name ~ '^kepala (dinas|disdukcapil)' AND name || ' ' || lower(unit)
            ~ '(kependudukan dan pencatatan sipil|dukcapil)' THEN 'dukcapil'
        ELSE 'ordinary' END
    FROM (SELECT btrim(regexp_replace(lower(post), '\s+', ' ', 'g')) AS name) plain
$$;

CREATE FUNCTION decisions_rules_demand(choice bigint, day date, but bigint DEFAULT 0)
    RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
DECLARE
    fact record;
    head record;
BEGIN
    SELECT r.agency_id, r.kind, btrim(v.special_approval) AS named,
        decisions_trait_of(v.title, v.unit) AS post,
        coalesce(decisions_trait_of(k.post, k.unit), 'ordinary') AS leaves,
        k.post_since, k.post_kind = 'senior' AS is_senior
        INTO fact FROM decisions_choice c JOIN selection_vacancy v ON v.id = c.vacancy_id
        JOIN selection_round r ON r.id = v.round_id
        LEFT JOIN candidates_candidate k ON k.id = c.candidate_id WHERE c.id = choice;
    SELECT h.inaugurated_on, h.is_acting INTO head FROM decisions_headofregionterm h
        WHERE h.agency_id = fact.agency_id AND h.recorded_by_id <> but
        AND (h.withdrawn_at IS NULL OR h.withdrawn_by_id = but)
        AND h.inaugurated_on <= day AND day <= coalesce(h.ends_on, day)
        ORDER BY h.inaugurated_on DESC LIMIT 1;
    RETURN QUERY SELECT rule.code::text FROM decisions_approvalrule rule
        WHERE rule.valid_from <= day AND day <= coalesce(rule.valid_until, day)
        AND EXISTS (SELECT FROM jsonb_array_elements(rule.conditions) alternative
            WHERE NOT EXISTS (SELECT FROM jsonb_each(alternative) term(name, wanted)
                WHERE NOT coalesce(CASE term.name
                    WHEN 'post' THEN fact.post = term.wanted #>> '{}'
                    WHEN 'named_approval' THEN fact.named <> ''
                    WHEN 'leaves' THEN fact.leaves = term.wanted #>> '{}'
                    WHEN 'kind' THEN fact.kind = term.wanted #>> '{}'
                    WHEN 'months_after_inauguration' THEN NOT head.is_acting
                        AND day <= decisions_shift(head.inaugurated_on, term.wanted::integer)
                    WHEN 'acting_head' THEN head.is_acting
                    WHEN 'months_before_designation' THEN EXISTS (
                        SELECT FROM decisions_electionwindow e
                        WHERE e.agency_id = fact.agency_id AND e.recorded_by_id <> but
                        AND (e.withdrawn_at IS NULL OR e.withdrawn_by_id = but)
                        AND decisions_shift(e.designation_on, -term.wanted::integer) <= day
                        AND CASE WHEN e.ends_on IS NOT NULL THEN day <= e.ends_on
                            ELSE NOT EXISTS (SELECT FROM decisions_headofregionterm h
                                WHERE h.agency_id = fact.agency_id AND h.recorded_by_id <> but
                                AND (h.withdrawn_at IS NULL OR h.withdrawn_by_id = but)
                                AND NOT h.is_acting AND e.designation_on < h.inaugurated_on
                                AND h.inaugurated_on <= day) END)
                    WHEN 'tenure_below_years'
                        THEN day < decisions_shift(fact.post_since, 12 * term.wanted::integer)
                    WHEN 'holds_senior_post' THEN fact.is_senior
                    END, true)));
END $$;
"""
# Each approval that is demanded, after what two people decided otherwise, beside the day on which
# it was given; no day where it is missing, or not valid any more. Whoever records a decree does so
# by facts of the region that somebody else recorded, wherever they take an approval away.
GIVEN = """
CREATE FUNCTION decisions_approvals_of(choice bigint, day date, but bigint DEFAULT 0)
    RETURNS TABLE (code text, given_on date) LANGUAGE sql STABLE AS $$
    WITH said AS (SELECT DISTINCT ON (o.code) o.code, o.needed FROM decisions_routeoverride o
            WHERE o.choice_id = choice AND o.decision = 'approved' ORDER BY o.code, o.id DESC),
        demanded AS (SELECT r.code FROM decisions_approvalrule r LEFT JOIN said USING (code)
            WHERE r.valid_from <= day AND day <= coalesce(r.valid_until, day)
            AND coalesce(said.needed,
                r.code IN (SELECT decisions_rules_demand(choice, day, but))))
    SELECT d.code::text, CASE WHEN e.kind = 'allowed' AND day <= coalesce(e.valid_until, day)
        THEN e.happened_on END
    FROM demanded d LEFT JOIN LATERAL (SELECT a.id FROM decisions_approval a
        JOIN decisions_approvalrule r ON r.id = a.rule_id
        JOIN decisions_choice asked ON asked.id = a.choice_id
        JOIN decisions_choice c ON c.id = choice
        WHERE r.code = d.code
        AND (a.choice_id = choice OR (r.sends_names AND asked.vacancy_id = c.vacancy_id))
        ORDER BY a.choice_id = choice DESC, a.id DESC LIMIT 1) held ON true
    LEFT JOIN LATERAL (SELECT kind, happened_on, valid_until FROM decisions_approvalevent
        WHERE approval_id = held.id AND kind <> 'deadline'
        ORDER BY number DESC LIMIT 1) e ON true
$$;

CREATE FUNCTION decisions_decree_has_its_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM decisions_approvals_of(NEW.choice_id, decisions_today())
        WHERE given_on IS NULL OR given_on > NEW.dated)
        OR EXISTS (SELECT FROM decisions_approvals_of(NEW.choice_id, decisions_today(),
            NEW.recorded_by_id) WHERE given_on IS NULL) THEN
        RAISE EXCEPTION 'a decree follows the approvals of its route'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_decree_has_its_approvals BEFORE INSERT ON decisions_decree
    FOR EACH ROW EXECUTE FUNCTION decisions_decree_has_its_approvals();

CREATE FUNCTION decisions_inauguration_has_its_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held AND EXISTS (SELECT FROM decisions_approvals_of(NEW.choice_id, NEW."on")
        WHERE given_on IS NULL) THEN
        RAISE EXCEPTION 'an inauguration follows the approvals of its route'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_inauguration_has_its_approvals BEFORE INSERT ON decisions_inauguration
    FOR EACH ROW EXECUTE FUNCTION decisions_inauguration_has_its_approvals();
"""
NOT_GIVEN = """
DROP TRIGGER decisions_inauguration_has_its_approvals ON decisions_inauguration;
DROP FUNCTION decisions_inauguration_has_its_approvals;
DROP TRIGGER decisions_decree_has_its_approvals ON decisions_decree;
DROP FUNCTION decisions_decree_has_its_approvals;
DROP FUNCTION decisions_approvals_of;
"""
NO_ROUTE = """
DROP FUNCTION decisions_rules_demand;
DROP FUNCTION decisions_trait_of;
DROP FUNCTION decisions_shift;
"""
# After a correction that was handed over anew, nothing begins for whoever is put forward no more:
# nothing is asked for him, no decree, no office. Replies to what was asked before are still told.
STILL = """
CREATE FUNCTION decisions_chosen_is_put_forward(choice bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT c.candidate_id IS NULL OR d.round_id = v.round_id AND d.round_id = k.round_id AND EXISTS (
        SELECT FROM (SELECT x.text::jsonb AS said FROM scoring_result x
            JOIN decisions_handover h ON h.result_id = x.id
            WHERE x.round_id = d.round_id ORDER BY x.number DESC LIMIT 1) handed,
            jsonb_array_elements(handed.said -> 'vacancies') p,
            jsonb_array_elements(p -> 'ranked') r
        WHERE p ->> 'code' = v.code AND r ->> 'nip' = k.nip AND (r ->> 'put_forward')::boolean)
    FROM decisions_choice c JOIN selection_vacancy v ON v.id = c.vacancy_id
    JOIN decisions_determination d ON d.id = c.determination_id
    LEFT JOIN candidates_candidate k ON k.id = c.candidate_id WHERE c.id = choice
$$;

CREATE FUNCTION decisions_only_who_is_put_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    choice bigint := to_jsonb(NEW) ->> 'choice_id';
BEGIN
    IF TG_TABLE_NAME = 'decisions_approvalevent' THEN
        IF NEW.kind NOT IN ('prepared', 'sent') THEN
            RETURN NEW;
        END IF;
        SELECT a.choice_id INTO choice FROM decisions_approval a WHERE a.id = NEW.approval_id;
    END IF;
    IF NOT decisions_chosen_is_put_forward(choice) THEN
        RAISE EXCEPTION 'the panel does not put him forward any more'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
AT = ("approvalevent", "decree", "inauguration")
STILL += "".join(
    f"""
CREATE TRIGGER decisions_{table}_is_of_who_is_put_forward BEFORE INSERT ON decisions_{table}
    FOR EACH ROW EXECUTE FUNCTION decisions_only_who_is_put_forward();
"""
    for table in AT
)
NOT_STILL = (
    "".join(
        f"DROP TRIGGER decisions_{table}_is_of_who_is_put_forward ON decisions_{table};\n"
        for table in AT
    )
    + """
DROP FUNCTION decisions_only_who_is_put_forward;
DROP FUNCTION decisions_chosen_is_put_forward;
"""
)
# Nobody is on the way to posts of two rounds. Whoever chooses a person holds his row until the end,
# so that a second round waits, and then sees what the first one did.
ONE_ROUND = """
CREATE FUNCTION decisions_nobody_is_chosen_in_two_rounds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
BEGIN
    SELECT o.id INTO person FROM candidates_official o
        JOIN candidates_candidate k ON k.official_id = o.id
        WHERE k.id = NEW.candidate_id FOR NO KEY UPDATE OF o;
    IF EXISTS (SELECT FROM candidates_candidate k JOIN decisions_choice c ON c.candidate_id = k.id
        JOIN decisions_determination d ON d.id = c.determination_id
        WHERE k.official_id = person
        AND d.round_id <> (SELECT round_id FROM decisions_determination
            WHERE id = NEW.determination_id)
        AND NOT EXISTS (SELECT FROM decisions_choice l
            JOIN decisions_determination n ON n.id = l.determination_id
            WHERE l.vacancy_id = c.vacancy_id AND n.number > d.number)
        AND NOT EXISTS (SELECT FROM decisions_choiceend WHERE choice_id = c.id)
        AND NOT EXISTS (SELECT FROM decisions_roundclosure WHERE round_id = d.round_id)
        AND NOT EXISTS (SELECT FROM decisions_inauguration WHERE choice_id = c.id AND held)) THEN
        RAISE EXCEPTION 'nobody is chosen in two rounds' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_nobody_is_chosen_in_two_rounds BEFORE INSERT ON decisions_choice
    FOR EACH ROW WHEN (NEW.candidate_id IS NOT NULL)
    EXECUTE FUNCTION decisions_nobody_is_chosen_in_two_rounds();
"""
TWO_ROUNDS = """
DROP TRIGGER decisions_nobody_is_chosen_in_two_rounds ON decisions_choice;
DROP FUNCTION decisions_nobody_is_chosen_in_two_rounds;
"""
# Setting a rule aside begins as a question, which another person then answers.
ASKED = """
CREATE FUNCTION decisions_override_is_asked_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decision <> '' THEN
        RAISE EXCEPTION 'an override is asked for before it is decided'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_override_is_asked_first BEFORE INSERT ON decisions_routeoverride
    FOR EACH ROW EXECUTE FUNCTION decisions_override_is_asked_first();
"""
NOT_ASKED = """
DROP TRIGGER decisions_override_is_asked_first ON decisions_routeoverride;
DROP FUNCTION decisions_override_is_asked_first;
"""
# What routes and levels rest on is loaded by the owner of the tables (config.local, docs/running.md).
OWNERS = "decisions_approvalrule, decisions_postlevel"
REVOKED = f"""
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {OWNERS} FROM pratama_app;
    END IF;
END $$;
"""
GRANTED = f"""
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        GRANT INSERT, UPDATE ON {OWNERS} TO pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0013_nothing_is_slipped_in"),
        ("candidates", "0013_public_input_rules"),
    ]
    operations = [
        migrations.RunSQL(ROUTE, NO_ROUTE),
        migrations.RunSQL(GIVEN, NOT_GIVEN),
        migrations.RunSQL(STILL, NOT_STILL),
        migrations.RunSQL(ONE_ROUND, TWO_ROUNDS),
        migrations.RunSQL(ASKED, NOT_ASKED),
        migrations.RunSQL(REVOKED, GRANTED),
    ]
