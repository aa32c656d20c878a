"""The language of what a verb prints: asked for, or that of the terminal."""

from __future__ import annotations

import os
from typing import Annotated

import typer

LANGUAGES = ("ru", "uz", "kk", "en")
# What a terminal says of its reader, the strongest first.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken() -> str:
    """Return the terminal's language where Egiz speaks it, else English."""
    said = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    return said[:2].lower() if said[:2].lower() in LANGUAGES else "en"


def checked(language: str | None) -> str:
    """
    Return the language that was asked for, or the terminal's own.

    Raises
    ------
    typer.BadParameter
        If Egiz does not speak it.
    """
    if language is None:
        return spoken()
    if language not in LANGUAGES:
        problem = f"“{language}” is no language of Egiz; write one of {', '.join(LANGUAGES)}."
        raise typer.BadParameter(problem)
    return language


Spoken = Annotated[
    str | None,
    typer.Option(
        "--lang",
        help="Language of the answer: ru, uz, kk or en; otherwise the terminal's.",
        callback=checked,
        metavar="LANG",
    ),
]
