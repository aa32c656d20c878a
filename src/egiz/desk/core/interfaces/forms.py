from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.desks import SideOfDesk, read_territories
from egiz.desk.core.domain.members import CHANGEABLE, SETTINGS
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.domain.zones import zone_names
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Desk, Role, Side, Territory, User
from egiz.text.folding import bare_letters

LINES = forms.Textarea(attrs={"rows": 3})
# Codes of the list that are no countries: unions, zones, oceans, unknown.
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def country_choices() -> list[tuple[str, str]]:
    """List the world's countries by their names in the reader's language, in the order of its letters."""
    language = (get_language() or "en").split("-")[0]
    territories = Locale.parse(language).territories
    named = [(code, str(name)) for code, name in territories.items() if code.isalpha() and len(code) == 2]
    return sorted((row for row in named if row[0] not in NO_COUNTRIES), key=lambda row: bare_letters(row[1]))


class TerritoryField(forms.ModelChoiceField):
    """A region or a city for which a side of the desk answers, by its name in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Territory.objects.all(), label=_("Region or city"), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return local_name(obj.place_id, obj.name)


class TwoSides(forms.ModelForm):
    """What both forms of a desk ask: its names, its two sides with their places, language, zone."""

    our_territories = forms.CharField(label=_("Our regions and cities"), required=False, widget=LINES)
    their_territories = forms.CharField(label=_("Their regions and cities"), required=False, widget=LINES)

    class Meta:
        model = Desk
        fields: tuple[str, ...] = SETTINGS
        labels = {"our_name": _("What our side is called"), "their_name": _("What their side is called")}
        help_texts = {"timezone": _("Days and hours of the desk are counted in it, for example Asia/Atyrau.")}
        widgets = {"timezone": forms.TextInput(attrs={"list": "zones"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("country", "their_country"):
            field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=field.label, choices=country_choices(), initial=field.initial
            )
        for name in ("our_territories", "their_territories"):
            self.fields[name].help_text = _(
                "One a line, in any of the four languages: Atyrau Region, Mangystau Region, Nukus."
            )
        if self.instance.pk:
            for side in ("our", "their"):
                wanted = Side.OURS if side == "our" else Side.THEIRS
                rows = Territory.objects.filter(desk=self.instance, side=wanted)
                self.initial[f"{side}_territories"] = "\n".join(
                    local_name(row.place_id, row.name) for row in rows
                )

    @property
    def zones(self) -> tuple[str, ...]:
        return zone_names()

    def clean_timezone(self) -> str:
        zone = str(self.cleaned_data["timezone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError(_("No such time zone; write it as Asia/Atyrau or Asia/Tashkent."))
        return zone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("country") and data.get("country") == data.get("their_country"):
            self.add_error("their_country", _("The two sides are two countries."))
        for name, country in (("our_territories", "country"), ("their_territories", "their_country")):
            try:
                data[name] = read_territories(data.get(name, ""), data.get(country, ""))
            except forms.ValidationError as error:
                self.add_error(name, error)
        return data


class DeskForm(Versions, TwoSides):
    """The settings of a desk that is there."""

    class Meta(TwoSides.Meta):
        fields = CHANGEABLE
        help_texts = {
            **TwoSides.Meta.help_texts,
            "link_days": _(
                "Of companies, travellers and guests of a poll, from the day a link was shown or sent. "
                "Those given out before fall under it too."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page that was opened before there was this field is saved too.
        self.fields["link_days"].required = not self.is_bound or "link_days" in self.data

    def clean_link_days(self) -> int:
        sent = self.cleaned_data["link_days"]
        return int(self.instance.link_days if sent is None else sent)


class NewDeskForm(TwoSides):
    """The first page of a new desk."""

    class Meta(TwoSides.Meta):
        labels = {**TwoSides.Meta.labels, "name": _("Name of your office")}

    def sides(self) -> tuple[SideOfDesk, SideOfDesk]:
        data = self.cleaned_data
        return (
            SideOfDesk(data["country"], data["our_name"], data["our_territories"]),
            SideOfDesk(data["their_country"], data["their_name"], data["their_territories"]),
        )


class TakeUpForm(forms.Form):
    """What an invited person chooses: how they are called, and a password of their own."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; a few words in a row are easy to remember."),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class FirstPersonForm(TakeUpForm):
    """The same for the first person of an installation, who says also under which address they log in."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ("name", "email", "password")


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=[*Role.choices, ("", "")], required=False)
