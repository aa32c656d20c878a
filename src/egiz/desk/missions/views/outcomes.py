"""What came of the meetings: both sides' answers, contradictions, contracts and memoranda, next steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.handed import enqueue_with_file
from egiz.desk.core.domain.trail import attach, target_name
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.models import Attachment, Job, Side
from egiz.desk.missions.domain import editions, followups, outcomes, promising, queries, reports
from egiz.desk.missions.interfaces import rates
from egiz.desk.missions.interfaces.outcome_forms import OutcomeForm, RateForm
from egiz.desk.missions.models import ExchangeRate, MeetingReport, Wish
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

PER_PAGE = 40
RATES_SHOWN = 60


def keep_outcome(form: OutcomeForm, wish: Wish, side: str, **who: Any) -> MeetingReport | None:
    """Write a form's answer down; what the domain refuses stands beside its field."""
    try:
        report = reports.write_report(wish, side, **who, **form.said())
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
        else:
            for name, found in error.error_dict.items():
                form.add_error(name if name in form.fields else None, found)
        return None
    if upload := form.cleaned_data.get("evidence"):
        attach(report, upload, who.get("user"))
    return report


def evidence_of(written: list[MeetingReport]) -> dict[int, list[Attachment]]:
    """Return the files that hang on reports, by report."""
    found: dict[int, list[Attachment]] = {}
    rows = Attachment.objects.filter(
        target=target_name(MeetingReport()), target_id__in=[one.pk for one in written]
    )
    for one in rows:
        found.setdefault(one.target_id, []).append(one)
    return found


