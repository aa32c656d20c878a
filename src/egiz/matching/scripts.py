"""A text as words and numbers, spelled one way."""

from __future__ import annotations

import re
from functools import lru_cache

from egiz.text.folding import one_script, plain

MAX_TEXT = 20_000
"""Characters of one text that are read; the rest of a pasted megabyte would only dilute the profile."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+")


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, folded; decimal commas become points, mixed scripts are mended."""
    return [_clean(token) for token in _TOKEN.findall(plain(text[:MAX_TEXT]))]


@lru_cache(maxsize=200_000)
def _clean(token: str) -> str:
    return token.replace(",", ".") if token[0].isdigit() else one_script(token.strip("'"))
