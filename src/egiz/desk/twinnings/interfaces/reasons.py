"""The engine's reasons, written in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.templatetags.egiz import number, partial_day
from egiz.desk.twinnings.domain import translations

Params = Mapping[str, Any]


def _place(p: Params, id_key: str, name_key: str) -> str:
    # Stored rankings keep the id, so that the name follows the reader's language.
    return local_name(p[id_key], str(p.get(name_key, ""))) if id_key in p else str(p.get(name_key, ""))


def _size(p: Params) -> str:
    return _("%(theirs)s people there, %(ours)s here") % {
        "theirs": number(p["theirs"]),
        "ours": number(p["ours"]),
    }


def _neighbour(p: Params) -> str:
    params = {
        "name": _place(p, "place", "name"),
        "km": number(p.get("km")),
        "status": translations.status(str(p.get("status", ""))),
    }
    return _("%(name)s, %(km)s km from us, is its twin: %(status)s") % params


def _regions(p: Params) -> str:
    params = {
        "ours": _place(p, "ours_id", "ours"),
        "theirs": _place(p, "theirs_id", "theirs"),
        "status": translations.status(str(p["status"])),
    }
    return _("%(ours)s – %(theirs)s, between regions: %(status)s") % params


def _travel(p: Params) -> str:
    return _("%(low)s to %(high)s hours, %(mode)s") % {
        "low": number(p["low"]),
        "high": number(p["high"]),
        "mode": translations.MODES.get(str(p["mode"]), p["mode"]),
    }


def _shares(p: Params) -> str:
    params = {
        "share": number(p["share"]),
        "unit": translations.unit(p["unit"]),
        "sections": translations.sections(p["sections"]),
    }
    return _("in common: %(share)s %(unit)s (%(sections)s)") % params


WRITERS: dict[str, Callable[[Params], str]] = {
    "distance": lambda p: _("%(km)s km apart in a straight line") % {"km": number(p["km"])},
    "travel": _travel,
    "travel_unknown_since": lambda p: (
        _("since %(day)s it is not known whether a crossing on the way is open")
        % {"day": partial_day(p["day"])}
    ),
    "shares": _shares,
    "size": _size,
    "linked": lambda p: _("already linked: %(status)s") % {"status": translations.status(p["status"])},
    "proposed": lambda _p: _("a twinning is proposed"),
    "shared_partner": lambda p: _("both are twins of %(name)s") % {"name": _place(p, "place", "name")},
    "neighbours_partner": _neighbour,
    "regions_linked": _regions,
    "neighbour_region_linked": _regions,
    "no_ties": lambda _p: _("no shared partner among the links on record"),
    "language": lambda p: (
        _("languages in common: %(shared)s") % {"shared": translations.languages(p["shared"])}
        if p["shared"]
        else _("no language in common")
    ),
    "role": lambda p: translations.tags(p["theirs"]),
    "airport": lambda p: _("airport %(code)s at %(km)s km") % {"code": p["code"], "km": number(p["km"])},
    "precedent": lambda p: (
        _("place %(position)s of %(total)s by likeness to pairs that did twin")
        % {"position": p["position"], "total": number(p["total"])}
    ),
    "precedent_for": lambda p: _("for it: %(what)s") % {"what": translations.PRECEDENTS[p["word"]]},
    "precedent_against": lambda p: _("against it: %(what)s") % {"what": translations.PRECEDENTS[p["word"]]},
    "tag": lambda p: _("on record: %(tags)s") % {"tags": translations.tags(p["tags"])},
    "conflict": lambda p: (
        _("sources disagree on “%(criterion)s”: %(values)s")
        % {"criterion": translations.criterion(p["criterion"]), "values": p["values"]}
    ),
    "unknown": lambda p: (
        _("“%(criterion)s”: not enough data") % {"criterion": translations.criterion(p["criterion"])}
    ),
}


def sentence(reason: Mapping[str, Any]) -> str:
    """Write one reason; a code that has no words yet is shown by its name rather than left out."""
    writer = WRITERS.get(reason["code"])
    if writer is None:
        return str(reason["code"]).replace("_", " ")
    return writer(reason["params"])
