"""The trips come over from the app that was called otherwise."""

from typing import Any

from django.db import migrations

from egiz.desk.core.moving_tables import Move, copy_rows, drop_tables, rename_records, rename_work

OF_TRIP = {"journey_id": "trip_id"}
PARTS = ("stop", "visit", "block", "way", "planversion", "traveller")
ROWS = copy_rows(
    Move("journeys_journey", "trips_trip"),
    *(Move(f"journeys_{name}", f"trips_{name}", OF_TRIP) for name in PARTS),
    Move("journeys_knownstay", "trips_knownstay"),
)
RECORDS = rename_records(
    {
        "journeys.journey": "trips.trip",
        "journeys.knownstay": "trips.knownstay",
        **{f"journeys.{name}": f"trips.{name}" for name in PARTS},
    }
)
WORK = rename_work({"journeys.plan": "trips.plan"}, {"journey": "trip"})
OLD_TABLES = drop_tables(
    ("journeys",),
    *(
        f"journeys_{name}"
        for name in ("planversion", "traveller", "way", "block", "visit", "stop", "knownstay", "journey")
    ),
)


def rename_history(apps: Any, _schema_editor: Any) -> None:
    rows = apps.get_model("core", "AuditEntry")._base_manager  # noqa: SLF001 - the plain manager, without a desk's scope
    rows.filter(action="journey_begun").update(action="trip_begun")


class Migration(migrations.Migration):
    dependencies = [
        ("trips", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop)
        for step in (ROWS, RECORDS, WORK, rename_history, OLD_TABLES)
    ]
