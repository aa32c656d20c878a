from typing import Any

from django.utils.translation import gettext_lazy as _


class DecisionError(ValueError):
    """A decision that does not fit the promise's state; the text is for the person."""

    NOT_A_SUGGESTION = _("This promise is decided already; reload the page to see how.")
    OTHER_MEETING = _("Only two promises of one meeting can be merged.")
    GONE = _("The promise to merge into was itself rejected or merged; choose another.")

    SIGNED_OFF = _("The minutes are signed off; nothing in them changes any more.")
    NOT_YET = _("The meeting is still ahead; say so once it has begun.")

    def __init__(self, text: Any) -> None:
        super().__init__(str(text))
        self.text = text


class ListError(ValueError):
    """A list that cannot be read at all; the text is for the person."""

    def __init__(self, text: Any) -> None:
        super().__init__(str(text))
        self.text = text
