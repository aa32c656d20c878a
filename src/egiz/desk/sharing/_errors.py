from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class LineError(ValidationError):
    """What cannot be done with a partner desk; the text is for the person."""

    KIND = _("Things of this kind cannot be kept together.")
    NOT_LIVE = _("There is no line to this desk now.")
    THEIRS = _("It belongs to another desk; only that desk shares it or takes it back.")
    SHARED = _("It is kept together with this desk already.")
    ADDRESS = _("Write the address as the other desk shows it: https://desk.example.org/d/nukus/.")
    ITSELF = _("This is this desk's own address.")
    UNREACHABLE = _("The other desk did not answer: check the address, or try again later.")
    CODE = _("The code is wrong, has run out or was used up; ask for a new one.")
    PROOF = _("Whoever answered does not know the code. Do not try again: call the other desk.")
    MANY = _("There are twenty open codes; let them run out first.")

    def __init__(self, text: Any) -> None:
        super().__init__(str(text))
