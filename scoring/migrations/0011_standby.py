from django.db import migrations

# Whether a standby has replayed the log up to a position. A standby is expected while one streams,
# or while a physical slot waits for one; without either, what is committed here is all there is.
# The application may not look at its own cluster's replication, so the owner looks for it; where
# the owner may not either (state is hidden), the answer is no: a browser keeps its copy longer.
FORWARD = """
CREATE FUNCTION scoring_is_replayed(upto pg_lsn) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(
        bool_or(coalesce(replay_lsn >= upto, false)),
        NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_type = 'physical' AND NOT active)
    ) FROM pg_stat_replication WHERE state IS NULL OR replay_lsn IS NOT NULL
$$;
REVOKE ALL ON FUNCTION scoring_is_replayed(pg_lsn) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        GRANT EXECUTE ON FUNCTION scoring_is_replayed(pg_lsn) TO pratama_app;
    END IF;
END $$;
"""
BACKWARD = "DROP FUNCTION scoring_is_replayed(pg_lsn);"


class Migration(migrations.Migration):
    dependencies = [("scoring", "0010_closing_rules")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
