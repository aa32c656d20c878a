from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.views.decorators.http import require_safe

from egiz.calendars import publishing
from egiz.desk.events.domain import feeds
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.domain.selection import Choice
from egiz.desk.events.models import EventRecord
from egiz.desk.events.views.public_view import CalendarRequest, public_view

FRESH_SECONDS = 15 * 60


@require_safe
@public_view
def feed(request: CalendarRequest, form: str) -> HttpResponseBase:
    """Return the calendar as a file for programs; a program that has it already is told so."""
    page = request.build_absolute_uri(reverse("events_public:calendar", args=[request.desk.slug]))
    # A calendar program names no language of its own: without one in the address it gets the desk's.
    tongue = request.lang or request.desk.language
    one = request.build_absolute_uri(reverse("events_public:event", args=[request.desk.slug, 0]))
    event_page = one.replace("/events/0/", "/events/{pk}/") + f"?lang={tongue}"
    wish = feeds.Wish(form, Choice.read(request.GET), tongue, page, event_page)
    found = feeds.feed(request.desk, request.calendar, wish)
    response = _unchanged(request, found) or HttpResponse(found.body, content_type=feeds.CONTENT_TYPES[form])
    response["ETag"] = f'"{found.etag}"'
    response["Last-Modified"] = http_date(found.changed_at.timestamp())
    response["Access-Control-Allow-Origin"] = "*"  # the calendar is for everybody, pages of other sites too
    if response.status_code == 200:
        name = f"{request.desk.slug}-events.{form}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


@require_safe
@public_view
def one_event(request: CalendarRequest, pk: int) -> HttpResponseBase:
    """Return one event as a calendar file that any program opens."""
    row = get_object_or_404(EventRecord, pk=pk, is_public=True, first_day__isnull=False)
    tongue = request.lang or request.desk.language
    page = request.build_absolute_uri(reverse("events_public:event", args=[request.desk.slug, pk]))
    body = publishing.to_ics(
        [event_of(row, request.desk.today())],
        title=str(request.calendar),
        now=row.updated_at,
        language=tongue,
        page_of=lambda _event: f"{page}?lang={tongue}",
    )
    response = HttpResponse(body, content_type=feeds.CONTENT_TYPES["ics"])
    response["Content-Disposition"] = f'attachment; filename="{request.desk.slug}-{pk}.ics"'
    return response


def _unchanged(request: CalendarRequest, found: feeds.Feed) -> HttpResponse | None:
    tags = request.headers.get("If-None-Match", "")
    if tags:
        # A server in between may have weakened the tag by packing the file.
        known = {tag.removeprefix("W/") for tag in parse_etags(tags)}
        return HttpResponse(status=304) if f'"{found.etag}"' in known or "*" in known else None
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if since is not None and int(found.changed_at.timestamp()) <= since:
        return HttpResponse(status=304)
    return None
