"""What a fact may state and in which units, in words; a desk may write others."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OKED = "oked:"
KNOWN: dict[str, Promise] = {
    "population": _("Population"),
    "sector": _("Sector"),
    "university": _("University"),
    "sight": _("Sight"),
    "diaspora": _("Diaspora"),
    "climate": _("Climate"),
}
SECTIONS: dict[str, Promise] = {
    "a": _("Agriculture, forestry and fishing"),
    "b": _("Mining and quarrying"),
    "c": _("Manufacturing"),
    "d": _("Electricity, gas, steam"),
    "e": _("Water supply, sewerage, waste"),
    "f": _("Construction"),
    "g": _("Trade, repair of vehicles"),
    "h": _("Transport and storage"),
    "i": _("Accommodation and food"),
    "j": _("Information and communication"),
    "k": _("Finance and insurance"),
    "l": _("Real estate"),
    "m": _("Professional, scientific, technical activities"),
    "n": _("Administrative and support services"),
    "o": _("Public administration and defence"),
    "p": _("Education"),
    "q": _("Health and social work"),
    "r": _("Arts, entertainment, recreation"),
    "s": _("Other services"),
    "t": _("Households as employers"),
    "u": _("International organisations"),
}
SHARES: dict[str, Promise] = {OKED + letter: name for letter, name in SECTIONS.items()}
# Rankings do not look at these; they ship with the atlas and are read beside the others.
FURTHER: dict[str, Promise] = {
    "area": _("Area"),
    "density": _("Density of population"),
    "elevation": _("Height above the sea"),
    "grp": _("Gross regional product"),
    "grp_growth": _("Growth of gross regional product"),
    "grp_per_head": _("Gross regional product a head"),
    "grp_rank": _("Rank by gross regional product"),
    "grp_share": _("Share of the country's gross product"),
    "history": _("From its history"),
    "kazakh_population": _("Kazakhs who live there"),
    "language": _("Language spoken"),
    "oil_share": _("Share of oil and gas"),
    "population_at_most": _("Population at most"),
}
LABELS: dict[str, Promise] = {**KNOWN, **SHARES, **FURTHER}
UNITS: dict[str, Promise] = {
    "people": pgettext_lazy("unit after a number", "people"),
    "rank": pgettext_lazy("unit after a number", "rank"),
    "km2": pgettext_lazy("unit after a number", "km²"),
    "m": pgettext_lazy("unit after a number", "m"),
    "people per km2": pgettext_lazy("unit after a number", "people per km²"),
    # xgettext:no-python-format (a per cent sign, not a placeholder)
    "% of output": pgettext_lazy("unit after a number", "% of output"),
    # xgettext:no-python-format (a per cent sign, not a placeholder)
    "% of employed": pgettext_lazy("unit after a number", "% of employed"),
    "bln KZT": pgettext_lazy("unit after a number", "billion tenge"),
    "bln UZS": pgettext_lazy("unit after a number", "billion soum"),
    "thousand KZT": pgettext_lazy("unit after a number", "thousand tenge"),
}


def indicator_choices() -> list[tuple[str, Promise]]:
    return list(LABELS.items())


def unit_choices() -> list[tuple[str, Promise]]:
    return list(UNITS.items())
