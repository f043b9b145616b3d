from django.db import migrations, models
import django.db.models.deletion
import hustings.evidence.commitments


def gather(apps, _editor):
    """The two columns of a paper become one field of papers by language."""
    for row in apps.get_model("commission", "Resolution").objects.all():
        row.papers = {"ky": row.paper_ky, "ru": row.paper_ru}
        row.save(update_fields=["papers"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('commission', '0001_initial'),
    ]

    operations = [
        migrations.AddField('resolution', 'papers', models.JSONField(default=dict)),
        migrations.RunPython(gather, migrations.RunPython.noop),
        migrations.RemoveField('resolution', 'paper_ru'),
        migrations.RemoveField('resolution', 'paper_ky'),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger_key', models.CharField(default=hustings.evidence.commitments.new_key, editable=False, max_length=64)),
                ('amount', models.PositiveBigIntegerField(null=True)),
                ('least', models.PositiveBigIntegerField()),
                ('most', models.PositiveBigIntegerField()),
                ('base', models.PositiveBigIntegerField(null=True)),
                ('per', models.CharField(blank=True, max_length=8)),
                ('payer', models.CharField(blank=True, max_length=16)),
                ('arithmetic', models.CharField(blank=True, max_length=200)),
                ('charge', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='measure', to='cases.charge')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', None), models.Q(('amount__gte', models.F('least')), ('amount__lte', models.F('most'))), _connector='OR'), name='measure_within_its_bounds')],
            },
        ),
    ]
