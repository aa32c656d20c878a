from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz import corridors
from egiz.corridors.translations import translated
from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.interfaces.languages import language
from egiz.desk.corridors.domain import overlay
from egiz.desk.corridors.interfaces import translations
from egiz.desk.corridors.interfaces.forms import ExpiryForm, GateForm, ValueForm
from egiz.desk.corridors.models import Expiry, OwnGate, OwnValue

form_view = require_http_methods(["GET", "POST"])
KINDS: dict[str, Any] = {"value": OwnValue, "gate": OwnGate, "expiry": Expiry}
PREFILLED = ("on", "metric", "vehicle", "way", "low", "mode", "high", "status", "source", "as_of")


@require_GET
@needs("corridors.view")
def overview(request: DeskRequest) -> HttpResponseBase:
    """List what this desk knows better than the shipped network."""
    network = overlay.network_of(request.desk)
    context = {
        "values": [(row, translations.subject_words(network, row.on)) for row in OwnValue.objects.all()],
        "gates": [(row, translations.subject_words(network, row.on)) for row in OwnGate.objects.all()],
        "expiries": Expiry.objects.all(),
    }
    return render(request, "corridors/values.html", context)


@form_view
@needs("corridors.change")
def value(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Enter a value of the desk's own, or correct it."""
    row = get_object_or_404(OwnValue, pk=pk) if pk else OwnValue(desk=request.desk)
    given = {name: request.GET[name] for name in PREFILLED if name in request.GET} if not pk else None
    form = ValueForm(request.POST or None, instance=row, network=corridors.load(), initial=given)
    return _entry(request, form, row, "value")


@form_view
@needs("corridors.change")
def gate(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Say that a crossing or road is open or closed over a time."""
    row = get_object_or_404(OwnGate, pk=pk) if pk else OwnGate(desk=request.desk)
    given = {name: request.GET[name] for name in ("on", "vehicle") if name in request.GET} if not pk else None
    form = GateForm(request.POST or None, instance=row, network=corridors.load(), initial=given)
    return _entry(request, form, row, "gate")


def _entry(request: DeskRequest, form: Any, row: OwnValue | OwnGate, kind: str) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        overlay.save_entry(form.instance, request.user)
        messages.success(request, _("Saved. Every answer from now on counts with it."))
        return go(request, "corridors:values")
    history = history_of(row)[:30] if row.pk else None
    context = {"form": form, "row": row, "kind": kind, "history": history}
    return render(request, "corridors/entry.html", context)


@form_view
@needs("corridors.change")
def expire(request: DeskRequest) -> HttpResponseBase:
    """Let a shipped value, gate or service hold until a day and no longer."""
    name = request.GET.get("name", "")
    shipped = corridors.load()
    entry = next(
        (
            row
            for rows in (shipped.values, shipped.gates, shipped.services)
            for row in rows
            if corridors.name_of(row) == name
        ),
        None,
    )
    if entry is None:
        raise Http404
    title = translations.subject_words(shipped, entry.on)
    if isinstance(entry, corridors.Value):
        title = f"{title}, {translations.metric_words(entry.metric)}"
    row = Expiry(desk=request.desk, name=name, title=title[:300])
    form = ExpiryForm(request.POST or None, instance=row, initial={"last_day": request.desk.today()})
    if request.method == "POST" and form.is_valid():
        overlay.expire(form.instance, request.user)
        messages.success(request, _("Saved. After that day the value is not used any more."))
        return go(request, "corridors:values")
    return render(
        request,
        "corridors/expire.html",
        {"form": form, "title": title, "source": translated(entry.source, language())},
    )


@require_POST
@needs("corridors.change")
def remove(request: DeskRequest, kind: str, pk: int) -> HttpResponseBase:
    """Take an entry of the desk away; the shipped value holds again."""
    if kind not in KINDS:
        raise Http404
    overlay.remove_entry(get_object_or_404(KINDS[kind], pk=pk), request.user)
    messages.success(request, _("Removed. The shipped value holds again."))
    return go(request, "corridors:values")
