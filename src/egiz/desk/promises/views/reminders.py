from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scope, scopes_disabled

from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.promises.domain import reminding
from egiz.desk.promises.interfaces.reminders import calendar


@require_http_methods(["GET", "POST"])
@needs("promises.view")
def reminders(request: DeskRequest) -> HttpResponseBase:
    """Let a member choose how they are reminded of what they see to."""
    mine = reminding.reminder_of(request.desk, request.user)
    if request.method == "POST":
        if request.POST.get("act") == "new":
            reminding.new_feed(mine)
            messages.success(request, _("The earlier address of your calendar is void; this is the new one."))
        else:
            mine.by_letter = request.POST.get("by_letter") == "on"
            messages.success(request, _("Your reminders are set."))
        mine.base_url = request.build_absolute_uri("/")[:300]
        mine.save()
        return redirect(desk_url(request.desk, "promises:reminders"))
    feed = request.build_absolute_uri(reverse("promises_public:feed", args=[mine.token]))
    context = {"mine": mine, "feed": feed, "hour": f"{reminding.FROM_HOUR}:00"}
    return render(request, "promises/reminders.html", context)


@require_GET
def feed(request: Any, token: str) -> HttpResponse:
    """Hand a calendar program the days of what one member sees to; the address is the key."""
    with scopes_disabled():
        found = reminding.reminder_of_token(token)
    if found is None:
        msg = "No such calendar"
        raise Http404(msg)
    if not found.base_url:
        found.base_url = request.build_absolute_uri("/")
    with scope(desk=found.desk), translation.override(found.user.language or found.desk.language):
        content = calendar(found)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
