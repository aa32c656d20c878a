"""allauth's forms of passkeys, with a name of a bounded length and in the reader's language."""

from typing import Any

from allauth.mfa.webauthn import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80


class _Named:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["name"]
        field.label, field.max_length = _("Name"), LONGEST_NAME
        field.widget.attrs["maxlength"] = LONGEST_NAME


class AddPasskey(_Named, forms.AddWebAuthnForm):
    def clean_name(self) -> str:
        return str(super().clean_name())[:LONGEST_NAME]


class RenamePasskey(_Named, forms.EditWebAuthnForm):
    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:LONGEST_NAME]
