"""Tags every page of the desk uses; built in, so no page has to load them."""

import datetime as dt
import math
import secrets
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_timezone_location
from babel.numbers import format_decimal, format_percent
from django import template
from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, CheckboxSelectMultiple, ModelChoiceField, RadioSelect, Select
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext
from django_scopes import get_scope

from egiz.desk.core import joints
from egiz.desk.core.domain import post, sharing
from egiz.desk.core.domain.places import local_name, named_place
from egiz.desk.core.http import desk_url as url_of
from egiz.desk.core.interfaces import choices, history, removed
from egiz.desk.core.interfaces.languages import foreign, locale
from egiz.desk.core.models import Desk, Share, Side, Territory

register = template.Library()
register.simple_tag(choices.draw_select)

# What stands in a browser's own words, the more particular first: Edge calls itself Chrome and Safari too.
BROWSERS = (
    ("Edg", "Edge"), ("YaBrowser", "Yandex"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
ICONS = Path(__file__).resolve().parents[2] / "static" / "egiz" / "icons"


@cache
def _icon_body(name: str) -> str:
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, title: str = "", extra: str = "") -> SafeString:
    """Draw one of the desk's icons; without a title it is decoration beside a word."""
    body = mark_safe(_icon_body(name))  # noqa: S308 - our own files
    if title:
        return format_html(
            '<svg class="icon {}" viewBox="0 0 24 24" role="img" aria-label="{}"><title>{}</title>{}</svg>',
            extra, title, title, body,
        )  # fmt: skip
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', extra, body
    )


@register.simple_tag(takes_context=True)
def desk_url(context: template.Context, name: str, *args: Any) -> str:
    """Return the address of a page of the current desk: ``{% desk_url "promises:home" %}``."""
    return url_of(context["desk"], name, *args)


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString:
    """Guard a form twice: against other sites, and at a desk against being sent twice (core/middleware.py).

    Django's own tag of this name does the first; every form of a desk has it, so every form has both.
    """
    token = context.get("csrf_token")
    request: Any = context.get("request")
    if not token or token == "NOTPROVIDED":  # noqa: S105 - what Django says where there is no request
        return SafeString("")
    guard = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    if not hasattr(request, "desk"):
        return guard
    if not hasattr(request, "once_token"):
        request.once_token = secrets.token_urlsafe(9)  # one for a page: each of its forms has its own address
    return guard + format_html('<input type="hidden" name="once" value="{}">', request.once_token)


@register.simple_tag(takes_context=True)
def can(context: template.Context, permission: str) -> bool:
    """Ask whether the reader may do something here: ``{% can "promises.change" as editable %}``."""
    return bool(context["user"].has_perm(permission, context["desk"]))


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return the current address's query with some keys changed; an empty value removes its key."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.inclusion_tag("egiz/field.html")
def field(bound: BoundField, extra: str = "") -> dict[str, Any]:
    """Draw one form field: label above, help and errors below."""
    kind = getattr(bound.field.widget, "input_type", "")
    _name_the_empty_choice(bound)
    bound.field.widget.attrs.pop("placeholder", None)  # the label above says it, and stays while one types
    is_group = isinstance(bound.field.widget, CheckboxSelectMultiple | RadioSelect)
    return {
        "field": bound,
        "extra": extra,
        "is_check": kind == "checkbox" and not is_group,
        "is_group": is_group,
    }


DASHES = BLANK_CHOICE_DASH[0][1]


def _name_the_empty_choice(bound: BoundField) -> None:
    """Say in words what it means to choose nothing; Django draws a line of dashes there."""
    chosen = bound.field
    if isinstance(chosen, ModelChoiceField) and chosen.empty_label == DASHES:
        chosen.empty_label = gettext("not chosen")
        chosen.widget.choices = chosen.choices
    elif isinstance(chosen.widget, Select):
        chosen.widget.choices = [
            (value, gettext("not chosen") if label == DASHES else label)
            for value, label in chosen.widget.choices
        ]


