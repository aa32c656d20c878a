"""Forms of facts: one typed by hand, and a table whose columns are named."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.twinnings.domain import indicators
from egiz.desk.twinnings.domain.fact_entry import Stated, checked
from egiz.desk.twinnings.domain.fact_tables import COLUMNS, headings
from egiz.desk.twinnings.models import Boundary, FactTable, PlaceFact, SourceClass

OTHER = "other"
TABLES = ("csv", "xlsx")
SAMPLE = 24  # characters of a cell shown beside its heading


def indicator_choices() -> list[tuple[Any, Any]]:
    """List what can be stated: what rankings look at first, then shares of branches, then anything else."""
    return [
        *indicators.KNOWN.items(),
        (_("Share of a branch"), [(code, indicators.label(code)) for code in indicators.SHARES]),
        (_("Further"), list(indicators.FURTHER.items())),
    ]


class FactForm(Versions, forms.Form):
    """One fact; the engine's own rules decide whether it is one."""

    place = forms.CharField(
        label=_("City or region"),
        max_length=120,
        help_text=_("City or region, in any script: Нукус, Atyrau Region."),
    )
    indicator = forms.ChoiceField(label=_("What is stated"))
    other = forms.CharField(
        label=_("Something else, in one or two words"),
        required=False,
        max_length=40,
        help_text=_("It is shown beside the others; rankings do not look at it."),
    )
    value = forms.CharField(
        label=_("Value"),
        max_length=200,
        help_text=_("A number, or a word: 335 000, tourism, sharply continental."),
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=60,
        # xgettext:no-python-format (a per cent sign, not a placeholder)
        help_text=_("people, % of output, km²; nothing for a word."),
    )
    as_of = forms.CharField(
        label=_("As of"),
        required=False,
        max_length=21,
        help_text=_("A year, a month, a day or a span: 2024, 2024-04, 01.04.2024, 2024-01/2024-06."),
    )
    boundary = forms.ChoiceField(
        label=_("What it is about"),
        choices=Boundary.choices,
        help_text=_("A figure of the city proper is never compared with one of its district or region."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who says so. A number without a source is not a fact."),
    )
    source_url = forms.CharField(label=_("Address of the source"), required=False, max_length=500)
    source_class = forms.ChoiceField(
        label=_("Kind of source"),
        choices=SourceClass.choices,
        help_text=_("It decides which value is shown first, never which is right."),
    )
    rounding = forms.CharField(
        label=_("Rounded by at most"),
        required=False,
        max_length=20,
        help_text=_("Half of the last digit given: 50 where the source says 153.8 thousand."),
    )
    doubt = forms.CharField(
        label=_("Why it is doubted"),
        required=False,
        max_length=300,
        help_text=_("With a reason to doubt it, the value is shown and not reckoned with."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, row: PlaceFact | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {**initial_of(row), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["indicator"].choices = [*indicator_choices(), (OTHER, _("something else"))]  # type: ignore[attr-defined]
        self.fields["value"].widget.attrs["list"] = "known-words"
        self.fields["unit"].widget.attrs["list"] = "known-units"
        self.stated: Stated | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        given = {name: cleaned[name] for name in COLUMNS if name in cleaned}
        if given["indicator"] == OTHER:
            if not cleaned["other"]:
                self.add_error("other", _("Write what is stated."))
                return cleaned
            given["indicator"] = cleaned["other"]
        if self.row and given["place"] == self.initial["place"]:
            given["geonameid"] = str(self.row.place_id)
        try:
            self.stated = checked(given)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned


def initial_of(row: PlaceFact) -> dict[str, Any]:
    """Return a fact as its form shows it."""
    listed = row.indicator in indicators.LABELS
    given = {name: getattr(row, name) for name in COLUMNS if hasattr(row, name)}
    return given | {
        "place": f"{row.place_name}, {row.place_country}",
        "indicator": row.indicator if listed else OTHER,
        "other": "" if listed else row.indicator,
        "value": row.value if row.is_number else indicators.value(row.indicator, row.value),
        "unit": indicators.unit(row.unit),
        "rounding": f"{row.rounding:g}" if row.rounding else "",
    }


class TableForm(forms.Form):
    upload = forms.FileField(
        label=_("The table"),
        help_text=_("CSV or Excel (.xlsx), up to 2,000 rows; the first row names the columns."),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=31,
        help_text=_("Of an Excel file; the first one otherwise."),
    )

    def clean_upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["upload"]
        check_upload(upload, TABLES)
        return upload


class ColumnsForm(forms.Form):
    """For each field of a fact: the column that holds it, or what holds for all rows."""

    NEEDED = ("indicator", "value", "source")

    def __init__(self, *args: Any, table: FactTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("none")), *((heading, heading) for heading in headings(table))]
        for name, label in COLUMNS.items():
            self.fields[f"col_{name}"] = forms.ChoiceField(
                label=str(label), required=False, choices=choices, initial=table.columns.get(name, "")
            )
            self.fields[f"all_{name}"] = self._constant(name, table.constants.get(name, ""))

    def _constant(self, name: str, initial: str) -> forms.Field:
        options: dict[str, Any] = {
            "indicator": indicator_choices(),
            "boundary": Boundary.choices,
            "source_class": SourceClass.choices,
        }
        label = str(COLUMNS[name])
        if name in options:
            choices = [("", _("none")), *options[name]]
            return forms.ChoiceField(label=label, required=False, choices=choices, initial=initial)
        return forms.CharField(label=label, required=False, max_length=500, initial=initial)

    def pairs(self) -> Iterator[tuple[Any, BoundField, BoundField]]:
        for name, label in COLUMNS.items():
            yield label, self[f"col_{name}"], self[f"all_{name}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        columns, constants = self.columns(), self.constants()
        said = {*columns, *constants}
        missing = [str(COLUMNS[name]) for name in self.NEEDED if name not in said]
        if not said & {"place", "geonameid"}:
            missing.insert(0, str(COLUMNS["place"]))
        if missing and not self.errors:
            raise ValidationError(
                _("Every fact needs these; name a column or write what holds for all rows: %(names)s.")
                % {"names": ", ".join(missing)}
            )
        return cleaned

    def columns(self) -> dict[str, str]:
        return {name: head for name in COLUMNS if (head := self.cleaned_data.get(f"col_{name}"))}

    def constants(self) -> dict[str, str]:
        return {
            name: said
            for name in COLUMNS
            if (said := str(self.cleaned_data.get(f"all_{name}") or "").strip())
        }
