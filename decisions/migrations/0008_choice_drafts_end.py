import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Somebody withdraws once the result is handed over; the row stays, and nobody chooses him then.
WITHDRAWN = """
CREATE FUNCTION decisions_withdrawal_is_after_the_hand_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM candidates_candidate c JOIN selection_round r ON r.id = c.round_id
        WHERE c.id = NEW.candidate_id AND r.phase = 'handed_over';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'before the hand-over nobody withdraws from a fixed round'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_withdrawal_is_after_the_hand_over BEFORE INSERT ON decisions_withdrawal
    FOR EACH ROW EXECUTE FUNCTION decisions_withdrawal_is_after_the_hand_over();
CREATE TRIGGER decisions_withdrawal_is_final BEFORE UPDATE OR DELETE ON decisions_withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();

CREATE FUNCTION decisions_choice_is_available() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM decisions_withdrawal WHERE candidate_id = NEW.candidate_id;
    IF FOUND THEN
        RAISE EXCEPTION 'whoever withdrew is not chosen' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_choice_is_available BEFORE INSERT ON decisions_choice
    FOR EACH ROW EXECUTE FUNCTION decisions_choice_is_available();
"""
UNDONE = """
DROP TRIGGER decisions_choice_is_available ON decisions_choice;
DROP FUNCTION decisions_choice_is_available;
DROP TRIGGER decisions_withdrawal_is_final ON decisions_withdrawal;
DROP TRIGGER decisions_withdrawal_is_after_the_hand_over ON decisions_withdrawal;
DROP FUNCTION decisions_withdrawal_is_after_the_hand_over;
"""
REVOKED = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON decisions_withdrawal FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0007_approval_events"),
        ("candidates", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "choicedraft",
            "ended_at",
            models.DateTimeField(blank=True, null=True, verbose_name="berakhir"),
        ),
        migrations.CreateModel(
            "Withdrawal",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("letter", models.CharField(max_length=300, verbose_name="surat")),
                ("noted_at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pengunduran diri",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("letter", ""), _negated=True),
                        name="decisions_withdrawal_rests_on_a_letter",
                    )
                ],
            },
        ),
        migrations.RunSQL(WITHDRAWN, UNDONE),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
    ]
