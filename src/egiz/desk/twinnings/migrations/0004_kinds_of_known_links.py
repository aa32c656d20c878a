from typing import Any

from django.db import migrations

from egiz.atlas.links import shipped_links


def kinds_of_known_links(apps: Any, _schema: Any) -> None:
    """A link taken from those that ship gets its kind: what is an agreement on trade is no twinning."""
    kinds = {(link.a, link.b, link.source[:300]): link.kind for link in shipped_links()}
    twinnings = apps.get_model("twinnings", "Twinning")._base_manager  # noqa: SLF001 - outside any desk
    for row in twinnings.all():
        kind = kinds.get((row.a_id, row.b_id, row.source)) or kinds.get((row.b_id, row.a_id, row.source))
        if kind and kind != row.kind:
            twinnings.filter(pk=row.pk).update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [("twinnings", "0003_life")]

    operations = [
        migrations.RunPython(kinds_of_known_links, migrations.RunPython.noop, elidable=True),
    ]
