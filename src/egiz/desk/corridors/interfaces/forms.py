import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz import corridors
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.corridors.domain import overlay
from egiz.desk.corridors.interfaces import translations
from egiz.desk.corridors.models import Expiry, OwnGate, OwnValue
from egiz.desk.corridors.models.own import VehicleClass

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PREFER = (
    ("time", gettext_lazy("the quickest")),
    ("cost", gettext_lazy("the cheapest")),
    ("risk", gettext_lazy("the surest")),
)


def _place(network: corridors.Network, text: str) -> corridors.Node:
    """Find a node by its name in any language or script."""
    for node in network.nodes.values():
        if text.strip().casefold() == translations.node_words(node).casefold():
            return node
    try:
        return corridors.node_of_place(network, text.strip())
    except corridors.UnknownNodeError as error:
        raise ValidationError(
            _("“%(text)s” is not on the network of corridors. Choose a place from the list.") % {"text": text}
        ) from error


class AskForm(forms.Form):
    """From where to where, who, on which day, and what to compare with."""

    origin = forms.CharField(label=gettext_lazy("From where"), max_length=120)
    destination = forms.CharField(label=gettext_lazy("Where to"), max_length=120)
    vehicle = forms.ChoiceField(label=gettext_lazy("Who or what goes"))
    other = forms.ChoiceField(label=gettext_lazy("Compare with"), required=False)
    day = forms.DateField(label=gettext_lazy("On"), widget=DAY)
    prefer = forms.ChoiceField(label=gettext_lazy("First"), choices=PREFER, required=False)
    drivers = forms.ChoiceField(
        label=gettext_lazy("Drivers"), choices=[("1", "1"), ("2", "2")], required=False
    )

    def __init__(self, *args: Any, network: corridors.Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network
        classes = [*VehicleClass.choices, ("party", translations.class_words("party"))]
        self.fields["vehicle"].choices = classes  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", _("its own second way")), *classes]  # type: ignore[attr-defined]
        for name in ("origin", "destination"):
            self.fields[name].widget.attrs["list"] = "corridor-places"

    def clean_origin(self) -> corridors.Node:
        return _place(self.network, self.cleaned_data["origin"])

    def clean_destination(self) -> corridors.Node:
        return _place(self.network, self.cleaned_data["destination"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        a, b = cleaned.get("origin"), cleaned.get("destination")
        if a and b and a.id == b.id:
            self.add_error("destination", _("Name two different places."))
        return cleaned


class EntryForm(Versions, forms.ModelForm):
    """What entries about the network share: what they speak of, and where that is known from."""

    url = forms.URLField(
        label=gettext_lazy("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )
    on = forms.ChoiceField(label=gettext_lazy("What it is about"))

    def __init__(self, *args: Any, network: corridors.Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network
        self.fields["on"].choices = self.subjects()  # type: ignore[attr-defined]
        if "vehicle" in self.fields:
            self.fields["vehicle"].choices = [("", _("all classes")), *VehicleClass.choices]  # type: ignore[attr-defined]
        if self.instance.pk is None and not self.is_bound:
            # An empty instance brings its own empty day along.
            self.initial["checked_on"] = dt.date.today()  # noqa: DTZ011 - a calendar day to be corrected

    def subjects(self) -> list[tuple[str, str]]:
        """List what an entry can be about, by name."""
        links = [
            (link.id, translations.link_words(self.network, link)) for link in self.network.links.values()
        ]
        return sorted(links, key=lambda item: item[1])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("It cannot end before it begins."))
        return cleaned

    def _clean_row(self, make: Any) -> None:
        # The engine's own rules decide; what it refuses is told here, before anything is saved.
        if not self.errors:
            try:
                make(self.instance)
            except corridors.NetworkError as error:
                self.add_error(None, _("The network refuses it: %(why)s") % {"why": error.message})


class ValueForm(EntryForm):
    class Meta:
        model = OwnValue
        fields: ClassVar[list[str]] = [
            "on", "metric", "vehicle", "way", "low", "mode", "high", "status", "source", "url", "as_of",
            "checked_on", "valid_from", "valid_to", "note",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "checked_on": DAY, "valid_from": DAY, "valid_to": DAY, "note": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "as_of": gettext_lazy("A year, a month or a day, as far as it is known."),
            "source": gettext_lazy(
                "Who says so: a driver, a letter, a page. A value without a source is not entered."
            ),
        }

    def subjects(self) -> list[tuple[str, str]]:
        zones = sorted({value.on for value in self.network.values if "/" in value.on})
        return [*super().subjects(), *((on, translations.subject_words(self.network, on)) for on in zones)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        numbers = [cleaned.get(name) for name in ("low", "mode", "high")]
        if None not in numbers and not 0 <= numbers[0] <= numbers[1] <= numbers[2]:  # type: ignore[operator]
            self.add_error("mode", _("Write nought or more, and at least ≤ most likely ≤ at most."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self._clean_row(overlay.engine_value)


class GateForm(EntryForm):
    class Meta:
        model = OwnGate
        fields: ClassVar[list[str]] = [
            "on", "vehicle", "state", "valid_from", "valid_to", "status", "source", "url", "as_of",
            "checked_on", "note",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "checked_on": DAY, "valid_from": DAY, "valid_to": DAY, "note": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "valid_to": gettext_lazy(
                "After this day the status is shown as unknown until somebody looks again."
            ),
        }

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self._clean_row(overlay.engine_gate)


class ExpiryForm(forms.ModelForm):
    class Meta:
        model = Expiry
        fields: ClassVar[list[str]] = ["last_day", "reason"]
        widgets: ClassVar[dict[str, Any]] = {"last_day": DAY}
        labels: ClassVar[dict[str, Any]] = {
            "last_day": gettext_lazy("Last day it holds"), "reason": gettext_lazy("Why, and who says so"),
        }  # fmt: skip
