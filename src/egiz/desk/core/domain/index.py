"""The index behind the one search box, kept in the database's own full text.

An app says in its ``search.py`` what of its things is found by which words::

    index.add(Indexed(Promise, _("Promises"), "list-checks", "promises.view", head=…, body=…, hit=…))

Rows are written whenever a record is saved or deleted; whoever writes many at once (`bulk_create`, `update`)
calls `put` after it. On SQLite the words go on into FTS5 by triggers, on PostgreSQL into a ``tsvector``.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_delete, post_save
from django.utils import translation
from django_scopes import scopes_disabled

from egiz import atlas
from egiz.desk.core.domain.trail import target_name
from egiz.desk.core.models import Desk, SearchRow, SearchVersion
from egiz.text.stems import filed_words

VERSION = 1
"""Raised whenever other words are filed for the same record: the index is then built anew on upgrade."""
LOG = logging.getLogger(__name__)
PART = 500


@dataclass(frozen=True)
class Hit:
    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Indexed:
    """A kind of thing that the search box finds: by which words, and how it is shown."""

    model: type[models.Model]
    label: Any
    icon: str
    permission: str
    head: Callable[[Any], Iterable[str]]
    hit: Callable[[Desk, Any], Hit]
    body: Callable[[Any], Iterable[str]] = lambda _record: ()
    is_found: Callable[[Any], bool] = lambda _record: True
    related: tuple[str, ...] = ()
    # Other models whose names it is found by, and the field that leads to them.
    follows: tuple[tuple[type[models.Model], str], ...] = ()
    # Records of its own whose words it is found by too, and their field that leads to it.
    parts: tuple[tuple[type[models.Model], str], ...] = ()

    @property
    def target(self) -> str:
        return self.model._meta.label_lower  # noqa: SLF001 - Django's public way to a model's name

    @property
    def key(self) -> str:
        return kind_key(self.target)

    def rows(self) -> models.QuerySet[Any]:
        return self.model._base_manager.select_related(*self.related)  # noqa: SLF001 - all desks, all states


KINDS: dict[str, Indexed] = {}
_FOLLOWERS: dict[type[models.Model], list[tuple[Indexed, str]]] = {}
_PARTS: dict[type[models.Model], tuple[Indexed, str]] = {}


def add(kind: Indexed) -> None:
    """Say that things of a kind are found by the search box."""
    KINDS[kind.target] = kind
    post_save.connect(_saved, sender=kind.model, dispatch_uid=f"search {kind.target}")
    post_delete.connect(_deleted, sender=kind.model, dispatch_uid=f"search {kind.target}")
    for model, field in kind.follows:
        _FOLLOWERS.setdefault(model, []).append((kind, field))
    for model, field in kind.parts:
        _PARTS[model] = (kind, field)
        post_save.connect(_part_changed, sender=model, dispatch_uid=f"search part {kind.target}")
        post_delete.connect(_part_changed, sender=model, dispatch_uid=f"search part {kind.target}")


def kind_key(target: str) -> str:
    return "k" + "".join(letter for letter in target if letter.isalnum())


def desk_key(desk_id: int) -> str:
    return f"d{desk_id}"


@lru_cache(maxsize=4096)
def _in_all_languages(model: type[models.Model], field: str, value: str) -> str:
    column: Any = model._meta.get_field(field)  # noqa: SLF001 - Django's public way
    said = dict(column.flatchoices).get(value, "")
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(said))
    return " ".join(found)


def said(record: models.Model, *fields: str) -> str:
    """Give what choices of a record are called in every language: people look for "waiting", «ждёт»."""
    return " ".join(_in_all_languages(type(record), field, str(getattr(record, field))) for field in fields)


def place_names(*places: int | None) -> str:
    """Give every name of places, so that a link or a trip is found under each of them."""
    found: list[str] = []
    for place in places:
        if place:
            try:
                found.extend(atlas.names(place).values())
            except atlas.UnknownPlaceError:
                continue
    return " ".join(found)


# --- writing ------------------------------------------------------------------


def _row(kind: Indexed, record: Any) -> SearchRow:
    return SearchRow(
        desk_id=record.desk_id,
        target=kind.target,
        target_id=record.pk,
        scope=f"{desk_key(record.desk_id)} {kind.key}",
        head=filed_words(" ".join(map(str, kind.head(record)))),
        body=filed_words(_body_words(kind, record)),
    )


def _body_words(kind: Indexed, record: Any) -> str:
    """Give what a record says; what cannot be read is not found, and never stops a save or an upgrade."""
    try:
        return " ".join(map(str, kind.body(record)))
    except (AttributeError, LookupError, TypeError, ValueError):
        LOG.exception("%s %s could not be filed whole for the search", kind.target, record.pk)
        return ""


def put(records: Iterable[Any]) -> int:
    """File records anew; what is not to be found any more goes. Gives how many were filed."""
    count = 0
    waiting = iter(records)
    with scopes_disabled():  # a record is filed at its own desk, whichever is open, with what belongs to it
        while part := list(islice(waiting, PART)):
            kind = KINDS.get(target_name(part[0]))
            if kind is None:
                break
            count += _put_part(kind, part)
    return count


def _put_part(kind: Indexed, part: list[Any]) -> int:
    rows = [_row(kind, record) for record in part if kind.is_found(record)]
    gone = [record.pk for record in part if not kind.is_found(record)]
    if gone:
        _every().filter(target=kind.target, target_id__in=gone).delete()
    _every().bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["target", "target_id"],
        update_fields=["desk", "scope", "head", "body"],
    )
    return len(rows)


def _every() -> Any:
    return SearchRow._base_manager  # noqa: SLF001 - a record is filed at its own desk, whichever is open


def _saved(sender: type[models.Model], instance: Any, **_others: Any) -> None:
    followers = _FOLLOWERS.get(sender, ())
    before = _head_of(instance) if followers else ""
    put([instance])
    if followers and before != _head_of(instance):
        for kind, field in followers:
            put(kind.rows().filter(**{field: instance}).iterator(chunk_size=PART))


def _part_changed(sender: type[models.Model], instance: Any, **_others: Any) -> None:
    kind, field = _PARTS[sender]
    put(kind.rows().filter(pk=getattr(instance, f"{field}_id")))


def _head_of(instance: Any) -> str:
    rows = _every().filter(target=target_name(instance), target_id=instance.pk)
    return str(rows.values_list("head", flat=True).first() or "")


def _deleted(sender: type[models.Model], instance: Any, **_others: Any) -> None:
    _every().filter(target=sender._meta.label_lower, target_id=instance.pk).delete()  # noqa: SLF001


# --- building anew --------------------------------------------------------------

FTS = "core_search_fts"
TABLE = SearchRow._meta.db_table  # noqa: SLF001 - Django documents _meta as public
_COLUMNS = ("scope", "head", "body")
_NEW, _OLD = (", ".join(f"{when}.{name}" for name in ("id", *_COLUMNS)) for when in ("new", "old"))
_INTO = f"INSERT INTO {FTS}(rowid, {', '.join(_COLUMNS)}) VALUES ({_NEW});"  # noqa: S608 - names of ours
_OUT = f"INSERT INTO {FTS}({FTS}, rowid, {', '.join(_COLUMNS)}) VALUES ('delete', {_OLD});"  # noqa: S608 - as above
_SQLITE = (
    (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS} USING fts5({', '.join(_COLUMNS)}, content='{TABLE}', "
        "content_rowid='id', tokenize='unicode61', prefix='2 3 4 5')"
    ),
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_in AFTER INSERT ON {TABLE} BEGIN {_INTO} END",
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_out AFTER DELETE ON {TABLE} BEGIN {_OUT} END",
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_anew AFTER UPDATE ON {TABLE} BEGIN {_OUT} {_INTO} END",
)
_POSTGRESQL = (
    (
        f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('simple'::regconfig, head), 'A') || "
        "setweight(to_tsvector('simple'::regconfig, body), 'C')) STORED"
    ),
    f"CREATE INDEX IF NOT EXISTS core_search_vector ON {TABLE} USING gin (vector)",
)


def ensure(**_others: Any) -> None:
    """Make the database's full text where it is missing, and build the index anew if its rules are others.

    Called after every ``migrate``; it does nothing where all is as it should be.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return  # the tables are on their way from one version to another
    _make_structures()
    if SearchVersion.objects.filter(number=VERSION).exists():
        return
    rebuild()


