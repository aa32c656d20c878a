"""What `egiz route` prints, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_decimal
from rich.console import Console
from rich.table import Table

from egiz.commands._language import catalogue, locale_of
from egiz.commands._route_document import haulage
from egiz.corridors import resting
from egiz.corridors.sentences import CLASSES, KINDS, MODES, STATUSES, Sentences
from egiz.corridors.translations import translated

if TYPE_CHECKING:
    from datetime import date

    from egiz.corridors import Answer, Leg, Network, Option, Spread


class Shown:
    """An answer with a reader's language."""

    def __init__(self, answer: Answer, network: Network, language: str) -> None:
        self.answer, self.network, self.language = answer, network, language
        self.gettext = catalogue(language).gettext
        self.words = Sentences(self.gettext, language)
        self.console = Console(highlight=False)

    def show(self) -> None:
        """Print closed gates, ways with their legs and sources, and what works instead."""
        _ = self.gettext
        for shut in self.answer.closed:
            gate = shut.gate
            params = {
                "crossing": self.words.link(self.network, self.network.links[gate.on]),
                "class": self.words.of(CLASSES, shut.vehicle),
                "from": self._day(gate.valid_from),
                "to": self._day(gate.valid_to) if gate.valid_to else "",
                "source": self._source(gate.source),
            }
            if gate.valid_to:
                said = _("%(crossing)s is closed for %(class)s from %(from)s to %(to)s (%(source)s).")
            else:
                said = _("%(crossing)s is closed for %(class)s since %(from)s, end not known (%(source)s).")
            self.console.print(said % params)
        if self.answer.why_not:
            self.console.print(self.words.reason(self.network, self.answer.why_not))
        for option in self.answer.options:
            self._option(option)
        for one in self.answer.instead:
            params = {
                "what": self.words.of(CLASSES, one.value),
                "hours": self._figure(one.hours, 0),
                "reason": self.words.reason(self.network, one.reason),
            }
            self.console.print(_("Instead, %(what)s: about %(hours)s h. %(reason)s") % params)

    def _option(self, option: Option) -> None:
        _ = self.gettext
        numbers: dict[str, int] = {}
        heads = (_("Leg"), _("By"), _("km"), _("Hours"), "USD", _("Status"), _("Sources"))
        table = Table(*heads, title=self._title(option))
        for leg in option.legs:
            table.add_row(*self._leg(leg, numbers))
        self.console.print(table)
        self._times(option)
        self._haulage(option)
        for source, number in numbers.items():
            self.console.print(f"{number}  {self._source(source)}", markup=False)
        for warning in option.warnings:
            self.console.print(self.words.reason(self.network, warning), markup=False)

    def _title(self, option: Option) -> str:
        _ = self.gettext
        names = {"time": _("best in time"), "cost": _("best in cost"), "risk": _("best in risk")}
        best = ", ".join(names[name] for name in option.best) or _("between the others")
        return _(
            "%(from)s – %(to)s, %(class)s, %(best)s: %(hours)s h (%(range)s) from leaving, %(cost)s, "
            "%(km)s km, risk %(risk)s %%"
        ) % {
            "from": self.words.node(self.answer.origin),
            "to": self.words.node(self.answer.destination),
            "class": self.words.of(CLASSES, self.answer.vehicle),
            "best": best,
            "hours": self._figure(option.hours.p50),
            "range": self._range(option.hours),
            "cost": self._cost(option),
            "km": self._figure(option.km, 0),
            "risk": self._figure(100 * option.risk, 0),
        }

    def _cost(self, option: Option) -> str:
        _ = self.gettext
        if not option.usd:
            return _("cost unknown")
        said = _("%(usd)s USD (%(range)s)") if option.usd_complete else _("at least %(usd)s USD (%(range)s)")
        return said % {"usd": self._figure(option.usd.p50, 0), "range": self._range(option.usd, 0)}

    def _leg(self, leg: Leg, numbers: dict[str, int]) -> tuple[str, ...]:
        _ = self.gettext
        sources = [t.source for t in leg.services] + [t.source for t in leg.values]
        marks = sorted({numbers.setdefault(source, len(numbers) + 1) for source in sources})
        since = ""
        if leg.unknown_since:
            since = ", " + _("unknown since %(day)s") % {"day": self._day(leg.unknown_since)}
        return (
            f"{self.words.node(leg.start)} – {self.words.node(leg.end)}",
            f"{self.words.of(MODES, leg.link.mode)}, {self.words.of(CLASSES, leg.vehicle)}",
            "" if leg.crossing else self._figure(leg.km, 0),
            f"{self._figure(leg.hours.p50)} ({self._range(leg.hours)})",
            self._figure(leg.usd.p50, 0) if leg.usd else _("unknown"),
            self.words.of(STATUSES, leg.status) + since,
            " ".join(map(str, marks)),
        )

    def _times(self, option: Option) -> None:
        _ = self.gettext
        if option.rest:
            one = self.answer.drivers == 1
            said = (
                _("One driver must rest for %(rest)s h on the way (%(source)s): about %(whole)s h in all.")
                if one
                else _(
                    "Two drivers must rest for %(rest)s h on the way (%(source)s): about %(whole)s h in all."
                )
            )
            params = {
                "rest": self._figure(option.rest),
                "source": self._source(resting.SOURCE),
                "whole": self._figure(option.whole, 0),
            }
            self.console.print(said % params)
        if option.wait >= 1:
            said = _("Before leaving for the first departure there are about %(hours)s h to wait.")
            self.console.print(said % {"hours": self._figure(option.wait, 0)})

    def _haulage(self, option: Option) -> None:
        _ = self.gettext
        found = haulage(option, self.answer.when.date())
        co2 = found["co2e_kg"]
        kg = " – ".join(dict.fromkeys(self._figure(co2[end], 0) for end in ("low", "high")))
        load = _("for one traveller")
        if co2["unit"] == "t":
            load = _("for %(tonnes)s t") % {"tonnes": self._figure(co2["for"])}
        said = _("Emissions %(load)s: %(kg)s kg CO₂e (UK factors of 2025).")
        if not co2["complete"]:
            said = _("Emissions %(load)s: at least %(kg)s kg CO₂e (UK factors of 2025).")
        self.console.print(said % {"load": load, "kg": kg})
        if found["usd_per_tonne"] is not None:
            usd = self._figure(found["usd_per_tonne"], 0)
            self.console.print(_("A tonne costs %(usd)s USD.") % {"usd": usd})
        for one in found["asked"]:
            self._asked(one)

    def _asked(self, one: dict[str, Any]) -> None:
        kind = self.words.of(KINDS, one["kind"]).capitalize()
        old = " " + self.gettext("The page is old: ask whether it still holds.") if one["old"] else ""
        text = translated(one["text"], self.language)
        self.console.print(f"{kind}: {text} ({self._source(one['source'])}){old}", markup=False)

    def _source(self, source: str) -> str:
        return translated(source, self.language)

    def _day(self, day: date) -> str:
        return str(format_date(day, "long", locale=locale_of(self.language)))

    def _figure(self, value: float, digits: int = 1) -> str:
        return str(format_decimal(round(value, digits or None), locale=locale_of(self.language)))

    def _range(self, spread: Spread, digits: int = 1) -> str:
        return f"{self._figure(spread.p10, digits)}–{self._figure(spread.p90, digits)}"
