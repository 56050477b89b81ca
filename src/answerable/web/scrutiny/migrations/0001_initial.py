import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('force', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('visibility', models.CharField(choices=[('internal', 'Internal'), ('panel', 'Shared with the panel'), ('public', 'Public')], db_index=True, default='internal', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('title', models.CharField(max_length=200)),
                ('terms', models.TextField()),
                ('starts', models.DateField(default=django.utils.timezone.localdate)),
                ('state', models.CharField(choices=[('open', 'Open'), ('reported', 'Reported'), ('closed', 'Closed')], default='open', max_length=10)),
                ('takes_examples', models.BooleanField(default=False)),
                ('report_title', models.CharField(blank=True, max_length=200)),
                ('report_text', models.TextField(blank=True)),
                ('report_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.keptfile')),
                ('reported_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-starts', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='InquiryMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='scrutiny.inquiry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='organisations.person')),
                ('kind', models.CharField(choices=[('lay', 'Lay member'), ('councillor', 'Councillor'), ('member', 'Member of the governing body'), ('officer', 'Officer')], default='lay', max_length=12)),
                ('chair', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-chair', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='InquiryStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='scrutiny.inquiry')),
                ('position', models.PositiveIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('due', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='EvidenceSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='scrutiny.inquiry')),
                ('held_on', models.DateField()),
                ('title', models.CharField(max_length=200)),
                ('who', models.TextField(blank=True)),
                ('notes', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('held_on', 'pk'),
            },
        ),
    ]
