from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import hustings.evidence.commitments


def gather(apps, _editor):
    """The two columns of a paper become one field of papers by language."""
    for row in apps.get_model("enforcement", "Protocol").objects.all():
        row.papers = {"ky": row.paper_ky, "ru": row.paper_ru}
        row.save(update_fields=["papers"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('enforcement', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField('protocol', 'papers', models.JSONField(default=dict)),
        migrations.RunPython(gather, migrations.RunPython.noop),
        migrations.RemoveField('protocol', 'paper_ru'),
        migrations.RemoveField('protocol', 'paper_ky'),
        migrations.RemoveConstraint('penalty', 'fine_is_units_times_value'),
        migrations.AlterField('penalty', 'amount', models.PositiveBigIntegerField(null=True)),
        migrations.AlterField('payment', 'amount', models.PositiveBigIntegerField()),
        migrations.AlterField('appeal', 'amount', models.PositiveBigIntegerField(null=True)),
        migrations.AddField('penalty', 'rate', models.PositiveBigIntegerField(null=True)),
        migrations.AddField('penalty', 'least', models.PositiveBigIntegerField(null=True)),
        migrations.AddField('penalty', 'most', models.PositiveBigIntegerField(null=True)),
        migrations.AddField('penalty', 'base', models.PositiveBigIntegerField(null=True)),
        migrations.AddField('penalty', 'per', models.CharField(blank=True, default='', max_length=8), preserve_default=False),
        migrations.AddField('penalty', 'runs_from', models.DateTimeField(null=True)),
        migrations.AddField('penalty', 'stopped_at', models.DateTimeField(null=True)),
        migrations.AddField('penalty', 'payer', models.CharField(blank=True, default='', max_length=16), preserve_default=False),
        migrations.AddField('penalty', 'arithmetic', models.CharField(blank=True, default='', max_length=200), preserve_default=False),
        migrations.AddField('penalty', 'why', models.TextField(blank=True, default=''), preserve_default=False),
        migrations.AddConstraint(
            'penalty',
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(('kind', 'fine'), _negated=True),
                    models.Q(('amount', models.F('units') * models.F('unit_value')), ('amount__gt', 0), ('amount__isnull', False), ('units__isnull', False)),
                    models.Q(('rate__gt', 0), ('rate__gte', models.F('least')), ('rate__isnull', False), ('rate__lte', models.F('most')), ('units__isnull', True)),
                    _connector='OR',
                ),
                name='fine_is_of_its_tariff',
            ),
        ),
        migrations.CreateModel(
            name='Carried',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger_key', models.CharField(default=hustings.evidence.commitments.new_key, editable=False, max_length=64)),
                ('outcome', models.CharField(max_length=32)),
                ('done_at', models.DateTimeField()),
                ('what', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='cases.charge')),
            ],
            options={'constraints': [models.UniqueConstraint(fields=('charge', 'outcome'), name='carried_out_once')]},
        ),
    ]
