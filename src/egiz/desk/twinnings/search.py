from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Hit, Indexed, said
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.twinnings.domain import indicators
from egiz.desk.twinnings.models import Activity, Comparison, PlaceFact, Twinning


def _names(row: Twinning) -> Iterator[str]:
    yield from (row.a_name, row.b_name, index.place_names(row.a_id, row.b_id))


def _words(row: Twinning) -> Iterator[str]:
    yield from (row.document, row.source, row.note, said(row, "status", "level"))
    yield from (one.what for one in row.activities.all())


def _twinning(desk: Desk, row: Twinning) -> Hit:
    pair = f"{local_name(row.a_id, row.a_name)} – {local_name(row.b_id, row.b_name)}"
    return Hit(pair, str(row.get_status_display()), desk_url(desk, "twinnings:twinning", row.pk))


def _comparison(desk: Desk, row: Comparison) -> Hit:
    title = f"{local_name(row.city_id, row.city_name)} → {row.country}"
    return Hit(title, "", desk_url(desk, "twinnings:comparison", row.pk))


def _candidates(row: Comparison) -> str:
    ids = [one.get("geonameid") for one in row.result.get("candidates", [])[:20]]
    return index.place_names(*row.named, *ids)


@lru_cache(maxsize=1024)
def _indicator(code: str) -> str:
    found = [code]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(indicators.label(code))
    return " ".join(found)


def _fact(desk: Desk, row: PlaceFact) -> Hit:
    shown = indicators.value(row.indicator, row.value)
    value = " ".join(filter(None, [shown, indicators.unit(row.unit), row.as_of]))
    title = f"{local_name(row.place_id, row.place_name)} · {indicators.label(row.indicator)}"
    page = desk_url(desk, "twinnings:facts")
    return Hit(title, value, f"{page}?{urlencode({'q': row.place_name})}")


index.add(
    Indexed(
        Twinning, _("Twinnings"), "arrow-left-right", "twinnings.view", head=_names, body=_words,
        hit=_twinning, parts=((Activity, "twinning"),),
    )
)  # fmt: skip
index.add(
    Indexed(
        Comparison, _("Comparisons of candidates"), "arrow-left-right", "twinnings.view",
        head=lambda row: (row.city_name, index.place_names(row.city_id)),
        body=lambda row: (_candidates(row),), hit=_comparison,
    )
)  # fmt: skip
index.add(
    Indexed(
        PlaceFact, _("Facts"), "arrow-left-right", "twinnings.view",
        head=lambda row: (row.place_name, index.place_names(row.place_id), _indicator(row.indicator)),
        body=lambda row: (row.value, row.source, row.note, row.doubt), hit=_fact,
    )
)  # fmt: skip
