"""Forms for a source: where it is, how it is read, which column is which."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.files import check_upload
from egiz.desk.events.interfaces.forms import WebField, sector_choices
from egiz.desk.events.models import EventSource

FILES = ("csv", "xlsx", "ics", "txt")
TRUSTED = 10
LONGEST_FILE = 8_000_000  # bytes; the engine reads no more
COLUMNS: Mapping[str, Any] = {
    "name": _("Name of the event"),
    "name:ru": _("Name in Russian"),
    "name:uz": _("Name in Uzbek"),
    "name:kk": _("Name in Kazakh"),
    "name:en": _("Name in English"),
    "start": _("First day, or both days"),
    "end": _("Last day"),
    "place": _("City"),
    "country": _("Country"),
    "venue": _("Venue"),
    "organiser": _("Organiser"),
    "url": _("Page of the event"),
    "registration_url": _("Registration"),
    "status": _("Status"),
    "sectors": _("Sectors"),
    "codes": _("Activity codes (OKED, NACE)"),
    "price": _("Price"),
    "notes": _("Note"),
    "uid": _("Number"),
}


class SourceForm(forms.Form):
    """A source of events: an address, or a file."""

    title = forms.CharField(
        label=_("Whose calendar"), max_length=200, help_text=_("Events name it as their source.")
    )
    url = WebField(
        label=_("Address"),
        required=False,
        max_length=2000,
        help_text=_("Of a calendar (.ics), a news feed, a table, or a page with event data."),
    )
    file = forms.FileField(
        label=_("or a file"), required=False, help_text=_("CSV, Excel or a calendar file, up to 8 MB.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EventSource.Kind.choices)
    schedule = forms.ChoiceField(
        label=_("How often it is asked"),
        choices=EventSource.Schedule.choices,
        initial=EventSource.Schedule.DAILY,
    )
    language = forms.ChoiceField(
        label=_("Language of its names"), required=False, choices=[("", _("tell by the letters"))]
    )
    country = forms.CharField(
        label=_("Country"), required=False, max_length=2, help_text=_("Two letters: KZ, UZ.")
    )
    zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("For hours without a zone, for example Asia/Tashkent."),
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1990,
        max_value=2200,
        help_text=_("Of a table whose days name no year."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors of events that name none"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_own = forms.BooleanField(
        label=_("It is the organiser's own; where sources differ, it counts more"), required=False
    )

    def __init__(self, *args: Any, source: EventSource | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        fields: dict[str, Any] = self.fields
        fields["sectors"].choices = sector_choices()
        fields["language"].choices = [*fields["language"].choices, *settings.LANGUAGES]
        if source and source.pk:
            # A file stays a file and an address an address: their entries would not know each other.
            del self.fields["url" if source.file_name else "file"]
            if source.file_name:
                del self.fields["schedule"]
                fields["file"].label = _("A newer edition of the file")

    def clean_file(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data.get("file")
        if upload:
            check_upload(upload, FILES)
            if (upload.size or 0) > LONGEST_FILE:
                raise ValidationError(_("A calendar of up to 8 MB is read."))
        return upload

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"]).strip()
        if zone and zone not in available_timezones():
            raise ValidationError(_("No such time zone; write it as Asia/Atyrau or Asia/Tashkent."))
        return zone

    def clean_country(self) -> str:
        code = str(self.cleaned_data["country"]).strip().upper()
        if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise ValidationError(_("A country is two Latin letters, such as KZ or UZ."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.source is None and not self.errors and bool(data.get("url")) == bool(data.get("file")):
            self.add_error("url", _("Give an address or a file, one of them."))
        if self.source and not self.source.file_name and not self.errors and not data.get("url"):
            self.add_error("url", _("An address is needed."))
        return data

    def values(self) -> dict[str, Any]:
        """Return the columns of the source."""
        data = dict(self.cleaned_data)
        data.pop("file", None)
        data["trust"] = TRUSTED if data.pop("is_own") else 0
        return data

    @staticmethod
    def initial_of(source: EventSource) -> dict[str, Any]:
        names = ("title", "url", "kind", "schedule", "language", "country", "zone", "year", "sectors")
        return {name: getattr(source, name) for name in names} | {"is_own": source.trust > 0}


class ColumnsForm(forms.Form):
    """Which column of a table is which field; what is left open is found by the headings."""

    def __init__(self, *args: Any, headings: Sequence[str], found: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [heading for heading in dict.fromkeys(headings) if heading]
        for field, label in COLUMNS.items():
            self.fields[field] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("none")), *((heading, heading) for heading in named)],
                initial=found.get(field, ""),
            )

    def mapping(self) -> dict[str, str]:
        return {field: heading for field, heading in self.cleaned_data.items() if heading}
