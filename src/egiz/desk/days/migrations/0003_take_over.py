"""The common day comes over from the app it shared with the calendar's public face."""

from django.db import migrations

from egiz.desk.core.moving_tables import Move, copy_rows, drop_tables, rename_records, rename_work

NAMES = ("dayedit", "busyperson", "poll", "pollday", "pollguest", "pollanswer")
ROWS = copy_rows(*(Move(f"public_{name}", f"days_{name}", {"commitment_id": "promise_id"}) for name in NAMES))
RECORDS = rename_records({f"public.{name}": f"days.{name}" for name in NAMES})
WORK = rename_work({"public.read_busy_times": "days.read_busy_times"})
# Polls spoke of promises: with the polls gone, nothing refers to the old promises any more.
OLD_TABLES = drop_tables(
    ("public", "commitments"),
    *(f"public_{name}" for name in ("pollanswer", "pollguest", "pollday", "poll", "busyperson", "dayedit")),
    *(f"commitments_{name}" for name in ("became", "commitment", "meeting_participants", "meeting")),
)


class Migration(migrations.Migration):
    dependencies = [
        ("days", "0002_initial"),
        ("promises", "0002_take_over"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop) for step in (ROWS, RECORDS, WORK, OLD_TABLES)
    ]
