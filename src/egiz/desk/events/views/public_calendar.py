import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from egiz import calendars
from egiz.desk.core.interfaces.languages import language
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.domain.public_calendar import frame_ancestors
from egiz.desk.events.domain.selection import Choice, Month, expected, upcoming
from egiz.desk.events.interfaces import cards
from egiz.desk.events.models import EventRecord
from egiz.desk.events.views.public_view import CalendarRequest, keep_of, public_view

VIEWS = ("month", "list", "map")
WIDGET_SHOWS = 8


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else 1


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def frame(request: CalendarRequest, choice: Choice, **more: Any) -> dict[str, Any]:
    """Return what every public page shows around its content: the words, the languages, the ways on."""
    keep = keep_of(request)
    tongue = language()
    query = choice.query(**keep)
    return {
        "desk": request.desk,
        "calendar": request.calendar,
        "choice": choice,
        "query": query,
        # What a new search keeps: the language and the filters, not the month that was looked at.
        "kept": [*replace(choice, month=None, words="").params().items(), *keep.items()],
        "without_words": replace(choice, words="").query(**keep, **more.get("stay", {})),
        "keep": Choice().query(**keep),
        "preview": request.preview,
        "tongues": [
            (code, name, choice.query(**{**keep, "lang": code, **more.get("stay", {})}), code == tongue)
            for code, name in settings.LANGUAGES
        ],
        "feed_query": choice.without_month().query(lang=tongue),
        "propose_url": _propose_url(request),
        **more,
    }


def _propose_url(request: CalendarRequest) -> str:
    from egiz.desk.events.models import CalendarSettings  # noqa: PLC0415 - beside its only use

    if not CalendarSettings.objects.filter(accepts_proposals=True).exists():
        return ""
    try:
        address = reverse("events_public:propose", args=[request.desk.slug])
        return f"{address}?lang={language()}"
    except NoReverseMatch:
        return ""


@require_GET
@public_view
def calendar(request: CalendarRequest) -> HttpResponseBase:
    """Draw the calendar as a month of days, a list, or a map."""
    choice, today = Choice.read(request.GET), request.desk.today()
    view = request.GET.get("view", "")
    # What is looked for stands anywhere in the year: a month of days would show little of it.
    view = view if view in VIEWS else "list" if choice.words else "month"
    keep = keep_of(request) | {"view": view}
    context: dict[str, Any] = {"view": view, "filters": cards.filters(request.desk, choice, keep)}
    if view == "month":
        context |= _month(choice, today, keep)
    elif view == "list":
        day = _day(request.GET.get("day", ""))
        context |= cards.listed(choice, today, _number(request.GET.get("page", "")), day)
        context |= {"day": day, "heading": cards.month_heading(choice.month) if choice.month else ""}
    else:
        query = choice.query(**keep | {"view": "list", "place": ""})
        context["points"] = cards.map_points(request.desk, choice, today, query)
    context["views"] = [(name, choice.query(**keep | {"view": name}), name == view) for name in VIEWS]
    return render(
        request, "events/public/calendar.html", frame(request, choice, stay={"view": view}, **context)
    )


def _month(choice: Choice, today: dt.date, keep: dict[str, str]) -> dict[str, Any]:
    month = choice.month or Month(today.year, today.month)
    shown = replace(choice, month=month)
    grid = cards.month_grid(choice, month, today)
    return {
        "grid": grid,
        "heading": cards.month_heading(month),
        "is_over": month.last < today,
        "before": (cards.month_heading(month.moved(-1)), choice.query(**keep | {"month": month.moved(-1)})),
        "after": (cards.month_heading(month.moved(1)), choice.query(**keep | {"month": month.moved(1)})),
        "expected": [cards.card(row, today) for row in expected(shown, month.year)],
        "next_event": None if grid["total"] else _next(choice, month, keep),
        "day_query": choice.query(**keep | {"view": "list", "month": ""}),
    }


