"""One spelling for all scripts: what people type in any of four languages meets what the desk keeps."""

import re

from egiz.text import fold_words as fold

__all__ = ["fold", "fold_whole"]

_NUMBER = re.compile(r"\d+")


def fold_whole(name: str) -> str:
    """Fold a name that must be the same as another, not only be found by it: school 1 is not school 11."""
    return " ".join([fold(name), *_NUMBER.findall(name)]) or name
