"""A firm is called a company, as everywhere else."""

from typing import Any

from django.db import migrations

from egiz.desk.core.moving_tables import rename_records

# Made by the desk itself on PostgreSQL, for looking companies up (domain/first_filter.py).
INDEXES = ("search_trigrams", "codes_held", "codes_wanted")


def rename_indexes(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"ALTER INDEX IF EXISTS firm_{name} RENAME TO company_{name}")


class Migration(migrations.Migration):
    dependencies = [
        ("missions", "0001_initial"),
        ("core", "0002_periodic"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RenameModel("Firm", "Company"),
        migrations.RunPython(
            rename_records({"missions.firm": "missions.company"}), migrations.RunPython.noop
        ),
        migrations.RunPython(rename_indexes, migrations.RunPython.noop),
    ]
