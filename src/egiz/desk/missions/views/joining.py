"""Registration without an account: the public form, and afterwards the company's own profile."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scope, scopes_disabled

from egiz.desk.core.client import client_address
from egiz.desk.missions.domain import letters as post
from egiz.desk.missions.domain import registering
from egiz.desk.missions.interfaces import letters
from egiz.desk.missions.interfaces.profile_forms import (
    PeopleFormSet,
    ProfileForm,
    people_of,
    with_more,
)
from egiz.desk.missions.interfaces.sending import send_soon
from egiz.desk.missions.models import Company, Registration
from egiz.desk.missions.views.public import by_link

logger = logging.getLogger(__name__)
LANGUAGES = dict(settings.LANGUAGES)


def in_asked_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let `?lang=kk` choose the language, and remember it: a link may go out once for each language."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("lang", "")
        if asked in LANGUAGES:
            translation.activate(asked)
            request.LANGUAGE_CODE = asked
        response = view(request, *args, **kwargs)
        if asked in LANGUAGES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                samesite="Lax",
                httponly=True,
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response

    return inner


def _registration(code: str) -> Registration:
    with scopes_disabled():
        return get_object_or_404(
            Registration.objects.select_related("mission__desk", "desk"), code=code, mission__status="planned"
        )


@never_cache
@require_http_methods(["GET", "POST"])
@in_asked_language
def register(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a registration; the answer is the same whether the address is known here or not."""
    registration = _registration(code)
    with scope(desk=registration.desk):
        if not registering.is_open(registration):
            return _page(request, "missions/register_closed.html", registration, status=410)
        return _register(request, registration)


def _page(
    request: HttpRequest, template: str, registration: Registration, status: int = 200, **context: Any
) -> HttpResponse:
    intro = registration.intro
    language = translation.get_language() or ""
    other = next(iter(intro), "") if language not in intro else ""
    context |= {
        "registration": registration,
        "mission": registration.mission,
        "owner": registration.desk,
        "intro": intro.get(language) or intro.get(other, ""),
        "intro_language": other,
    }
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = (
        "same-origin"  # with none at all a browser names no origin, and no form is taken
    )
    return response


def _forms(request: HttpRequest, mission: Any, registration: Registration, company: Company | None) -> Any:
    """Bind the profile and its rows of people to what was sent, or to what is kept."""
    data: Any = request.POST if request.method == "POST" else None
    if data is not None and "more" in data:
        data = with_more(data, "people")
    form = ProfileForm(data, instance=company, mission=mission, registration=registration)
    initial = company.people if company else []
    people = PeopleFormSet(data, prefix="people", initial=initial)
    return form, people


def _asks_only(form: ProfileForm) -> bool:
    """Say whether the form came back for a row more or for codes, and is not to be kept yet."""
    return "more" in form.data or form.is_looking


def _unsaid(form: ProfileForm, people: Any) -> None:
    """Draw the form again without a word about what is not filled in yet."""
    for one in (form, *people.forms):
        one.errors.clear()


def _register(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    form, people = _forms(request, registration.mission, registration, None)
    if request.method == "POST":
        if _asks_only(form):
            _unsaid(form, people)
        elif form.is_valid() & people.is_valid():
            if form.is_a_program:
                return _page(
                    request, "missions/registered.html", registration, email=form.cleaned_data["email"]
                )
            try:
                registering.slow_down(client_address(request))
            except registering.TooManyError:
                form.add_error(
                    None, _("Very many registrations came from your network. Try again in ten minutes.")
                )
            else:
                return _taken(request, registration, form, people)
    return _page(
        request, "missions/register.html", registration, 200 if not form.is_bound else 422,
        form=form, people=people,
    )  # fmt: skip


def _taken(request: HttpRequest, registration: Registration, form: ProfileForm, people: Any) -> HttpResponse:
    if not registration.base_url:
        registration.base_url = request.build_absolute_uri("/")
        registration.save(update_fields=["base_url", "updated_at"])
    with transaction.atomic():  # kept with the receipt, or not at all
        taken = registering.take(registration.mission, form.filled(people_of(people)))
        taken.company.mission = registration.mission
        letters.write(taken.company, "there" if taken.was_there else "receipt", registration)
        send_soon(registration)
    return _page(
        request,
        "missions/registered.html",
        registration,
        email=form.cleaned_data["email"],
        draft=form.is_draft,
    )


@require_http_methods(["GET", "POST"])
@by_link
def profile(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:
    """Let a company go on with its registration, or change its profile."""
    mission = company.mission
    registration = registering.registration_of(mission)
    was = company.status
    copy = Company.objects.select_related("mission__desk", "desk").get(pk=company.pk)
    form, people = _forms(request, mission, registration, copy)
    if request.method == "POST":
        if was in (Company.Status.DECLINED, Company.Status.WITHDRAWN):
            raise Http404
        if _asks_only(form):
            _unsaid(form, people)
        elif form.is_valid() & people.is_valid():
            registering.keep(company, form.filled(people_of(people)))
            messages.success(request, _said(was, company.status, draft=form.is_draft))
            return redirect("missions_public:timetable", token=token)
    return render(
        request,
        "missions/profile.html",
        {
            "company": company,
            "mission": mission,
            "registration": registration,
            "form": form,
            "people": people,
            "token": token,
        },
        status=422 if form.is_bound and not _asks_only(form) else 200,
    )


def _said(before: str, after: str, *, draft: bool) -> str:
    if draft:
        return _("The draft is kept. Nobody sees it until you send it.")
    if before != after:
        return _("Sent. The organisers look at it and write to you.")
    return _("Your changes are kept.")


@require_POST
@by_link
def withdraw(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:
    """Let a company say that it does not come."""
    registering.withdraw(company, None)
    messages.success(
        request, _("You are taken off the list. If you change your mind, write to the organisers.")
    )
    return redirect("missions_public:timetable", token=token)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponseBase:
    """End the reminders: at once for a mail program (RFC 8058), by a button for a person."""
    company = letters.company_of_leaving(token)
    if company is None:
        raise Http404
    with scope(desk=company.desk), translation.override(company.reads):
        if request.method == "POST":
            post.unsubscribe(company)
            if request.POST.get("List-Unsubscribe") == "One-Click":
                return HttpResponse(status=200)
        return render(
            request,
            "missions/leave.html",
            {
                "company": company,
                "mission": company.mission,
                "done": request.method == "POST",
                "token": token,
            },
        )
