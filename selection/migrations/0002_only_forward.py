from django.db import migrations

# A round goes only forward; whether it is an archive, whose it is and, once scoring has opened,
# everything that decides how scores become ranks is settled for good.
FORWARD = """
CREATE FUNCTION selection_round_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE phases text[] := ARRAY['draft', 'scoring', 'unsealed', 'handed_over'];
BEGIN
    IF (NEW.is_archive, NEW.code, NEW.agency_id) IS DISTINCT FROM
        (OLD.is_archive, OLD.code, OLD.agency_id) THEN
        RAISE EXCEPTION 'code, agency and archive are set once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF array_position(phases, NEW.phase) < array_position(phases, OLD.phase) THEN
        RAISE EXCEPTION 'a round goes only forward' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.phase <> 'draft' AND
        (NEW.scheme_sha256, NEW.kind, NEW.title, NEW.legal_basis, NEW.reference_date,
         NEW.location, NEW.aggregation, NEW.quorum, NEW.precision, NEW.tie_breaks,
         NEW.names_put_forward, NEW.max_nominations, NEW.scoring_opened_at)
        IS DISTINCT FROM
        (OLD.scheme_sha256, OLD.kind, OLD.title, OLD.legal_basis, OLD.reference_date,
         OLD.location, OLD.aggregation, OLD.quorum, OLD.precision, OLD.tie_breaks,
         OLD.names_put_forward, OLD.max_nominations, OLD.scoring_opened_at) THEN
        RAISE EXCEPTION 'the scheme is fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER selection_round_goes_forward BEFORE UPDATE ON selection_round
    FOR EACH ROW EXECUTE FUNCTION selection_round_goes_forward();
"""
BACKWARD = """
DROP TRIGGER selection_round_goes_forward ON selection_round;
DROP FUNCTION selection_round_goes_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
