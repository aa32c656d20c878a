import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.events.interfaces.forms import sector_choices
from egiz.desk.events.models import PublicCalendar, Subscriber

_HOST = re.compile(r"https?://[a-z0-9*.-]+(:\d{1,5})?", re.IGNORECASE)


class CalendarForm(forms.ModelForm):
    class Meta:
        model = PublicCalendar
        fields = ("is_open", "title", "intro", "embed_hosts", "takes_subscribers")
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 3}),
            "embed_hosts": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_embed_hosts(self) -> str:
        """Take addresses of sites only: what stands here is written into a header."""
        hosts = str(self.cleaned_data["embed_hosts"]).split()
        for host in hosts:
            if not _HOST.fullmatch(host.rstrip("/")):
                raise forms.ValidationError(
                    _("“%(host)s” is not the address of a site; write it as https://chamber.example."),
                    params={"host": host[:60]},
                )
        return "\n".join(host.rstrip("/").lower() for host in hosts)


class OrderForm(forms.Form):
    """Somebody without an account orders the letters."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    rhythm = forms.ChoiceField(label=_("How often"), choices=Subscriber.Rhythm.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    # People do not see this field and leave it empty; programs that fill every field do not.
    website = forms.CharField(required=False, label=_("Leave this field empty"))

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything: list[Any] = [("", _("all"))]
        self.fields["sector"].choices = everything + sector_choices()  # type: ignore[attr-defined]
        self.fields["country"].choices = everything + countries  # type: ignore[attr-defined]
        self.fields["language"].initial = (get_language() or "en").split("-")[0]

    def wanted(self) -> dict[str, str]:
        """Return the filters as the calendar's address writes them."""
        chosen = {name: self.cleaned_data[name] for name in ("sector", "country")}
        return {name: value for name, value in chosen.items() if value}

    @property
    def is_a_program(self) -> bool:
        return bool(self.data.get("website"))
