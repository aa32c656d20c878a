from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.templatetags.egiz import quoted
from egiz.desk.twinnings.domain import translations
from egiz.desk.twinnings.models import Stage, Twinning

register = template.Library()


@register.simple_tag
def place_name(geonameid: int, fallback: str = "") -> str:
    """Name a place in the reader's language where the atlas knows a name."""
    return local_name(geonameid, fallback)


@register.filter
def pair(twin: Twinning) -> str:
    """Name both places of a link in the reader's language."""
    return f"{local_name(twin.a_id, twin.a_name)} – {local_name(twin.b_id, twin.b_name)}"


@register.filter
def score(value: float) -> str:
    """Write a score with its two decimals as the reader's language does."""
    return format_decimal(value, format="0.00", locale=(get_language() or "en").split("-")[0])


@register.simple_tag
def stage_name(code: str) -> str:
    """Name a stage of a link's life."""
    return str(Stage(code).label)


@register.simple_tag
def in_words(text: str, most: int = 0) -> str:
    """Write a source, a note or a doubt: translated where it ships, a quotation where it is foreign."""
    return quoted(translations.source(text), most)
