"""Fill every table of a desk, whatever its models are, with rows that an upgrade must keep.

Run with the code of the commit whose desk is wanted: the upgrade test does so with an earlier one. It asks
the models what they hold, so it needs no change when they change::

    EGIZ_VAR=… EGIZ_DATABASE_URL=… PYTHONPATH=<checkout>/src python scripts/fill_desk.py
"""

import datetime as dt
import os
import uuid
from decimal import Decimal
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")

ROWS = 3
MOMENT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
REPORT = "Протокол встречи. Генконсул Узбекистана обещал прислать календарь событий до 10 декабря 2026 года."


def main() -> None:
    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import transaction
    from django_scopes import scopes_disabled

    call_command("migrate", verbosity=0, interactive=False)
    with scopes_disabled(), transaction.atomic():
        made: dict[type, list[Any]] = {}
        for model in in_order(apps.get_models()):
            fill(model, made)
        close_circles(made)
        join_many(made)
        give_permissions(made)
        count = sum(len(rows) for rows in made.values())
    with scopes_disabled():
        queue_work(made)
    print(f"{len(made)} tables, {count} rows")


def needs(model: Any) -> set[Any]:
    """Return the models whose rows must be there first."""
    relations = [field for field in model._meta.concrete_fields if field.remote_field and not field.null]
    return {field.remote_field.model for field in relations} - {model}


def in_order(models: Any) -> list[Any]:
    """Put what others refer to first."""
    left, ordered = list(models), []
    while left:
        ready = [model for model in left if not needs(model) & set(left)]
        if not ready:
            raise SystemExit(f"These need each other: {[model.__name__ for model in left]}")
        ordered += ready
        left = [model for model in left if model not in ready]
    return ordered


def kept_by_django(model: Any) -> bool:
    return model._meta.label in {"contenttypes.ContentType", "auth.Permission"}


def fill(model: Any, made: dict[type, list[Any]]) -> None:
    """Write some rows of a model without its own ``save``, which would refuse most of what is made up."""
    manager = model._base_manager
    if kept_by_django(model):
        made[model] = list(manager.all()[:ROWS])
        return
    made[model] = []
    for number in range(1, (len(targets()) if has_target(model) else ROWS) + 1):
        row = model(**{field.attname: value_of(field, number, made) for field in wanted(model)})
        row.save_base(raw=True, force_insert=True)
        put_file(row, number)
        made[model].append(row)


def has_target(model: Any) -> bool:
    """Say whether the model's rows speak of any other record, named by "app.model"."""
    return any(field.name == "target" for field in model._meta.concrete_fields)


def targets() -> list[str]:
    from django.apps import apps

    return sorted(
        model._meta.label_lower for model in apps.get_models() if model.__module__.startswith("egiz.")
    )


def wanted(model: Any) -> list[Any]:
    fields = model._meta.concrete_fields
    return [
        field
        for field in fields
        if not (field.primary_key and field.get_internal_type().endswith("AutoField"))
    ]


def value_of(field: Any, number: int, made: dict[type, list[Any]]) -> Any:
    if field.remote_field:
        rows = made.get(field.remote_field.model)
        same = [
            f
            for f in field.model._meta.concrete_fields
            if f.remote_field and f.remote_field.model is field.remote_field.model
        ]
        return rows[(number - 1 + same.index(field)) % len(rows)].pk if rows else None
    if field.choices:
        values = [value for value, _label in field.flatchoices if value not in (None, "")]
        return values[(number - 1) % len(values)]
    return plain_value(field, number)


