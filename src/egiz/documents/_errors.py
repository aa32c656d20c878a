"""What can be wrong with a paper, said so that a person can put it right."""

from __future__ import annotations


class DocumentError(ValueError):
    """A paper cannot be written: its data contradicts itself, or its template or language is not known."""
