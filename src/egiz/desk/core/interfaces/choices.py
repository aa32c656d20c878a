"""Fields to choose from, drawn at once.

Django draws each choice with two templates of its own: a page that names eighty companies drew two hundred.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """Draw a select as Django's own templates do, from the same context."""
    groups = "".join(_group(name, choices) for name, choices, _index in widget["optgroups"])
    start = format_html('<select name="{}"{}>', widget["name"], _attributes(widget["attrs"]))
    return mark_safe(f"{start}{groups}\n</select>")  # noqa: S308 - of escaped parts


def _group(name: Any, choices: list[dict[str, Any]]) -> str:
    options = "".join(
        f'\n  <option value="{conditional_escape(str(one["value"]))}"{_attributes(one["attrs"])}>'
        f"{conditional_escape(one['label'])}</option>\n"
        for one in choices
    )
    return f'\n  <optgroup label="{conditional_escape(name)}">{options}\n  </optgroup>' if name else options


def _attributes(given: Mapping[str, Any]) -> SafeString:
    said = [
        f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"')
        for name, value in given.items()
        if value is not False
    ]
    return mark_safe("".join(said))  # noqa: S308 - of escaped parts
