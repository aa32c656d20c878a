from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.events.domain import public_calendar
from egiz.desk.events.interfaces.public_forms import CalendarForm
from egiz.desk.events.models import EventRecord, PublicCalendar, Subscriber


@require_http_methods(["GET", "POST"])
@needs("events.view")
def settings_page(request: DeskRequest) -> HttpResponseBase:
    """Show whether everybody sees the calendar, and let an owner of the desk decide it."""
    calendar = public_calendar.calendar_of(request.desk)
    # The form writes on a copy: the domain compares before and after for the history.
    form = CalendarForm(request.POST or None, instance=public_calendar.calendar_of(request.desk))
    if request.method == "POST":
        return _save(request, form)
    return _page(request, form, calendar)


@needs("events.open")
def _save(request: DeskRequest, form: CalendarForm) -> HttpResponseBase:
    if not form.is_valid():
        return _page(request, form, public_calendar.calendar_of(request.desk))
    public_calendar.change(request.desk, request.user, **form.cleaned_data)
    messages.success(request, _("The public calendar is saved."))
    return go(request, "events:public_settings")


def _page(request: DeskRequest, form: CalendarForm, calendar: PublicCalendar) -> HttpResponseBase:
    address = reverse("events_public:calendar", args=[request.desk.slug])
    context = {
        "form": form,
        "calendar": calendar,
        "address": request.build_absolute_uri(address),
        "preview_url": f"{address}?preview=1",
        "shown": EventRecord.objects.filter(is_public=True).count(),
        "hidden": EventRecord.objects.filter(is_public=False).count(),
        "subscribers": Subscriber.objects.filter(confirmed_at__isnull=False).count(),
        "history": history_of(calendar)[:10] if calendar.pk else [],
    }
    return render(request, "events/public_settings.html", context)
