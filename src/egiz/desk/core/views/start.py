"""The first hour: the first person, a desk of one's own, the sample, and an invitation taken up."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from egiz.desk.core.domain import desks, invitations
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.forms import FirstPersonForm, NewDeskForm, TakeUpForm
from egiz.desk.core.models import Desk, User
from egiz.desk.core.rules import may_make_desks

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Make a desk, or look at the sample."""
    user: Any = request.user
    if not may_make_desks.test(user):
        raise PermissionDenied
    form = NewDeskForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        ours, theirs = form.sides()
        data = form.cleaned_data
        desk = desks.make_desk(
            user,
            name=data["name"],
            ours=ours,
            theirs=theirs,
            language=data["language"],
            timezone=data["timezone"],
        )
        return redirect(desk_url(desk, "promises:home"))
    first = not Desk.objects.filter(memberships__user=user).exists()
    return render(request, "core/start.html", {"form": form, "first": first})


@require_POST
@login_required
def sample(request: HttpRequest) -> HttpResponseBase:
    user: Any = request.user
    if not may_make_desks.test(user):
        raise PermissionDenied
    return open_sample(user)


def open_sample(user: User) -> HttpResponseBase:
    """Lead to the sample desk; while it is being filled, to the work that fills it."""
    desk, job = desks.sample_for(user)
    return redirect(desk_url(desk, "core:job", job.pk) if job else desk_url(desk, "promises:home"))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def first_visit(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let whoever read the terminal become the first person here."""
    if not invitations.first_visit_is_open(token):
        return render(request, "core/link_over.html", status=410)
    form = FirstPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = invitations.make_first_person(
            data["email"], name=data["name"], password=data["password"], language=get_language() or ""
        )
        login(request, user, backend=BACKEND)
        return redirect("start")
    return render(request, "core/take_up.html", {"form": form, "first": True})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, who: str, token: str) -> HttpResponseBase:
    """Let an invited person choose a name and a password, and log them in."""
    user = invitations.invited(who, token)
    if user is None:
        return render(request, "core/link_over.html", status=410)
    form = TakeUpForm(request.POST or None, user=user, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = invitations.take_up(user, name=data["name"], password=data["password"])
        login(request, user, backend=BACKEND)
        return redirect("home")
    return render(request, "core/take_up.html", {"form": form, "person": user})
