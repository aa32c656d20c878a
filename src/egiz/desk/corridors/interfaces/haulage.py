"""What a way asks of who goes, what a tonne costs and what it emits, in the reader's language."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from egiz import corridors
from egiz.corridors import freight
from egiz.corridors.sentences import KINDS
from egiz.corridors.translations import translated
from egiz.desk.core.interfaces.languages import language
from egiz.desk.core.templatetags.egiz import number
from egiz.desk.corridors.interfaces.translations import sentences, status_words

CARGO = {"truck20", "van", "container"}


def haulage(option: corridors.Option, back: corridors.Option | None, day: dt.date) -> dict[str, Any]:
    """Papers and fees of a way, its emissions, and the cost of a tonne where a load is known."""
    cargo = {leg.vehicle for leg in option.legs} & CARGO
    tonnes = next((freight.LOADS[one] for one in sorted(cargo) if one in freight.LOADS), 1.0)
    found = freight.emissions(option, tonnes)
    return {
        "load": _("for %(tonnes)s t") % {"tonnes": number(tonnes)} if cargo else _("for one traveller"),
        "kg": _range(found.kg),
        "upstream": _range(found.upstream) if found.upstream and any(found.upstream) else "",
        "complete": found.complete,
        "factors": [
            {"name": translated(one.name, language()), "edition": one.edition, "url": one.url}
            for one in found.factors
        ],
        "licence": freight.LICENCE,
        "tonne": _tonne(freight.per_tonne(option, back, tonnes=tonnes)) if cargo else None,
        "asked": [_asked(one, day) for one in freight.demands_on(option, day)],
    }


def _range(kg: tuple[float, float]) -> str:
    low, high = (number(round(x)) for x in kg)
    return low if low == high else f"{low}–{high}"


def _tonne(found: freight.PerTonne | None) -> dict[str, Any] | None:
    if found is None:
        return None
    names = ("there", "empty_back", "loaded_back")
    amounts = {name: getattr(found, name) for name in names}
    shown = {name: number(round(x)) if x is not None else "" for name, x in amounts.items()}
    return {**shown, "complete": found.complete}


def _asked(one: freight.Demand, day: dt.date) -> dict[str, Any]:
    return {
        "kind": sentences().of(KINDS, one.kind),
        "text": translated(one.text, language()),
        "source": one.source,
        "url": one.url,
        "page_date": one.page_date,
        "status": one.status,
        "status_words": status_words(one.status),
        "old": one.is_old(day),
    }
