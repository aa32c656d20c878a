"""Names of a place by language."""

from functools import cache

from egiz.atlas._data import place, read_csv

_COUNTRY_LANGUAGES = ("en", "ru", "kk", "uz", "uz_Cyrl", "ky", "tg", "tk", "tr", "az", "fa", "zh")
_REGION_LANGUAGES = ("en", "ru", "kk", "uz", "uz_Cyrl", "kaa")


@cache
def _table() -> dict[int, dict[str, str]]:
    known: dict[int, dict[str, str]] = {}
    for row in read_csv("countries.csv"):
        known[int(row["geonameid"])] = _named(row, _COUNTRY_LANGUAGES)
    for row in read_csv("regions.csv"):
        known[int(row["geonameid"])] = _named(row, _REGION_LANGUAGES)
    for row in read_csv("names.csv"):
        known.setdefault(int(row["geonameid"]), {}).setdefault(row["lang"], row["name"])
    return known


def _named(row: dict[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    found = {lang.replace("_", "-"): row[f"name_{lang}"].partition("|")[0] for lang in languages}
    return {lang: name for lang, name in found.items() if name}


def names(geonameid: int) -> dict[str, str]:
    """
    The names of a place by language, where known.

    Parameters
    ----------
    geonameid
        GeoNames id.

    Returns
    -------
    dict[str, str]
        BCP 47 tag → name ("ru", "kk", "uz", "uz-Cyrl", "kaa", "en" …). Countries from CLDR, regions and the cities
        of Kazakhstan, Uzbekistan and around from curated tables; empty for any other place.

    Raises
    ------
    UnknownPlaceError
        When the atlas does not hold the id.
    """
    place(geonameid)
    return dict(_table().get(geonameid, {}))
