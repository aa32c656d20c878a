from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core import joints
from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.twinnings.domain import life, measures, signing
from egiz.desk.twinnings.domain import register as twins
from egiz.desk.twinnings.interfaces import map as map_
from egiz.desk.twinnings.interfaces.forms import ActivityForm, ApprovalForm, TwinningForm, link_from
from egiz.desk.twinnings.models import Approval, Comparison, Level, Twinning

PER_PAGE = 100
LEVELS = {Level.CITY: gettext_lazy("cities"), Level.REGION: gettext_lazy("regions")}
form_view = require_http_methods(["GET", "POST"])


@require_GET
@needs("twinnings.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """Draw the register of twins and the comparisons that are being made."""
    today = request.desk.today()
    shown = request.GET.get("show", "")
    found = twins.register()
    asleep = found.filter(twins.asleep(today))
    counts = dict(Twinning.objects.values_list("level").annotate(Count("id")).order_by())
    if shown == "asleep":
        found = asleep
    elif shown in Level.values:
        found = found.filter(level=shown)
    page = Paginator(found.order_by("level", "a_name", "b_name", "id"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [{"twin": twin, "sleeps": twins.sleeps(twin, today)} for twin in page]
    context = {
        "rows": rows,
        "page": page,
        "show": shown if shown in {*Level.values, "asleep"} else "",
        "tabs": [("", _("all"), sum(counts.values()))]
        + [(code, label, counts.get(code, 0)) for code, label in LEVELS.items()]
        + [("asleep", _("asleep"), sleeping := asleep.count())],
        "sleeping": sleeping,
        "comparisons": Comparison.objects.select_related("created_by")[:12],
    }
    context["map"] = map_.drawn(request.desk, rows)
    return render(request, "twinnings/home.html", context)


@require_GET
@needs("twinnings.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Draw one link: document, activity, approvals, history."""
    return _page(request, get_object_or_404(Twinning, pk=pk))


def _page(request: DeskRequest, twin: Twinning, **forms: object) -> HttpResponseBase:
    known = life.Life(twin, request.desk.today())
    approvals = known.approvals
    planned = twin.sign_on and twin.status not in twins.SIGNED
    steps = signing.backwards(twin.sign_on, approvals, request.desk.today()) if planned else []  # type: ignore[arg-type] # it is known
    by_approval = {step.approval.pk: step for step in steps}
    context = {
        "twin": twin,
        "stages": known.line(),
        "steps": steps,
        "checklist": [{"row": row, "step": by_approval.get(row.pk)} for row in approvals],
        "assumed": signing.ASSUMED_DAYS if any(step.assumed for step in steps) else None,
        "decisions": twin.decisions.select_related("dossier", "recorded_by"),
        "progress": measures.progress(known.measures),
        "late": len(known.late()),
        "measures": len(known.measures),
        "activities": twin.activities.all(),
        "approvals": approvals,
        "open_approvals": sum(map(twins.is_open, approvals)),
        "history": history_of(twin)[:30],
        "activity_form": ActivityForm(initial={"date": request.desk.today()}),
        "approval_form": ApprovalForm(),
        **forms,
    }
    return render(request, "twinnings/twinning.html", context)


@form_view
@needs("twinnings.change")
def edit(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Enter a link or correct it."""
    twin = get_object_or_404(Twinning, pk=pk) if pk else Twinning(desk=request.desk)
    start = None if pk else joints.asked(request.GET)
    initial = link_from(start, request.GET.get("place", "")) if start else None
    form = TwinningForm(request.POST or None, instance=twin, desk=request.desk, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = twins.save_twinning(form.instance, request.user)
            page = desk_url(request.desk, "twinnings:twinning", saved.pk)
            joints.tie_to(start, joints.Made(str(saved), page), request.user)
        messages.success(request, _("Saved. Rankings made from now on count it."))
        return go(request, "twinnings:twinning", saved.pk)
    return render(request, "twinnings/edit.html", {"form": form, "twin": twin, "start": start})


@require_POST
@needs("twinnings.change")
def add_activity(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Record that something happened between the twins."""
    twin = get_object_or_404(Twinning, pk=pk)
    form = ActivityForm(request.POST)
    if not form.is_valid():
        return _page(request, twin, activity_form=form)
    form.instance.desk, form.instance.twinning = request.desk, twin
    twins.add_activity(form.instance, request.user)
    return go(request, "twinnings:twinning", pk)


@form_view
@needs("twinnings.change")
def approval(request: DeskRequest, pk: int, approval_pk: int | None = None) -> HttpResponseBase:
    """Add a row to the checklist of approvals, or change one."""
    twin = get_object_or_404(Twinning, pk=pk)
    row = (
        get_object_or_404(twin.approvals, pk=approval_pk)
        if approval_pk
        else Approval(desk=request.desk, twinning=twin)
    )
    form = ApprovalForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        twins.save_approval(form.instance, request.user)
        return go(request, "twinnings:twinning", pk)
    if approval_pk or request.method == "POST":
        return render(request, "twinnings/approval.html", {"twin": twin, "form": form})
    return go(request, "twinnings:twinning", pk)
