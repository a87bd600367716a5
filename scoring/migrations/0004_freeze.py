import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was asked to be frozen never changes; each answer is given once, and the last one is final.
FORWARD = """
CREATE FUNCTION scoring_freeze_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM selection_round WHERE id = NEW.round_id AND phase = 'draft';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the round is fixed already' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.round_id, NEW.text, NEW.sha256, NEW.requested_by_id, NEW.requested_at) IS DISTINCT FROM
        (OLD.round_id, OLD.text, OLD.sha256, OLD.requested_by_id, OLD.requested_at)
        OR OLD.settled_at IS NOT NULL OR OLD.returned_at IS NOT NULL
        OR (OLD.head_id IS NOT NULL AND (NEW.head_id, NEW.head_at) IS DISTINCT FROM
            (OLD.head_id, OLD.head_at))
        OR (OLD.chair_id IS NOT NULL AND (NEW.chair_id, NEW.chair_at) IS DISTINCT FROM
            (OLD.chair_id, OLD.chair_at)) THEN
        RAISE EXCEPTION 'a freeze is answered once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_freeze_is_kept BEFORE INSERT OR UPDATE ON scoring_freeze
    FOR EACH ROW EXECUTE FUNCTION scoring_freeze_is_kept();
"""
BACKWARD = """
DROP TRIGGER scoring_freeze_is_kept ON scoring_freeze;
DROP FUNCTION scoring_freeze_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0003_sheets_follow_events'),
        ('selection', '0002_only_forward'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Freeze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('requested_at', models.DateTimeField()),
                ('head_at', models.DateTimeField(blank=True, null=True)),
                ('chair_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='alasan')),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='selection.round')),
            ],
            options={
                'verbose_name': 'pembekuan aturan',
                'constraints': [models.UniqueConstraint(models.F('round'), condition=models.Q(('returned_at', None)), name='scoring_freeze_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('head', None), models.Q(('head', models.F('requested_by')), _negated=True), _connector='OR'), models.Q(('chair', None), models.Q(('chair', models.F('requested_by')), _negated=True), _connector='OR'), models.Q(('head', None), ('chair', None), models.Q(('head', models.F('chair')), _negated=True), _connector='OR')), name='scoring_freeze_by_three_people', violation_error_message='Tiap pihak harus orang yang berbeda.'), models.CheckConstraint(condition=models.Q(models.Q(('chair_at__isnull', False), ('head_at__isnull', False), ('settled_at__isnull', False)), models.Q(('settled_at', None), models.Q(('head_at', None), ('chair_at', None), _connector='OR')), _connector='OR'), name='scoring_freeze_settled_when_both_agreed'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('head', None), ('head_at', None)), models.Q(('head__isnull', False), ('head_at__isnull', False)), _connector='OR'), models.Q(models.Q(('chair', None), ('chair_at', None)), models.Q(('chair__isnull', False), ('chair_at__isnull', False)), _connector='OR')), name='scoring_freeze_agreed_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('returned_at', None), ('returned_by', None)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), ('settled_at', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='scoring_freeze_returned_with_reason')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
