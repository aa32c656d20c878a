"""What a program sends, given to the same forms that the pages use."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict

from egiz.desk.core.rest.problems import RefusedError

Form = TypeVar("Form", bound=BaseForm)
Row = TypeVar("Row", bound=Model)


class In(Schema):
    """A body: a field that is not known is refused, so that a slip of the pen does not pass for a change."""

    model_config = ConfigDict(extra="forbid")


def form_values(
    given: Schema | Mapping[str, Any], renamed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Give what was sent, and what a new thing is without it, in the words of a form."""
    names = renamed or {}
    said = said_in(given) if isinstance(given, Schema) else given
    return {names.get(name, name): _plain(value) for name, value in said.items()}


def said_in(given: Schema, *, but: Collection[str] = ()) -> dict[str, Any]:
    """Give the fields of a body that were sent, and those that have a value without being sent."""
    values = given.model_dump(exclude=set(but))
    return {
        name: value for name, value in values.items() if name in given.model_fields_set or value is not None
    }


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value


def filled(
    make: Callable[[Any], Form],
    given: Schema | Mapping[str, Any],
    renamed: Mapping[str, str] | None = None,
    *,
    only_sent: bool = False,
) -> Form:
    """Fill a form with what it holds already and, over that, with what was sent; give it valid.

    With ``only_sent`` nothing is said of a field that was not sent: its value is not written.

    Raises
    ------
    RefusedError
        With the form's own words, by the names of the body.
    """
    empty = make(None)
    before = {name: empty[name].value() for name in empty.fields}
    values = {name: value for name, value in before.items() if value is not None}
    now = form_values(given, renamed)
    form = make({**values, **now})
    if not form.is_valid():
        back = {inner: outer for outer, inner in (renamed or {}).items()}
        wrong = {
            back.get(name, name): [str(text) for text in texts]
            for name, texts in form.errors.items()
            if not only_sent or name in now or name == NON_FIELD_ERRORS
        }
        if wrong:
            raise RefusedError(wrong)
    return form


def sent(form: BaseForm, given: Schema, renamed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give what a form made of the fields that were sent."""
    cleaned: dict[str, Any] = form.cleaned_data
    return {name: cleaned[name] for name in form_values(given, renamed) if name in cleaned}


def of_body(rows: QuerySet[Row], name: str, number: int) -> Row:
    """Give the record of the open desk that a body names by its number.

    Raises
    ------
    RefusedError
        At the field of that name, if the desk has none.
    """
    found = rows.filter(pk=number).first()
    if found is None:
        raise RefusedError({name: [_("There is no such thing at this desk.")]})
    return found
