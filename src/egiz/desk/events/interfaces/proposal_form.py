"""The form with which a stranger proposes an event."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.interfaces.forms import day_field
from egiz.desk.core.models import Desk
from egiz.desk.events.interfaces.event_form import LONGEST_DAYS
from egiz.desk.events.interfaces.forms import WebField
from egiz.desk.events.models import Proposal

FARTHEST = 3 * 366  # days ahead


class ProposalForm(forms.Form):
    """What a stranger tells of an event; nothing of it is public before somebody at the desk looked."""

    name = forms.CharField(label=_("Name of the event"), max_length=300)
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"), required=False)
    place = forms.CharField(label=_("City"), max_length=120)
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    organiser = forms.CharField(label=_("Organiser"), max_length=200, required=False)
    url = WebField(label=_("Page of the event"), required=False, max_length=2000)
    notes = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposer = forms.CharField(
        label=_("Your name or organisation"),
        max_length=200,
        help_text=_("It is named as the source of the event."),
    )
    contact = forms.CharField(
        label=_("E-mail or telephone"),
        max_length=200,
        required=False,
        help_text=_("For questions; it is not published."),
    )
    # People do not see this field, programs fill it in.
    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last, today = data.get("first_day"), data.get("last_day"), self.desk.today()
        if first and first < today:
            self.add_error("first_day", _("This day has passed."))
        elif first and first > today + dt.timedelta(days=FARTHEST):
            self.add_error("first_day", _("This is too far ahead: check the year."))
        if first and last and last < first:
            self.add_error("last_day", _("The last day cannot come before the first."))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error(
                "last_day", _("More than %(days)s days: check the years.") % {"days": LONGEST_DAYS}
            )
        return data

    @property
    def is_trap(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data.pop("website", None)
        return data

    @staticmethod
    def as_event_values(proposal: Proposal) -> dict[str, Any]:
        """Return the first values of the form with which a person accepts a proposal."""
        same = ("name", "first_day", "last_day", "place", "venue", "organiser", "url", "notes")
        return {
            **{name: getattr(proposal, name) for name in same},
            "status": "announced",
            "source": str(_("proposed by %(name)s")) % {"name": proposal.proposer},
            "source_url": proposal.url,
            "checked_on": proposal.desk.today(),
        }
