from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enforcement', '0002_open_sums_and_carried'),
    ]

    operations = [
        migrations.AddField('referral', 'papers', models.JSONField(default=dict)),
    ]
