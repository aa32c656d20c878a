"""A ranking as its page shows it: the answer in one sentence, the table, the sliders, the pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egiz import twinning
from egiz.desk.core.domain.places import local_name
from egiz.desk.twinnings.domain import translations
from egiz.desk.twinnings.domain.comparing import CRITERIA
from egiz.desk.twinnings.interfaces.cells import cell, ours, take_shared_source, warnings
from egiz.desk.twinnings.interfaces.drawing import dots, triangle
from egiz.desk.twinnings.interfaces.forms import WeightsForm, country_choices
from egiz.desk.twinnings.models import Comparison

IN_TABLE = 5  # candidates across; more would not be read
LEVEL = 0.005  # of the score; less is not seen in two decimals
LEAST_SHARE = 0.005  # of all weights; less would be written as nought


def shown(
    comparison: Comparison, document: Mapping[str, Any], weights: Mapping[str, float]
) -> dict[str, Any]:
    """Return everything the template needs, in the reader's language."""
    candidates = [_local(row) for row in document["candidates"]]
    across = _across(candidates, comparison.named)
    picture = triangle(candidates, twinning.DEFAULT_GROUPS)
    if picture:
        picture["corners"] = [(translations.GROUPS[name], x, y) for name, x, y in picture["corners"]]
        picture["areas"] = [area for area in picture["areas"] if area.share >= LEAST_SHARE]
        picture["shares"] = [(translations.GROUPS[name], share) for name, share in picture["shares"].items()]
    return {
        "city": local_name(comparison.city_id, comparison.city_name),
        "answer": answer(candidates, document["stability"]),
        "turns": turns(candidates, document["stability"]),
        "dots": dots(candidates),
        "across": across,
        "rows": _rows(across),
        "level": document.get("level", "city"),
        "sliders": _sliders(weights, document.get("level", "city")),
        "weights_now": {WeightsForm.name(code): round(value) for code, value in _hundred(weights).items()},
        "triangle": picture,
        "wins": [] if picture else wins(candidates, document["stability"]),
        "country": dict(country_choices()).get(comparison.country, comparison.country),
        "considered": document.get("considered"),
        "partners": partners(document),
        **ways(comparison, across),
    }


def ways(comparison: Comparison, across: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return what egiz/_map.html draws: our place, the candidates of the table, the ways between."""
    home = twinning.spot_of(comparison.city_id)
    ours = local_name(comparison.city_id, comparison.city_name)
    points = [{"lat": home.lat, "lon": home.lon, "title": ours, "side": "ours"}]
    lines = []
    for row in across:
        there = twinning.spot_of(row["geonameid"])
        title = f"{row['rank']}. {row['name']}"
        points.append({"lat": there.lat, "lon": there.lon, "title": title, "side": "theirs"})
        lines.append({"coords": [[home.lat, home.lon], [there.lat, there.lon]], "title": "", "dashed": True})
    return {"points": points, "lines": lines}


def partners(document: Mapping[str, Any]) -> list[str]:
    """Write the twins that the city has or had there: they stand apart from the candidates."""
    language = (get_language() or "en").split("-")[0]
    return [
        twinning.dossier_parts.partner_line(partner, language)
        for partner in twinning.ranking_from(document).partners
    ]


def _local(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "name": local_name(row["geonameid"], row["name"])}


def _across(candidates: Sequence[Mapping[str, Any]], named: Sequence[int]) -> list[dict[str, Any]]:
    # Who a person named is always in the table; the best fill the rest.
    chosen = [row for row in candidates if row["geonameid"] in set(named)]
    others = [row for row in candidates if row["geonameid"] not in set(named)]
    kept = [*chosen, *others[: max(0, IN_TABLE - len(chosen))]]
    return [{**row, "warnings_shown": warnings(row)} for row in sorted(kept, key=lambda row: -row["score"])]


def _rows(across: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not across:
        return []
    rows = []
    for index, part in enumerate(across[0]["parts"]):
        parts = [row["parts"][index] for row in across]
        cells = [cell(other) for other in parts]
        shared = take_shared_source(cells)
        best = max((each["score"] for each in cells if each["score"] is not None), default=None)
        for each in cells:
            # Where all are alike, marking every one of them would say nothing.
            each["best"] = each["score"] == best and len({one["score"] for one in cells}) > 1
        rows.append(
            {
                "name": translations.criterion(part["criterion"]),
                "weight": part["weight"],
                "ours": ours(parts),
                "source": shared,
                "cells": cells,
            }
        )
    return rows


def _hundred(weights: Mapping[str, float]) -> dict[str, float]:
    # Sliders run to a hundred; the engine only looks at proportions.
    top = max(weights.values(), default=1.0) or 1.0
    scale = 100 / top if top <= 1 else 1.0
    return {code: value * scale for code, value in weights.items()}


def _sliders(weights: Mapping[str, float], level: str) -> list[dict[str, Any]]:
    total = sum(weights.values()) or 1.0
    scaled = _hundred(weights)
    return [
        {
            "name": WeightsForm.name(code),
            "label": translations.criterion(code),
            "value": round(scaled.get(code, 0)),
            "share": weights.get(code, 0.0) / total,
        }
        for code in CRITERIA
        if code not in twinning.NOT_FOR.get(level, ()) or weights.get(code)
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
    first, *others = candidates or [{}]
    level = [row["name"] for row in others if first["score"] - row["score"] < LEVEL]
    lines = [_("Almost level with it: %(names)s.") % {"names": ", ".join(level[:3])}] if level else []
    changes = sorted(stability["turns"], key=lambda turn: abs(turn["weight"] - turn["now"]))
    for turn in changes[:3]:
        params = {
            "name": names.get(turn["winner"], local_name(turn["winner"])),
            "criterion": translations.criterion(turn["criterion"]),
            "weight": round(turn["weight"] * 100),
            "now": round(turn["now"] * 100),
        }
        if not params["weight"]:
            text = _("%(name)s would be first if “%(criterion)s” did not count (now %(now)s%%).")
        elif turn["weight"] > turn["now"]:
            text = _(
                "%(name)s would be first if “%(criterion)s” weighed more than %(weight)s%% (now %(now)s%%)."
            )
        else:
            text = _(
                "%(name)s would be first if “%(criterion)s” weighed less than %(weight)s%% (now %(now)s%%)."
            )
        lines.append(text % params)
    return lines


def wins(candidates: Sequence[Mapping[str, Any]], stability: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Say which candidates are first under which share of all weights, where no triangle can be drawn."""
    names = {row["geonameid"]: row["name"] for row in candidates}
    shares = sorted(stability["shares"].items(), key=lambda item: -item[1])
    return [(names.get(int(gid), ""), share) for gid, share in shares if share >= LEAST_SHARE]
