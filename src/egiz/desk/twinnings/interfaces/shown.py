"""A ranking as its page shows it: the answer in one sentence, the table, the sliders, the pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.templatetags.egiz import number
from egiz.desk.twinnings.domain import words
from egiz.desk.twinnings.domain.comparing import CRITERIA
from egiz.desk.twinnings.interfaces.drawing import dots, triangle
from egiz.desk.twinnings.interfaces.forms import WeightsForm
from egiz.desk.twinnings.interfaces.reasons import sentence
from egiz.desk.twinnings.models import Comparison

IN_TABLE = 5  # candidates across; more would not be read


def shown(
    comparison: Comparison, document: Mapping[str, Any], weights: Mapping[str, float]
) -> dict[str, Any]:
    """Give everything the template needs, in the reader's language."""
    from egiz.twinning import DEFAULT_GROUPS  # noqa: PLC0415 - with the engine, not at start

    candidates = [_local(row) for row in document["candidates"]]
    across = _across(candidates, comparison.named)
    picture = triangle(across, DEFAULT_GROUPS)
    if picture:
        picture["corners"] = [(words.GROUPS[name], x, y) for name, x, y in picture["corners"]]
        picture["shares"] = [(words.GROUPS[name], share) for name, share in picture["shares"].items()]
    return {
        "city": local_name(comparison.city_id, comparison.city_name),
        "answer": answer(candidates, document["stability"]),
        "turns": turns(candidates, document["stability"]),
        "dots": dots(candidates),
        "across": across,
        "rows": _rows(across),
        "sliders": _sliders(weights),
        "weights_now": {WeightsForm.name(code): round(value) for code, value in _hundred(weights).items()},
        "triangle": picture,
        "considered": document.get("considered"),
    }


def _local(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "name": local_name(row["geonameid"], row["name"])}


def _across(candidates: Sequence[Mapping[str, Any]], named: Sequence[int]) -> list[dict[str, Any]]:
    # Who a person named is always in the table; the best fill the rest.
    chosen = [row for row in candidates if row["geonameid"] in set(named)]
    others = [row for row in candidates if row["geonameid"] not in set(named)]
    kept = [*chosen, *others[: max(0, IN_TABLE - len(chosen))]]
    return [
        {
            **row,
            "reasons_shown": [sentence(reason) for reason in row.get("why", [])],
            "warnings_shown": [sentence(reason) for reason in row.get("beware", [])],
        }
        for row in sorted(kept, key=lambda row: -row["score"])
    ]


def _rows(across: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not across:
        return []
    rows = []
    for index, part in enumerate(across[0]["parts"]):
        cells = [_cell(row["parts"][index]) for row in across]
        best = max((cell["score"] for cell in cells if cell["score"] is not None), default=None)
        for cell in cells:
            cell["best"] = cell["score"] is not None and cell["score"] == best and best > 0
        rows.append({"name": words.criterion(part["criterion"]), "weight": part["weight"], "cells": cells})
    return rows


def _cell(part: Mapping[str, Any]) -> dict[str, Any]:
    values = [
        {
            "text": _value(value["value"], value["unit"]),
            "as_of": value["as_of"],
            "source": value["source"],
            "boundary": value["boundary"],
        }
        for value in part["values"]
    ]
    return {
        "status": part["status"],
        "score": part["score"],
        "bar": round((part["score"] or 0) * 100),
        "values": values,
        "why": [sentence(reason) for reason in part.get("why", [])],
    }


def _value(value: Any, unit: str) -> str:
    text = (
        str(number(round(value, 1) if isinstance(value, float) else value))
        if isinstance(value, int | float)
        else str(value)
    )
    return f"{text} {words.unit(unit)}".strip() if unit else text


def _hundred(weights: Mapping[str, float]) -> dict[str, float]:
    # Sliders run to a hundred; the engine only looks at proportions.
    top = max(weights.values(), default=1.0) or 1.0
    scale = 100 / top if top <= 1 else 1.0
    return {code: value * scale for code, value in weights.items()}


def _sliders(weights: Mapping[str, float]) -> list[dict[str, Any]]:
    total = sum(weights.values()) or 1.0
    scaled = _hundred(weights)
    codes = [*CRITERIA, *(code for code in weights if code not in CRITERIA)]
    return [
        {
            "name": WeightsForm.name(code),
            "label": words.criterion(code),
            "value": round(scaled.get(code, 0)),
            "share": weights.get(code, 0.0) / total,
        }
        for code in codes
        if code in CRITERIA
    ]


def answer(candidates: Sequence[Mapping[str, Any]], stability: Mapping[str, Any]) -> str:
    """Say who is first, and whether what is unknown could change that."""
    if not candidates:
        return _("No candidate can be ranked.")
    first = candidates[0]
    if stability["certain"]:
        return _("%(name)s is first, whatever the missing and disputed facts turn out to be.") % {
            "name": first["name"]
        }
    rivals = [row["name"] for row in candidates[1:] if row["high"] > first["score"]]
    if rivals:
        return _(
            "%(name)s is first on what is known; %(rivals)s could still pass it once missing facts are found."
        ) % {
            "name": first["name"],
            "rivals": ", ".join(rivals[:3]),
        }
    return _("%(name)s is first on what is known.") % {"name": first["name"]}


def turns(candidates: Sequence[Mapping[str, Any]], stability: Mapping[str, Any]) -> list[str]:
    """Say at which weights somebody else would be first, the nearest change first."""
    names = {row["geonameid"]: row["name"] for row in candidates}
    changes = sorted(stability["turns"], key=lambda turn: abs(turn["weight"] - turn["now"]))
    lines = []
    for turn in changes[:3]:
        params = {
            "name": names.get(turn["winner"], local_name(turn["winner"])),
            "criterion": words.criterion(turn["criterion"]),
            "weight": round(turn["weight"] * 100),
            "now": round(turn["now"] * 100),
        }
        if turn["weight"] > turn["now"]:
            text = _(
                "%(name)s would be first if “%(criterion)s” weighed more than %(weight)s%% (now %(now)s%%)."
            )
        else:
            text = _(
                "%(name)s would be first if “%(criterion)s” weighed less than %(weight)s%% (now %(now)s%%)."
            )
        lines.append(text % params)
    return lines
