"""The desk's facts as tables for other programs; what is exported can be imported again."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.twinnings.domain import indicators
from egiz.desk.twinnings.domain.fact_tables import COLUMNS
from egiz.desk.twinnings.models import PlaceFact
from egiz.text import csv_bytes, xlsx_bytes

WIDTHS = (20, 9, 12, 28, 16, 16, 12, 18, 40, 40, 22, 14, 30, 40, 20, 14)


def header() -> list[str]:
    return [*map(str, COLUMNS.values()), _("Entered by"), _("Entered on")]


def _number(text: str) -> float | int:
    number = float(text)
    return int(number) if number.is_integer() else number


def cells(row: PlaceFact) -> list[Any]:
    """Return one fact in the order of the header."""
    return [
        row.place_name, row.place_country, row.place_id, indicators.label(row.indicator),
        _number(row.value) if row.is_number else indicators.value(row.indicator, row.value),
        indicators.unit(row.unit), row.as_of, str(row.get_boundary_display()), row.source, row.source_url,
        str(row.get_source_class_display()), row.rounding or "", row.doubt, row.note,
        str(row.entered_by or ""), row.created_at.astimezone(row.desk.zone).date().isoformat(),
    ]  # fmt: skip


def to_csv(rows: Iterable[PlaceFact]) -> bytes:
    return csv_bytes([header(), *map(cells, rows)])


def to_xlsx(rows: Iterable[PlaceFact]) -> bytes:
    return xlsx_bytes(_("Facts"), header(), map(cells, rows), WIDTHS)