def plain_value(field: Any, number: int) -> Any:  # noqa: PLR0911 - one line for each kind of field
    kind = field.get_internal_type()
    if kind in {"CharField", "SlugField", "TextField", "URLField", "EmailField", "FileField"}:
        return text_value(field, number)
    if kind == "BooleanField":
        return bool(number % 2)
    # Later fields hold later moments and larger numbers: an end comes after its beginning.
    place = field.model._meta.concrete_fields.index(field)
    if kind == "DateField":
        return MOMENT.date() + dt.timedelta(days=number + place)
    if kind == "DateTimeField":
        return MOMENT + dt.timedelta(hours=number, minutes=place)
    if kind == "TimeField":
        return dt.time(8 + number, place)
    if kind == "DecimalField":
        return Decimal(number)
    if kind == "FloatField":
        return number / 4
    if kind == "JSONField":
        empty = field.default() if callable(field.default) else {}
        return [f"{field.name} {number}"] if isinstance(empty, list) else {"ключ": f"{field.name} {number}"}
    if kind == "BinaryField":
        return bytes([number, 0, 255])
    if kind == "UUIDField":
        return uuid.UUID(int=number)
    return number + 10 * place


def text_value(field: Any, number: int) -> str:
    if field.name == "text":
        return REPORT
    if field.name == "target":
        return targets()[number - 1]
    if field.name in {"timezone", "zone"}:
        return "Asia/Atyrau"
    if field.name in {"url", "address", "base_url"}:
        return f"https://nowhere.invalid/{number}"
    if field.name == "email":
        return f"person{number}@example.org"
    text = f"{field.name}-{number}"
    return (
        text
        if not field.max_length or len(text) <= field.max_length
        else f"{number:0{min(field.max_length, 2)}}"
    )


def put_file(row: Any, number: int) -> None:
    from django.core.files.base import ContentFile

    for field in row._meta.concrete_fields:
        if field.get_internal_type() == "FileField":
            name = f"отчёт-{number}.txt"
            getattr(row, field.name).save(name, ContentFile(f"{REPORT} {number}".encode()), save=False)
            row.save_base(raw=True, force_update=True)


def close_circles(made: dict[type, list[Any]]) -> None:
    """Fill the relations whose other end was not there when the row was written."""
    for model, rows in made.items():
        late = [field for field in model._meta.concrete_fields if field.remote_field and field.null]
        for number, row in enumerate(rows, start=1):
            missing = [field for field in late if getattr(row, field.attname) is None]
            for field in missing:
                setattr(row, field.attname, value_of(field, number, made))
            if missing:
                row.save_base(raw=True, force_update=True)


def join_many(made: dict[type, list[Any]]) -> None:
    for model, rows in made.items():
        for field in model._meta.local_many_to_many:
            if field.remote_field.through._meta.auto_created:
                for row in rows:
                    getattr(row, field.name).set(made[field.remote_field.model][:2])


def give_permissions(made: dict[type, list[Any]]) -> None:
    """Give somebody every permission there is, as an administrator may have done."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission

    user = made[get_user_model()][0]
    if hasattr(user, "user_permissions"):
        user.user_permissions.set(Permission.objects.all())


def queue_work(made: dict[type, list[Any]]) -> None:
    """Leave a job of every kind and every piece of repeated work in the queue."""
    from django_scopes import scope

    from egiz.desk.core.apps import parts
    from egiz.desk.core.domain import jobs, periodic
    from egiz.desk.core.models import Desk, User
    from egiz.desk.core.tasks import run_periodic

    parts("tasks")
    desk, user = made[Desk][0], made[User][0]
    # The desk may hold rows already, so that the first that was made is not the first that is there.
    first = {model.__name__.lower(): rows[0].pk for model, rows in made.items() if rows}
    meeting = first.get("meeting") or first.get("officialmeeting")
    named = {name: first.get(name) for name in ("journey", "mission", "comparison")}
    payload = {**named, "meeting": meeting, "sources": [], "source": first.get("eventsource")}
    with scope(desk=desk):
        for kind in sorted(jobs._HANDLERS):
            if kind != "core.sample":
                jobs.enqueue(desk, kind, payload, user)
    for name in sorted(periodic._ENTRIES):
        run_periodic.enqueue(name)


if __name__ == "__main__":
    main()
