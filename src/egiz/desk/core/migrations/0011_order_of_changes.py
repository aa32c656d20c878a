from typing import Any

from django.db import migrations, models
from django.db.models import F, Max


def place_what_is_there(apps: Any, _editor: Any) -> None:
    """Nothing is being written while tables change: the rows' own numbers are their order."""
    entries = apps.get_model("core", "AuditEntry").objects
    entries.update(place=F("id"))
    desks = apps.get_model("core", "Desk").objects
    for desk, last in entries.order_by().values_list("desk").annotate(last=Max("id")):
        desks.filter(pk=desk).update(last_place=last)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_link_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="place",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="desk",
            name="last_place",
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(place_what_is_there, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("place__isnull", True)), fields=["desk", "id"], name="changes_unplaced"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.UniqueConstraint(fields=("desk", "place"), name="one_change_a_place"),
        ),
    ]