def _as_date(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        # A stored moment is in UTC: its day is the day at the desk whose page is drawn. A moment that
        # somebody has put into the zone of a place keeps the day it has there.
        zone = getattr(get_scope().get("desk"), "zone", None) if value.tzinfo == dt.UTC else None
        return value.astimezone(zone).date() if zone else value.date()
    if isinstance(value, str) and value:
        return dt.date.fromisoformat(value[:10])
    return value or None


@register.filter
def day(value: Any) -> str:
    """Write a calendar day shortly; the year only when it is not this one."""
    date = _as_date(value)
    if date is None:
        return ""
    skeleton = "MMMd" if date.year == (_as_date(timezone.now()) or date).year else "yMMMd"
    return format_skeleton(skeleton, date, locale=locale())


@register.filter
def day_long(value: Any) -> str:
    date = _as_date(value)
    return format_date(date, "long", locale=locale()) if date else ""


@register.filter
def partial_day(value: str | None) -> str:
    """Write a date as far as it is known: "2022", "Nov 2022", a day, or a span of them."""
    first, slash, last = (value or "").partition("/")
    if slash:
        return f"{partial_day(first)} – {partial_day(last)}"
    year, _dash, rest = (value or "").partition("-")
    if not rest:
        return year
    if "-" in rest:
        return format_skeleton("yMMMd", _as_date(value), locale=locale())
    return format_skeleton("yMMM", dt.date(int(year), int(rest), 1), locale=locale())


@register.filter
def region_name(value: Territory | None) -> str:
    """Name a region or a city of the desk in the reader's language."""
    return local_name(value.place_id, value.name) if value else ""


@register.filter
def local_place(thing: Any) -> str:
    """Name where a meeting, a mission, an organisation is, in the reader's language."""
    return named_place(thing.place_id, getattr(thing, "place_name", "") or getattr(thing, "place", ""))


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: dt.datetime | None) -> SafeString:
    """Write a moment in the desk's zone, with the zone in its title."""
    if value is None:
        return SafeString("")
    desk: Desk | None = context.get("desk")
    local = value.astimezone(desk.zone if desk else ZoneInfo("UTC"))
    text = f"{day(local)}, {format_time(local, 'short', locale=locale())}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        zone_words(desk),
        text,
    )


@register.simple_tag
def zone_words(desk: Desk | None) -> str:
    """Name a desk's time zone in words with its offset: "Atyrau (UTC+5)"."""
    zone = desk.zone if desk else ZoneInfo("UTC")
    offset = timezone.now().astimezone(zone).utcoffset() or dt.timedelta()
    hours = offset.total_seconds() / 3600
    city = get_timezone_location(zone, locale=locale(), return_city=True)
    return f"{city} (UTC{hours:+g})"


@register.simple_tag(takes_context=True)
def days_away(context: template.Context, value: Any) -> str:
    """Say how far a day is from today: "in 13 days", "3 weeks ago", "today"."""
    date = _as_date(value)
    return "" if date is None else away_words((date - context["desk"].today()).days)


# Up to how many days a distance is told in a unit, the nearest whole number of it: days for two weeks, weeks
# for two months, months for two years.
UNITS: tuple[tuple[int, Literal["day", "week", "month"]], ...] = ((14, "day"), (60, "week"), (730, "month"))


def away_words(days: int) -> str:
    """Say in the reader's language how many days, weeks, months or years lie between today and a day."""
    near = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}
    if days in near:
        return near[days]
    unit: Literal["day", "week", "month", "year"] = next(
        (unit for most, unit in UNITS if abs(days) <= most), "year"
    )
    # An endless threshold keeps to the unit that is asked for.
    return format_timedelta(
        dt.timedelta(days=days), unit, threshold=math.inf, add_direction=True, locale=locale()
    )


@register.filter
def browser_name(said: str) -> str:
    """Name a browser and its system by what it says of itself; what is not known is shown as it came."""
    browser = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    return " · ".join(part for part in (browser, system) if part) or said[:60] or "?"


@register.filter
def duration(seconds: float | None) -> str:
    """Write a length of time in words: "12 seconds", "3 minutes"."""
    if seconds is None:
        return ""
    return format_timedelta(dt.timedelta(seconds=max(seconds, 1)), threshold=1.6, locale=locale())


@register.filter
def number(value: Any) -> str:
    """Write a number as the reader's language does."""
    return "" if value is None or value == "" else format_decimal(value, locale=locale())


