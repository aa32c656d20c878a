"""How somebody is addressed in a letter: what the name tells, or a choice where it tells nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MAN = re.compile(
    r"(?:[ое]вич|ьич|мич|кич|ұлы|улы|оглы|оғлы|o[ʻʼ‘’']?g[ʻʼ‘’']?li|ovich|evich)$|"
    r"(?:ов|ев|ёв|ин|ын|ский|цкий|ov|ev|in|skiy|sky)$"
)
_WOMAN = re.compile(
    r"(?:[ое]вна|ична|қызы|кызы|qizi|kizi|ovna|evna)$|"
    r"(?:ова|ева|ёва|ина|ына|ская|цкая|ova|eva|ina|skaya)$"
)
_PATRONYMIC = re.compile(r"(?:[ое]вич|ьич|мич|кич|[ое]вна|ична)$")
_SHORTEST = 4
"""Shorter words, such as initials and given names of two syllables, tell nothing."""


def address_of(name: str) -> str:
    """
    Which words a name is addressed with.

    Returns
    -------
    str
        "m" or "f" where patronymic or surname tell, "" where they do not or contradict each other.
    """
    parts = [part for part in re.split(r"[\s.]+", name.lower()) if len(part) >= _SHORTEST]
    man = any(_MAN.search(part) for part in parts)
    woman = any(_WOMAN.search(part) for part in parts)
    return "" if man == woman else "m" if man else "f"


def greeting(name: str, said: Mapping[str, str], lang: str) -> str:
    """The line that opens a letter, in one language."""
    if not name.strip():
        return said["dear"]
    kind = address_of(name)
    return said[f"dear_{kind}" if kind else "dear_named"].format(name=_called(name) if lang == "ru" else name)


def _called(name: str) -> str:
    """In Russian a person is called by name and patronymic, without the surname."""
    parts = name.split()
    at = next((k for k, part in enumerate(parts) if _PATRONYMIC.search(part.lower())), 0)
    return " ".join(parts[at - 1 : at + 1]) if len(parts) == 3 and at > 0 else name
