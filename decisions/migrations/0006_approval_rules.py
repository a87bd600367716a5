import json
from pathlib import Path

from django.db import migrations

# The rules as they come with the product, frozen with this migration: a correction is a new
# version of a rule, and the old one gets its end.
RULES = json.loads((Path(__file__).parent / "approval_rules.json").read_text())
COLUMNS = (
    "code",
    "position",
    "body",
    "title",
    "channel",
    "legal_basis",
    "source",
    "certainty",
    "conditions",
    "prepare_days",
    "typical_days",
    "legal_days",
    "sends_names",
    "after",
    "note",
    "valid_from",
    "valid_until",
)
LOADED = f"""
INSERT INTO decisions_approvalrule ({", ".join(f'"{name}"' for name in COLUMNS)})
    SELECT {", ".join(f'"{name}"' for name in COLUMNS)}
    FROM jsonb_populate_recordset(NULL::decisions_approvalrule,
        $rules${json.dumps(RULES, ensure_ascii=False)}$rules$::jsonb);
"""
# A version of a rule only gets its end; of one code one version is in force.
RULE_IS_FIXED = """
ALTER TABLE decisions_approvalrule ADD CONSTRAINT decisions_approvalrule_one_in_force
    EXCLUDE USING gist (
        int4range(hashtext(code), hashtext(code), '[]') WITH &&,
        daterange(valid_from, valid_until, '[]') WITH &&
    );
CREATE FUNCTION decisions_approvalrule_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.valid_until IS NOT NULL OR
        to_jsonb(NEW) - 'valid_until' <> to_jsonb(OLD) - 'valid_until' THEN
        RAISE EXCEPTION 'a version of a rule does not change, it only ends'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_approvalrule_is_fixed BEFORE UPDATE OR DELETE ON decisions_approvalrule
    FOR EACH ROW EXECUTE FUNCTION decisions_approvalrule_is_fixed();
"""
# A fact of the region is taken back once, and else does not change.
FACT_IS_FIXED = """
CREATE FUNCTION decisions_region_fact_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
        OR to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,withdrawal_reason}'::text[]
        <> to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,withdrawal_reason}'::text[] THEN
        RAISE EXCEPTION 'a fact of the region is only taken back'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_headofregionterm_is_fixed
    BEFORE UPDATE OR DELETE ON decisions_headofregionterm
    FOR EACH ROW EXECUTE FUNCTION decisions_region_fact_is_fixed();
CREATE TRIGGER decisions_electionwindow_is_fixed
    BEFORE UPDATE OR DELETE ON decisions_electionwindow
    FOR EACH ROW EXECUTE FUNCTION decisions_region_fact_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0005_approvals")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (RULE_IS_FIXED, LOADED, FACT_IS_FIXED)
    ]
