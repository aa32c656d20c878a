"""Lists of words, written as they are read."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, which are kept in a list for the rules."""
    return frozenset(text.split())
