import json
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The levels as they come with the product, frozen with this migration: a correction is a new
# version of a level, and the old one gets its end.
LEVELS = json.loads((Path(__file__).parent / "post_levels.json").read_text())
COLUMNS = (
    "echelon",
    "titles",
    "requirements",
    "legal_basis",
    "source",
    "certainty",
    "valid_from",
    "valid_until",
)
LOADED = f"""
INSERT INTO decisions_postlevel ({", ".join(f'"{name}"' for name in COLUMNS)})
    SELECT {", ".join(f'"{name}"' for name in COLUMNS)}
    FROM jsonb_populate_recordset(NULL::decisions_postlevel,
        $levels${json.dumps(LEVELS, ensure_ascii=False)}$levels$::jsonb);
"""
# A version of a level only gets its end; of one echelon one version is in force on a day.
FIXED = """
ALTER TABLE decisions_postlevel ADD CONSTRAINT decisions_postlevel_one_in_force
    EXCLUDE USING gist (
        int4range(hashtext(echelon), hashtext(echelon), '[]') WITH &&,
        daterange(valid_from, valid_until, '[]') WITH &&
    );
CREATE FUNCTION decisions_postlevel_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.valid_until IS NOT NULL OR
        to_jsonb(NEW) - 'valid_until' <> to_jsonb(OLD) - 'valid_until' THEN
        RAISE EXCEPTION 'a version of a level does not change, it only ends'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_postlevel_is_fixed BEFORE UPDATE OR DELETE ON decisions_postlevel
    FOR EACH ROW EXECUTE FUNCTION decisions_postlevel_is_fixed();
CREATE TRIGGER decisions_cascadesetting_is_final BEFORE UPDATE OR DELETE ON decisions_cascadesetting
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();
CREATE TRIGGER decisions_followup_is_final BEFORE UPDATE OR DELETE ON decisions_followup
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();
"""
UNFIXED = """
DROP TRIGGER decisions_followup_is_final ON decisions_followup;
DROP TRIGGER decisions_cascadesetting_is_final ON decisions_cascadesetting;
DROP TRIGGER decisions_postlevel_is_fixed ON decisions_postlevel;
DROP FUNCTION decisions_postlevel_is_fixed;
"""
REVOKED = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON decisions_cascadesetting, decisions_followup
            FROM pratama_app;
        REVOKE DELETE, TRUNCATE ON decisions_postlevel FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_mail'),
        ('decisions', '0008_choice_drafts_end'),
        ('selection', '0013_echelons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PostLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('echelon', models.CharField(choices=[('II.a', 'II.a'), ('II.b', 'II.b'), ('III.a', 'III.a'), ('III.b', 'III.b'), ('IV.a', 'IV.a'), ('IV.b', 'IV.b')], max_length=5, verbose_name='eselon')),
                ('titles', models.JSONField(default=list, verbose_name='awal nama jabatan')),
                ('requirements', models.JSONField(default=list, verbose_name='syarat pengganti')),
                ('legal_basis', models.CharField(max_length=300, verbose_name='dasar hukum')),
                ('source', models.CharField(max_length=300, verbose_name='sumber')),
                ('certainty', models.CharField(choices=[('S', 'Dibaca pada sumbernya'), ('2H', 'Dikutip sumber lain'), ('M', 'Perlu dipastikan bagian hukum'), ('I', 'Usulan')], max_length=2, verbose_name='kepastian')),
                ('valid_from', models.DateField(verbose_name='mulai berlaku')),
                ('valid_until', models.DateField(null=True, verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'tingkat jabatan',
                'constraints': [models.UniqueConstraint(models.F('echelon'), models.F('valid_from'), name='decisions_postlevel_one_version_per_start'), models.CheckConstraint(condition=models.Q(('echelon__in', ['II.a', 'II.b', 'III.a', 'III.b', 'IV.a', 'IV.b'])), name='decisions_postlevel_echelon_known'), models.CheckConstraint(condition=models.Q(('certainty__in', ['S', '2H', 'M', 'I'])), name='decisions_postlevel_certainty_known'), models.CheckConstraint(condition=models.Q(models.Q(('legal_basis', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='decisions_postlevel_says_its_basis'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='decisions_postlevel_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='CascadeSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lowest', models.CharField(choices=[('II.a', 'II.a'), ('II.b', 'II.b'), ('III.a', 'III.a'), ('III.b', 'III.b'), ('IV.a', 'IV.a'), ('IV.b', 'IV.b')], max_length=5, verbose_name='tingkat terakhir')),
                ('boxes', models.JSONField(default=list, verbose_name='kotak talenta')),
                ('steps', models.PositiveSmallIntegerField(verbose_name='tingkat di bawahnya')),
                ('same_unit', models.BooleanField(verbose_name='hanya dari perangkat daerah yang sama')),
                ('reason', models.CharField(max_length=500, verbose_name='alasan')),
                ('set_at', models.DateTimeField(verbose_name='ditetapkan')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cascade_settings', to='accounts.agency')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pengaturan gerbong',
                'constraints': [models.CheckConstraint(condition=models.Q(('lowest__in', ['II.a', 'II.b', 'III.a', 'III.b', 'IV.a', 'IV.b'])), name='decisions_cascadesetting_lowest_known'), models.CheckConstraint(condition=models.Q(('steps__range', (1, 3)), models.Q(('boxes', []), _negated=True)), name='decisions_cascadesetting_looks_somewhere'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decisions_cascadesetting_says_why')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posts', models.JSONField(verbose_name='jabatan')),
                ('started_at', models.DateTimeField(verbose_name='dimulai')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_of', to='selection.round')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='selection.round')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'putaran lanjutan',
                'constraints': [models.CheckConstraint(condition=models.Q(('round', models.F('source')), _negated=True), name='decisions_followup_of_another_round'), models.CheckConstraint(condition=models.Q(('posts', []), _negated=True), name='decisions_followup_fills_something')],
            },
        ),
        migrations.RunSQL(FIXED, UNFIXED),
        migrations.RunSQL(LOADED, migrations.RunSQL.noop),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
    ]
