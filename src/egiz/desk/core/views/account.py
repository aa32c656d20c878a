"""A person's own account: where they are logged in; and what browsers report to us."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from egiz.desk.core.domain import security


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def log_ins(request: HttpRequest) -> HttpResponse:
    """Show where a person is logged in; they end one, or all but this one, with their password said again."""
    user: Any = request.user
    here = request.session.session_key
    if request.method == "POST":
        which = request.POST.get("which", "")
        only = int(which) if which.isdecimal() and len(which) < 19 else None
        if which == "others" or only is not None:
            ended = security.end_sessions(user, but=here, only=only)
            security.note(request, "log-ins ended", count=ended)
            messages.success(request, _("Ended log-ins: %(count)s.") % {"count": ended})
        return redirect("usersessions_list")
    rows = security.sessions_of(user)
    return render(request, "core/log_ins.html", {"rows": [(row, row.session_key == here) for row in rows]})


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Take a browser's word on what it refused to load or run in our name."""
    return HttpResponse(status=204 if security.take_report(request) else 400)
