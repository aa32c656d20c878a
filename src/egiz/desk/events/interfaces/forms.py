from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import get_language

from egiz import calendars


class WebField(forms.URLField):
    """An address of the web: what the engine keeps and what may stand as a link on a public page."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


def sector_choices() -> list[tuple[str, str]]:
    """List the sectors in the reader's language, a branch under its parent."""
    language = (get_language() or "en").split("-")[0]
    return [
        (key, ("– " if sector.parent else "") + sector.names.get(language, sector.names["en"]))
        for key, sector in calendars.sectors().items()
    ]
