from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from egiz.desk.core import joints
from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.days.domain import windows
from egiz.desk.days.interfaces.day_forms import BusyForm, DayForm
from egiz.desk.days.interfaces.window import MeetingForm, shown_days, shown_proposals
from egiz.desk.days.models import BusyPerson, DayEdit


@require_GET
@needs("events.view")
def window(request: DeskRequest) -> HttpResponseBase:
    """Propose days on which both sides work and people are free, and say why the others do not serve."""
    defaults = MeetingForm.defaults(request.desk.today())
    form = MeetingForm(request.GET if "start" in request.GET else None, initial=defaults)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else None if form.is_bound else defaults
    context: dict[str, object] = {
        "form": form,
        "start": joints.asked(request.GET),
        "edits": DayEdit.objects.all(),
        "calendars": BusyPerson.objects.all(),
        "day_form": DayForm(),
        "busy_form": BusyForm(),
    }
    if asked:
        question = windows.Question(
            asked["start"], asked["days"], asked["earliest"], asked["latest"],
            asked["minutes"] or 60, asked["notice"] or 0, asked["region"].upper(),
        )  # fmt: skip
        try:
            answer = windows.find(request.desk, question)
        except ValueError as error:
            form.add_error(None, str(error)) if form.is_bound else None
        else:
            context |= shown_days(answer.days, request.desk)
            context |= shown_proposals(answer, request.desk, question.minutes)
    return render(request, "days/window.html", context)
