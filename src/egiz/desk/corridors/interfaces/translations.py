"""The engine's codes in the reader's language."""

from django.utils.translation import gettext as _

from egiz import corridors
from egiz.corridors.sentences import CLASSES, METRICS, MODES, STATUSES, Sentences
from egiz.desk.core.interfaces.languages import language
from egiz.desk.core.templatetags.egiz import number


def sentences() -> Sentences:
    """Return the engine's sentences for the reader of the page."""
    return Sentences(_, language())


def class_words(vehicle: str) -> str:
    return sentences().of(CLASSES, vehicle)


def metric_words(metric: str) -> str:
    return sentences().of(METRICS, metric)


def status_words(status: str) -> str:
    return sentences().of(STATUSES, status)


def mode_words(mode: str) -> str:
    return sentences().of(MODES, mode)


def node_words(node: corridors.Node) -> str:
    return sentences().node(node)


def link_words(network: corridors.Network, link: corridors.Link) -> str:
    """Name a link by its two ends and what it is."""
    return sentences().link(network, link)


def subject_words(network: corridors.Network, on: str) -> str:
    """Say what a value is about: a link, or all roads of a country."""
    return sentences().subject(network, on)


def reason_words(network: corridors.Network, reason: corridors.Reason) -> str:
    """Put a reason of the engine into the reader's language; its English text where the code is new."""
    return sentences().reason(network, reason)


def hours_words(value: float) -> str:
    return _("%(hours)s h") % {"hours": number(round(value, 1))}


def range_words(spread: corridors.Spread, *, money: bool = False) -> str:
    """Write P10 and P90 of a spread."""
    if money:
        low, high = (number(round(x)) for x in (spread.p10, spread.p90))
    else:
        low, high = (number(round(x, 1)) for x in (spread.p10, spread.p90))
    return f"{low}–{high}"
