import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0005_public_days")]
    operations = [
        migrations.AlterField(
            model_name="eventrecord",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="absorbed",
                to="events.eventrecord",
                verbose_name="the other event",
            ),
        ),
    ]
