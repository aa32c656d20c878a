"""Codes of this room in sentences, which the catalogues translate for the desk and for the terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egiz import corridors
from egiz.text.marking import Translate, gettext_noop

if TYPE_CHECKING:
    from egiz.corridors import Link, Network, Node, Reason

CLASSES = {
    "truck20": gettext_noop("20 t lorry"),
    "van": gettext_noop("lorry up to 3.5 t"),
    "container": gettext_noop("container"),
    "car": gettext_noop("car"),
    "bus": gettext_noop("bus"),
    "train": gettext_noop("train passenger"),
    "air": gettext_noop("air passenger"),
    "foot": gettext_noop("person on foot"),
    "party": gettext_noop("delegation, by whatever suits"),
}
METRICS = {
    "km": gettext_noop("length, km"),
    "kmh": gettext_noop("speed, km/h"),
    "usd_km": gettext_noop("cost, USD per km"),
    "hours": gettext_noop("time, hours"),
    "usd": gettext_noop("cost, USD"),
    "wait_hours": gettext_noop("wait before, hours"),
    "queue_share": gettext_noop("how often there is a queue, share"),
    "queue_hours": gettext_noop("what a queue adds, hours"),
    "shut_share": gettext_noop("how often weather shuts it, share"),
    "shut_hours": gettext_noop("for how long weather shuts it, hours"),
}
STATUSES = {
    "observed": gettext_noop("observed"),
    "claimed": gettext_noop("claimed"),
    "derived": gettext_noop("derived"),
    "assumed": gettext_noop("assumed"),
}
STATES = {"open": gettext_noop("open"), "closed": gettext_noop("closed"), "": gettext_noop("unknown")}
MODES = {
    "road": gettext_noop("road"),
    "rail": gettext_noop("rail"),
    "sea": gettext_noop("sea"),
    "air": gettext_noop("air"),
    "crossing": gettext_noop("crossing"),
}
KINDS = {
    "queue": gettext_noop("queue"),
    "permit": gettext_noop("permit"),
    "fee": gettext_noop("fee"),
    "toll": gettext_noop("road toll"),
    "document": gettext_noop("document"),
    "registration": gettext_noop("registration"),
}
"""What a way asks of who goes."""
ZONES = {
    "road": gettext_noop("Roads of %(zone)s"),
    "rail": gettext_noop("Railways of %(zone)s"),
    "crossing": gettext_noop("Crossings between %(zone)s"),
    "transfer": gettext_noop("Boarding and loading: %(zone)s"),
    "wait": gettext_noop("Wait without a timetable: %(zone)s"),
    "sea": gettext_noop("The Caspian Sea"),
    "air": gettext_noop("Flights"),
}
SENTENCES = {
    "unknown-since": gettext_noop(
        "%(crossing)s: the status for %(class)s is unknown since %(since)s. It was %(last)s then."
    ),
    "never-recorded": gettext_noop("%(crossing)s: no status for %(class)s has been read for that day."),
    "weather": gettext_noop(
        "%(from)s – %(to)s is shut by weather about %(share)s of the time in this month."
    ),
    "no-cost": gettext_noop(
        "For some legs no cost has been read, so the total is a lower bound. Enter a quote."
    ),
    "timetable": gettext_noop(
        "%(from)s – %(to)s: no present timetable has been read. Check that it runs."
    ),
    "old-timetable": gettext_noop(
        "%(from)s – %(to)s: the timetable is of %(year)s. Ask whether it holds."
    ),
    "old-prices": gettext_noop("The oldest price on the way is of %(year)s: ask for a quote."),
    "closed": gettext_noop(
        "There is no way for %(class)s on %(day)s: %(crossing)s is closed until %(until)s."
    ),
    "closed-no-end": gettext_noop(
        "There is no way for %(class)s on %(day)s: %(crossing)s is closed since %(since)s, end not known."
    ),
    "no-link": gettext_noop("Nothing on the network leads from %(from)s to %(to)s for %(class)s."),
    "day-unknown": gettext_noop(
        "No closing is recorded from %(day)s on; the status is unknown since %(since)s."
    ),
    "day-open": gettext_noop("From %(day)s the way is open for %(class)s."),
    "class-passes": gettext_noop("The gate is open for %(class)s on that day."),
    "class-around": gettext_noop("There is a way for %(class)s."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentences:
    """
    Codes of this room for one reader.

    Parameters
    ----------
    translate
        Puts a sentence of the catalogues into the reader's language.
    language
        en, ru, uz or kk.
    """

    translate: Translate
    language: str

    def of(self, table: Mapping[str, str], code: str) -> str:
        """Return the words of a code of one of the tables; the code itself where it is in none."""
        return self.translate(table[code]) if code in table else code

    def node(self, node: Node) -> str:
        """Return the name of a node."""
        return corridors.name_in(node, self.language)

    def link(self, network: Network, link: Link) -> str:
        """Return a link by its two ends and what it is."""
        a, b = network.nodes[link.a], network.nodes[link.b]
        if link.mode == "crossing":
            return corridors.places.crossing_name(a, b, self.language)
        return f"{self.node(a)} – {self.node(b)}, {self.of(MODES, link.mode)}"

    def subject(self, network: Network, on: str) -> str:
        """Return what a value is about: a link, or all roads of a country."""
        if on in network.links:
            return self.link(network, network.links[on])
        mode, _slash, zone = on.partition("/")
        if mode in ("transfer", "wait"):
            named = self.of(CLASSES, zone)
        else:
            territories = _locale(self.language).territories
            named = " – ".join(str(territories.get(code, code)) for code in zone.split("-"))
        return self.translate(ZONES.get(mode, "%(zone)s")) % {"zone": named}

    def reason(self, network: Network, reason: Reason) -> str:
        """Return a reason's sentence; the engine's English text where the code is new."""
        sentence = SENTENCES.get(reason.code)
        if sentence is None:
            return reason.text
        return self.translate(sentence) % self._params(network, reason.params)

    def _params(self, network: Network, params: Mapping[str, Any]) -> dict[str, str]:
        return {key: self._param(network, key, value) for key, value in params.items()}

    def _param(self, network: Network, key: str, value: Any) -> str:
        from babel.dates import format_date  # noqa: PLC0415 - only where something is said
        from babel.numbers import format_percent  # noqa: PLC0415 - as above

        if key in ("since", "until", "day"):
            day = dt.date.fromisoformat(str(value)[:10])
            return str(format_date(day, "long", locale=_locale(self.language)))
        if key == "share":
            return str(format_percent(round(float(value), 2), locale=_locale(self.language)))
        if key in ("from", "to", "crossing"):
            return self._named(network, str(value))
        return self.of({"class": CLASSES, "last": STATES}.get(key, {}), str(value))

    def _named(self, network: Network, value: str) -> str:
        names = {node.name: node for node in network.nodes.values()}
        parts = (network.nodes.get(part) or names.get(part) for part in value.split(" / "))
        words = [self.node(part).split(" (")[0] if part else "" for part in parts]
        return " / ".join(words) if all(words) else value


def _locale(language: str) -> Any:
    from babel import Locale  # noqa: PLC0415 - only where something is said

    # "en" alone is American; here the day stands before the month.
    return Locale.parse("en_GB" if language == "en" else language)
