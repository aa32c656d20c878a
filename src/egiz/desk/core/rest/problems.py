"""Refusals that a program can read: which field, and why, in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class RefusedError(Exception):
    """What was sent cannot be taken; ``errors`` says it by field, ``__all__`` for the whole."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__("refused")
        self.errors = {name: [str(text) for text in texts] for name, texts in errors.items()}


class ConflictError(Exception):
    """What is asked does not go with how things stand; the text is for the person behind the program."""


@contextmanager
def refused_by(renamed: Mapping[str, str] | None = None) -> Iterator[None]:
    """Turn a refusal of the domain into one that a program reads; ``renamed``: domain's field → body's."""
    try:
        yield
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        names = renamed or {}
        raise RefusedError({names.get(name, name): texts for name, texts in found.items()}) from error
