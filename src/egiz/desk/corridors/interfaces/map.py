"""One or two ways as a map: lines between nodes, a point for every node, closed gates named."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from egiz import corridors
from egiz.desk.corridors.interfaces import translations

SIDES = ("ours", "theirs")


def drawn(
    network: corridors.Network, options: Sequence[corridors.Option], closed: Sequence[corridors.Closed]
) -> dict[str, list[dict[str, Any]]]:
    """Return the points and lines of egiz/_map.html; roads are drawn straight from node to node."""
    points: dict[str, dict[str, Any]] = {}
    lines = []
    for number, option in enumerate(options[:2]):
        nodes = [option.legs[0].start, *(leg.end for leg in option.legs)]
        for node in nodes:
            points.setdefault(node.id, _point(node, SIDES[number]))
        ends = f"{translations.node_words(nodes[0])} – {translations.node_words(nodes[-1])}"
        lines.append(
            {
                "coords": [[node.lat, node.lon] for node in nodes],
                "side": SIDES[number],
                "title": f"{'AB'[number]} · {ends}, {translations.hours_words(option.hours.p50)}",
                "dashed": number == 1,
            }
        )
    for one in closed:
        node = network.nodes[network.links[one.gate.on].a]
        note = _("closed") + f", {translations.class_words(one.vehicle)}"
        points[node.id] = {**_point(node, ""), "note": note, "faded": True}
    return {"points": list(points.values()), "lines": lines}


def _point(node: corridors.Node, side: str) -> dict[str, Any]:
    return {
        "lat": node.lat,
        "lon": node.lon,
        "title": translations.node_words(node).split(" (")[0],
        "side": side,
    }
