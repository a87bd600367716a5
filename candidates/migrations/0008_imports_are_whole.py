from django.db import migrations, models

# When an import was applied decides which rounds count with it, so the database's clock says it;
# its rows come with it in one transaction or never. An official stays who he is.
FORWARD = """
CREATE FUNCTION candidates_talentimport_is_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.applied_at := clock_timestamp();
    NEW.applied_tx := txid_current();
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_talentimport_is_stamped BEFORE INSERT ON candidates_talentimport
    FOR EACH ROW EXECUTE FUNCTION candidates_talentimport_is_stamped();

CREATE FUNCTION candidates_talentrecord_comes_with_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM candidates_talentimport
        WHERE id = NEW.talent_import_id AND applied_tx = txid_current();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an import takes no rows later' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_talentrecord_comes_with_import BEFORE INSERT ON candidates_talentrecord
    FOR EACH ROW EXECUTE FUNCTION candidates_talentrecord_comes_with_import();

CREATE FUNCTION candidates_official_stays_who_he_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.nip, NEW.agency_id) IS DISTINCT FROM (OLD.nip, OLD.agency_id) THEN
        RAISE EXCEPTION 'the NIP of an official does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_official_stays_who_he_is BEFORE UPDATE ON candidates_official
    FOR EACH ROW EXECUTE FUNCTION candidates_official_stays_who_he_is();
"""
BACKWARD = """
DROP TRIGGER candidates_official_stays_who_he_is ON candidates_official;
DROP FUNCTION candidates_official_stays_who_he_is();
DROP TRIGGER candidates_talentrecord_comes_with_import ON candidates_talentrecord;
DROP FUNCTION candidates_talentrecord_comes_with_import();
DROP TRIGGER candidates_talentimport_is_stamped ON candidates_talentimport;
DROP FUNCTION candidates_talentimport_is_stamped();
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0007_rules_of_fixed_rounds")]
    operations = [
        migrations.AddField(
            model_name="talentimport",
            name="applied_tx",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
