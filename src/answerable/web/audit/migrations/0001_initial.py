from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('kind', models.CharField(db_index=True, max_length=60)),
                ('actor', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('roles', models.CharField(blank=True, max_length=500)),
                ('object_kind', models.CharField(max_length=60)),
                ('object_number', models.BigIntegerField()),
                ('details', models.JSONField(default=dict)),
                ('before', models.CharField(blank=True, max_length=64)),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ('number',),
                'indexes': [models.Index(fields=['object_kind', 'object_number'], name='audit_audit_object__a12625_idx')],
            },
        ),
        migrations.CreateModel(
            name='KeptFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
