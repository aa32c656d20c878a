"""The life of a link: stage, decision, checklist, plan of measures."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.handed import enqueue_with_file
from egiz.desk.core.domain.jobs import enqueue
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.core.models import Job
from egiz.desk.twinnings.domain import checklist, deciding, life, measures
from egiz.desk.twinnings.interfaces.life_forms import (
    ApprovalRowForm,
    DecisionForm,
    MeasureForm,
    PlanFileForm,
    StageForm,
)
from egiz.desk.twinnings.interfaces.plan import by_direction, measure_rows
from egiz.desk.twinnings.models import ApprovalRow, Comparison, Measure, Twinning

form_view = require_http_methods(["GET", "POST"])
PER_PAGE = 50


@form_view
@needs("twinnings.change")
def stage(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say where a link stands."""
    twin = get_object_or_404(Twinning, pk=pk)
    form = StageForm(request.POST or None, instance=twin)
    if request.method == "POST" and form.is_valid():
        stored = Twinning.objects.get(pk=pk)
        life.move(stored, request.user, **form.cleaned_data)
        return go(request, "twinnings:twinning", pk)
    return render(request, "twinnings/stage.html", {"twin": twin, "form": form})


@require_POST
@needs("twinnings.change")
def take_over(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Put the desk's template on the link's checklist."""
    twin = get_object_or_404(Twinning.objects.select_related("desk"), pk=pk)
    if count := checklist.take_over(twin, request.user):
        said = ngettext("%(count)d row came in.", "%(count)d rows came in.", count) % {"count": count}
        messages.success(request, said)
    else:
        messages.warning(request, _("The template has nothing that is not here already."))
    return go(request, "twinnings:twinning", pk)


@form_view
@needs("twinnings.change")
def template(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """The desk's own template of approvals, country by country; the same page adds and changes a row."""
    row = get_object_or_404(ApprovalRow, pk=pk) if pk else ApprovalRow(desk=request.desk)
    form = ApprovalRowForm(request.POST or None, instance=row, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        made = form.instance.pk is None
        saved = form.save()
        trail.record(saved, "added" if made else "changed", request.user)
        return go(request, "twinnings:approvals")
    countries = (request.desk.country, request.desk.their_country)
    context = {"form": form, "row": row, "rows": ApprovalRow.objects.all(), "countries": countries}
    return render(request, "twinnings/approvals.html", context)


@require_POST
@needs("twinnings.change")
def usual(request: DeskRequest, country: str) -> HttpResponseBase:
    """Put the usual rows into a country's template, all of them not known."""
    if country not in {request.desk.country, request.desk.their_country}:
        raise Http404
    count = checklist.offer_usual(request.desk, country)
    said = ngettext("%(count)d row came in.", "%(count)d rows came in.", count) % {"count": count}
    messages.success(request, said)
    return go(request, "twinnings:approvals")


@form_view
@needs("twinnings.change")
def decide(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Record which candidate of a comparison was chosen, with reasons; the dossier of today is kept."""
    comparison = get_object_or_404(Comparison.objects.select_related("desk"), pk=pk)
    if not comparison.result:
        raise Http404
    asked = request.GET.get("place", "")
    form = DecisionForm(request.POST or None, comparison=comparison, initial={"place": asked})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        decision = deciding.decide(
            comparison, data["place"], request.user, decided_on=data["decided_on"],
            decided_by=data["decided_by"], reasons=data["reasons"],
            language=(get_language() or "en").split("-")[0],
        )  # fmt: skip
        payload = {"decision": decision.pk, "twinning": decision.twinning_id}
        enqueue(request.desk, "twinnings.keep_dossier", payload, request.user, title=str(decision.twinning))
        messages.success(request, _("Recorded. The dossier of today is being printed and kept with it."))
        return go(request, "twinnings:twinning", decision.twinning_id)
    return render(request, "twinnings/decide.html", {"comparison": comparison, "form": form})


@form_view
@needs("twinnings.change")
def plan(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Draw the plan of measures, and take one in from a table: a long one through the worker."""
    twin = get_object_or_404(Twinning.objects.select_related("desk"), pk=pk)
    form = PlanFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            parsed = read_apart(measures.look, upload.name, upload.read())
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            if parsed.row_count > measures.AT_ONCE:
                job = enqueue_with_file(
                    request.desk, measures.PLAN_JOB, {"twinning": twin.pk}, request.user, upload
                )
                return redirect(desk_url(request.desk, "core:job", job.pk))
            context = {"parsed": parsed, "count": measures.take_in(twin, parsed, request.user)}
    elif done := _plan_taken(request.GET.get("job", ""), twin):
        context = {"parsed": done.result, "count": done.result["count"]}
    rows = list(twin.measures.all())
    page = Paginator(by_direction(rows), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "twin": twin,
        "form": form,
        "measure_form": MeasureForm(instance=Measure(desk=request.desk, twinning=twin)),
        "page": page,
        "rows": measure_rows(list(page), request.desk.today()),
        "progress": measures.progress(rows),
        "late": sum(life.is_late(one, request.desk.today()) for one in rows),
        "columns": list(measures.COLUMN_NAMES.values()),
    }
    return render(request, "twinnings/plan.html", context)


def _plan_taken(number: str, twin: Twinning) -> Job | None:
    if not number.isdecimal():
        return None
    jobs = Job.objects.filter(kind=measures.PLAN_JOB, status=Job.Status.DONE, payload__twinning=twin.pk)
    return jobs.filter(pk=int(number)).first()


@require_GET
@needs("twinnings.view")
def measure_page(request: DeskRequest, measure_pk: int) -> HttpResponseBase:
    """Lead to the plan that a measure stands in."""
    row = get_object_or_404(Measure, pk=measure_pk)
    return go(request, "twinnings:plan", row.twinning_id)


@form_view
@needs("twinnings.change")
def measure(request: DeskRequest, pk: int, measure_pk: int | None = None) -> HttpResponseBase:
    """Write one measure."""
    twin = get_object_or_404(Twinning, pk=pk)
    row = (
        get_object_or_404(twin.measures, pk=measure_pk)
        if measure_pk
        else Measure(desk=request.desk, twinning=twin)
    )
    form = MeasureForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        measures.save(form.instance, request.user)
        return go(request, "twinnings:plan", pk)
    return render(request, "twinnings/measure.html", {"twin": twin, "form": form, "measure": row})
