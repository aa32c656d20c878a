"""What a list would do, in the reader's language: its columns, its mistakes, what it changes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.missions.domain.registration import LISTS, TEXTS
from egiz.desk.missions.models import Company, CompanyImport, Mission

# The matching engine speaks English; here are its sentences as patterns, and the same in four languages.
SAID = (
    (r"must not be empty; the row is left out", _("must not be empty; the row is left out")),
    (r"(?P<a>'.*') is taken by a row above; give each (?:company|firm) its own",
     _("%(a)s is taken by a row above; give each company its own")),
    (r"(?P<a>'.*') is not a whole number; the default is used",
     _("%(a)s is not a whole number; the default is used")),
    (r"(?P<a>'.*') is unknown; use one of (?P<b>.*)", _("%(a)s is unknown; use one of %(b)s")),
    (r"(?P<a>'.*') is not an OKED/NACE code such as (?P<b>\S+)",
     _("%(a)s is not an OKED/NACE code such as %(b)s")),
    (r"(?P<a>'.*') is not an HS code of 2, 4, 6, 8 or 10 digits such as (?P<b>\S+)",
     _("%(a)s is not an HS code of 2, 4, 6, 8 or 10 digits such as %(b)s")),
    (r"(?P<a>\d+) codes say nothing about a (?:company|firm); give at most (?P<b>\d+)",
     _("%(a)s codes say nothing about a company; give at most %(b)s")),
    (r"limits must satisfy 0 <= min <= max, not (?P<a>-?\d+) and (?P<b>-?\d+)",
     _("the fewest meetings (%(a)s) must not be above the most (%(b)s)")),
    (r"(?P<a>'.*') lost its leading nought; read as (?P<b>\S+)",
     _("%(a)s lost its leading nought; read as %(b)s")),
    (r"(?P<a>'.*') is read as (?P<b>\S+); if it was (?P<c>\S+), write (?P<d>\S+)",
     _("%(a)s is read as %(b)s; if it was %(c)s, write %(d)s")),
    (r"(?P<a>'.*') has eleven digits; read as (?P<b>\S+)", _("%(a)s has eleven digits; read as %(b)s")),
    (r"(?P<a>'.*') was shortened by a table program; read as (?P<b>\S+)",
     _("%(a)s was shortened by a table program; read as %(b)s")),
    (r"(?P<a>'.*') has lost digits in a table program; write the number as text",
     _("%(a)s has lost digits in a table program; write the number as text")),
    (r"(?P<a>'.*') is a date that a table program made; write the code as text",
     _("%(a)s is a date that a table program made; write the code as text")),
    (r"(?P<a>'.*') is not a two-letter code such as KZ", _("%(a)s is not a two-letter code such as KZ")),
    (r"(?P<a>'.*'|\".*\") says more than is kept; the rest is left out",
     _("%(a)s says more than is kept; the rest is left out")),
    (r"(?P<a>'.*') is not an e-mail address such as (?P<b>\S+)",
     _("%(a)s is not an e-mail address such as %(b)s")),
)  # fmt: skip
PATTERNS = tuple((re.compile(pattern), words) for pattern, words in SAID)
FIELDS = ("id", *TEXTS, *LISTS, "format", "min_meetings", "max_meetings")
RECORD_NAMES = {"id": "key", "format": "mode"}


def words_of(message: str) -> str:
    """Say a remark of the engine's in the reader's language; one that is not known stays as it is."""
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(message):
            return str(words) % found.groupdict()
    return message


def field_name(name: str) -> str:
    """Name a column's field as the company's record does."""
    try:
        found: Any = Company._meta.get_field(RECORD_NAMES.get(name, name))  # noqa: SLF001 - Django's public way
        return str(found.verbose_name)
    except LookupError:
        return name


def fields() -> list[tuple[str, str]]:
    """List what a column can be taken for."""
    return sorted(((name, field_name(name)) for name in FIELDS), key=lambda row: row[1].casefold())


def columns(tried: CompanyImport) -> list[dict[str, Any]]:
    return [
        {**column, "label": field_name(column["field"]) if column["field"] else ""}
        for column in tried.columns
    ]


SHOWN_PROBLEMS = 300


def problems(tried: CompanyImport) -> list[dict[str, Any]]:
    return [
        {**one, "field": field_name(one["field"]), "message": words_of(one["message"])}
        for one in tried.problems[:SHOWN_PROBLEMS]
    ]


def changes(tried: CompanyImport) -> list[tuple[str, str]]:
    return [(name, ", ".join(field_name(one) for one in names)) for name, names in tried.changes]


def taken(lists: Sequence[CompanyImport]) -> str:
    """Say what lists brought."""
    added, changed = sum(one.added for one in lists), sum(one.changed for one in lists)
    text = ngettext("%(count)s company was added", "%(count)s companies were added", added)
    text += "; " + ngettext(
        "%(changed)s was brought up to date.", "%(changed)s were brought up to date.", changed
    )
    return text % {"count": added, "changed": changed}


def lists_url(desk: Desk, mission: Mission, lists: Sequence[CompanyImport]) -> str:
    """Give the address of the page that shows what lists would do."""
    query = "&".join(f"list={one.pk}" for one in lists)
    return f"{desk_url(desk, 'missions:lists', mission.pk)}?{query}"


def chosen_columns(tried: CompanyImport, data: Mapping[str, str]) -> dict[int, str] | None:
    """Return the columns as they were named on the page, or nothing where none was named otherwise."""
    chosen, other = {}, False
    for column in tried.columns:
        value = data.get(f"column-{tried.pk}-{column['at']}")
        value = column["field"] if value is None else value
        other = other or value != column["field"]
        if value in FIELDS:
            chosen[column["at"]] = value
    return chosen if other else None
