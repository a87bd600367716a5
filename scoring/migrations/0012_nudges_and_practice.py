import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A reminder is written once, not twice within ten minutes to the same member; the member's "read"
# is the only thing that is added to it, once.
FORWARD = """
CREATE FUNCTION scoring_nudge_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM scoring_nudge WHERE seat_id = NEW.seat_id
            AND sent_at > NEW.sent_at - interval '10 minutes';
        IF FOUND THEN
            RAISE EXCEPTION 'the member was reminded less than ten minutes ago'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.seen_at IS NOT NULL OR to_jsonb(NEW) - 'seen_at'
        IS DISTINCT FROM to_jsonb(OLD) - 'seen_at' THEN
        RAISE EXCEPTION 'a reminder does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_nudge_is_kept BEFORE INSERT OR UPDATE OR DELETE ON scoring_nudge
    FOR EACH ROW EXECUTE FUNCTION scoring_nudge_is_kept();

CREATE FUNCTION scoring_practice_stays_finished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.seat_id IS DISTINCT FROM OLD.seat_id OR (OLD.finished_at IS NOT NULL
        AND NEW.finished_at IS DISTINCT FROM OLD.finished_at) THEN
        RAISE EXCEPTION 'a finished practice stays finished' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_practice_stays_finished BEFORE UPDATE OR DELETE ON scoring_practice
    FOR EACH ROW EXECUTE FUNCTION scoring_practice_stays_finished();
"""
BACKWARD = """
DROP TRIGGER scoring_practice_stays_finished ON scoring_practice;
DROP FUNCTION scoring_practice_stays_finished();
DROP TRIGGER scoring_nudge_is_kept ON scoring_nudge;
DROP FUNCTION scoring_nudge_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("panels", "0011_slots_follow_the_timetable"),
        ("scoring", "0011_standby"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Nudge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sent_at", models.DateTimeField(verbose_name="diingatkan")),
                (
                    "seen_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dibaca"),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nudges",
                        to="panels.seat",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pengingat",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seen_at", None),
                            ("seen_at__gte", models.F("sent_at")),
                            _connector="OR",
                        ),
                        name="scoring_nudge_seen_after_it_was_sent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("entries", models.JSONField(blank=True, default=dict, verbose_name="isi")),
                ("saved_at", models.DateTimeField(verbose_name="disimpan")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="selesai"),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practice",
                        to="panels.seat",
                    ),
                ),
            ],
            options={"verbose_name": "latihan"},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
