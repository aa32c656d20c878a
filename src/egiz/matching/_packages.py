"""Optional packages, asked for only where they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from egiz.matching._errors import EmbeddingError


def package(name: str) -> Any:
    """The module of an optional package, or an error that names the extra that brings it."""
    try:
        return import_module(name)
    except ImportError as error:
        raise EmbeddingError(
            f"the package {name.split('.', maxsplit=1)[0]} is not installed; "
            "install the extra: pip install 'egiz[embeddings]'"
        ) from error
