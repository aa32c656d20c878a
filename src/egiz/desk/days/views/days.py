"""The desk's own days off and the calendars it asks, changed from the page that finds a day."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.days.domain import windows
from egiz.desk.days.interfaces.day_forms import BusyForm, DayForm
from egiz.desk.days.models import BusyPerson, DayEdit


def _back(request: DeskRequest, form: DayForm | BusyForm | None = None) -> HttpResponse:
    for field, errors in form.errors.items() if form is not None else ():
        label = form.fields[field].label if form is not None and field in form.fields else ""
        messages.error(request, f"{label}: {errors[0]}" if label else str(errors[0]))
    return go(request, "days:window")


@require_POST
@needs("days.change")
def add_day(request: DeskRequest) -> HttpResponseBase:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    windows.add_day(request.desk, request.user, **form.cleaned_data)
    messages.success(request, _("The day is noted; it counts from now on."))
    return _back(request)


@require_POST
@needs("days.change")
def remove_day(request: DeskRequest, pk: int) -> HttpResponseBase:
    windows.remove_day(get_object_or_404(DayEdit, pk=pk), request.user)
    return _back(request)


@require_POST
@needs("days.change")
def add_busy(request: DeskRequest) -> HttpResponseBase:
    """Read somebody's busy times; a calendar behind a password is read once and not asked again."""
    form = BusyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _back(request, form)
    data = form.cleaned_data
    try:
        content = (
            data["file"].read()
            if data["file"]
            else windows.fetch(data["address"], data["login"], data["password"])
        )
        kept_address = "" if data["login"] else data["address"]
        person = windows.keep_busy(request.desk, data["name"], content, kept_address)
    except windows.CalendarUnreadableError as error:
        messages.error(
            request,
            _("The calendar of %(name)s could not be read: %(why)s") % {"name": data["name"], "why": error},
        )
        return _back(request)
    count = len(person.hours)
    messages.success(
        request, _("%(name)s: %(count)d busy times are known.") % {"name": person.name, "count": count}
    )
    return _back(request)


@require_POST
@needs("days.change")
def change_busy(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Ask a calendar again, or forget it."""
    person = get_object_or_404(BusyPerson, pk=pk)
    if request.POST.get("act") == "forget":
        person.delete()
    elif person.address:
        windows.read_again(person)
    return _back(request)
