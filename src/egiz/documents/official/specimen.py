"""A paper with every field filled, so that a template can be tried before anybody needs it."""

from __future__ import annotations

from typing import Any

from .kinds import LANGUAGES, Field, kind_of, label
from .model import OfficialPaper


def specimen(kind: str) -> OfficialPaper:
    """Every field holds its own name; nothing of it is about anybody.

    Raises
    ------
    DocumentError
        If no paper has that name.
    """
    asked = kind_of(kind).fields
    return OfficialPaper(
        kind,
        {one.name: _value(one, "en") for one in asked if not one.spoken},
        {lang: {one.name: _value(one, lang) for one in asked if one.spoken} for lang in LANGUAGES},
        {lang: [label(f"kind_{kind}", lang)] for lang in LANGUAGES},
        sample=True,
    )


def _value(asked: Field, lang: str) -> Any:
    if asked.type == "choice":
        return asked.choices[0]
    name = label(asked.name, lang)
    row = {column: label(f"col_{column}", lang) for column in asked.columns}
    values = {
        "lines": [name, name], "day": "2000-01-01", "int": 1, "bool": True, "codes": list(asked.choices),
        "rows": [row, row],
    }  # fmt: skip
    return values.get(asked.type, name)
