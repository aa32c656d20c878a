"""What a list would do, in the reader's language: its columns, its mistakes, what it changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.missions.domain.registration import LISTS, TEXTS
from egiz.desk.missions.models import Company, CompanyImport, Mission
from egiz.matching import remarks

FIELDS = ("id", *TEXTS, *LISTS, "format", "min_meetings", "max_meetings")
RECORD_NAMES = {"id": "key", "format": "mode"}


def words_of(message: str) -> str:
    """Say a remark of the engine's in the reader's language; one that is not known stays as it is."""
    return remarks.said(message, gettext)


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
