import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A letter's text never changes; its state goes only this way. Sent stays sent, nothing is deleted.
FORWARD = """
CREATE FUNCTION accounts_mail_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
        to_jsonb(NEW) - ARRAY['state', 'attempts', 'next_try_at', 'sent_at', 'problem']
        IS DISTINCT FROM
        to_jsonb(OLD) - ARRAY['state', 'attempts', 'next_try_at', 'sent_at', 'problem']
    THEN
        RAISE EXCEPTION 'an ordered letter does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('queued', 'sending'),
        ('sending', 'sent'), ('sending', 'queued'), ('sending', 'refused'),
        ('sending', 'given_up'), ('sending', 'unknown'),
        ('unknown', 'sent'), ('unknown', 'queued'), ('unknown', 'refused'),
        ('unknown', 'given_up'), ('unknown', 'unknown'),
        ('refused', 'queued'), ('given_up', 'queued'))
    THEN
        RAISE EXCEPTION 'a letter that is % does not become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_mail_is_kept BEFORE UPDATE OR DELETE ON accounts_mail
    FOR EACH ROW EXECUTE FUNCTION accounts_mail_is_kept();
"""
BACKWARD = """
DROP TRIGGER accounts_mail_is_kept ON accounts_mail;
DROP FUNCTION accounts_mail_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_card_from_the_terminal'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('scope', models.CharField(db_index=True, max_length=80)),
                ('kind', models.CharField(choices=[('member', 'Undangan penilai'), ('candidate', 'Undangan kandidat'), ('reminder', 'Pengingat'), ('receipt', 'Tanda terima')], max_length=12, verbose_name='jenis')),
                ('to_address', models.EmailField(max_length=254, verbose_name='alamat')),
                ('to_name', models.CharField(max_length=400, verbose_name='kepada')),
                ('subject', models.CharField(max_length=150, verbose_name='perihal')),
                ('body', models.TextField(verbose_name='isi')),
                ('ics', models.TextField(blank=True, verbose_name='kalender')),
                ('once', models.CharField(max_length=160, unique=True)),
                ('ordered_at', models.DateTimeField(verbose_name='dipesan')),
                ('state', models.CharField(choices=[('queued', 'Menunggu'), ('sending', 'Sedang dikirim'), ('sent', 'Terkirim'), ('refused', 'Ditolak'), ('given_up', 'Tidak sampai'), ('unknown', 'Belum pasti')], default='queued', max_length=10, verbose_name='keadaan')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                ('next_try_at', models.DateTimeField(blank=True, null=True, verbose_name='dicoba lagi')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='terkirim')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='masalah')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='accounts.agency')),
                ('ordered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'surel',
                'indexes': [models.Index(models.F('next_try_at'), condition=models.Q(('state', 'queued')), name='accounts_mail_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['member', 'candidate', 'reminder', 'receipt'])), name='accounts_mail_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'refused', 'given_up', 'unknown'])), name='accounts_mail_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('next_try_at__isnull', False), ('state', 'queued')), models.Q(models.Q(('state', 'queued'), _negated=True), ('next_try_at', None)), _connector='OR'), name='accounts_mail_waits_for_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='accounts_mail_sent_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['refused', 'given_up', 'unknown']), _negated=True), models.Q(('problem', ''), _negated=True), _connector='OR'), name='accounts_mail_says_why_it_did_not_go'), models.CheckConstraint(condition=models.Q(models.Q(('subject__regex', '[\\r\\n]'), _negated=True), models.Q(('to_address__regex', '\\s'), _negated=True)), name='accounts_mail_headers_are_one_line')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
