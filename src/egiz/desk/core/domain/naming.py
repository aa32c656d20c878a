"""What a new thing is called that begins from another: a promise is a sentence, and no name of a thing."""

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.joints import Origin


def name_from(start: Origin, word: str, most: int) -> str:
    """Name a thing that begins from a promise by what it is and where it leads; another as its origin.

    Of a promise that names no place nothing better is known than its words.
    """
    if start.kind != "promise" or not start.places:
        return start.name[:most]
    names = (local_name(one.geonameid, one.name) if one.geonameid else one.name for one in start.places)
    return f"{word}: {', '.join(dict.fromkeys(names))}"[:most]
