from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.twinnings.models import Comparison, PlaceFact, Twinning


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find links, comparisons and facts by the places they speak of, in any script."""
    ids = _places_called(key)
    if not ids:
        return []
    links = Twinning.objects.filter(Q(a_id__in=ids) | Q(b_id__in=ids))[:limit]
    hits = [
        Hit(_pair(link), str(link.get_status_display()), desk_url(desk, "twinnings:twinning", link.pk))
        for link in links
    ]
    hits += [
        Hit(_choice(row), _("comparison of candidates"), desk_url(desk, "twinnings:comparison", row.pk))
        for row in Comparison.objects.filter(city_id__in=ids)[: max(0, limit - len(hits))]
    ]
    hits += _facts(desk, ids)[: max(0, limit - len(hits))]
    return [HitGroup(_("Twinnings"), "arrow-left-right", hits)]


def _facts(desk: Desk, ids: set[int]) -> list[Hit]:
    named = dict(PlaceFact.objects.filter(place_id__in=ids).values_list("place_id", "place_name"))
    page = desk_url(desk, "twinnings:facts")
    return [
        Hit(local_name(place, name), _("what sources say of it"), f"{page}?{urlencode({'q': name})}")
        for place, name in named.items()
    ]


def _pair(link: Twinning) -> str:
    return f"{local_name(link.a_id, link.a_name)} – {local_name(link.b_id, link.b_name)}"


def _choice(row: Comparison) -> str:
    return f"{local_name(row.city_id, row.city_name)} → {row.country}"


def _places_called(key: str) -> set[int]:
    """Return the places of this desk's register that a name in any script may mean."""
    from egiz import atlas  # noqa: PLC0415 - the atlas loads when a place is first asked for

    try:
        meant = {match.place.geonameid for match in atlas.find(key, limit=20)}
    except atlas.NoNameError:
        return set()
    known = {*Comparison.objects.values_list("city_id", flat=True)}
    known.update(PlaceFact.objects.values_list("place_id", flat=True).order_by("place_id").distinct())
    for pair in Twinning.objects.values_list("a_id", "b_id"):
        known.update(pair)
    return meant & known
