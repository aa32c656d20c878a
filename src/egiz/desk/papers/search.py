from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Hit, Indexed, said
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.papers.models import Paper


def _body(row: Paper) -> Iterator[str]:
    from egiz.documents.official.kinds import label  # noqa: PLC0415 - loaded when a paper is indexed

    yield from (label(f"kind_{row.kind}", language) for language, _name in settings.LANGUAGES)
    yield said(row, "state")
    for values in (row.fields, *row.texts.values()):
        yield from _strings(list(values.values()))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _hit(desk: Desk, row: Paper) -> Hit:
    return Hit(
        row.name, f"{row.kind_label}, {row.get_state_display()}", desk_url(desk, "papers:paper", row.pk)
    )


index.add(
    Indexed(
        Paper, _("Papers"), "file-text", "papers.view", head=lambda row: (row.name,), body=_body, hit=_hit,
    )
)  # fmt: skip
