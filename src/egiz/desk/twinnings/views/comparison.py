from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core import joints
from egiz.desk.core.domain.jobs import enqueue
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.twinnings.domain import comparing, facts
from egiz.desk.twinnings.interfaces.display import shown
from egiz.desk.twinnings.interfaces.forms import ComparisonForm, WeightsForm, comparison_from
from egiz.desk.twinnings.models import Comparison


@require_http_methods(["GET", "POST"])
@needs("twinnings.change")
def start(request: DeskRequest) -> HttpResponseBase:
    """Ask for a comparison; ranking runs as a job."""
    begun = joints.asked(request.GET)
    initial = comparison_from(begun) if begun else None
    form = ComparisonForm(request.POST or None, desk=request.desk, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():  # a comparison that is kept is ranked: both, or neither
            comparison = comparing.start_comparison(
                request.desk,
                request.user,
                city=(data["city"].id, data["city"].name),
                country=data["country"],
                named=[place.id for place in data["places"]],
            )
            page = desk_url(request.desk, "twinnings:comparison", comparison.pk)
            joints.tie_to(begun, joints.Made(str(comparison), page), request.user)
            return _rank(request, comparison)
    return render(request, "twinnings/start.html", {"form": form, "start": begun})


def _rank(request: DeskRequest, comparison: Comparison) -> HttpResponse:
    job = enqueue(
        request.desk, "twinnings.rank", {"comparison": comparison.pk}, request.user, title=str(comparison)
    )
    return go(request, "core:job", job.pk)


@require_GET
@needs("twinnings.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Draw the candidates; with weights in the address, their order under those weights."""
    comparison = get_object_or_404(Comparison, pk=pk)
    if not comparison.result:
        return render(request, "twinnings/waiting.html", {"comparison": comparison})
    form = WeightsForm(request.GET)
    tried = any(key.startswith("w_") for key in request.GET)
    document: dict[str, Any] = comparing.up_to_date(comparison).result
    preset = comparing.PRESETS.get(request.GET.get("preset", ""))
    weights = comparison.weights or comparing.default_weights(document.get("level", "city"))
    if preset:
        weights, document = preset, comparing.reweighed(comparison, preset)
    elif tried and form.is_valid():
        weights = form.weights()
        document = comparing.reweighed(comparison, weights)
    context = {
        "comparison": comparison,
        "errors": form.non_field_errors() if tried else [],
        "tried": tried or bool(preset),
        "stale": facts.changed_since(comparison.ranked_at),
        "sources": (sources := joints.comes_from("twinnings.comparison", comparison.pk)),
        "choices": [(place, local_name(place)) for place in comparison.named] if sources else [],
        **shown(comparison, document, weights),
    }
    return render(
        request, "twinnings/_ranking.html" if request.htmx else "twinnings/comparison.html", context
    )


@require_GET
@needs("twinnings.view")
def dossier(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Return the dossier as PDF, in the language asked for or the reader's own."""
    comparison = get_object_or_404(Comparison.objects.select_related("desk"), pk=pk)
    if not comparison.result:
        raise Http404
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else (get_language() or "en").split("-")[0]
    try:
        content = comparing.dossier(comparison, language)
    except ValueError as error:  # a place that the atlas does not hold any more, say
        messages.error(request, str(error))
        return go(request, "twinnings:comparison", pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="dossier-{comparison.pk}-{language}.pdf"'
    return response


@require_POST
@needs("twinnings.change")
def keep(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Make the weights that are being tried the comparison's own."""
    comparison = get_object_or_404(Comparison, pk=pk)
    form = WeightsForm(request.POST)
    if form.is_valid():
        comparing.keep_weights(comparison, form.weights(), request.user)
        messages.success(request, _("These weights are kept, and all candidates were ranked again by them."))
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return go(request, "twinnings:comparison", pk)


@require_POST
@needs("twinnings.change")
def again(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Rank again, with today's facts and links."""
    return _rank(request, get_object_or_404(Comparison, pk=pk))
