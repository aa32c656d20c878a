"""What is known of the gates that a ride passes, said beside the ride."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egiz import corridors
from egiz.corridors.places import crossing_name
from egiz.desk.core import joints
from egiz.desk.core.templatetags.egiz import day_long
from egiz.desk.trips.models import PlanVersion, Way

CLASSES = {Way.Mode.CAR: "car", Way.Mode.BUS: "bus", Way.Mode.TRAIN: "train"}


def remarks(version: PlanVersion, item: Any) -> tuple[str, ...]:
    """Name the gates between the two ends that are closed on that day, or of which nobody knows."""
    origin, destination = (version.label(ref) for ref in (item.origin, item.destination))
    vehicle = CLASSES.get(item.mode)
    if not (vehicle and origin.get("place") and destination.get("place")):
        return ()
    if origin.get("country") == destination.get("country"):
        return ()
    desk = version.trip.desk
    network = of_desk(desk) if (of_desk := joints.network.get()) else corridors.load()
    try:
        passed = corridors.gates_between(
            origin["place"], destination["place"], vehicle, item.start.date(), network=network
        )
    except ValueError:  # a city far from every node of the network
        return ()
    return tuple(_said(network, one) for one in passed)


def _said(network: corridors.Network, one: corridors.Passed) -> str:
    language = (get_language() or "en").partition("-")[0]
    ends = network.nodes[one.link.a], network.nodes[one.link.b]
    gate = one.view.gate
    words = {"gate": crossing_name(*ends, language), "source": gate.source if gate else ""}
    if one.view.state == "closed" and gate:
        words["since"] = day_long(gate.valid_from)
        if gate.valid_to is None:
            return _("%(gate)s is closed for this since %(since)s, end not known (%(source)s)") % words
        words["until"] = day_long(gate.valid_to)
        return _("%(gate)s is closed for this until %(until)s (%(source)s)") % words
    if one.view.since is None:
        return _("whether %(gate)s is open for this is not known: ask before leaving") % words
    words["since"] = day_long(one.view.since)
    return _("whether %(gate)s is open for this is not known since %(since)s: ask before leaving") % words
