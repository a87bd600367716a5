from decimal import Decimal

from django.db import migrations, models

# What the words for stability mean is part of the rules and stands still with them.
FORWARD = """
CREATE OR REPLACE FUNCTION selection_round_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE phases text[] := ARRAY['draft', 'frozen', 'scoring', 'unsealed', 'handed_over'];
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
         NEW.names_put_forward, NEW.max_nominations, NEW.frozen_at, NEW.stability_strong,
         NEW.stability_fair, NEW.stability_gap, NEW.weight_shift)
        IS DISTINCT FROM
        (OLD.scheme_sha256, OLD.kind, OLD.title, OLD.legal_basis, OLD.reference_date,
         OLD.location, OLD.aggregation, OLD.quorum, OLD.precision, OLD.tie_breaks,
         OLD.names_put_forward, OLD.max_nominations, OLD.frozen_at, OLD.stability_strong,
         OLD.stability_fair, OLD.stability_gap, OLD.weight_shift) THEN
        RAISE EXCEPTION 'the scheme is fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.phase = 'draft' AND NEW.phase <> 'draft' THEN
        IF NEW.phase = 'frozen' THEN  -- by the agreement of two, to this very text
            PERFORM FROM scoring_freeze WHERE round_id = NEW.id AND settled_at IS NOT NULL
                AND sha256 = NEW.scheme_sha256 AND encode(sha256(convert_to(text, 'UTF8')), 'hex') = sha256;
        ELSE
            PERFORM WHERE NEW.phase = 'unsealed' AND NEW.is_archive;
        END IF;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the rules were not frozen' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF OLD.scoring_opened_at IS NOT NULL AND
        NEW.scoring_opened_at IS DISTINCT FROM OLD.scoring_opened_at THEN
        RAISE EXCEPTION 'scoring opens once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION selection_round_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE phases text[] := ARRAY['draft', 'frozen', 'scoring', 'unsealed', 'handed_over'];
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
         NEW.names_put_forward, NEW.max_nominations, NEW.frozen_at)
        IS DISTINCT FROM
        (OLD.scheme_sha256, OLD.kind, OLD.title, OLD.legal_basis, OLD.reference_date,
         OLD.location, OLD.aggregation, OLD.quorum, OLD.precision, OLD.tie_breaks,
         OLD.names_put_forward, OLD.max_nominations, OLD.frozen_at) THEN
        RAISE EXCEPTION 'the scheme is fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.phase = 'draft' AND NEW.phase <> 'draft' THEN
        IF NEW.phase = 'frozen' THEN  -- by the agreement of two, to this very text
            PERFORM FROM scoring_freeze WHERE round_id = NEW.id AND settled_at IS NOT NULL
                AND sha256 = NEW.scheme_sha256 AND encode(sha256(convert_to(text, 'UTF8')), 'hex') = sha256;
        ELSE
            PERFORM WHERE NEW.phase = 'unsealed' AND NEW.is_archive;
        END IF;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the rules were not frozen' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF OLD.scoring_opened_at IS NOT NULL AND
        NEW.scoring_opened_at IS DISTINCT FROM OLD.scoring_opened_at THEN
        RAISE EXCEPTION 'scoring opens once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# A round that was frozen before keeps the text that was agreed to, and so does one whose freeze is
# asked for: in both the thresholds stay empty, and the text leaves them out.
FILL = """
DO $$
DECLARE asked text := '';
BEGIN
    IF to_regclass('scoring_freeze') IS NOT NULL THEN
        asked := ' AND NOT EXISTS (SELECT FROM scoring_freeze f'
            || ' WHERE f.round_id = r.id AND f.returned_at IS NULL)';
    END IF;
    EXECUTE 'UPDATE selection_round r SET stability_strong = 95, stability_fair = 80,'
        || ' stability_gap = 0.50, weight_shift = 5 WHERE r.phase = $1' || asked USING 'draft';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('selection', '0008_guiding_questions'),
    ]

    operations = [
        migrations.AddField('round', 'stability_strong', models.PositiveSmallIntegerField('batas kuat', blank=True, null=True)),
        migrations.AddField('round', 'stability_fair', models.PositiveSmallIntegerField('batas tipis', blank=True, null=True)),
        migrations.AddField('round', 'stability_gap', models.DecimalField('batas selisih', blank=True, decimal_places=2, max_digits=5, null=True)),
        migrations.AddField('round', 'weight_shift', models.PositiveSmallIntegerField('geseran bobot', blank=True, null=True)),
        migrations.AlterField('round', 'stability_strong', models.PositiveSmallIntegerField('batas kuat', blank=True, default=95, null=True)),
        migrations.AlterField('round', 'stability_fair', models.PositiveSmallIntegerField('batas tipis', blank=True, default=80, null=True)),
        migrations.AlterField('round', 'stability_gap', models.DecimalField('batas selisih', blank=True, decimal_places=2, default=Decimal('0.50'), max_digits=5, null=True)),
        migrations.AlterField('round', 'weight_shift', models.PositiveSmallIntegerField('geseran bobot', blank=True, default=5, null=True)),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(
                condition=models.Q(stability_strong=None, stability_fair=None, stability_gap=None, weight_shift=None)
                | models.Q(stability_strong__lte=100, stability_fair__gte=1, stability_fair__lte=models.F('stability_strong'), stability_gap__gte=0, weight_shift__gte=1, weight_shift__lte=50, stability_strong__isnull=False, stability_fair__isnull=False, stability_gap__isnull=False, weight_shift__isnull=False),
                name='selection_round_stability_is_whole',
                violation_error_message='Ambang kestabilan tidak masuk akal: 1 ≤ tipis ≤ kuat ≤ 100, selisih 0 atau lebih, geseran 1 sampai 50 poin.',
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
