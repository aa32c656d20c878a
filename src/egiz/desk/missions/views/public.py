"""A company's own page: no account, a personal link. Nothing else of the desk can be reached from it."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain.links import ensure_fresh
from egiz.desk.missions.domain import asking, badges, followups, groups, pushing, queries, registering
from egiz.desk.missions.domain.slots import slots_of_version
from egiz.desk.missions.interfaces import grid
from egiz.desk.missions.interfaces.sending import tell_agreed
from egiz.desk.missions.models import Company, GroupSeat, MeetingReport, ScheduledMeeting
from egiz.desk.missions.models.company import LINK_SALT, read_token
from egiz.desk.missions.views.companies import ics_response
from egiz.desk.missions.views.day import worker_response


def company_of_token(token: str) -> Company:
    """Return the company a personal link belongs to; a wrong, old or taken-back link finds nothing."""
    try:
        pk, number = read_token(token)
    except (BadSignature, ValueError, TypeError) as error:
        msg = "No such link"
        raise Http404(msg) from error
    with scopes_disabled():
        rows = Company.objects.select_related("mission", "desk")
        company: Company = get_object_or_404(rows, pk=pk, link_number=number)
    ensure_fresh(token, LINK_SALT, company.desk)
    return company


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open the company's desk for one request, kept out of caches, search engines and referrers."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        company = company_of_token(token)
        with scope(desk=company.desk):
            _speak(request, company)
            response = view(request, company, token=token, **kwargs)
        response["Referrer-Policy"] = (
            "same-origin"  # with none at all a browser names no origin, and no form is taken
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


def _speak(request: HttpRequest, company: Company) -> None:
    """Answer in the language of the company's letters, unless this browser has chosen one."""
    if company.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(company.language)
        request.LANGUAGE_CODE = company.language


@require_GET
@by_link
def timetable(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:
    """Show a company its published timetable and the wishes that wait for its answer."""
    mission = company.mission
    version = queries.published_version(mission)
    mine = _mine(version, company)
    days = (
        grid.timetable(company, slots_of_version(version, mission.tz), mine, mission.rules.breaks_per)
        if version
        else []
    )
    now = timezone.now()
    rows = [
        (wish, asking.partner_of(wish, company), asking.as_seen(wish, company, now))
        for wish in asking.of(company)
    ]
    for wish, _partner, _state in rows:
        wish.rank_here = wish.our_rank if company.side == "ours" else wish.their_rank  # type: ignore[attr-defined]
    asked = [(wish, partner) for wish, partner, state in rows if state == "answer"]
    context = {
        "company": company,
        "mission": mission,
        "version": version,
        "days": days,
        "asked": asked,
        "requests": [row for row in rows if row[2] not in {"answer", "none", "declined"}],
        "rank_words": [(1, _("most important")), (2, _("important")), (3, _("if it fits"))],
        "token": token,
        "meetings": mine,
        "went": how_it_went(company, mine, timezone.now()),
        "seats": _seats(company),
        "names": badges.names_of(company),
        "asked_again": followups.open_for(company),
        "push_key": pushing.server_public() if registering.registration_of(mission).pushes else "",
    }
    return render(request, "missions/public.html", context)


def _seats(company: Company) -> list[tuple[GroupSeat, list[str]]]:
    """List the group meetings a company is asked to, with those who agreed to be there and nobody else."""
    if not company.is_in:
        return []
    mine = GroupSeat.objects.filter(company=company).select_related("group").order_by("pk")
    there = {one.pk: one for one in groups.groups_of(company.mission)} if mine else {}
    return [
        (seat, [one.name for one in there[seat.group_id].companies if one.pk != company.pk]) for seat in mine
    ]


def how_it_went(
    company: Company, meetings: Iterable[ScheduledMeeting], now: dt.datetime
) -> list[tuple[ScheduledMeeting, Company, MeetingReport | None]]:
    """List a company's meetings that have begun, each with what it said about it, unanswered ones first."""
    begun = [one for one in meetings if one.wish_id and one.starts_at <= now]
    mine = {one.wish_id: "ours" if one.ours_id == company.pk else "theirs" for one in begun}
    written = MeetingReport.objects.filter(wish__in=list(mine))
    said = {one.wish_id: one for one in written if one.side == mine[one.wish_id]}
    rows = [(one, one.partner_of(company), said.get(one.wish_id or 0)) for one in begun]
    return sorted(rows, key=lambda row: (row[2] is not None, row[0].starts_at))


def _mine(version: Any, company: Company) -> list[Any]:
    if version is None:
        return []
    return list(queries.meetings(version, [company.pk]).order_by("slot"))


@require_safe
def worker(_request: HttpRequest) -> HttpResponseBase:
    """Hand out the worker of the personal pages from where it may serve them."""
    return worker_response()


@require_GET
@by_link
def calendar(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:  # noqa: ARG001 - the link's own part
    # A calendar program asks without a language: it gets the desk's.
    language = (
        company.desk.language if "Accept-Language" not in request.headers else translation.get_language()
    )
    with translation.override(language):
        return ics_response(company, company.mission)


@require_POST
@by_link
def answer(request: HttpRequest, company: Company, token: str, wish_pk: int) -> HttpResponseBase:
    """Take a company's own answer to a wish."""
    wish = get_object_or_404(asking.of(company), pk=wish_pk)
    try:
        with transaction.atomic():  # an answer is kept with the letter about it, or not at all
            asking.answer(wish, company, request.POST.get("answer", ""))
            if wish.is_agreed:
                tell_agreed(wish, company)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Thank you, your answer is kept."))
    return redirect("missions_public:timetable", token=token)


@require_POST
@by_link
def answer_seat(request: HttpRequest, company: Company, token: str, seat_pk: int) -> HttpResponseBase:
    """Take a company's own answer about a group meeting, and whom it sends."""
    rows = GroupSeat.objects.filter(company=company).select_related("group", "company")
    seat = get_object_or_404(rows, pk=seat_pk)
    try:
        with transaction.atomic():
            groups.answer(seat, request.POST.get("answer", ""), None)
            groups.choose_person(seat, request.POST.get("person", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Thank you, your answer is kept."))
    return redirect("missions_public:timetable", token=token)
