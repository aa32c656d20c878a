"""The engine's reasons, written in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.templatetags.egiz import number
from egiz.desk.twinnings.domain import words

Params = Mapping[str, Any]


def _size(p: Params) -> str:
    return _("%(theirs)s people there, %(ours)s here") % {
        "theirs": number(p["theirs"]),
        "ours": number(p["ours"]),
    }


WRITERS: dict[str, Callable[[Params], str]] = {
    "distance": lambda p: _("%(km)s km apart in a straight line") % {"km": number(p["km"])},
    "size": _size,
    "linked": lambda p: (
        _("already linked: %(status)s") % {"status": words.STATUS_WORDS.get(p["status"], p["status"])}
    ),
    "shared_partner": lambda p: _("both are twins of %(name)s") % {"name": p["name"]},
    "neighbours_partner": lambda p: _("twin of %(name)s, which is near us") % {"name": p.get("name", "")},
    "no_ties": lambda _p: _("no shared partner among the links on record"),
    "language": lambda p: _("languages in common: %(shared)s") % {"shared": p["shared"]},
    "airport": lambda p: _("airport %(code)s at %(km)s km") % {"code": p["code"], "km": number(p["km"])},
    "precedent": lambda p: (
        _("place %(position)s of %(total)s by likeness to pairs that did twin")
        % {"position": p["position"], "total": number(p["total"])}
    ),
    "tag": lambda p: _("on record: %(tags)s") % {"tags": p["tags"].replace("_", " ")},
    "conflict": lambda p: (
        _("sources disagree on “%(criterion)s”: %(values)s")
        % {"criterion": words.criterion(p["criterion"]), "values": p["values"]}
    ),
    "unknown": lambda p: (
        _("“%(criterion)s”: not enough data") % {"criterion": words.criterion(p["criterion"])}
    ),
}


def sentence(reason: Mapping[str, Any]) -> str:
    """Write one reason; a code that has no words yet is shown by its name rather than left out."""
    writer = WRITERS.get(reason["code"])
    if writer is None:
        return str(reason["code"]).replace("_", " ")
    return writer(reason["params"])
