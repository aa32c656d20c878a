"""The calendar's public face comes over from the app it shared with the common day."""

from django.db import migrations

from egiz.desk.core.moving_tables import Move, copy_rows, drop_tables, rename_records, rename_work

ROWS = copy_rows(
    Move("public_publiccalendar", "events_publiccalendar"),
    Move("public_subscriber", "events_subscriber"),
    Move("public_storedfeed", "events_storedfeed"),
    Move("public_going", "events_attendance"),
)
RECORDS = rename_records(
    {
        "public.publiccalendar": "events.publiccalendar",
        "public.subscriber": "events.subscriber",
        "public.storedfeed": "events.storedfeed",
        "public.going": "events.attendance",
    }
)
WORK = rename_work({"public.send_digests": "events.send_digests"})
OLD_TABLES = drop_tables(
    (), "public_going", "public_storedfeed", "public_subscriber", "public_publiccalendar"
)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_public_calendar"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop) for step in (ROWS, RECORDS, WORK, OLD_TABLES)
    ]
