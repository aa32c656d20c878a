"""What the ranking says, in the reader's language: the engine gives codes and figures, the words are here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

CRITERIA: dict[str, Promise] = {
    "precedent": gettext_lazy("Precedent: how alike to pairs that did twin"),
    "distance": gettext_lazy("Distance"),
    "size": gettext_lazy("Size"),
    "ties": gettext_lazy("Ties and shared partners"),
    "sector": gettext_lazy("Sectors in common"),
    "sector:oil_gas": gettext_lazy("Oil and gas"),
    "sector:tourism": gettext_lazy("Tourism"),
    "sector:logistics": gettext_lazy("Transport and logistics"),
    "language": gettext_lazy("Language"),
    "airport": gettext_lazy("Airport"),
    "role": gettext_lazy("Role in its region"),
    "university": gettext_lazy("University"),
    "climate": gettext_lazy("Climate"),
    "diaspora": gettext_lazy("Diaspora"),
    "timezone": gettext_lazy("Time zone"),
}
GROUPS: dict[str, Promise] = {
    "likeness": gettext_lazy("Likeness"),
    "closeness": gettext_lazy("Closeness"),
    "ties": gettext_lazy("Ties"),
}
UNITS: dict[str, Promise] = {
    "km": gettext_lazy("km"),
    "people": pgettext_lazy("unit after a number", "people"),
    "links": pgettext_lazy("unit after a number", "links"),
    "languages": pgettext_lazy("unit after a number", "languages"),
    "rank": pgettext_lazy("unit after a number", "rank"),
}
STATUS_WORDS: dict[str, Promise] = {
    "planned": gettext_lazy("planned"),
    "memorandum": gettext_lazy("memorandum signed"),
    "agreement": gettext_lazy("agreement signed"),
    "dormant": gettext_lazy("dormant"),
    "ended": gettext_lazy("ended"),
}


def criterion(code: str) -> str:
    return str(CRITERIA.get(code, code.partition(":")[2].replace("_", " ") or code))


def unit(code: str) -> str:
    return str(UNITS.get(code, code))
