"""Tables that change their app: what a migration needs to take another app's rows over, on both databases.

Used where an app got another name or was split. The new app's tables are made fresh, so that every index and
rule is the one a new desk has; the rows are copied inside the database with their numbers, and whatever names
a record by its app (trail, comments, files, jobs, permissions) is told the new name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.management.color import no_style

Migrate = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Move:
    """One table: where its rows are, where they go, and the columns that are called otherwise there."""

    old: str
    new: str
    columns: Mapping[str, str] = field(default_factory=dict)


def _tables(schema_editor: Any) -> set[str]:
    return set(schema_editor.connection.introspection.table_names())


def free_names(*tables: str) -> Migrate:
    """Take indexes and unique rules off tables that are left behind: their names are wanted again."""

    def run(_apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        quote = connection.ops.quote_name
        for table in sorted(_tables(schema_editor).intersection(tables)):
            for name in _unique_rules(connection, table):
                schema_editor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(name)}")
            for name in _indexes(connection, table):
                schema_editor.execute(f"DROP INDEX {quote(name)}")

    return run


def _unique_rules(connection: Any, table: str) -> list[str]:
    if connection.vendor != "postgresql":
        return []  # in SQLite they belong to the table and are named within it
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u' ORDER BY 1",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _indexes(connection: Any, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        query = (
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary ORDER BY c.relname"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return [name for (name,) in cursor.fetchall()]


def copy_rows(*moves: Move) -> Migrate:
    """Copy every row with its number into the new tables; a new desk has nothing to copy."""

    def run(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        there = _tables(schema_editor)
        moved = [move for move in moves if move.old in there]
        for move in moved:
            _copy(connection, move)
        by_table = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}  # noqa: SLF001 - Django's way to a model's table
        models = [by_table[move.new] for move in moved]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)

    return run


def _copy(connection: Any, move: Move) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        old = [column.name for column in connection.introspection.get_table_description(cursor, move.old)]
        into = ", ".join(quote(move.columns.get(name, name)) for name in old)
        taken = ", ".join(quote(name) for name in old)
        cursor.execute(
            f"INSERT INTO {quote(move.new)} ({into}) SELECT {taken} FROM {quote(move.old)}"  # noqa: S608 - names of tables
        )


def drop_tables(apps_left: tuple[str, ...], *tables: str) -> Migrate:
    """Drop the tables whose rows were copied, and forget the migrations of the apps they belonged to."""

    def run(_apps: Any, schema_editor: Any) -> None:
        there = _tables(schema_editor)
        # Rows copied in this migration are checked now: PostgreSQL changes no table with checks outstanding.
        schema_editor.connection.check_constraints()
        for table in tables:
            if table in there:
                schema_editor.execute(
                    schema_editor.sql_delete_table % {"table": schema_editor.quote_name(table)}
                )
        for label in apps_left:
            schema_editor.execute("DELETE FROM django_migrations WHERE app = %s", [label])

    return run


def rename_records(models: Mapping[str, str]) -> Migrate:
    """Return whatever names a record by "app.model" the new name: trail, comments, files, permissions."""

    def run(apps: Any, _schema_editor: Any) -> None:
        for name in ("AuditEntry", "Comment", "Attachment"):
            rows = apps.get_model("core", name)._base_manager  # noqa: SLF001 - the plain manager, without a desk's scope
            for old, new in models.items():
                rows.filter(target=old).update(target=new)
        types = apps.get_model("contenttypes", "ContentType").objects
        for old, new in models.items():
            (old_app, old_model), (new_app, new_model) = old.split("."), new.split(".")
            row = types.filter(app_label__in=(old_app, new_app), model=old_model).first()
            row = row or types.filter(app_label=new_app, model=new_model).first()
            if row is None:
                continue
            if not types.filter(app_label=new_app, model=new_model).exclude(pk=row.pk).exists():
                row.app_label, row.model = new_app, new_model
                row.save()
            _rename_permissions(apps, row, old_model, new_model)

    return run


def _rename_permissions(apps: Any, content_type: Any, old: str, new: str) -> None:
    for row in apps.get_model("auth", "Permission").objects.filter(content_type=content_type):
        verb, _, model = row.codename.partition("_")
        if model == old != new:
            row.codename = f"{verb}_{new}"
            row.save()


def rename_work(kinds: Mapping[str, str], payload: Mapping[str, str] | None = None) -> Migrate:
    """Return jobs that wait and repeated work their new names, so that what was begun before goes on."""

    def run(apps: Any, _schema_editor: Any) -> None:
        jobs = apps.get_model("core", "Job")._base_manager  # noqa: SLF001 - see above
        for old, new in kinds.items():
            for job in jobs.filter(kind=old):
                job.kind = new
                job.payload = {(payload or {}).get(key, key): value for key, value in job.payload.items()}
                job.save(update_fields=["kind", "payload"])
            apps.get_model("core", "Periodic").objects.filter(name=old).update(name=new)

    return run
