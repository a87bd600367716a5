from django.db import migrations, models

GRANT = "GRANT DELETE ON reports_chunk TO pratama_app;"
REVOKE = "REVOKE DELETE ON reports_chunk FROM pratama_app;"


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_documents_of_every_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='Chunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('paper', models.CharField(max_length=2)),
                ('html', models.TextField(blank=True)),
                ('content', models.BinaryField(null=True)),
                ('pages', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField(db_index=True, verbose_name='terakhir diperlukan')),
                ('made_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'potongan dokumen',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('content', None), ('made_at', None), ('pages', 0), models.Q(('html', ''), _negated=True)), models.Q(('content__isnull', False), ('html', ''), ('made_at__isnull', False), ('pages__gt', 0)), _connector='OR'), name='reports_chunk_has_html_or_content')],
            },
        ),
        migrations.RunSQL(GRANT, REVOKE),
    ]
