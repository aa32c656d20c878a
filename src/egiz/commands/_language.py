"""The language of what a verb prints: asked for, or that of the terminal."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Annotated

import typer

LANGUAGES = ("ru", "uz", "kk", "en")
CATALOGUES = Path(__file__).resolve().parents[1] / "desk" / "locale"
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


@cache
def catalogue(language: str) -> NullTranslations:
    """Return what puts sentences of the catalogues, the desk's own, into a language."""
    if language == "en":
        return NullTranslations()
    _compile(CATALOGUES / language / "LC_MESSAGES" / "django.po")
    return translation("django", CATALOGUES, [language])


def _compile(source: Path) -> None:
    """Compile a checkout's catalogue that changed; a package brings its own compiled."""
    target = source.with_suffix(".mo")
    if not source.exists() or (target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns):
        return
    from egiz.desk.core.domain.locales import compile_locales  # noqa: PLC0415 - Babel, hardly ever needed

    with suppress(PermissionError):
        compile_locales(CATALOGUES)


def locale_of(language: str) -> str:
    """Return the locale of figures and days: English is written with the day before the month."""
    return "en_GB" if language == "en" else language
