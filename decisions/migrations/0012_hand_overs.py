import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was handed over so far: the result that was in force then, by who stands in the trail.
BACKFILL = """
INSERT INTO decisions_handover (round_id, result_id, handed_by_id, handed_at)
    SELECT r.id, s.id, coalesce(e.actor_id::bigint, s.frozen_by_id), r.handed_over_at
    FROM selection_round r
    JOIN LATERAL (SELECT id, frozen_by_id FROM scoring_result
        WHERE round_id = r.id AND frozen_at <= r.handed_over_at
        ORDER BY number DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT actor_id FROM audit_event
        WHERE verb = 'selection.handed_over' AND target = 'selection.Round:' || r.id
        ORDER BY seq DESC LIMIT 1) e ON true
    WHERE r.handed_over_at IS NOT NULL;
"""
# Only the result in force is handed over, and choices rest on one that was.
HANDED = """
CREATE FUNCTION decisions_handover_is_of_result_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.result_id IS DISTINCT FROM (SELECT id FROM scoring_result
        WHERE round_id = NEW.round_id ORDER BY number DESC LIMIT 1) THEN
        RAISE EXCEPTION 'the result in force is what is handed over'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_handover_is_of_result_in_force BEFORE INSERT ON decisions_handover
    FOR EACH ROW EXECUTE FUNCTION decisions_handover_is_of_result_in_force();
CREATE TRIGGER decisions_handover_is_final BEFORE UPDATE OR DELETE ON decisions_handover
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();
CREATE FUNCTION decisions_determination_rests_on_hand_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM decisions_handover WHERE result_id = NEW.result_id) THEN
        RAISE EXCEPTION 'choices rest on a result that was handed over'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_determination_rests_on_hand_over BEFORE INSERT ON decisions_determination
    FOR EACH ROW EXECUTE FUNCTION decisions_determination_rests_on_hand_over();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON decisions_handover FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0011_named_approval"),
        ("scoring", "0016_clarification_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("handed_at", models.DateTimeField(verbose_name="diserahkan")),
                (
                    "handed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over",
                        to="scoring.result",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="selection.round",
                    ),
                ),
            ],
            options={"verbose_name": "penyerahan hasil"},
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(HANDED, migrations.RunSQL.noop),
    ]
