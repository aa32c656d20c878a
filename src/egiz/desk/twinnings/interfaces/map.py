"""The register as a map: a line for each link, a point for each place, sleeping links faded."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from egiz import atlas
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.twinnings.models import Status, Twinning

PALE = {Status.DORMANT, Status.ENDED}


def drawn(desk: Desk, rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the points and lines of egiz/_map.html; a place that the atlas does not know is left out."""
    points: dict[int, dict[str, Any]] = {}
    lines = []
    for row in rows:
        twin = row["twin"]
        ends = list(_ends(twin))
        if len(ends) < 2:
            continue
        faded = row["sleeps"] or twin.status in PALE
        for place, side in ends:
            _point(points, place, side, twin, desk, faded=faded)
        lines.append(
            {
                "coords": [[place.lat, place.lon] for place, _side in ends],
                "title": _("%(a)s – %(b)s: %(status)s")
                % {
                    "a": points[ends[0][0].geonameid]["title"],
                    "b": points[ends[1][0].geonameid]["title"],
                    "status": twin.get_status_display(),
                },
                "faded": faded,
                "dashed": twin.status == Status.PROPOSED,
            }
        )
    return {"points": list(points.values()), "lines": lines}


def _ends(twin: Twinning) -> Iterator[tuple[Any, str]]:
    for number, side in ((twin.a_id, "ours"), (twin.b_id, "theirs")):
        try:
            yield atlas.place(number), side
        except atlas.UnknownPlaceError:
            continue


def _point(
    points: dict[int, dict[str, Any]], place: Any, side: str, twin: Twinning, desk: Desk, *, faded: bool
) -> None:
    known = points.get(place.geonameid)
    if known is not None:
        known["faded"] = known["faded"] and faded
        return
    points[place.geonameid] = {
        "lat": place.lat,
        "lon": place.lon,
        "title": local_name(place.geonameid, place.name),
        "side": side,
        "faded": faded,
        "url": desk_url(desk, "twinnings:twinning", twin.pk),
    }
