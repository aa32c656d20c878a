"""Rows of a paper in a form: a small table, JSON text inside, so that versions can be compared."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SPARE, MOST, LONGEST = 3, 200, 2000


class RowsWidget(forms.Widget):
    """One input a cell, with some empty rows at the end."""

    template_name = "papers/_rows.html"

    def __init__(self, columns: dict[str, str]) -> None:
        super().__init__()
        self.columns = columns

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [*_read(value), *({} for _spare in range(SPARE))]
        context["columns"] = self.columns.values()
        context["rows"] = [
            [
                {"name": f"{name}-{number}-{code}", "label": label, "value": row.get(code, "")}
                for code, label in self.columns.items()
            ]
            for number, row in enumerate(rows)
        ]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> str:
        if name in data:  # sent as JSON, by a draft or a test
            return str(data[name])
        rows: dict[int, dict[str, str]] = {}
        for number in range(MOST + SPARE):
            for code in self.columns:
                if said := str(data.get(f"{name}-{number}-{code}", "")).strip():
                    rows.setdefault(number, {})[code] = said[:LONGEST]
        return json.dumps(list(rows.values()), ensure_ascii=False) if rows else ""


class RowsField(forms.CharField):
    """Rows as JSON text; empty where there is none."""

    def __init__(self, *, columns: dict[str, str], **options: Any) -> None:
        self.columns = columns
        super().__init__(widget=RowsWidget(columns), **options)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or not value else json.dumps(value, ensure_ascii=False)

    def to_python(self, value: Any) -> str:
        rows = [
            {code: str(row[code]).strip() for code in self.columns if str(row.get(code, "")).strip()}
            for row in _read(value)
        ]
        rows = [row for row in rows if row]
        if len(rows) > MOST:
            raise ValidationError(_("At most %(most)s rows fit one paper.") % {"most": MOST})
        return json.dumps(rows, ensure_ascii=False) if rows else ""


def _read(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, str):
        try:
            value = json.loads(value or "[]")
        except ValueError:
            return []
    return [row for row in value or () if isinstance(row, dict)]
