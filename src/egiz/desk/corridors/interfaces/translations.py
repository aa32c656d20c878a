"""The engine's codes in the reader's language."""

from typing import Any

from babel import Locale
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from egiz import corridors
from egiz.corridors.places import crossing_name
from egiz.desk.core.templatetags.egiz import day_long, number, percent_of
from egiz.desk.corridors.models.own import Metric, Status, VehicleClass

PARTY = ("party", gettext_lazy("delegation, by whatever suits"))
MODES = {
    "road": gettext_lazy("road"),
    "rail": gettext_lazy("rail"),
    "sea": gettext_lazy("sea"),
    "air": gettext_lazy("air"),
    "crossing": gettext_lazy("crossing"),
}
ZONES = {
    "road": gettext_lazy("Roads of %(zone)s"),
    "rail": gettext_lazy("Railways of %(zone)s"),
    "crossing": gettext_lazy("Crossings between %(zone)s"),
    "transfer": gettext_lazy("Boarding and loading: %(zone)s"),
    "wait": gettext_lazy("Wait without a timetable: %(zone)s"),
}
WHOLE = {"sea": gettext_lazy("The Caspian Sea"), "air": gettext_lazy("Flights")}


def language() -> str:
    return (get_language() or "en").partition("-")[0]


def class_words(vehicle: str) -> str:
    return str(PARTY[1] if vehicle == PARTY[0] else dict(VehicleClass.choices).get(vehicle, vehicle))


def metric_words(metric: str) -> str:
    return str(dict(Metric.choices).get(metric, metric))


def status_words(status: str) -> str:
    return str(dict(Status.choices).get(status, status))


def node_words(node: corridors.Node) -> str:
    return corridors.name_in(node, language())


def link_words(network: corridors.Network, link: corridors.Link) -> str:
    """Name a link by its two ends and what it is."""
    a, b = network.nodes[link.a], network.nodes[link.b]
    if link.mode == "crossing":
        return crossing_name(a, b, language())
    return f"{node_words(a)} – {node_words(b)}, {MODES[link.mode]}"


def subject_words(network: corridors.Network, on: str) -> str:
    """Say what a value is about: a link, or all roads of a country."""
    if on in network.links:
        return link_words(network, network.links[on])
    mode, _slash, zone = on.partition("/")
    if mode in WHOLE:
        return str(WHOLE[mode])
    if mode in ("transfer", "wait"):
        return str(ZONES[mode]) % {"zone": class_words(zone)}
    territories = Locale.parse(language()).territories
    names = " – ".join(str(territories.get(code, code)) for code in zone.split("-"))
    return str(ZONES.get(mode, "%(zone)s")) % {"zone": names}


def reason_words(network: corridors.Network, reason: corridors.Reason) -> str:
    """Put a reason of the engine into the reader's language; its English text where the code is new."""
    sentence = _sentences().get(reason.code)
    return str(sentence) % _shown(network, reason.params) if sentence else reason.text


def _sentences() -> dict[str, str]:
    return {
        "unknown-since": _(
            "%(crossing)s: the status for %(class)s is unknown since %(since)s. It was %(last)s then."
        ),
        "never-recorded": _("%(crossing)s: no status for %(class)s has been read for that day."),
        "weather": _("%(from)s – %(to)s is shut by weather about %(share)s of the time in this month."),
        "no-cost": _("For some legs no cost has been read, so the total is a lower bound. Enter a quote."),
        "timetable": _("%(from)s – %(to)s: no present timetable has been read. Check that it runs."),
        "old-timetable": _("%(from)s – %(to)s: the timetable is of %(year)s. Ask whether it holds."),
        "old-prices": _("The oldest price on the way is of %(year)s: ask for a quote."),
        "closed": _("There is no way for %(class)s on %(day)s: %(crossing)s is closed until %(until)s."),
        "closed-no-end": _(
            "There is no way for %(class)s on %(day)s: %(crossing)s is closed since %(since)s, end not known."
        ),
        "no-link": _("Nothing on the network leads from %(from)s to %(to)s for %(class)s."),
        "day-unknown": _("No closing is recorded from %(day)s on; the status is unknown since %(since)s."),
        "day-open": _("From %(day)s the way is open for %(class)s."),
        "class-passes": _("The gate is open for %(class)s on that day."),
        "class-around": _("There is a way for %(class)s."),
    }


def _shown(network: corridors.Network, params: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    states = {"open": _("open"), "closed": _("closed"), "": _("unknown")}
    names = {node.name: node for node in network.nodes.values()}
    for key, value in params.items():
        if key in ("since", "until", "day"):
            found[key] = day_long(value)
        elif key == "class":
            found[key] = class_words(str(value))
        elif key == "share":
            found[key] = percent_of(float(value))
        elif key == "last":
            found[key] = states.get(str(value), str(value))
        elif key in ("from", "to", "crossing"):
            parts = (network.nodes.get(part) or names.get(part) for part in str(value).split(" / "))
            words = [node_words(part).split(" (")[0] if part else "" for part in parts]
            found[key] = " / ".join(words) if all(words) else str(value)
        else:
            found[key] = str(value)
    return found


def hours_words(value: float) -> str:
    return _("%(hours)s h") % {"hours": number(round(value, 1))}


def range_words(spread: corridors.Spread, *, money: bool = False) -> str:
    """Write P10 and P90 of a spread."""
    if money:
        low, high = (number(round(x)) for x in (spread.p10, spread.p90))
    else:
        low, high = (number(round(x, 1)) for x in (spread.p10, spread.p90))
    return f"{low}–{high}"
