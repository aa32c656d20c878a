"""The engine's reasons in the reader's language, in the engine's own words: page and paper say the same."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egiz import twinning
from egiz.desk.core.templatetags.egiz import number
from egiz.desk.twinnings.domain import translations


def sentence(reason: Mapping[str, Any]) -> str:
    """Write one reason."""
    if reason["code"] == "shares":
        return _shares(reason["params"])
    return twinning.sentences.sentence(
        reason["code"], reason["params"], (get_language() or "en").split("-")[0]
    )


def _shares(p: Mapping[str, Any]) -> str:
    # The desk names the sections of OKED; the engine knows their letters only.
    params = {
        "share": number(p["share"]),
        "unit": translations.unit(p["unit"]),
        "sections": translations.sections(p["sections"]),
    }
    return _("in common: %(share)s %(unit)s (%(sections)s)") % params
