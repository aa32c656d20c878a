from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.events.interfaces.forms import WindowForm
from egiz.desk.events.interfaces.window import shown_days


@require_GET
@needs("events.view")
def window(request: DeskRequest) -> HttpResponseBase:
    """Draw the days on which both sides work, and why the others do not serve."""
    from egiz.calendars import window as common_window  # noqa: PLC0415 - the engine loads when it is asked

    defaults = WindowForm.defaults(request.desk.today())
    form = WindowForm(request.GET if "start" in request.GET else None, initial=defaults)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else None if form.is_bound else defaults
    context: dict[str, object] = {"form": form}
    if asked:
        countries = [request.desk.country, request.desk.their_country]
        days = common_window(
            countries, asked["start"], asked["days"], hours=(asked["earliest"], asked["latest"])
        )
        context |= shown_days(days, request.desk)
    return render(request, "events/window.html", context)
