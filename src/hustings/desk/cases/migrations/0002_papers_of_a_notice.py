from django.db import migrations, models


def gather(apps, _editor):
    """The two columns of a paper become one field of papers by language."""
    for row in apps.get_model("cases", "Notice").objects.all():
        row.papers = {"ky": row.paper_ky, "ru": row.paper_ru}
        row.save(update_fields=["papers"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.AddField('notice', 'papers', models.JSONField(default=dict)),
        migrations.RunPython(gather, migrations.RunPython.noop),
        migrations.RemoveField('notice', 'paper_ru'),
        migrations.RemoveField('notice', 'paper_ky'),
        migrations.AlterField('charge', 'amount', models.PositiveBigIntegerField(null=True)),
    ]
