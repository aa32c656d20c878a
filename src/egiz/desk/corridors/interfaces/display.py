"""An answer of the engine as the pages show it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from egiz import corridors
from egiz.corridors import resting
from egiz.corridors.indicators import UNITS as INDICATOR_UNITS
from egiz.corridors.indicators import indicators, measured
from egiz.corridors.translations import translated
from egiz.desk.core.interfaces.languages import language
from egiz.desk.core.templatetags.egiz import number
from egiz.desk.corridors.interfaces import map as map_
from egiz.desk.corridors.interfaces import translations
from egiz.desk.corridors.interfaces.drawing import SIZES, drawn
from egiz.desk.corridors.interfaces.haulage import haulage


def shown(
    network: corridors.Network,
    answers: Sequence[corridors.Answer],
    backs: Mapping[str, corridors.Option] | None = None,
) -> dict[str, Any]:
    """Options with letters, charts, gates and what works instead; `backs` are ways back, by class."""
    first = answers[0]
    pair = _pair(answers)
    return {
        "answer": first,
        "resting": {"source": resting.SOURCE, "url": resting.URLS[0]},
        "options": [
            {**option_words(network, option, letter), "haulage": _haulage(answers, option, backs or {})}
            for option, letter in _lettered(answers, pair)
        ],
        "closed": [gate_words(network, one) for answer in answers for one in answer.closed],
        "why_not": [translations.reason_words(network, a.why_not) for a in answers if a.why_not],
        "instead": [_instead(network, one) for one in first.instead],
        "hours_charts": [chart for size in SIZES if (chart := drawn(pair, "hours", size))],
        "usd_charts": [chart for size in SIZES if (chart := drawn(_priced(pair), "usd", size))],
        "indicators": _indicators(pair),
        "map": map_.drawn(network, pair, [one for answer in answers for one in answer.closed]),
    }


def _haulage(
    answers: Sequence[corridors.Answer], option: corridors.Option, backs: Mapping[str, corridors.Option]
) -> dict[str, Any]:
    whose = next(answer for answer in answers if any(one is option for one in answer.options))
    return haulage(option, backs.get(whose.vehicle), whose.when.date())


def _pair(answers: Sequence[corridors.Answer]) -> list[corridors.Option]:
    if len(answers) > 1:
        return [answer.options[0] for answer in answers if answer.options]
    return list(answers[0].options[:2])


def _priced(pair: Sequence[corridors.Option]) -> list[corridors.Option]:
    return list(pair) if pair and all(option.usd and option.usd_complete for option in pair) else []


def _lettered(
    answers: Sequence[corridors.Answer], pair: Sequence[corridors.Option]
) -> list[tuple[corridors.Option, str]]:
    every = [option for answer in answers for option in answer.options]
    letters = {id(option): "AB"[k] for k, option in enumerate(pair)}
    rest = [option for option in every if id(option) not in letters]
    return [(option, letters.get(id(option), "")) for option in (*pair, *rest)]


def option_words(network: corridors.Network, option: corridors.Option, letter: str) -> dict[str, Any]:
    """One way: totals, legs, warnings, what makes it uncertain."""
    return {
        "letter": letter,
        "side": {"A": "ours", "B": "theirs"}.get(letter, ""),
        "classes": list(dict.fromkeys(translations.class_words(leg.vehicle) for leg in option.legs)),
        "hours": translations.hours_words(option.hours.p50),
        "hours_range": translations.range_words(option.hours),
        "wait": translations.hours_words(round(option.wait)) if option.wait >= 1 else "",
        "rest": translations.hours_words(round(option.rest, 1)) if option.rest else "",
        "whole": translations.hours_words(round(option.whole)),
        "usd": number(round(option.usd.p50)) if option.usd else "",
        "usd_range": translations.range_words(option.usd, money=True) if option.usd else "",
        "usd_complete": option.usd_complete,
        "km": number(round(option.km)),
        "risk": option.risk,
        "best": option.best,
        "through": [leg_name(leg) for leg in option.legs if leg.crossing],
        "legs": [leg_words(network, leg) for leg in option.legs],
        "warnings": [translations.reason_words(network, reason) for reason in option.warnings],
        "drivers": [
            {
                "subject": translations.subject_words(network, d.on),
                "metric": _driver(d.metric),
                "share": d.share,
            }
            for d in option.drivers[:4]
        ],
    }


def _driver(metric: str) -> str:
    return _("waiting for the departure") if metric == "timetable" else translations.metric_words(metric)


def leg_name(leg: corridors.Leg) -> str:
    if leg.crossing:
        return corridors.places.crossing_name(leg.start, leg.end, language())
    return f"{translations.node_words(leg.start)} – {translations.node_words(leg.end)}"


def leg_words(network: corridors.Network, leg: corridors.Leg) -> dict[str, Any]:
    """One leg with every value behind it."""
    return {
        "name": leg_name(leg),
        "on": leg.link.id,
        "vehicle": leg.vehicle,
        "crossing": bool(leg.crossing),
        "mode": translations.mode_words(leg.link.mode),
        "class": translations.class_words(leg.vehicle),
        "km": "" if leg.crossing else number(round(leg.km)),
        "hours": number(round(leg.hours.p50, 1)),
        "hours_range": translations.range_words(leg.hours),
        "usd": number(round(leg.usd.p50)) if leg.usd else "",
        "status": leg.status,
        "status_words": translations.status_words(leg.status),
        "unknown_since": leg.unknown_since,
        "gate": leg.gate,
        "values": [value_words(network, value) for value in leg.values],
        "services": [service_words(service) for service in leg.services],
    }


def service_words(service: corridors.Service) -> dict[str, Any]:
    """One train, flight or ship: how often, who says so, since when."""
    return {
        "name": corridors.name_of(service),
        "source": translated(service.source, language()),
        "url": service.url,
        "as_of": service.as_of,
        "checked_on": service.checked_on,
        "status": translations.status_words(service.status),
        "per_week": service.per_week or len(service.weekdays),
    }


def value_words(network: corridors.Network, value: corridors.Value) -> dict[str, Any]:
    """One value: what, how much, who says so, since when."""
    estimate = value.estimate
    same = estimate.low == estimate.high
    digits = 2 if value.metric in ("usd_km", "queue_share", "shut_share") else 1
    low, mode, high = (number(round(x, digits)) for x in (estimate.low, estimate.mode, estimate.high))
    own = value.id.removeprefix("own-value-") if value.id.startswith("own-value-") else ""
    return {
        "subject": translations.subject_words(network, value.on),
        "on": value.on,
        "metric": value.metric,
        "metric_words": translations.metric_words(value.metric),
        "vehicle": value.vehicle,
        "way": value.way,
        "range": mode if same else f"{low} – {mode} – {high}",
        "status": value.status,
        "status_words": translations.status_words(value.status),
        "source": translated(value.source, language()),
        "url": value.url,
        "as_of": value.as_of,
        "checked_on": value.checked_on,
        "note": translated(value.note, language()),
        "own": own,
        "name": corridors.name_of(value),
    }


def gate_words(network: corridors.Network, one: corridors.Closed) -> dict[str, Any]:
    """A closed gate with its days and source."""
    return {
        "name": translations.link_words(network, network.links[one.gate.on]),
        "class": translations.class_words(one.vehicle),
        "gate": one.gate,
        "source": translated(one.gate.source, language()),
        "note": translated(one.gate.note, language()),
        "key": corridors.name_of(one.gate),
        "own": one.gate.id.removeprefix("own-gate-") if one.gate.id.startswith("own-gate-") else "",
        "on": one.gate.on,
        "vehicle": one.vehicle,
    }


def _instead(network: corridors.Network, one: corridors.Instead) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "value": one.value,
        "name": translations.class_words(one.value) if one.kind == "class" else "",
        "hours": translations.hours_words(one.hours),
        "reason": translations.reason_words(network, one.reason),
    }


def _indicators(pair: Sequence[corridors.Option]) -> list[dict[str, Any]]:
    found = [indicators(option) for option in pair]
    rows = []
    for name, field in (
        ("TFI1", "tfi1"),
        ("TFI2", "tfi2"),
        ("TFI3", "tfi3"),
        ("SWOD", "swod"),
        ("SWD", "swd"),
    ):
        cells = [getattr(one, field) for one in found]
        if any(cell is not None for cell in cells):
            rows.append(
                {
                    "name": name,
                    "unit": INDICATOR_UNITS[name],
                    "cells": ["" if c is None else number(round(c, 0 if c >= 100 else 1)) for c in cells],
                    "read": [
                        f"{m.zone} {number(m.value)}"
                        for m in measured()
                        if m.indicator == name and m.mode == "road"
                    ],
                }
            )
    return rows
