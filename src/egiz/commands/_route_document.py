"""An answer of `egiz route` as the JSON document of the contract."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from egiz.corridors import freight
from egiz.corridors.indicators import indicators

if TYPE_CHECKING:
    from egiz.corridors import Answer, Leg, Option, Spread


def document(answer: Answer) -> dict[str, Any]:
    """The answer as the JSON document of the contract."""
    return {
        "from": answer.origin.name,
        "to": answer.destination.name,
        "class": answer.vehicle,
        "on": answer.when.date().isoformat(),
        "options": [
            {
                "hours": _spread(option.hours),
                "cost_usd": _cost(option),
                "cost_complete": option.usd_complete,
                "wait_hours": round(option.wait, 1),
                "rest_hours": round(option.rest, 2),
                "km": round(option.km),
                "risk": round(option.risk, 4),
                "best": list(option.best),
                "legs": [_leg(leg) for leg in option.legs],
                "drivers": [
                    {"on": d.on, "metric": d.metric, "share": round(d.share, 3)} for d in option.drivers
                ],
                **haulage(option, answer.when.date()),
                "indicators": {
                    name: None if value is None else round(value, 2)
                    for name, value in zip(
                        ("TFI1", "TFI2", "TFI3", "SWOD", "SWD"), _fields(indicators(option)), strict=True
                    )
                },
                "warnings": [
                    {"code": w.code, "params": dict(w.params), "text": w.text} for w in option.warnings
                ],
                "unknown_since": _iso(option.unknown_since),
            }
            for option in answer.options
        ],
        "closed": [
            {
                "crossing": shut.crossing,
                "class": shut.vehicle,
                "from": shut.gate.valid_from.isoformat(),
                "to": _iso(shut.gate.valid_to),
                "source": shut.gate.source,
                "checked_on": _iso(shut.gate.checked_on),
            }
            for shut in answer.closed
        ],
        "unknown_since": _iso(answer.unknown_since),
        "why_not": answer.why_not.text if answer.why_not else None,
        "instead": [
            {"kind": one.kind, "value": one.value, "hours": round(one.hours, 1), "text": one.reason.text}
            for one in answer.instead
        ],
    }


def haulage(option: Option, day: date) -> dict[str, Any]:
    """Emissions for the load of the class (a tonne, a traveller), cost of a tonne, and what is asked."""
    cargo = {leg.vehicle for leg in option.legs} & {"truck20", "van", "container"}
    load = next((freight.LOADS[one] for one in sorted(cargo) if one in freight.LOADS), 1.0)
    found = freight.emissions(option, load)
    tonne = freight.per_tonne(option, tonnes=load) if cargo else None
    return {
        "co2e_kg": {
            "low": round(found.kg[0], 1), "high": round(found.kg[1], 1), "complete": found.complete,
            "for": load, "unit": "t" if cargo else "traveller",
            "upstream": [round(x, 1) for x in found.upstream] if found.upstream else None,
            "factors": [{"name": f.name, "edition": f.edition, "url": f.url} for f in found.factors],
            "licence": freight.LICENCE,
        },
        "usd_per_tonne": round(tonne.there, 1) if tonne and tonne.complete else None,
        "asked": [
            {
                "kind": one.kind, "text": one.text, "status": one.status, "source": one.source,
                "url": one.url, "page_date": one.page_date, "old": one.is_old(day),
            }
            for one in freight.demands_on(option, day)
        ],
    }  # fmt: skip


def _fields(found: Any) -> tuple[float | None, ...]:
    return found.tfi1, found.tfi2, found.tfi3, found.swod, found.swd


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "from": leg.start.name,
        "to": leg.end.name,
        "mode": leg.link.mode,
        "class": leg.vehicle,
        "km": round(leg.km),
        "hours": _spread(leg.hours),
        "cost_usd": _spread(leg.usd),
        "wait_hours": round(leg.wait, 1),
        "rest_hours": round(leg.rest, 2),
        "crossing": leg.crossing or None,
        "status": leg.status,
        "source": leg.source,
        "as_of": leg.as_of,
        "unknown_since": _iso(leg.unknown_since),
        "values": [
            {
                "on": v.on, "metric": v.metric, "low": v.estimate.low, "mode": v.estimate.mode,
                "high": v.estimate.high, "status": v.status, "source": v.source, "as_of": v.as_of,
            }
            for v in leg.values
        ],
    }  # fmt: skip


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    return {"p10": round(spread.p10, 2), "p50": round(spread.p50, 2), "p90": round(spread.p90, 2)}


def _cost(option: Option) -> dict[str, Any] | None:
    """The cost of a way; "complete" is false where it is only a part of it."""
    found = _spread(option.usd)
    return None if found is None else {**found, "complete": option.usd_complete}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
