from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_choice_rules")]
    operations = [
        migrations.AddField(
            "choicedraft",
            "ended_at",
            models.DateTimeField(blank=True, null=True, verbose_name="berakhir"),
        ),
    ]
