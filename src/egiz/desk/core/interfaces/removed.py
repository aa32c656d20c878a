"""The bin as people see it, and the word after a removal with its way back."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.utils.translation import gettext as _

from egiz.desk.core.models import Binned

UNDO = "undo-"


@dataclass(frozen=True)
class Row:
    """One thing of the bin with its kind and what hung on it, in words."""

    binned: Binned
    kind: str
    hung: list[tuple[str, int]]


def shown(binned: Binned) -> Row:
    """Put one thing of the bin into words."""
    hung = [
        (str(meta.verbose_name_plural), count)
        for label, count in binned.hung
        if not (meta := apps.get_model(label)._meta).auto_created  # noqa: SLF001 - Django's public way
    ]
    name = apps.get_model(binned.target)._meta.verbose_name  # noqa: SLF001 - Django's public way
    return Row(binned, str(name), hung)


def say_removed(request: Any, binned: Binned) -> None:
    """Tell the person that it is in the bin; the notice carries a button that takes the removal back."""
    text = _("“%(name)s” is in the bin.") % {"name": binned.title}
    messages.success(request, text, extra_tags=f"{UNDO}{binned.pk}")


def undo_of(extra_tags: str) -> str:
    """Return the number of what a notice can put back; empty for other notices."""
    return next((tag.removeprefix(UNDO) for tag in (extra_tags or "").split() if tag.startswith(UNDO)), "")
