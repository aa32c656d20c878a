import re
from typing import Any, ClassVar

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.places import PlaceMatch, local_name, resolve
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.joints import NamedPlace, Origin
from egiz.desk.core.models import Desk
from egiz.desk.twinnings.domain.comparing import CRITERIA
from egiz.desk.twinnings.models import Activity, Approval, Twinning

MOST_NAMED = 12
COUNTRIES = (
    "KZ",
    "UZ",
    "KG",
    "TJ",
    "TM",
    "AZ",
    "GE",
    "RU",
    "TR",
    "CN",
    "AE",
    "DE",
    "FR",
    "GB",
    "IT",
    "KR",
    "PL",
    "US",
)


def country_choices() -> list[tuple[str, str]]:
    """List countries by their names in the reader's language, the region's own first."""
    territories = Locale.parse((get_language() or "en").split("-")[0]).territories
    names = {str(code): str(name) for code, name in territories.items()}
    rest = [code for code in names if re.fullmatch(r"[A-Z]{2}", code) and code not in COUNTRIES]
    return [(code, f"{names[code]} ({code})") for code in (*COUNTRIES, *sorted(rest, key=names.__getitem__))]


class ComparisonForm(forms.Form):
    """Who looks for a twin, where, and which candidates must not be missing."""

    city = forms.CharField(label=_("Our city, region or village"), max_length=120)
    country = forms.ChoiceField(label=_("Country of the candidates"))
    named = forms.CharField(
        label=_("Candidates already named"),
        required=False,
        max_length=600,
        help_text=_(
            "Separated by commas, in any script: Нукус, Urganch. The ten best others are shown beside them."
        ),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("country", desk.their_country)
            if desk.place_id:
                self.initial.setdefault("city", local_name(desk.place_id))

    def clean_city(self) -> PlaceMatch:
        return resolve(self.cleaned_data["city"])

    def clean_named(self) -> str:
        words = [word.strip() for word in self.cleaned_data["named"].split(",") if word.strip()]
        if len(words) > MOST_NAMED:
            raise ValidationError(_("At most %(most)s candidates can be named.") % {"most": MOST_NAMED})
        return ",".join(words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        region = cleaned["city"].level == "region"
        words = [word for word in cleaned["named"].split(",") if word]
        try:
            found = [resolve(word, cleaned["country"], region=region) for word in words]
        except ValidationError as error:
            self.add_error("named", error)
            return cleaned
        cleaned["places"] = [place for place in found if place.id != cleaned["city"].id]
        return cleaned


def _place_words(place: NamedPlace) -> str:
    """Write a place so that the form finds it again: its name in the reader's language, and its country."""
    name = local_name(place.geonameid, place.name) if place.geonameid else place.name
    return f"{name}, {place.country}" if place.country else name


def comparison_from(start: Origin) -> dict[str, Any]:
    """Fill a comparison with what it begins from: the cities named, their country, and our own city."""
    initial: dict[str, Any] = {"named": ", ".join(place.name for place in start.places)}
    if start.home:
        initial["city"] = _place_words(start.home)
    countries = {place.country for place in start.places if place.country}
    if len(countries) == 1:
        initial["country"] = countries.pop()
    return initial


def link_from(start: Origin, chosen: str = "") -> dict[str, Any]:
    """Fill a link with what it begins from; of several candidates the chosen one, or none of them."""
    initial: dict[str, Any] = {"source": f"{start.word}: {start.name}"[:300]}
    if start.home:
        initial["a"] = _place_words(start.home)
    places = [place for place in start.places if not chosen or str(place.geonameid) == chosen]
    if len(places) == 1:
        initial["b"] = _place_words(places[0])
    elif not places and chosen.isascii() and chosen.isdecimal():
        initial["b"] = local_name(int(chosen), "")
    if len(start.places) > 1:
        initial["note"] = ", ".join(place.name for place in start.places)
    return initial


class WeightsForm(forms.Form):
    """One slider a criterion, from nought to a hundred; only their proportions matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CRITERIA:
            self.fields[self.name(code)] = forms.IntegerField(min_value=0, max_value=100, required=False)

    @staticmethod
    def name(code: str) -> str:
        return "w_" + code.replace(":", ".")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(self.name(code)) for code in CRITERIA):
            raise ValidationError(_("At least one criterion needs a weight above nought."))
        return cleaned

    def weights(self) -> dict[str, float]:
        """Return the weights above nought, by criterion."""
        return {code: float(value) for code in CRITERIA if (value := self.cleaned_data.get(self.name(code)))}


class TwinningForm(Versions, forms.ModelForm):
    a = forms.CharField(label=_("Our place"), max_length=120)
    b = forms.CharField(label=_("Their place"), max_length=120)
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Twinning
        fields: ClassVar[list[str]] = [
            "level", "kind", "paper_kind", "status", "since", "document", "source", "source_url", "note",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, Any]] = {
            "since": _("A year, a month or a day, as far as it is known: 2022, 2022-11, 2022-11-28."),
            "source": _("Where this is known from. A link without a source is not entered."),
        }

    field_order = ["a", "b", *Meta.fields]

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.fields["kind"].required = False
        if self.instance.pk:
            self.initial["a"] = f"{self.instance.a_name}, {self.instance.a_country}"
            self.initial["b"] = f"{self.instance.b_name}, {self.instance.b_country}"

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or self.instance.kind

    def clean_a(self) -> PlaceMatch:
        return resolve(self.cleaned_data["a"])

    def clean_b(self) -> PlaceMatch:
        return resolve(self.cleaned_data["b"])

    def clean_since(self) -> str:
        since = self.cleaned_data["since"]
        if since and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", since):
            raise ValidationError(_("Write a year, a month or a day: 2022, 2022-11, 2022-11-28."))
        return str(since)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        a, b = cleaned.get("a"), cleaned.get("b")
        if not (isinstance(a, PlaceMatch) and isinstance(b, PlaceMatch)):
            return cleaned
        if a.id == b.id:
            raise ValidationError(_("A place cannot be its own twin."))
        twin = self.instance
        twin.desk = self.desk
        twin.a_id, twin.a_name, twin.a_country = a.id, a.name, a.country
        twin.b_id, twin.b_name, twin.b_country = b.id, b.name, b.country
        return cleaned


class ActivityForm(forms.ModelForm):
    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = ["date", "what", "source"]
        widgets: ClassVar[dict[str, Any]] = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }


class ApprovalForm(Versions, forms.ModelForm):
    class Meta:
        model = Approval
        fields: ClassVar[list[str]] = [
            "side", "approver", "needed", "order", "days", "rule", "sent_on", "answered_on", "answer",
            "reference", "remarks",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "sent_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "answered_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "remarks": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent, answered = cleaned.get("sent_on"), cleaned.get("answered_on")
        if sent and answered and answered < sent:
            self.add_error("answered_on", _("The answer cannot come before the letter was sent."))
        if cleaned.get("answer") and not answered:
            self.add_error("answered_on", _("An answer has its day."))
        return cleaned
