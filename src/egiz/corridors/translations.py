"""Sources and notes of the shipped tables in the languages of their readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _translations() -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).parent / "data" / "phrases.json"
    return {row["en"]: row for row in json.loads(path.read_text(encoding="utf-8"))}


def translated(text: str, language: str = "en") -> str:
    """
    A source or note of the shipped tables in a language.

    Parameters
    ----------
    text
        As it stands in the table.
    language
        en, ru, uz or kk.

    Returns
    -------
    str
        The text itself for English, for bare references and for what a desk has written.
    """
    return _translations().get(text, {}).get(language.partition("-")[0], text)
