from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('selection', '0007_withdrawn_rounds'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='questions',
            field=models.JSONField(default=list, verbose_name='pertanyaan panduan'),
        ),
    ]
