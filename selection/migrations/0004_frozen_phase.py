from django.db import migrations, models

# The freeze is a phase of its own: the rules stand still before scoring opens.
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
BACKWARD = """
CREATE OR REPLACE FUNCTION selection_round_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
FILL = "UPDATE selection_round SET frozen_at = scoring_opened_at WHERE phase <> 'draft'"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_cache_and_grants'),
        ('selection', '0003_attachments'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='round',
            name='selection_round_phase_known',
        ),
        migrations.RemoveConstraint(
            model_name='round',
            name='selection_round_hashed_once_out_of_draft',
        ),
        migrations.RemoveConstraint(
            model_name='round',
            name='selection_round_unsealed_has_time',
        ),
        migrations.AddField(
            model_name='round',
            name='frozen_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='round',
            name='phase',
            field=models.CharField(choices=[('draft', 'Persiapan'), ('frozen', 'Aturan dibekukan'), ('scoring', 'Penilaian tersegel'), ('unsealed', 'Segel dibuka'), ('handed_over', 'Diserahkan kepada Wali Kota')], default='draft', max_length=16, verbose_name='tahap'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['draft', 'frozen', 'scoring', 'unsealed', 'handed_over'])), name='selection_round_phase_known'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frozen_at', None), ('phase', 'draft'), ('scheme_sha256', '')), models.Q(models.Q(('phase', 'draft'), _negated=True), models.Q(('scheme_sha256', ''), _negated=True), ('frozen_at__isnull', False)), _connector='OR'), name='selection_round_hashed_once_out_of_draft'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('phase__in', ['draft', 'frozen', 'scoring']), ('unsealed_at', None)), models.Q(('phase__in', ['unsealed', 'handed_over']), ('unsealed_at__isnull', False)), _connector='OR'), name='selection_round_unsealed_has_time'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
