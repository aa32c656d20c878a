"""What a program sends, given to the same forms that the pages use."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.forms import BaseForm
from ninja import Schema
from pydantic import ConfigDict

from egiz.desk.core.rest.problems import RefusedError

Form = TypeVar("Form", bound=BaseForm)


class In(Schema):
    """A body: a field that is not known is refused, so that a slip of the pen does not pass for a change."""

    model_config = ConfigDict(extra="forbid")


def form_values(given: Schema, renamed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give what was sent, and nothing else, in the words of a form."""
    names = renamed or {}
    sent = given.model_dump(exclude_unset=True)
    return {names.get(name, name): _plain(value) for name, value in sent.items()}


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value


def filled(make: Callable[[Any], Form], given: Schema, renamed: Mapping[str, str] | None = None) -> Form:
    """Fill a form with what it holds already and, over that, with what was sent; give it valid.

    Raises
    ------
    RefusedError
        With the form's own words, by the names of the body.
    """
    empty = make(None)
    before = {name: empty[name].value() for name in empty.fields}
    values = {name: value for name, value in before.items() if value is not None}
    form = make({**values, **form_values(given, renamed)})
    if not form.is_valid():
        back = {inner: outer for outer, inner in (renamed or {}).items()}
        raise RefusedError(
            {back.get(name, name): [str(text) for text in texts] for name, texts in form.errors.items()}
        )
    return form
