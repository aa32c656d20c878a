from django import template

from egiz.desk.core.domain.places import local_name

register = template.Library()


@register.simple_tag
def place_name(geonameid: int, fallback: str = "") -> str:
    """Name a place in the reader's language where the atlas knows a name."""
    return local_name(geonameid, fallback)
