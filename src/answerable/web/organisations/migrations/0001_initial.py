import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('force', 'Force'), ('body', 'Governing body'), ('panel', 'Panel'), ('team', 'Team'), ('inspectorate', 'Inspectorate'), ('other', 'Other')], max_length=20)),
                ('body_type', models.CharField(blank=True, choices=[('commissioner', 'Commissioner'), ('mayor', 'Mayor'), ('board', 'Board')], max_length=20)),
                ('name', models.CharField(max_length=200, unique=True)),
                ('name_cy', models.CharField(blank=True, max_length=200)),
                ('short_name', models.CharField(blank=True, max_length=60)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='organisations.organisation')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='organisations.organisation')),
                ('terms', models.JSONField(blank=True, default=dict)),
                ('starts', models.DateField(blank=True, null=True)),
                ('ends', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('kind', 'name'),
            },
        ),
        migrations.CreateModel(
            name='Oversight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('overseer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='oversees', to='organisations.organisation')),
                ('overseen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overseen_by', to='organisations.organisation')),
                ('starts', models.DateField(default=django.utils.timezone.localdate)),
                ('ends', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisations.organisation')),
                ('title', models.CharField(max_length=200)),
                ('short_title', models.CharField(blank=True, max_length=30)),
                ('starts', models.DateField(blank=True, null=True)),
                ('ends', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('organisation', 'title'),
            },
        ),
        migrations.CreateModel(
            name='Tenure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='organisations.post')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='organisations.person')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('acting', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-starts',),
            },
        ),
    ]
