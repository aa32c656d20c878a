from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.jobs import enqueue
from egiz.desk.core.domain.territories import asked, named
from egiz.desk.core.domain.trail import history_of, record
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.missions.domain import companies, matching, pushing, queries, registration
from egiz.desk.missions.domain.history import standings
from egiz.desk.missions.domain.slots import not_understood, slots_of_version
from egiz.desk.missions.interfaces import grid, list_words
from egiz.desk.missions.interfaces.calendars import calendar_of
from egiz.desk.missions.interfaces.exports import file_name
from egiz.desk.missions.interfaces.forms import CompanyForm, ImportForm
from egiz.desk.missions.interfaces.list_words import lists_url
from egiz.desk.missions.models import Company, CompanyImport, Mission, ScheduleVersion, SuggestedMatch
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

PER_PAGE = 50


@require_GET
@needs("missions.view")
def company_list(request: DeskRequest, pk: int) -> HttpResponseBase:
    """List the companies of both sides."""
    mission = get_mission(pk)
    get = request.GET.get
    rows = queries.companies(mission, get("q", ""), get("side", ""), asked(get("region", "")))
    page = Paginator(rows, PER_PAGE).get_page(get("page"))
    return _company_page(request, mission, page=page, form=ImportForm(desk=request.desk))


def _company_page(request: DeskRequest, mission: Mission, **context: Any) -> HttpResponseBase:
    number = request.GET.get("import", "")
    last = CompanyImport.objects.filter(mission=mission)
    report = last.filter(pk=int(number)).first() if number.isdigit() else None
    shown = [one.pk for one in context["page"]]
    return mission_page(
        request,
        "missions/companies.html",
        mission,
        "register",
        report=report,
        problems=list_words.problems(report) if report else [],
        next_step=_next_step(mission) if report else "",
        wishes=queries.wishes_per_company(mission, shown),
        meetings=queries.meetings_per_company(queries.shown_version(mission), shown),
        side_chosen=request.GET.get("side", ""),
        query_text=request.GET.get("q", ""),
        regions=named(),
        region_chosen=asked(request.GET.get("region", "")),
        **context,
    )


def _next_step(mission: Mission) -> str:
    """Say what comes after a list: the other side's list, or looking for partners."""
    sides = set(Company.objects.filter(mission=mission).order_by().values_list("side", flat=True).distinct())
    return "match" if len(sides) == 2 else ""