def _make_structures() -> None:
    lines = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        known = {column.name for column in connection.introspection.get_table_description(cursor, TABLE)}
        if "vector" in known:
            # PostgreSQL alters no table with rows that wait for the end of their transaction.
            return
        for line in lines:
            cursor.execute(line)


@transaction.atomic
def rebuild() -> int:
    """File every record of every desk anew, and say how many."""
    count = 0
    with scopes_disabled():
        _every().all().delete()
        if connection.vendor == "sqlite":
            # A database that somebody copied row by row may hold words of rows that are gone.
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")  # noqa: S608 - a name of ours
        for kind in KINDS.values():
            count += put(kind.rows().order_by("pk").iterator(chunk_size=PART))
    SearchVersion.objects.all().delete()
    SearchVersion.objects.create(number=VERSION)
    return count


# --- asking ---------------------------------------------------------------------

Alternatives = Sequence[Sequence[str]]  # each a way to say one word: the beginnings that all have to be there


def matching(desk_id: int, target: str, query: Sequence[Alternatives]) -> models.QuerySet[SearchRow]:
    """Return the rows of one kind in which every word of a query stands in one of its ways."""
    if connection.vendor == "sqlite":
        line, asked = _FOUND_SQLITE, fts_query(desk_id, target, query)
    else:
        line, asked = _FOUND_POSTGRESQL, ts_query(query)
    ids = RawSQL(line, [asked])  # noqa: S611 - a line of ours; what was typed goes as a parameter
    return SearchRow._base_manager.filter(desk_id=desk_id, target=target, id__in=ids)  # noqa: SLF001


