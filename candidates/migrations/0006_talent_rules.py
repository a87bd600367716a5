import json
from pathlib import Path

from django.db import migrations

# What stands in an import or in a version of a scheme stays as it is; two schemes of one owner
# never hold on one day. KepKBKN 411/2025 comes with the product, as data: the file beside this
# one, frozen with this migration (a correction is a new version, added by its own action).
KEPKBKN = json.loads((Path(__file__).parent / "kepkbkn_411_2025.json").read_text())
COLUMNS = ("code", "name", "legal_basis", "source", "caveat", "valid_from")
FORWARD = (
    """
ALTER TABLE candidates_talentscheme ADD CONSTRAINT candidates_talentscheme_one_in_force
    EXCLUDE USING gist (
        int8range(coalesce(agency_id, 0), coalesce(agency_id, 0), '[]') WITH &&,
        daterange(valid_from, valid_until, '[]') WITH &&
    );

CREATE FUNCTION candidates_talentscheme_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.valid_until IS NOT NULL OR
        to_jsonb(NEW) - 'valid_until' <> to_jsonb(OLD) - 'valid_until' THEN
        RAISE EXCEPTION 'a version of a scheme does not change, it only ends'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_talentscheme_is_fixed BEFORE UPDATE OR DELETE ON candidates_talentscheme
    FOR EACH ROW EXECUTE FUNCTION candidates_talentscheme_is_fixed();

CREATE FUNCTION candidates_talentimport_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.status <> 'applied' OR NEW.status <> 'withdrawn' OR
        to_jsonb(NEW) - '{status,withdrawn_at,reason}'::text[]
        <> to_jsonb(OLD) - '{status,withdrawn_at,reason}'::text[] THEN
        RAISE EXCEPTION 'an import does not change, it is only taken back'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_talentimport_is_fixed BEFORE UPDATE OR DELETE ON candidates_talentimport
    FOR EACH ROW EXECUTE FUNCTION candidates_talentimport_is_fixed();

CREATE FUNCTION candidates_talentrecord_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an import said does not change' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER candidates_talentrecord_is_fixed BEFORE UPDATE OR DELETE ON candidates_talentrecord
    FOR EACH ROW EXECUTE FUNCTION candidates_talentrecord_is_fixed();
"""
    + f"""
INSERT INTO candidates_talentscheme ({", ".join(COLUMNS)}, definition, added_at)
    VALUES ({", ".join(f"$talent${KEPKBKN[name]}$talent$" for name in COLUMNS)},
        $talent${json.dumps(KEPKBKN["definition"], ensure_ascii=False)}$talent$, now());
"""
)
BACKWARD = """
DROP TRIGGER candidates_talentrecord_is_fixed ON candidates_talentrecord;
DROP FUNCTION candidates_talentrecord_is_fixed();
DROP TRIGGER candidates_talentimport_is_fixed ON candidates_talentimport;
DROP FUNCTION candidates_talentimport_is_fixed();
DROP TRIGGER candidates_talentscheme_is_fixed ON candidates_talentscheme;
DROP FUNCTION candidates_talentscheme_is_fixed();
ALTER TABLE candidates_talentscheme DROP CONSTRAINT candidates_talentscheme_one_in_force;
DELETE FROM candidates_talentscheme WHERE agency_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0005_talent_pool")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
