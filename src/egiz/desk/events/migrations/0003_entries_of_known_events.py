"""Every event that was typed in before sources existed gets the entry it consists of."""

from typing import Any

from django.db import migrations


def make_entries(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - the form of a migration's step
    event_model, entry_model = apps.get_model("events", "EventRecord"), apps.get_model("events", "Entry")
    for row in event_model._base_manager.iterator(chunk_size=500):  # noqa: SLF001 - managers need an open desk
        row.place_id = row.record.get("place")
        row.series = row.record.get("series", "")[:120]
        row.save(update_fields=["place_id", "series"])
        entry_model._base_manager.get_or_create(  # noqa: SLF001 - see above
            desk_id=row.desk_id,
            key=f"hand:{row.uid}",
            defaults={
                "event": row, "home": row, "origin": "hand", "record": row.record, "first_day": row.first_day,
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("events", "0002_sources_and_entries")]
    operations = [migrations.RunPython(make_entries, migrations.RunPython.noop)]