@require_GET
@needs("missions.view")
def outcomes_page(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show what came of the meetings, counted from what people wrote down."""
    mission = get_mission(pk)
    version = queries.published_version(mission)
    written = queries.reports_of(mission)
    total = version.meetings.count() if version else 0
    tally = outcomes.tally(mission, total, timezone.now())
    differing = {wish: reports.differences(said.values()) for wish, said in written.items()}
    chosen = request.GET.get("result", "")
    wishes = queries.wishes(mission).filter(pk__in=list(written)).order_by("id")
    if chosen == "differ":
        wishes = wishes.filter(pk__in=[wish for wish, found in differing.items() if found])
    elif chosen:
        wishes = wishes.filter(reports__result=chosen).distinct()
    page = Paginator(wishes, PER_PAGE).get_page(request.GET.get("page"))
    shown = [report for wish in page for report in written[wish.pk].values()]
    return mission_page(
        request,
        "missions/outcomes.html",
        mission,
        "outcomes",
        version=version,
        tally=tally,
        page=page,
        rows=[(wish, written[wish.pk], differing[wish.pk]) for wish in page],
        files=evidence_of(shown),
        chosen=chosen,
        waves=followups.waves_of(mission),
        editions=editions.editions(mission) if version else [],
        steps=outcomes.next_steps(mission),
        rates=list(ExchangeRate.objects.filter(into=tally.currency)[:RATES_SHOWN]),
        rate_form=RateForm(desk=request.desk, into=tally.currency),
    )


@require_http_methods(["GET", "POST"])
@needs("missions.record")
def say(request: DeskRequest, pk: int, wish_pk: int, side: str) -> HttpResponseBase:
    """Write down in full what one side says about a meeting."""
    mission = get_mission(pk)
    if side not in {Side.OURS, Side.THEIRS}:
        msg = "No such side"
        raise Http404(msg)
    wish = get_object_or_404(queries.wishes(mission), pk=wish_pk)
    report = wish.reports.filter(side=side).first()
    ours, theirs = wish.companies
    form = OutcomeForm(
        request.POST or None,
        request.FILES or None,
        report=report,
        side=side,
        names={"ours": ours.short_name, "theirs": theirs.short_name},
        own_words=False,
    )
    meeting = reports.meeting_of(wish)
    why_not = reports.not_yet(wish, timezone.now())
    if request.method == "POST" and form.is_valid() and keep_outcome(form, wish, side, user=request.user):
        messages.success(request, _("Kept."))
        slot = f"?slot={meeting.slot}" if meeting else ""
        return redirect(desk_url(request.desk, "missions:day", mission.pk) + slot)
    return mission_page(
        request,
        "missions/say.html",
        mission,
        "outcomes",
        form=form,
        wish=wish,
        meeting=meeting,
        ours=ours,
        theirs=theirs,
        who=side,
        why_not=why_not,
        files=evidence_of([report]).get(report.pk, []) if report else [],
    )


@require_POST
@needs("missions.record")
def make_promise(request: DeskRequest, pk: int, report_pk: int) -> HttpResponseBase:
    """Make a promise of a next step and go on where it was named."""
    mission = get_mission(pk)
    report = get_object_or_404(
        MeetingReport.objects.select_related("wish__asker", "wish__partner", "mission", "desk"),
        pk=report_pk,
        mission=mission,
    )
    try:
        promising.make_promise(report, request.user)
    except ValidationError as error:
        say_error(request, error)
    else:
        messages.success(request, _("It stands among the promises now."))
    return redirect(desk_url(request.desk, "missions:outcomes", mission.pk) + "#steps")


@require_POST
@needs("missions.record")
def add_rate(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Keep an exchange rate with its day and source."""
    mission = get_mission(pk)
    into = outcomes.currency_of(request.desk, request.desk.today())
    form = RateForm(request.POST, desk=request.desk, into=into)
    if form.is_valid():
        form.keep()
        messages.success(request, _("The rate is kept; sums are shown at it."))
    else:
        for field, found in form.errors.items():
            label = form.fields[field].label if field in form.fields else ""
            messages.error(request, " ".join([f"{label}:" if label else "", *map(str, found)]).strip())
    return redirect(desk_url(request.desk, "missions:outcomes", mission.pk) + "#rates")


@require_http_methods(["GET", "POST"])
@needs("missions.record")
def take_rates(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take rates in from a pasted table or a file, many through the worker; what is wrong is named."""
    mission = get_mission(pk)
    into = outcomes.currency_of(request.desk, request.desk.today())
    form = rates.TakeRatesForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    taken: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            source, given = form.cleaned_data["source"], form.given()
            rows = read_apart(rates.look, given.name or "", given.read())
            if rows is None:
                payload = {"mission": mission.pk, "into": into, "source": source}
                job = enqueue_with_file(request.desk, rates.JOB, payload, request.user, given)
                return redirect(desk_url(request.desk, "core:job", job.pk))
            taken = rates.take_in(rows, desk=request.desk, into=into, source=source)
        except ValidationError as error:
            form.add_error("upload" if form.cleaned_data["upload"] else "text", error)
        else:
            if not taken.errors:
                form = rates.TakeRatesForm()
    elif request.method == "GET":
        taken = _rates_taken(request.GET.get("job", ""), mission.pk)
    return mission_page(
        request, "missions/rates.html", mission, "outcomes", form=form, taken=taken, currency=into
    )


def _rates_taken(number: str, mission: int) -> dict[str, Any] | None:
    if not number.isdecimal():
        return None
    jobs = Job.objects.filter(kind=rates.JOB, status=Job.Status.DONE, payload__mission=mission)
    return jobs.filter(pk=int(number)).values_list("result", flat=True).first()


@require_POST
@needs("missions.record")
def remove_rate(request: DeskRequest, pk: int, rate_pk: int) -> HttpResponseBase:
    """Take a rate away: sums in its currency stand apart again."""
    mission = get_mission(pk)
    get_object_or_404(ExchangeRate, pk=rate_pk).delete()
    messages.success(request, _("The rate is gone."))
    return redirect(desk_url(request.desk, "missions:outcomes", mission.pk) + "#rates")
