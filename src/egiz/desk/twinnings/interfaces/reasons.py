"""The engine's reasons in the reader's language, in the engine's own words: page and paper say the same."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language


def sentence(reason: Mapping[str, Any]) -> str:
    """Write one reason."""
    from egiz.twinning.sentences import sentence as written  # noqa: PLC0415 - with the engine, not at start

    return written(reason["code"], reason["params"], (get_language() or "en").split("-")[0])
