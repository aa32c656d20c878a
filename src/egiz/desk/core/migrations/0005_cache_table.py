from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(_apps: Any, schema_editor: Any) -> None:
    """The table of what is kept for a while; a desk with Redis makes it too and leaves it empty."""
    call_command("createcachetable", "core_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_territory")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
