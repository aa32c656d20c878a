"""Sentences that the catalogues translate, marked where an engine keeps them."""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]
"""Gives a sentence of the catalogues in the reader's language: the desk's gettext or the terminal's."""


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogues and return it as it is; xgettext knows the name."""
    return sentence
