import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Questions are asked once the seal is open, and what was noted about them stays as it was written.
FORWARD = """
CREATE FUNCTION scoring_clarificationnote_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a note about a question does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM selection_round
        WHERE id = NEW.round_id AND phase IN ('unsealed', 'handed_over');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody is asked before the seal is open'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_clarificationnote_is_kept
    BEFORE INSERT OR UPDATE OR DELETE ON scoring_clarificationnote
    FOR EACH ROW EXECUTE FUNCTION scoring_clarificationnote_is_kept();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON scoring_clarificationnote FROM pratama_app;
    END IF;
END $$;
"""
BACKWARD = """
DROP TRIGGER scoring_clarificationnote_is_kept ON scoring_clarificationnote;
DROP FUNCTION scoring_clarificationnote_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0015_results"),
        ("selection", "0007_withdrawn_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ClarificationNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, verbose_name="pertanyaan")),
                ("text", models.CharField(max_length=1000, verbose_name="jawaban")),
                ("written_at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarification_notes",
                        to="selection.round",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan klarifikasi",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True)
                        & models.Q(("text", ""), _negated=True),
                        name="scoring_clarificationnote_says_something",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