def ranked(desk_id: int, target: str, query: Sequence[Alternatives], limit: int) -> list[int]:
    """Return the numbers of the records of a kind that fit best; of very many, among the newest thousand."""
    params: list[str | int]
    if connection.vendor == "sqlite":
        line, params = _RANKED_SQLITE, [fts_query(desk_id, target, query), MOST_RANKED, limit]
    else:
        asked = ts_query(query)
        line, params = _RANKED_POSTGRESQL, [asked, desk_id, target, asked, MOST_RANKED, limit]
    with connection.cursor() as cursor:
        cursor.execute(line, params)
        return [row[0] for row in cursor.fetchall()]


MOST_RANKED = 1000
_FOUND_SQLITE = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s"  # noqa: S608 - names of ours
_FOUND_POSTGRESQL = f"SELECT id FROM {TABLE} WHERE vector @@ to_tsquery('simple', %s)"  # noqa: S608 - as above
_RANKED_SQLITE = f"""
SELECT target_id FROM (
    SELECT rowid AS found, bm25({FTS}, 0.0, 10.0, 1.0) AS far FROM {FTS}
    WHERE {FTS} MATCH %s ORDER BY rowid DESC LIMIT %s
) JOIN {TABLE} ON {TABLE}.id = found ORDER BY far, found DESC LIMIT %s
"""  # noqa: S608 - names of ours
_RANKED_POSTGRESQL = f"""
SELECT target_id FROM (
    SELECT id, target_id, ts_rank(vector, to_tsquery('simple', %s)) AS near FROM {TABLE}
    WHERE desk_id = %s AND target = %s AND vector @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s
) AS found ORDER BY near DESC, id DESC LIMIT %s
"""  # noqa: S608 - as above


def fts_query(desk_id: int, target: str, query: Sequence[Alternatives]) -> str:
    """Write a query as FTS5 reads it; keys are letters and digits, and quoted all the same."""
    words = " AND ".join(
        "(" + " OR ".join("(" + " AND ".join(f'"{key}"*' for key in way) + ")" for way in ways) + ")"
        for ways in query
    )
    scope = f'scope:"{desk_key(desk_id)}" AND scope:"{kind_key(target)}"'
    return f"{scope} AND ({{head body}}: ({words}))"


def ts_query(query: Sequence[Alternatives]) -> str:
    """Write a query as PostgreSQL's ``to_tsquery`` reads it."""
    return " & ".join(
        "(" + " | ".join("(" + " & ".join(f"'{key}':*" for key in way) + ")" for way in ways) + ")"
        for ways in query
    )