@register.filter
def percent_of(value: float | None) -> str:
    return "" if value is None else format_percent(round(value, 2), locale=locale())


@register.simple_tag(takes_context=True)
def side(context: template.Context, value: str) -> SafeString:
    """Name a side by its country's letters and its colour: lapis is ours, turquoise theirs."""
    desk: Desk = context["desk"]
    titles = {
        Side.OURS: desk.our_name or gettext("our side"),
        Side.THEIRS: desk.their_name or gettext("their side"),
    }
    letters = {Side.OURS: desk.country, Side.THEIRS: desk.their_country}
    if value == Side.BOTH:
        return format_html("{} {}", side(context, Side.OURS), side(context, Side.THEIRS))
    if value not in letters:
        return SafeString("")
    return format_html(
        '<span class="side side-{}" title="{}">{}</span>', value, titles[Side(value)], letters[Side(value)]
    )


@register.inclusion_tag("egiz/papers_about.html", takes_context=True)
def papers_about(context: template.Context, origin: str, pk: int) -> dict[str, Any]:
    """List the papers begun from a thing, and what may begin: ``{% papers_about "twinning" twin.pk %}``."""
    desk, given = context["desk"], joints.papers.get()
    written = given.about(desk, origin, pk) if given else []
    may = given is not None and context["user"].has_perm("papers.change", desk)
    return {
        "written": written,
        "offered": given.offered(desk, origin, pk) if given and may else [],
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


@register.inclusion_tag("core/_other_side.html", takes_context=True)
def other_side(context: template.Context, target: str, pk: int) -> dict[str, Any]:
    """Draw who of the other side sees a thing, and what both sides say about it."""
    shares = list(Share.objects.filter(target=target, target_id=pk).select_related("guest"))
    return {
        "desk": context["desk"],
        "target": target,
        "pk": pk,
        "shares": shares,
        "comments": sharing.comments_of(target, pk) if shares else [],
        "may_share": context["user"].has_perm("core.share", context["desk"]),
    }


@register.inclusion_tag("egiz/no_mail_server.html")
def no_mail_server(reader: str = "member") -> dict[str, Any]:
    """Say that letters reach nobody, where that is so: ``{% no_mail_server %}``, to guests with "visitor"."""
    return {"nowhere": post.reaches_nobody(), "visitor": reader == "visitor", "folder": "EGIZ_VAR/mail"}


@register.inclusion_tag("egiz/seen.html")
def seen(form: Any) -> dict[str, Any]:
    """Draw what a form of versions needs: what its reader saw, and what somebody else changed meanwhile."""
    return {"name": form.add_prefix("seen"), "seen": form.seen_text(), "conflicts": form.conflicts}


@register.inclusion_tag("egiz/comes_from.html")
def comes_from(target: str, pk: int) -> dict[str, Any]:
    """Draw what a thing was made from, with links: ``{% comes_from "missions.mission" mission.pk %}``."""
    return {"sources": joints.comes_from(target, pk)}


@register.simple_tag
def quoted(text: str, most: int = 0) -> SafeString:
    """Write what a source says; what is foreign to the page stands as a quotation in its language."""
    shown = Truncator(text).chars(most) if most else text
    language = foreign(text)
    if not language:
        return format_html("{}", shown)
    return format_html('<q lang="{}" class="foreign">{}</q>', language, shown)


@register.filter
def undo_of(extra_tags: str) -> str:
    """Return the number of what a notice can put back; empty for other notices."""
    return removed.undo_of(extra_tags)


@register.filter
def action_words(code: str) -> str:
    """Say what was done, in the reader's language."""
    return history.words_of(code)


@register.simple_tag
def change_words(target: str, name: str, pair: list[Any]) -> history.Change:
    """Say which field changed and how its old and new values read."""
    return history.change(target, name, pair, show_day=day_long)


@register.simple_tag
def map_data(points: Any, lines: Any = None) -> dict[str, Any]:
    """Return what egiz/_map.html draws; addresses of tiles come from the machine, never from a page."""
    return {
        "data": {"points": list(points or []), "lines": list(lines or [])},
        "tiles": settings.MAP_TILES,
        "tiles_by": settings.MAP_TILES_BY,
    }
