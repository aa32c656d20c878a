from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egiz.desk.sharing.models import Partner


class InviteForm(forms.Form):
    """For whom a code is made."""

    name = forms.CharField(
        label=_("Which desk"), max_length=200, help_text=_("As you call it, such as “Chamber of Nukus”.")
    )


class JoinForm(forms.Form):
    """What the other desk said by phone."""

    address = forms.CharField(
        label=_("Address of the other desk"),
        max_length=300,
        help_text=_("As its page shows it beside the code."),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Sixteen digits, said by phone."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class AddressForm(forms.Form):
    address = forms.CharField(label=_("Address of the other desk"), max_length=300)


class PartnerForm(forms.Form):
    """With which desk a thing is kept together, and whether people are named there."""

    partner: Any = forms.ModelChoiceField(None, label=_("Partner desk"), empty_label=None)
    with_people = forms.BooleanField(
        label=_("Names of people go there too"),
        required=False,
        help_text=_("Otherwise only organisations are named. Tick it where the law of both sides lets you."),
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["partner"]
        chosen.queryset = partners


def free_partners(things: Any) -> Any:
    """List the desks with which something is not kept together yet."""
    return Partner.objects.filter(state=Partner.State.LIVE).exclude(
        pk__in=[one.partner_id for one in things if one.is_live]
    )