@require_POST
@needs("missions.change")
def import_list(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Look at one list or at both; nothing is kept before somebody has seen what it would do."""
    mission = get_mission(pk)
    form = ImportForm(request.POST, request.FILES, desk=request.desk)
    tried: list[CompanyImport] = []
    if form.is_valid():
        registration.forget_tried(mission, timezone.now())
        for side in ("ours", "theirs"):
            if upload := form.cleaned_data[side]:
                try:
                    tried.append(_tried(request, mission, side, upload))
                except ValidationError as error:
                    form.add_error(side, error)
    if not form.is_valid():
        page = Paginator(queries.companies(mission), PER_PAGE).get_page(1)
        return _company_page(request, mission, page=page, form=form)
    if not all(one.is_looked_at for one in tried):
        return _by_worker(request, mission, registration.LOOK_JOB, tried)
    return redirect(lists_url(request.desk, mission, tried))


def _tried(request: DeskRequest, mission: Mission, side: str, upload: Any) -> CompanyImport:
    return registration.try_list(mission, side, upload, request.user, most=registration.AT_ONCE)


def _by_worker(
    request: DeskRequest,
    mission: Mission,
    kind: str,
    tried: list[CompanyImport],
    chosen: dict[int, dict[int, str]] | None = None,
) -> HttpResponseBase:
    """Leave long lists to the worker; ``chosen`` are the columns named otherwise, by the list."""
    columns = {one: list(named.items()) for one, named in (chosen or {}).items()}
    payload = {
        "mission": mission.pk,
        "lists": [{"list": one.pk, "columns": columns.get(one.pk)} for one in tried],
    }
    title = ", ".join(one.file_name for one in tried)
    job = enqueue(request.desk, kind, payload, request.user, title=title)
    return redirect(desk_url(request.desk, "core:job", job.pk))


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def lists(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show what lists would do, let their columns be named otherwise, and take them in."""
    mission = get_mission(pk)
    numbers = [int(number) for number in request.GET.getlist("list") if number.isdigit()]
    tried = list(CompanyImport.objects.filter(mission=mission, pk__in=numbers).order_by("pk"))
    if not tried or any(one.state == CompanyImport.State.TAKEN or not one.is_looked_at for one in tried):
        return redirect(desk_url(request.desk, "missions:companies", mission.pk))
    errors: dict[int, str] = {}
    if request.method == "POST":
        long: dict[int, dict[int, str]] = {}
        for one in tried:
            chosen = list_words.chosen_columns(one, request.POST)
            if chosen is not None:
                try:
                    registration.try_again(one, chosen, registration.AT_ONCE)
                except registration.LongListError:
                    long[one.pk] = chosen
                except ValidationError as error:
                    errors[one.pk] = error.messages[0]
        if not errors:
            take = "take" in request.POST
            if long:
                kind = registration.TAKE_JOB if take else registration.LOOK_JOB
                return _by_worker(request, mission, kind, tried, long)
            return (
                _take(request, mission, tried) if take else redirect(lists_url(request.desk, mission, tried))
            )
    return mission_page(
        request,
        "missions/lists.html",
        mission,
        "register",
        lists=[
            {
                "tried": one,
                "error": errors.get(one.pk, ""),
                "columns": list_words.columns(one),
                "problems": list_words.problems(one),
                "changes": list_words.changes(one),
            }
            for one in tried
        ],
        fields=list_words.fields(),
    )


def _take(request: DeskRequest, mission: Mission, tried: list[CompanyImport]) -> HttpResponseBase:
    try:
        taken = [registration.take_list(one, request.user, registration.AT_ONCE) for one in tried]
    except registration.LongListError:
        return _by_worker(request, mission, registration.TAKE_JOB, tried)
    except ValidationError as error:
        say_error(request, error)
        return redirect(lists_url(request.desk, mission, tried))
    messages.success(request, list_words.taken(taken))
    return redirect(f"{desk_url(request.desk, 'missions:companies', mission.pk)}?import={taken[-1].pk}")


@require_GET
@needs("missions.view")
def company(request: DeskRequest, pk: int, company_pk: int) -> HttpResponseBase:
    """Show one participant: profile, own timetable, wishes, proposals."""
    mission = get_mission(pk)
    one = get_object_or_404(Company, mission=mission, pk=company_pk)
    version = queries.shown_version(mission)
    mine = _meetings(version, one)
    left = (
        [row for row in queries.not_held(version) if one.pk in (row.ours_id, row.theirs_id)]
        if version
        else []
    )
    days = (
        grid.timetable(one, slots_of_version(version, mission.tz), mine, mission.rules.breaks_per)
        if version
        else []
    )
    wishes = list(queries.wishes(mission).filter(low=one) | queries.wishes(mission).filter(high=one))
    return mission_page(
        request,
        "missions/company.html",
        mission,
        "register",
        company=one,
        version=version,
        days=days,
        left=left,
        wishes=wishes,
        matches=list(
            SuggestedMatch.objects.filter(mission=mission).filter(Q(ours=one) | Q(theirs=one))
            .select_related("ours", "theirs")[:8]
        ),
        link=request.build_absolute_uri(_public_url(one)),
        advice=matching.advice_of(one, Company.objects.filter(mission=mission)),
        unclear=not_understood(one.availability),
        history=history_of(one)[:10],
    )  # fmt: skip


def _public_url(one: Company) -> str:
    return reverse("missions_public:timetable", args=[one.token])


def _meetings(version: ScheduleVersion | None, one: Company) -> list[Any]:
    if version is None:
        return []
    return list(queries.meetings(version, [one.pk]).order_by("slot"))


@require_GET
@needs("missions.view")
def calendar(request: DeskRequest, pk: int, company_pk: int) -> HttpResponseBase:
    """Return one participant's calendar."""
    mission = get_mission(pk)
    one = get_object_or_404(Company, mission=mission, pk=company_pk)
    version = queries.shown_version(mission)
    if version is None:
        messages.error(request, _("There is no schedule yet, so there is no calendar either."))
        return redirect(desk_url(request.desk, "missions:company", mission.pk, one.pk))
    return ics_response(one, mission, version)


def ics_response(one: Company, mission: Mission, version: ScheduleVersion | None = None) -> HttpResponse:
    content = calendar_of(one, mission, standings(mission, [one.pk], version))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(one)}.ics"'
    return response


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def edit_company(request: DeskRequest, pk: int, company_pk: int | None = None) -> HttpResponseBase:
    mission = get_mission(pk)
    one = get_object_or_404(Company, mission=mission, pk=company_pk) if company_pk else None
    copy = Company.objects.get(pk=one.pk) if one else Company(mission=mission, country=request.desk.country)
    form = CompanyForm(request.POST or None, instance=copy, mission=mission, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        if one:
            companies.change(one, request.user, form.cleaned_data)
        else:
            one = companies.add(form.save(commit=False), request.user, form.cleaned_data)
        messages.success(request, _("%(name)s is saved.") % {"name": one.name})
        return redirect(desk_url(request.desk, "missions:company", mission.pk, one.pk))
    return mission_page(request, "missions/company_form.html", mission, "register", form=form, company=one)


@require_POST
@needs("missions.change")
def erase_company(request: DeskRequest, pk: int, company_pk: int) -> HttpResponseBase:
    """Take a company off the mission with everything kept about it there."""
    mission = get_mission(pk)
    one = get_object_or_404(Company, mission=mission, pk=company_pk)
    try:
        companies.erase(mission, one, request.user)
    except ValidationError as error:
        say_error(request, error)
        return redirect(desk_url(request.desk, "missions:company", mission.pk, one.pk))
    messages.success(request, _("The company and what was kept about it here are removed."))
    return redirect(desk_url(request.desk, "missions:companies", mission.pk))


@require_POST
@needs("missions.change")
def new_link(request: DeskRequest, pk: int, company_pk: int) -> HttpResponseBase:
    """Make a new personal link; every earlier one stops working."""
    mission = get_mission(pk)
    one = get_object_or_404(Company, mission=mission, pk=company_pk)
    one.link_number += 1
    one.save(update_fields=["link_number", "updated_at"])
    pushing.unsubscribe(one)  # they were asked for through the link that is taken back
    record(one, "link_renewed", request.user)
    messages.success(request, _("The earlier link no longer works; send the company the new one."))
    return redirect(desk_url(request.desk, "missions:company", mission.pk, one.pk))