def _next(choice: Choice, month: Month, keep: dict[str, str]) -> tuple[str, str] | None:
    row = upcoming(choice.without_month(), month.last).filter(first_day__gt=month.last).first()
    if row is None or row.first_day is None:
        return None
    there = Month(row.first_day.year, row.first_day.month)
    return cards.month_heading(there), choice.query(**keep | {"month": there})


@require_GET
@public_view
def event(request: CalendarRequest, pk: int) -> HttpResponseBase:
    """Draw one event with its sources and, for search engines, its schema.org data."""
    row = EventRecord.every.filter(pk=pk, is_public=True).first()
    if row is None:
        msg = "No such event"
        raise Http404(msg)
    if row.merged_into_id:
        return redirect("events_public:event", request.desk.slug, row.merged_into_id, permanent=False)
    today = request.desk.today()
    found = event_of(row, today)
    record = calendars.publishing.to_jsonld(found, language=language())
    page = request.build_absolute_uri(f"{request.path}?lang={language()}")
    others = (
        EventRecord.objects.filter(is_public=True, series=row.series).exclude(pk=pk) if row.series else []
    )
    context = {
        "card": cards.card(row, today),
        "editions": [cards.card(other, today) for other in others],
        "adding": _ways_to_take(request, found),
        "address": page,
        "sharing": _ways_to_share(page, found.name(language())),
        "jsonld": mark_safe(calendars.publishing.script_text(record)) if record else "",  # noqa: S308 - nothing in it ends the script
    }
    return render(request, "events/public/event.html", frame(request, Choice(), **context))


def _ways_to_take(request: CalendarRequest, found: calendars.Event) -> dict[str, str]:
    """Links to take an event along; what is over or called off is in nobody's calendar."""
    if found.status in (calendars.Status.CANCELLED, calendars.Status.PASSED):
        return {}
    page = request.build_absolute_uri(f"{request.path}?lang={language()}")
    return calendars.adding.links_to_add(found, language=language(), page=page)


def _ways_to_share(page: str, name: str) -> dict[str, str]:
    """Links that hand the page on with the name, in the programs people here write with."""
    text = quote(f"{name}\n{page}")
    return {
        "telegram": f"https://t.me/share/url?url={quote(page, safe='')}&text={quote(name)}",
        "whatsapp": f"https://wa.me/?text={text}",
        "mail": f"mailto:?subject={quote(name)}&body={text}",
    }


@require_GET
@public_view
def subscribe(request: CalendarRequest) -> HttpResponseBase:
    """Explain how to follow the calendar, with the addresses of its feeds for the choice made."""
    choice = Choice.read(request.GET).without_month()
    keep = keep_of(request)
    query = choice.query(lang=language())
    feeds = {
        form: request.build_absolute_uri(
            f"{reverse('events_public:feed', args=[request.desk.slug, form])}?{query}"
        )
        for form in ("ics", "rss", "json", "csv")
    }
    embed = request.build_absolute_uri(f"{reverse('events_public:widget', args=[request.desk.slug])}?{query}")
    context = {
        "filters": cards.filters(request.desk, choice, keep),
        "feeds": feeds,
        "webcal": f"webcal://{feeds['ics'].partition('://')[2]}",
        "embed": embed,
        "zones": translation.get_language(),
    }
    return render(request, "events/public/subscribe.html", frame(request, choice, **context))


@xframe_options_exempt
@require_GET
@public_view
def widget(request: CalendarRequest) -> HttpResponseBase:
    """Draw the next events for another site's frame: no cookie, no script, only the sites the desk allows."""
    choice, today = Choice.read(request.GET), request.desk.today()
    kept = upcoming(choice, today)[:WIDGET_SHOWS]
    context = {
        "cards": [cards.card(row, today) for row in kept],
        "expected": [cards.card(row, today) for row in cards.soonest(choice, today.year, today)][
            :WIDGET_SHOWS
        ],
    }
    response: Any = render(request, "events/public/widget.html", frame(request, choice, **context))
    response._csp_replace = {"frame-ancestors": frame_ancestors(request.calendar)}  # noqa: SLF001 - django-csp's own way
    return response
