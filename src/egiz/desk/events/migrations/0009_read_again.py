"""What its owner marks private was read from some sources before: every source is read again at once."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def read_again(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Forget what was remembered of the last pull, so that nothing counts as unchanged."""
    sources = apps.get_model("events", "EventSource")
    sources._base_manager.update(digest="", etag="", last_modified="", pulled_at=None)  # noqa: SLF001 - all desks


class Migration(migrations.Migration):
    dependencies = [("events", "0008_take_over")]
    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
