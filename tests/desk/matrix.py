"""Every address of the desk, with one record of every kind behind it: what the table of permissions asks.

Each kind of record is made once, all with one number and with a word in their texts that must not be read by
whoever may not see it. A new kind of record or a new address needs nothing here.
"""

import csv
import datetime as dt
import decimal
import io
import re
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from egiz.desk.core.models import Desk, DeskModel, User
from egiz.desk.missions.models import Company, Wish

NUMBER = 700_007
CANARY = "Kanareika"
TABLE = Path(__file__).with_name("permissions.csv")
# What stands for a part of an address that is no number.
WORDS = {
    "desk": "atyrau", "slug": "atyrau", "target": "promises.promise", "kind": "csv", "ending": "pdf",
    "lang": "ru", "name": "stop", "layout": "programme", "token": "not-a-token", "act": "same", "who": "x",
    "year": "2026", "month": "12", "uid": "x", "key": "x", "code": "x",
}  # fmt: skip
ROLES = ("owner", "editor", "viewer", "guest", "stranger", "anonymous")
# Who may, by the word in the table.
MAY = {
    "all": {"owner", "editor", "viewer", "guest"},
    "guests": {"guest"},
    "inside": {"owner", "editor", "viewer"},
    "editors": {"owner", "editor"},
    "owners": {"owner"},
    "nobody": set(),
}


@dataclass(frozen=True)
class Row:
    get: str
    post: str


def rows():
    """The table: address name → who may look, who may send."""
    text = TABLE.read_text(encoding="utf-8")
    return {row["address"]: Row(row["look"], row["send"]) for row in csv.DictReader(io.StringIO(text))}


def addresses(resolver=None, prefix="", space=""):
    """Every address of the desk and of its public pages: (name, path with its parts filled)."""
    for item in (resolver or get_resolver()).url_patterns:
        part = str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from addresses(item, prefix + part, inner)
        elif isinstance(item, URLPattern):
            full = prefix + part
            if full.startswith(("d/", "p/")):
                yield f"{space}{item.name or full}", "/" + filled(full)


def filled(pattern):
    def put(match):
        kind, _colon, name = match[1].rpartition(":")
        return str(NUMBER) if kind == "int" else WORDS.get(name, "x")

    def named(match):
        name, allowed = match[1], match[2]
        if "|" in allowed:
            return re.split(r"[|()]", allowed.strip("()"))[0]
        return str(NUMBER) if r"\d" in allowed else WORDS.get(name, "x")

    text = re.sub(r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)", named, pattern)
    text = re.sub(r"<([^>]+)>", put, text)
    return text.replace("^", "").replace("$", "").replace("\\", "")


def operations(api):
    """Every operation of the API: (method, path as documented, path filled)."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        where = re.sub(r"{(\w+)}", lambda m: {"slug": "atyrau", "side": "ours"}.get(m[1], str(NUMBER)), path)
        for method in methods:
            yield method.upper(), path, where


def fill(desk):
    """Make one record of every kind of the desk, all with the same number and the word in their texts."""
    made = {}
    for model in apps.get_models():
        if issubclass(model, DeskModel):
            _make(model, desk, made)
    return made


def _make(model, desk, made):
    if model in made:
        return made[model]
    made[model] = None  # a chain that comes back to itself stays open
    values = {"pk": NUMBER}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        related = field.related_model if field.is_relation else None
        if related and field.null and related not in {Desk, User}:
            value = made.get(related)  # what may be empty is filled where it is there already
        else:
            value = _value(field, desk, made)
        if value is not None:
            values[field.name] = value
    if model is Wish:
        values["partner"] = values["high"] = _second_company(values["asker"])
    optional = {column.name for column in model._meta.concrete_fields if column.null and column.is_relation}
    for empty in (set(), *({name} for name in sorted(optional)), optional):
        made[model] = _kept(model, {name: value for name, value in values.items() if name not in empty})
        if made[model] is not None:
            break
    return made[model]


def _kept(model, values):
    row = model(**values)
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        return None
    return row


def _second_company(first):
    """A wish takes two."""
    fields = {field.name: getattr(first, field.name) for field in Company._meta.concrete_fields}
    other = Company(
        **{**fields, "id": NUMBER + 1, "side": "theirs", "key": "other", "registered_by": "other"}
    )
    other.save_base(raw=True, force_insert=True)
    return other


def _value(field, desk, made):
    if field.is_relation:
        return _related(field, desk, made)
    if field.choices:
        return field.get_default() if field.has_default() else field.flatchoices[0][0]
    if isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField):
        return _word(field)
    if field.has_default():
        return field.get_default()
    return next((value for kind, value in PLAIN if isinstance(field, kind)), None) or _number(field)


PLAIN = (
    (models.JSONField, {"names": {"en": CANARY}}),
    (models.DateTimeField, dt.datetime(2026, 11, 1, tzinfo=dt.UTC)),
    (models.DateField, dt.date(2026, 12, 1)),
    (models.TimeField, dt.time(10)),
    (models.DecimalField, decimal.Decimal(1)),
    (models.FloatField, 1.0),
)


def _number(field):
    """Two numbers of one record differ: no place twins itself."""
    return ord(field.name[0]) % 9 + 1 if isinstance(field, models.IntegerField) else None


def _related(field, desk, made):
    related = field.related_model
    if related is Desk:
        return desk
    if related is User:
        return User.objects.filter(memberships__desk=desk).first()
    return None if related is field.model else _make(related, desk, made)


def _word(field):
    if isinstance(field, models.EmailField | models.URLField):
        return f"{CANARY}@example.org" if isinstance(field, models.EmailField) else "https://example.org/"
    known = {
        "timezone": "Asia/Atyrau", "zone": "Asia/Atyrau", "country": "KZ", "language": "ru",
        "target": "promises.promise", "kind": "invitation",
    }  # fmt: skip
    return known.get(field.name, CANARY)[: field.max_length or None]
